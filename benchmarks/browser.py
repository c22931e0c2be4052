"""The desk in a real browser: from a key to the paint of what it brings, a change to its paint in another browser, and
what the first page and later ones weigh. `TICKETS` asks for another size, `ROUNDS` for more of each, `STREAMS` for so
many more open pages of other requests, which all hear of every change, and `READING` for how many of those read again.

A moment is painted when the second animation frame after it has begun; the processor is shared with the browser.
"""

import os
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.apart import apart, free_port, running, wait_for_page
from benchmarks.seed import Plan, seeded
from benchmarks.streams import held

TICKETS = int(os.environ.get("TICKETS", "100000"))
ROUNDS = int(os.environ.get("ROUNDS", "30"))
STREAMS = int(os.environ.get("STREAMS", "0"))
READING = int(os.environ.get("READING", "0"))
# The clock begins with the key, before anybody hears of it, and ends with the frame that shows what was asked for.
CLOCK = """
window.painted = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
const now = at => performance.timeOrigin + at
window.addEventListener("keydown", event => { window.pressedAt = now(event.timeStamp) }, true)
window.awaited = async holds => {
  for (const end = performance.now() + 20000; !holds(); await new Promise(done => requestAnimationFrame(done)))
    if (performance.now() > end) throw new Error(`it did not come: ${holds}`)
  await window.painted()
  return now(performance.now())
}
"""
WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .filter(one => !one.name.includes("/live/")).reduce((sum, one) => sum + one.transferSize, 0) / 1000"""


def measure(tickets: int, folder: Path) -> dict[str, list[float]]:
    """Milliseconds of every try, and kB of the weights."""
    seeded(Plan(tickets), folder)
    cookies, (path, *others) = _asker()
    port = free_port()
    environment = {"HEARD_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    with running(["web", "--port", str(port)], environment) as process:
        wait_for_page(f"http://127.0.0.1:{port}/health/live", process)
        url = f"http://127.0.0.1:{port}"
        with held(port, cookies, others, READING), _pages(url, cookies) as (one, other):
            return _tried(one, other, path)


def _asker() -> tuple[dict[str, str], list[str]]:
    """The cookies of a signed-in agent, and the addresses of open tickets: one to work on, and one for each stream."""
    from django.db import connection
    from django.test import Client

    from benchmarks.seed import reader
    from heard.record.models.ticket import Ticket

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reader())
    tickets = Ticket.objects.filter(resolved_at=None).order_by("id")[: STREAMS + 1]
    paths = [f"/desk/tickets/{ticket.public_id}/" for ticket in tickets]
    connection.close()
    return {name: morsel.value for name, morsel in client.cookies.items()}, paths


@contextmanager
def _pages(url: str, cookies: dict[str, str]) -> Iterator[tuple[Page, Page]]:
    """Two browsers of the same agent; a page's addresses begin at the server."""
    with sync_playwright() as playwright:
        args = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=args)
        tabs = []
        for _ in range(2):
            context = chromium.new_context(base_url=url, viewport={"width": 1440, "height": 900})
            context.add_cookies(
                [{"name": name, "value": value, "url": url} for name, value in cookies.items()]
            )
            context.add_init_script(CLOCK)
            tabs.append(context.new_page())
        yield tabs[0], tabs[1]
        chromium.close()


def _tried(one: Page, other: Page, path: str) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    one.goto("/desk/open/")
    one.wait_for_timeout(1000)
    found["first load, kB"] = [float(one.evaluate(WEIGHT))]
    one.keyboard.press("j")
    found["j and k"] = [_key(one, "j" if n % 4 < 2 else "k", MOVED, before=FOCUS) for n in range(ROUNDS)]
    found["open by Enter"] = [_opened(one) for _ in range(ROUNDS)]
    found["palette"] = [_palette(one) for _ in range(ROUNDS)]
    for page in (one, other):
        page.goto(path)
        page.wait_for_selector("#text")
    found["a later page, kB"] = [float(one.evaluate(WEIGHT))]
    sent = [_sent(one, other, n) for n in range(ROUNDS)]
    found["send a note"] = [own for own, _ in sent]
    found["in another browser"] = [theirs for _, theirs in sent]
    return found


FOCUS = "window.stood = document.activeElement"
MOVED = "() => document.activeElement !== window.stood && document.activeElement.matches('.row, .row *')"


def _key(page: Page, key: str, holds: str, *, before: str = "0") -> float:
    """Milliseconds from a key to the paint of what it brings."""
    page.evaluate(f"() => {{ {before}; window.shown = window.awaited({holds}) }}")
    page.keyboard.press(key)
    return float(page.evaluate("async () => await window.shown - window.pressedAt"))


def _opened(page: Page) -> float:
    """The next row, opened: its page stands when the address and the heading are its own."""
    page.keyboard.press("j")
    page.wait_for_timeout(150)
    holds = (
        "() => location.pathname !== window.stood && document.querySelector('#main h1') !== window.heading"
        " && document.querySelector('#text')"
    )
    before = "window.stood = location.pathname; window.heading = document.querySelector('#main h1')"
    took = _key(page, "Enter", holds, before=before)
    page.keyboard.press("Escape")
    page.wait_for_timeout(150)
    return took


def _palette(page: Page) -> float:
    took = _key(page, "Control+k", "() => document.querySelector('dialog[open] input')")
    page.keyboard.press("Escape")
    page.wait_for_timeout(50)
    return took


def _sent(page: Page, other: Page, n: int) -> tuple[float, float]:
    """A note by Ctrl+Enter, until it stands in its own page, and until it does in another browser."""
    words = f"Measured note {n}."
    holds = f"() => [...document.querySelectorAll('.message.note')].some(one => one.innerText.includes('{words}'))"
    other.evaluate(f"() => {{ window.shown = window.awaited({holds}) }}")
    page.locator("body").press("n")
    page.keyboard.type(words)
    own = _key(page, "Control+Enter", holds)
    began = float(page.evaluate("() => window.pressedAt"))
    theirs = float(other.evaluate("async () => await window.shown")) - began
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    return own, theirs


def main() -> None:
    """Print the table."""
    measured: Callable[..., dict[str, list[float]]] = measure
    found = apart(measured, TICKETS, Path(os.environ["HEARD_DATA"]))
    print(
        f"{TICKETS:,} tickets, {STREAMS} more open pages of which {READING} read, {ROUNDS} of each, milliseconds"
    )
    print(f"{'':<20}{'p50':>8}{'p95':>8}")
    for name, times in found.items():
        if name.endswith("kB"):
            print(f"{name:<20}{times[0]:>8.1f}")
            continue
        print(f"{name:<20}{statistics.median(times):>8.0f}{sorted(times)[int(len(times) * 0.95)]:>8.0f}")


if __name__ == "__main__":
    main()
