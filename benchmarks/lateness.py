"""How late moments are answered: on a working desk, and after the workers were away for an hour.

The first table: `DUE` moments, one after the other over `SPAN` seconds, on a desk with `TICKETS` open tickets, while
its mail door takes a mail every half second; seen by somebody who looks at the database twenty times a second. The
second: `BACKLOG` moments that fell due within the last hour when one worker starts, and then two.
"""

import os
import smtplib
import threading
import time
from collections import Counter
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

from benchmarks.apart import apart, free_port, running
from benchmarks.killed_followup import TWICE
from benchmarks.seed import Plan, lay, seeded

TICKETS, DUE = int(os.environ.get("TICKETS", "20000")), int(os.environ.get("DUE", "300"))
SPAN, BACKLOG = int(os.environ.get("SPAN", "60")), int(os.environ.get("BACKLOG", "5000"))
SEEDED_A_SECOND, STARTING = 500, 30
HOUR = timedelta(hours=1)
LAPSED = "SELECT id, due_at FROM record_promise WHERE outcome = 'lapsed' AND ended_at >= %s"


def on_time(folder: Path) -> list[float]:
    """Seconds from when each moment fell due until it was seen answered, ascending."""
    lay(folder)
    from django.core.management import call_command

    from heard.clock import now

    call_command("migrate", verbosity=0)
    began = now().replace(microsecond=0)
    lead = STARTING + TICKETS // SEEDED_A_SECOND
    plan = Plan(
        TICKETS, open_every=1, missed_every=0, due_every=TICKETS // DUE, due_in=lead, due_apart=SPAN / DUE
    )
    seeded(plan, folder, at=began)
    if now() > began + timedelta(seconds=lead - STARTING / 2):
        raise SystemExit(
            "Making the tickets took longer than the first moment can wait: ask for fewer TICKETS."
        )
    port, stop = free_port(), threading.Event()
    environment = {"HEARD_DATA": str(folder), "HEARD_DOOR_LISTEN": f"127.0.0.1:{port}"}
    mails = threading.Thread(target=_send_mails, args=(port, stop))
    with running(["door"], environment), running(["worker"], environment):
        mails.start()
        try:
            return sorted(_watch(began, lead + SPAN + 30).values())
        finally:
            stop.set()
            mails.join()


def _watch(began: datetime, most: float) -> dict[int, float]:
    """Look until every moment was answered, or so many seconds are over; how late each was when seen."""
    from django.db import connection

    at = _second_begins()
    offset = at.timestamp() - time.monotonic()
    seen: dict[int, float] = {}
    since = began if connection.vendor == "postgresql" else str(began.replace(tzinfo=None))
    until = began.timestamp() + most
    while len(seen) < DUE and time.monotonic() + offset < until:
        with connection.cursor() as cursor:
            cursor.execute(LAPSED, [since])
            for pk, due_at in cursor.fetchall():
                seen.setdefault(pk, time.monotonic() + offset - _instant(due_at).timestamp())
        time.sleep(0.05)
    return seen


def _second_begins() -> datetime:
    """Wait until the clock, which says whole seconds, turns; what it says then."""
    from heard.clock import now

    before = now()
    while now() == before:
        time.sleep(0.001)
    return now()


def _instant(value: datetime | str) -> datetime:
    from datetime import UTC

    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _send_mails(port: int, stop: threading.Event) -> None:
    """A mail every half second, as long as the door takes them."""
    while not stop.wait(0.5):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "zelda@northwind.example", "desk1@heard.example", "Drones"
        mail["Message-ID"] = make_msgid(domain="northwind.example")
        mail.set_content("They come back.")
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
                client.send_message(mail)
        except OSError:
            continue


def caught_up(workers: int, folder: Path) -> tuple[float, float, int, int, list[str]]:
    """After an hour away: seconds until the first and the last moment was answered, how many there were, the most
    alert letters to one person, and what was lost or happened twice."""
    from heard.clock import now

    at = now().replace(microsecond=0) - HOUR
    plan = Plan(BACKLOG, open_every=1, missed_every=0, due_every=1, due_in=0, due_apart=3600 / BACKLOG)
    seeded(plan, folder, at=at)
    from heard.record.models.due import DueWork
    from heard.record.models.promise import Promise

    began, until = time.monotonic(), now()
    first = 0.0
    waiting = DueWork.objects.filter(look_again_at__lte=until)
    with running(["worker"], {"HEARD_DATA": str(folder)}):
        others = [running(["worker"], {"HEARD_DATA": str(folder)}) for _ in range(workers - 1)]
        for one in others:
            one.__enter__()
        while (left := waiting.count()) and time.monotonic() - began < 600:
            first = first or (time.monotonic() - began if left < BACKLOG else 0.0)
            time.sleep(0.2)
        last = time.monotonic() - began
        time.sleep(5)
        for one in others:
            one.__exit__(None, None, None)
    lapses = Promise.objects.filter(outcome="lapsed", ended_at__gte=at).count()
    return first, last, lapses, _most_alerts(at), _wrong(at, left)


def _most_alerts(since: datetime) -> int:
    from heard.record.models.letter import Letter

    sent = Letter.objects.filter(kind="alert", queued_at__gte=since).values_list("agent_id", flat=True)
    return max(Counter(sent).values(), default=0)


def _wrong(since: datetime, left: int) -> list[str]:
    from django.db import connection

    wrong = [f"still waiting: {left}"] if left else []
    bound = since if connection.vendor == "postgresql" else str(since.replace(tzinfo=None))
    with connection.cursor() as cursor:
        for says, sql in TWICE.items():
            cursor.execute(
                f"SELECT count(*) FROM ({sql}) found", [bound] if "%s" in sql.replace("%%", "") else []
            )
            if count := cursor.fetchone()[0]:
                wrong.append(f"{says}: {count}")
    return wrong


def main() -> None:
    """Print both tables."""
    folder = Path(os.environ["HEARD_DATA"])
    late = apart(on_time, folder / "on_time")
    print(
        f"{TICKETS:,} open, {DUE} moments in {SPAN} s beside two mails a second: {len(late)} answered,",
        end=" ",
    )
    p50, p99 = late[len(late) // 2], late[int(len(late) * 0.99)]
    print(f"late by p50 {p50:.2f} s, p99 {p99:.2f} s, most {late[-1]:.2f} s", flush=True)
    for workers in (1, 2):
        first, last, count, letters, wrong = apart(caught_up, workers, folder / f"caught_up{workers}")
        print(
            f"{BACKLOG:,} due after an hour away, {workers} at work: the first answered after {first:.1f} s,",
            end=" ",
        )
        print(
            f"the last after {last:.1f} s; {count:,} lapses; at most {letters} alert letters to one person;",
            end=" ",
        )
        print("; ".join(wrong) or "lost: 0; twice: 0", flush=True)


if __name__ == "__main__":
    main()
