"""What the site's tests share: sample pages, and a first run that forgets."""

from pathlib import Path

import pytest
from django.conf import settings as real_settings
from django.core.cache import cache
from django.test import Client

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
