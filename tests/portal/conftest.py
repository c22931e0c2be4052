"""What the tests of the requesters' pages stand on: a story with its clock."""

import pytest
from django.core.cache import cache

from cast import assemble
from portal_story import Story


@pytest.fixture
def story(db: None, monkeypatch: pytest.MonkeyPatch) -> Story:
    """The cast on stage, and a clock that says what the story says."""
    cache.clear()
    told = Story(assemble())
    monkeypatch.setattr("heard.clock.now", lambda: told.at)
    return told
