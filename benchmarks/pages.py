"""The desk's pages through the real server, signed in, beside a bare page of 50 rows of the same server.

Sequential requests on one kept connection, the pages in turn so that drift of the machine falls on all alike.
`TICKETS` asks for another size.
"""

import http.client
import os
import statistics
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from benchmarks.apart import apart, free_port, running, wait_for_page
from benchmarks.corpus import COMMON, RARE
from benchmarks.seed import Plan, reader, seeded

SIZES = (1_000, int(os.environ.get("TICKETS", "100000")))
ROUNDS, CLIENTS, SECONDS = 100, 8, 3.0
MESSAGES = 50


def measure(tickets: int, folder: Path) -> dict[str, dict[str, float]]:
    """Figures of every page: p50 and p95 in ms, requests a second, queries, kB as made and as sent."""
    seeded(Plan(tickets), folder)
    pages = _pages()
    cookie, queries = signed_in(pages)
    port = free_port()
    environment = {"HEARD_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    with running(["web", "--port", str(port)], environment) as process:
        wait_for_page(f"http://127.0.0.1:{port}/health/live", process)
        found = _in_turn(port, pages, cookie)
        for name in ("bare", "Today", "ticket"):
            found[name]["rate"] = _at_once(port, pages[name], cookie)
    for name, count in queries.items():
        found[name]["queries"] = count
    return found


def _pages() -> dict[str, str]:
    from heard.record.models.ticket import Ticket

    ticket = Ticket.objects.filter(resolved_at=None).order_by("id").first()
    assert ticket
    _lengthen(ticket)
    return {
        "bare": "/bare",
        "Today": "/desk/",
        "Unheard": "/desk/unheard/",
        "All open": "/desk/open/",
        "ticket": f"/desk/tickets/{ticket.public_id}/",
        "search, rare": f"/desk/search/?q={RARE}",
        "search, common": f"/desk/search/?q={COMMON}",
    }


def _lengthen(ticket: object) -> None:
    """The measured ticket has fifty messages, read and settled, as on a desk at work."""
    from heard.record.models.message import Message
    from heard.record.models.ticket import Ticket

    assert isinstance(ticket, Ticket)
    text = "The printer at the ramp prints blank labels since the update. " * 8
    start = max(ticket.last_n, ticket.messages.order_by("-n").first().n)
    Message.objects.bulk_create(
        Message(
            ticket=ticket, n=start + number, kind="inbound", by_person=True, requester=ticket.requester,
            said_at=ticket.received_at, read_at=ticket.received_at, text=text,
            settled_at=ticket.received_at, settled="answered",
        )
        for number in range(1, MESSAGES - ticket.messages.count() + 1)
    )  # fmt: skip
    Ticket.objects.filter(pk=ticket.pk).update(last_n=start + MESSAGES)


def signed_in(pages: dict[str, str]) -> tuple[str, dict[str, float]]:
    """The cookie of a signed-in agent, and how many queries each page asks."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reader())
    counts: dict[str, float] = {}
    for name, address in pages.items():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, address
        counts[name] = len(asked)
    connection.close()
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()), counts


def _in_turn(port: int, pages: dict[str, str], cookie: str) -> dict[str, dict[str, float]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took: dict[str, list[float]] = {name: [] for name in pages}
    sizes, sent = {}, {}
    for turn in range(ROUNDS + 5):
        for name, address in pages.items():
            began = perf_counter()
            sizes[name] = get(connection, address, cookie)
            if turn >= 5:
                took[name].append((perf_counter() - began) * 1000)
    for name, address in pages.items():
        sent[name] = get(connection, address, cookie, encoding="gzip")
    return {
        name: {
            "p50": statistics.median(times),
            "p95": sorted(times)[int(len(times) * 0.95)],
            "kB": sizes[name] / 1000,
            "sent": sent[name] / 1000,
        }
        for name, times in took.items()
    }


def get(
    connection: http.client.HTTPConnection, address: str, cookie: str, *, encoding: str = "identity"
) -> int:
    connection.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": encoding})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, f"{address}: {answer.status}"
    return len(body)


def _at_once(port: int, address: str, cookie: str) -> float:
    """Requests a second with several clients."""
    end = perf_counter() + SECONDS

    def ask(_: int) -> int:
        connection, count = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0
        while perf_counter() < end:
            get(connection, address, cookie)
            count += 1
        return count

    with ThreadPoolExecutor(CLIENTS) as clients:
        return sum(clients.map(ask, range(CLIENTS))) / SECONDS


def main() -> None:
    """Print a table a size."""
    folder = Path(os.environ["HEARD_DATA"])
    for tickets in SIZES:
        found = apart(measure, tickets, folder / str(tickets))
        bare = found["bare"]
        print(
            f"{tickets:,} tickets, {ROUNDS} requests a page in turn; requests a second with {CLIENTS} clients"
        )
        print(
            f"{'page':<16}{'p50 ms':>8}{'p95 ms':>8}{'p95/bare':>10}{'req/s':>7}{'queries':>9}{'kB':>6}{'sent':>6}"
        )
        for name, one in found.items():
            rate = f"{one['rate']:.0f}" if "rate" in one else ""
            print(f"{name:<16}{one['p50']:>8.1f}{one['p95']:>8.1f}{one['p95'] / bare['p95']:>9.1f}x", end="")
            print(f"{rate:>7}{one['queries']:>9.0f}{one['kB']:>6.0f}{one['sent']:>6.0f}")


if __name__ == "__main__":
    main()
