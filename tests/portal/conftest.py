"""What the tests of the requesters' pages stand on: a story with its clock."""

import pytest
from django.core.cache import cache

from cast import assemble
from heard.site import urls
from portal_story import Story

assert urls  # every page has the real clock by now: one that was read first in a story would keep the story's


@pytest.fixture
def story(db: None, monkeypatch: pytest.MonkeyPatch) -> Story:
    """The cast on stage, and a clock that says what the story says."""
    cache.clear()
    told = Story(assemble())
    monkeypatch.setattr("heard.clock.now", lambda: told.at)
    return told
