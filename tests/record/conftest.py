"""Everybody, and two tickets: one for the story, and a twin that it must not touch."""

import pytest

from cast import Cast, assemble, clock
from heard.record.models.ticket import Ticket


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def drones(cast: Cast) -> Ticket:
    return cast.writes(cast.zelda, "The drone circles and comes back.", at=clock("9:02"))


@pytest.fixture
def twin(cast: Cast) -> Ticket:
    """Another ticket, which no story may touch."""
    return cast.writes(cast.yusuf, "Labels print blank.", at=clock("9:00"))
