"""One word to 5,000 voices: how long it takes, what pages cost meanwhile, and what kill -9 does to it.

First 500 tickets are told by two workers that are killed at random points, and every word is counted. Then 5,000 people
with a ticket each are told by the real worker while an agent reads Today and a ticket through the real server, beside
the same pages before. `VOICES` and `KILLS` ask for another run.
"""

import http.client
import os
import random
import signal
import statistics
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.apart import free_port, running, wait_for_page
from benchmarks.pages import get, signed_in
from benchmarks.seed import Plan, seeded

KILLED = 500
QUIET = 60
"""Rounds of requests on the quiet desk."""
TEXTS = {
    "en": "We know why: the map is wrong. Until then: set the drop point by hand.",
    "de": "Die Karte ist falsch.",
}


def main(voices: int = 0, kills: int = 0, seed: int | None = None) -> int:
    """Kill and count, then measure; 1 when somebody was told twice or not at all."""
    voices = voices or int(os.environ.get("VOICES", "5000"))
    kills = kills or int(os.environ.get("KILLS", "30"))
    folder = Path(os.environ["HEARD_DATA"])
    seeded(Plan(voices + KILLED, open_every=1, missed_every=0), folder)
    wrong = _killed(kills, random.Random(seed))
    return _measured(voices, folder) or wrong


def _killed(kills: int, dice: random.Random) -> int:
    from heard.record.actions import broadcast

    sent = _pressed("Killed", 0, KILLED)
    broadcast.carry_some(at=_now())  # a worker that is killed has loaded everything
    midway = 0
    for _ in range(kills):
        before = _done(sent)
        _one_kill(dice)
        midway += before < _done(sent) < KILLED
    at = _now()
    while broadcast.carry_some(at=at) is not None:
        pass
    print(f"{kills} kills of two workers, {midway} with some told and some not")
    return _judge(sent, _done(sent))


def _one_kill(dice: random.Random) -> None:
    from django.db import connections

    connections.close_all()
    both = [_worker() for _ in range(2)]
    time.sleep(dice.uniform(0.1, 0.9))
    for pid in both:
        os.kill(pid, signal.SIGKILL)
    for pid in both:
        os.waitpid(pid, 0)


def _worker() -> int:
    from heard.record.actions import broadcast

    if pid := os.fork():
        return pid
    try:
        while broadcast.carry_some(at=_now()) is not None:
            pass
    finally:
        os._exit(0)


