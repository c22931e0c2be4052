"""The cast, and a mail server to send to."""

from collections.abc import Iterator

import pytest

from cast import Cast, assemble
from letters.sink import Sink, listening


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, on Monday at eight."""
    return assemble()


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A mail server that takes everything, set as ours."""
    with listening() as sink:
        settings.HEARD_SMTP_URL = sink.url()
        yield sink
