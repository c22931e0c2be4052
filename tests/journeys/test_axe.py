"""Every page of both sites, light and dark, wide and narrow: nothing serious for axe, nothing runs out of a page, and
no console complains. `bin/screenshots` keeps what was looked at.
"""

from collections.abc import Callable

import pytest

from journeys import pages
from journeys.installation import Installation
from journeys.look import trouble

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def states(house: Installation) -> dict[str, list[str]]:
    """A request in every state."""
    return house.states()


def test_what_strangers_see(house: Installation, tabs: Callable) -> None:
    assert [each for visit in pages.strangers(house, tabs()) for each in trouble(*visit)] == []


def test_what_requesters_see(house: Installation, tabs: Callable, states: dict[str, list[str]]) -> None:
    assert [each for visit in pages.requesters(house, tabs(), states) for each in trouble(*visit)] == []


def test_what_agents_see(house: Installation, tabs: Callable, states: dict[str, list[str]]) -> None:
    assert [each for visit in pages.agents(house, tabs(), states) for each in trouble(*visit)] == []


@pytest.mark.usefixtures("states")
def test_what_those_who_decide_see(house: Installation, tabs: Callable) -> None:
    assert [each for visit in pages.deciders(house, tabs()) for each in trouble(*visit)] == []
