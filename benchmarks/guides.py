"""What it costs to suggest a guide among a thousand, on the front page and beside a ticket.

Guides are made of other people's requests, three of them to a guide; questions are requests that no guide was made
of. It needs the shared corpora beside the project. PostgreSQL: `python tests/postgres.py bin/bench guides`.
"""

import os
import statistics
import time
from collections.abc import Callable

from benchmarks import similar

GUIDES, QUESTIONS = 1000, 300
BUDGET = 20
"""Milliseconds in which guides are suggested."""


def main() -> None:
    """Print how long a suggestion takes; fail where the slower of both is over its budget at the median."""
    if not similar.CORPORA.exists():
        print("the shared corpora are not here")
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    texts = similar.pool(3 * GUIDES + QUESTIONS).texts
    fill(texts)
    slowest = 0.0
    for name, suggest in (("on the front page", in_public()), ("beside a ticket", inside())):
        took = [timed(suggest, text) for text in texts[-QUESTIONS:]]
        p50, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
        slowest = max(slowest, p50)
        print(f"{name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms of processor time, {GUIDES} guides")
    if slowest > BUDGET:
        raise SystemExit(f"over {BUDGET} ms")


def fill(texts: list[str]) -> None:
    """So many public guides of one desk."""
    from django.db import transaction

    from heard.clock import now
    from heard.record.actions import agent, desk, guide
    from heard.record.actor import HEARD

    at = now()
    own = desk.make(
        name="Support", address="support@heard.example", zone="UTC", language="en", by=HEARD, at=at
    )
    allie = agent.make(
        name="Allie", email="allie@heard.example", password=None, role="agent", zone="UTC", language="en",
        by=HEARD, at=at,
    )  # fmt: skip
    desk.add_member(own, agent=allie, by=HEARD, at=at)
    with transaction.atomic():
        for n in range(GUIDES):
            parts = texts[3 * n : 3 * n + 3]
            words = {"title": " ".join(parts[0].split())[:80], "text": "\n\n".join(parts)[:5000]}
            made = guide.make(own, language="en", **words, by=allie, at=at)
            guide.publish(made, shown=True, by=allie, at=at)


def in_public() -> Callable[[str], object]:
    """As the front page suggests: with the beginning of each."""
    from heard.portal import help
    from heard.record.models.desk import Desk

    own = Desk.objects.get()
    return lambda text: help.suggested(own, text, "en")


def inside() -> Callable[[str], object]:
    """As the page of a ticket suggests, but for reading what was asked."""
    from heard.record.access import guide
    from heard.record.models.agent import Agent
    from heard.record.models.desk import Desk
    from heard.record.models.guide import GuideSearchRow
    from heard.record.search import written

    own, allie = Desk.objects.get(), Agent.objects.get()

    def suggest(text: str) -> object:
        among = guide.in_use(allie).filter(help__desk=own)
        return guide._shown(
            guide._in_order(among, written.like(GuideSearchRow, text)[: guide.SUGGESTED]), "en"
        )

    return suggest


def timed(suggest: Callable[[str], object], text: str) -> float:
    """Milliseconds of processor time for one question."""
    begun = time.process_time()
    suggest(text)
    return (time.process_time() - begun) * 1000