def _measured(voices: int, folder: Path) -> int:
    """The real worker and the real pages."""
    from heard.record.models.letter import Letter
    from heard.record.models.ticket import Ticket

    ticket = Ticket.objects.filter(resolved_at=None).order_by("-id").first()
    assert ticket
    pages = {"Today": "/desk/", "ticket": f"/desk/tickets/{ticket.public_id}/"}
    cookie, _ = signed_in(pages)
    port = free_port()
    environment = {"HEARD_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    with running(["web", "--port", str(port)], environment) as web, running(["worker"], environment):
        wait_for_page(f"http://127.0.0.1:{port}/health/live", web)
        for _ in range(5):
            _round(port, pages, cookie, {name: [] for name in pages})
        quiet: dict[str, list[float]] = {name: [] for name in pages}
        for _ in range(QUIET):
            _round(port, pages, cookie, quiet)
        queued = Letter.objects.filter(state="queued").count()
        sent = _pressed("Measured", KILLED, KILLED + voices)
        busy: dict[str, list[float]] = {name: [] for name in pages}
        began = time.monotonic()
        while _done(sent) < voices and time.monotonic() - began < 1800:
            _round(port, pages, cookie, busy)
        told = time.monotonic() - began
        while Letter.objects.filter(state="queued").count() > queued and time.monotonic() - began < 1800:
            time.sleep(0.5)
        made = time.monotonic() - began
    for name in pages:
        before, then = _percentiles(quiet[name]), _percentiles(busy[name])
        said = f"quiet p50 {before[0]:.0f}, p95 {before[1]:.0f} ms"
        print(f"{name}: {said}; meanwhile p50 {then[0]:.0f}, p95 {then[1]:.0f} ms")
    print(
        f"{voices} voices told in {told:.0f} s ({voices / told:.0f} a second); their letters made in {made:.0f} s"
    )
    return _judge(sent, _done(sent))


def _round(port: int, pages: dict[str, str], cookie: str, taken: dict[str, list[float]]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for name, address in pages.items():
        began = time.perf_counter()
        get(connection, address, cookie)
        taken[name].append((time.perf_counter() - began) * 1000)


def _percentiles(taken: list[float]) -> tuple[float, float]:
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def _pressed(title: str, first: int, last: int) -> int:
    """A problem with a ticket of a person of their own for each voice, and the word to all; its id."""
    from django.db import transaction

    from heard.record.actions import broadcast, desk
    from heard.record.actor import HEARD
    from heard.record.models.agent import Agent
    from heard.record.models.desk import Desk
    from heard.record.models.problem import Problem
    from heard.record.models.requester import Participant, Requester, RequesterAddress
    from heard.record.models.ticket import Ticket

    at, by = _now(), Agent.objects.order_by("id").first()
    assert by
    tickets = list(Ticket.objects.filter(resolved_at=None).order_by("id")[first:last])
    own = tickets[0].desk
    for each in Desk.objects.all():
        desk.set_hours(each, week=[[(0, 1440)]] * 7, zone="UTC", country="", region="", by=HEARD, at=at)
        desk.set_targets(each, targets={"undo_seconds": 0}, by=HEARD, at=at)
    own.refresh_from_db()
    with transaction.atomic():
        people = Requester.objects.bulk_create(
            Requester(
                name=f"Voice {title} {n}", created_at=at, language=("", "de")[n % 2], zone="Europe/Berlin"
            )
            for n in range(len(tickets))
        )
        RequesterAddress.objects.bulk_create(
            RequesterAddress(requester=person, address=f"{title.lower()}.{n}@voices.example")
            for n, person in enumerate(people)
        )
        problem = Problem.objects.create(
            desk=own, title=title, made_at=at, made_by=by, state_at=at, state_by=by
        )
        for ticket, person in zip(tickets, people, strict=True):
            ticket.requester, ticket.problem = person, problem
        Participant.objects.filter(ticket__in=tickets).delete()
        Ticket.objects.bulk_update(tickets, ["requester", "problem"], batch_size=500)
    began = time.perf_counter()
    due_at = at.replace(second=0) + timedelta(hours=20)
    sent = broadcast.press(problem, texts=TEXTS, due_at=due_at, by=by, at=at)
    print(f"pressed for {sent.tickets} tickets in {(time.perf_counter() - began) * 1000:.0f} ms")
    return sent.pk


def _done(broadcast: int) -> int:
    from heard.record.models.broadcast import Telling

    return Telling.objects.filter(broadcast=broadcast, done_at__isnull=False).count()


def _judge(broadcast: int, done: int) -> int:
    """Every ticket has one word of this broadcast, one letter and one open promise; 1 if not."""
    from django.db.models import Count

    from heard.record.models.broadcast import Telling
    from heard.record.models.letter import Letter
    from heard.record.models.message import Message

    told = Telling.objects.filter(broadcast=broadcast, message__isnull=False)
    tickets = told.values("ticket")
    said = Message.objects.filter(ticket__in=tickets, text__in=TEXTS.values())
    twice = said.values("ticket").annotate(count=Count("id")).filter(count__gt=1).count()
    letters = Letter.objects.filter(message__in=told.values("message")).count()
    lost = Telling.objects.filter(broadcast=broadcast).count() - done
    print(f"told {told.count()}, letters {letters}, lost {lost}, twice {twice}")
    return int(bool(lost or twice or letters != told.count()))


def _now() -> datetime:
    from heard.followup.worker import database_now

    return database_now()


if __name__ == "__main__":
    sys.exit(main())
