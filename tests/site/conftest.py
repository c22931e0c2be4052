"""What the site's tests share: a browser, sample pages, and a first run that forgets."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as real_settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from cast import Cast, assemble
from heard.site import firstrun


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    """The process remembers that agents exist, and counts tries; each test starts without either."""
    firstrun._done = False
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """Agents exist."""
    return assemble()


@pytest.fixture
def allie(cast: Cast) -> Client:
    """A browser without pictures in which Allie has signed in."""
    client = Client()
    client.force_login(cast.allie, backend=real_settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def samples(settings) -> None:
    """The sample pages stand beside the real ones."""
    settings.ROOT_URLCONF = "site_samples"
    settings.TEMPLATES = [{**real_settings.TEMPLATES[0], "DIRS": [str(Path(__file__).parent / "pages")]}]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or the one that playwright brought."""
    # Playwright keeps an event loop in this thread; the database calls of a test are not inside it.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )
    with sync_playwright() as playwright:
        args = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=found, args=args)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh tab; what its console complains about is in `page.complaints`, broken scripts in `page.crashes`."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    tab.complaints, tab.crashes = [], []
    tab.on("console", lambda said: tab.complaints.append(said.text) if said.type == "error" else None)
    tab.on("pageerror", lambda error: tab.crashes.append(str(error)))
    yield tab
    context.close()
