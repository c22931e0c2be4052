"""Every route of the site by both methods, as everybody who could knock: one walk each, and all that must hold of
every answer."""

import pytest

from security.canary import secrets_in, set_out
from security.conftest import ACTORS, Stage
from security.policy import against_the_policy
from security.table import against_the_table
from security.walk import walk

pytestmark = pytest.mark.once


@pytest.mark.parametrize("actor", ACTORS)
def test_everybody_gets_what_they_may_and_nothing_else(stage: Stage, actor: str) -> None:
    set_out(stage)
    wrong, pages = [], 0
    for visit in walk(stage, actor):
        found = [*against_the_table(visit), *secrets_in(visit), *against_the_policy(visit)]
        wrong += [f"{visit.actor} {visit.method} {visit.route.path}: {each}" for each in found]
        pages += visit.answer.headers.get("Content-Type", "").startswith("text/html")
    assert not wrong, "\n".join(["", *wrong])
    assert pages > 10
