"""What the tests of the requesters' pages stand on: a story with its clock, and a browser."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, sync_playwright

from cast import assemble
from portal_story import Story


@pytest.fixture
def story(db: None, monkeypatch: pytest.MonkeyPatch) -> Story:
    """The cast on stage, and a clock that says what the story says."""
    cache.clear()
    told = Story(assemble())
    monkeypatch.setattr("heard.clock.now", lambda: told.at)
    return told


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, or the one that playwright brought."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        args = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=found, args=args)
        yield browser
        browser.close()
