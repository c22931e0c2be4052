"""What the journeys stand on: one running installation per module, and tabs that hold their tongue."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys.installation import PASSWORD, Installation, running
from journeys.people import AGENTS, ZONE, Tab

SLOW = 60_000  # milliseconds; a busy machine is no failure
PICTURES = Path("build/journeys")  # what the tabs of a failed journey showed at last


@pytest.fixture(scope="module")
def house(shared_installation: dict[str, str], django_db_blocker) -> Iterator[Installation]:
    """Heard, running, with a desk that is always open: Carla leads it, Allie and Bob answer. Letters leave at once."""
    with django_db_blocker.unblock(), running(shared_installation) as started:
        started.stage("desk", password=PASSWORD, zone=ZONE, agents=AGENTS, undo_seconds=0)
        yield started


@pytest.fixture
def tabs(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Tab]]:
    """Opens a browser of its own for each person; at the end, no page may have broken or asked for what it may not."""
    opened: list[Tab] = []

    def tab(**context) -> Tab:
        opened.append(Tab(browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **context})))
        return opened[-1]

    failed = request.session.testsfailed
    expect.set_options(timeout=SLOW)
    yield tab
    expect.set_options(timeout=None)
    if request.session.testsfailed > failed:
        for n, each in enumerate(opened):
            each.page.screenshot(path=PICTURES / f"{request.node.name}-{n}.png", full_page=True)
    complaints = [said for each in opened for said in each.complaints]
    for each in opened:
        each.page.context.close()
    assert complaints == []
