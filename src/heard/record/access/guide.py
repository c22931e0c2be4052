"""Which guides an agent, or a program acting through a token, may fetch; which are suggested for a ticket, which are
due to be looked over, and how often each helped. Nothing of the requesters' pages may import this file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from heard.hours.languages import spoken
from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.actor import Robot
from heard.record.models.guide import Guide, GuideSearchRow, GuideVersion
from heard.record.models.help import Helped, HelpPicture
from heard.record.models.problem import Problem
from heard.record.models.ticket import Ticket
from heard.record.search import near, written

MOST = 500
"""Guides that one list shows."""
SUGGESTED = 5


class Counted(NamedTuple):
    """How many said that it helped, and how many that it did not."""

    yes: int = 0
    no: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A guide as a list shows it: its newest words in one language, without their text."""

    guide: Guide
    title: str
    language: str
    counts: Counted


@dataclass(frozen=True, slots=True)
class Stale:
    """A guide to look over, and why: days since somebody did (0: that is no reason), answers since then if more said
    no than yes, and the problem that is over."""

    listed: Listed
    days: int
    answers: Counted | None
    problem: Problem | None


def visible_to(reader: Reader) -> QuerySet[Guide]:
    """Every guide of the reader's desks, the dropped ones too; of the internal ones a robot sees none."""
    found = Guide.objects.filter(help__desk__in=desks_of(reader))
    if isinstance(reader, Robot):
        found = found.filter(help__published_at__isnull=False)
    return found.select_related("help__desk", "help__problem", "looked_by")


def in_use(reader: Reader) -> QuerySet[Guide]:
    """Those that were not dropped."""
    return visible_to(reader).filter(dropped_at=None)


def holding(reader: Reader, asked: str) -> QuerySet[Guide]:
    """Those in use that hold words that are asked for; all, where nothing is."""
    found = in_use(reader)
    return found.filter(pk__in=written.find(GuideSearchRow, asked)) if asked.strip() else found


def get(reader: Reader, public_id: str) -> Guide:
    """One guide.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).filter(help__public_id=public_id).first()
    if found is None:
        raise Absent("guide")
    return found


def versions(guide: Guide, language: str) -> list[GuideVersion]:
    """All that was written in one language, the newest first."""
    return list(
        GuideVersion.objects.filter(guide=guide, language=language).select_related("by").order_by("-n")
    )


def newest(guide: Guide) -> dict[str, GuideVersion]:
    """What holds in each language, the desk's first."""
    every = GuideVersion.objects.filter(guide=guide).select_related("by").order_by("n")
    last = {one.language: one for one in every}
    own = spoken(guide.desk.language)
    return dict(sorted(last.items(), key=lambda pair: (pair[0] != own, pair[0])))


def version(guide: Guide, language: str, n: int) -> GuideVersion:
    """One version.

    Raises:
        Absent: there is none.
    """
    found = (
        GuideVersion.objects.filter(guide=guide, language=language, n=n).select_related("guide", "by").first()
    )
    if found is None:
        raise Absent("version")
    return found


def picture(guide: Guide, public_id: str) -> HelpPicture:
    """A picture of a guide, shown or not.

    Raises:
        Absent: there is none.
    """
    found = guide.help.pictures.filter(public_id=public_id).first()
    if found is None:
        raise Absent("picture")
    return found


def listed(reader: Reader, asked: str = "", *, language: str = "", dropped: bool = False) -> list[Listed]:
    """Guides that hold words that are asked for, the best first; else all that are in use, the newest first; or the
    dropped ones.

    Args:
        language: in which titles are shown, where there are such.
    """
    among = visible_to(reader).exclude(dropped_at=None) if dropped else in_use(reader)
    if asked.strip():
        return _shown(_in_order(among, written.find(GuideSearchRow, asked)), language)
    return _shown(among.order_by("-id")[:MOST], language)


def suggested(reader: Reader, ticket: Ticket, *, language: str) -> list[Listed]:
    """Guides of the ticket's desk that it reads like, the most alike first; before them those for its problem."""
    among = in_use(reader).filter(help__desk=ticket.desk_id)
    about = list(among.filter(help__problem=ticket.problem_id).order_by("id")) if ticket.problem_id else []
    alike = _in_order(among, written.like(GuideSearchRow, near.asked_with(ticket)))
    return _shown(list(dict.fromkeys([*about, *alike]))[:SUGGESTED], language)


def beside(reader: Reader, problem: Problem, *, language: str) -> list[Listed]:
    """Guides that work around a problem."""
    return _shown(in_use(reader).filter(help__problem=problem).order_by("id"), language)


def stale(reader: Reader, *, at: datetime, language: str) -> list[Stale]:
    """Guides that somebody should look over at `at` (UTC), with every reason; the longest unlooked first."""
    some = list(in_use(reader).order_by("looked_at", "id"))
    after = _counted(some, since=True)
    found = []
    for one in _shown(some, language):
        days, answers = (at - one.guide.looked_at).days, after[one.guide.help_id]
        behind = one.guide.help.problem
        due = timedelta(days=one.guide.desk.policy.guide_days) <= at - one.guide.looked_at
        outweighed = answers if answers.no > answers.yes else None
        over = behind if behind and behind.is_over and behind.state_at > one.guide.looked_at else None
        if due or outweighed or over:
            found.append(Stale(one, days if due else 0, outweighed, over))
    return found


def counted(guide: Guide) -> Counted:
    """How often it helped, and how often not."""
    return _counted([guide])[guide.help_id]


def counted_for(problem: Problem) -> Counted:
    """How often guides helped, and how often not, those who met a problem."""
    said = list(Helped.objects.filter(problem=problem).values_list("helped", flat=True))
    return Counted(said.count(True), said.count(False))


def _counted(guides: Iterable[Guide], *, since: bool = False) -> dict[int, Counted]:
    """By the id of their outside; `since`: only what was said since somebody looked."""
    looked = {one.help_id: one.looked_at for one in guides}
    found = {pk: [0, 0] for pk in looked}
    for pk, helped, at in Helped.objects.filter(help__in=looked).values_list("help", "helped", "at"):
        if not since or at > looked[pk]:
            found[pk][not helped] += 1
    return {pk: Counted(*both) for pk, both in found.items()}


def _shown(guides: Iterable[Guide], language: str) -> list[Listed]:
    """With their titles, in one language where they have it."""
    some = list(guides)
    every = GuideVersion.objects.filter(guide__in=some).order_by("n")
    titles: dict[int, dict[str, str]] = {}
    for pk, speaks, title in every.values_list("guide", "language", "title"):
        titles.setdefault(pk, {})[speaks] = title  # the newest comes last
    counts = _counted(some)
    found = []
    for one in some:
        said = titles[one.pk]
        wanted = (spoken(language), spoken(one.desk.language), "en", *said)
        speaks = next(code for code in wanted if code in said)
        found.append(Listed(one, said[speaks], speaks, counts[one.help_id]))
    return found


def _in_order(among: QuerySet[Guide], ids: list[int]) -> list[Guide]:
    there = {one.pk: one for one in among.filter(pk__in=ids)}
    return [there[pk] for pk in ids if pk in there]
