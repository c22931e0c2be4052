"""What everybody may read of the guides: the public words of a desk, found, suggested, and their pictures.

It cannot import a guide: what is internal stands in other tables.
"""

from collections.abc import Sequence

from django.db.models import QuerySet

from heard.record import markdown
from heard.record.access import Absent
from heard.record.models.desk import Desk
from heard.record.models.help import Help, Helped, HelpPicture, HelpSearchRow
from heard.record.models.problem import Problem
from heard.record.search import written

MOST = 200
"""Guides that one page lists."""
SUGGESTED = 3
"""Guides that are named while somebody types."""


def public(desk: Desk) -> QuerySet[Help]:
    """The public guides of a desk."""
    shown = Help.objects.filter(desk=desk, published_at__isnull=False, words__isnull=False).distinct()
    return shown.select_related("desk").prefetch_related("words")


def any_public(desk: Desk) -> bool:
    """Whether there is one."""
    return Help.objects.filter(desk=desk, published_at__isnull=False).exists()


def listed(desk: Desk, asked: str = "") -> list[Help]:
    """The public guides of a desk: those that hold words of what is asked for, the best first; else all, the newest
    first."""
    if not asked.strip():
        return list(public(desk).order_by("-published_at", "-id")[:MOST])
    return _in_order(desk, written.find(HelpSearchRow, asked))


def like(desk: Desk, text: str) -> list[Help]:
    """The public guides of a desk that a text reads like, the most alike first."""
    return _in_order(desk, written.like(HelpSearchRow, text))[:SUGGESTED]


def beside(problem: Problem) -> list[Help]:
    """The public guides that work around a problem."""
    return list(public(problem.desk).filter(problem=problem).order_by("id")[:SUGGESTED])


def get(desk: Desk, public_id: str) -> Help:
    """One public guide.

    Raises:
        Absent: there is none, or it is internal.
    """
    found = public(desk).select_related("desk", "problem").filter(public_id=public_id).first()
    if found is None:
        raise Absent("guide")
    return found


def picture(help: Help, public_id: str) -> HelpPicture:
    """A picture that the public words show.

    Raises:
        Absent: there is none, or no public words show it.
    """
    shown = {one for words in help.words.all() for one in markdown.pictures(words.text)}
    found = help.pictures.filter(public_id=public_id).first() if public_id in shown else None
    if found is None:
        raise Absent("picture")
    return found


def answered(help: Help, visitors: Sequence[str]) -> Helped | None:
    """What a visitor said of it before."""
    return Helped.objects.filter(help=help, visitor__in=visitors).order_by("id").first()


def _in_order(desk: Desk, ids: list[int]) -> list[Help]:
    there = {one.pk: one for one in public(desk).filter(pk__in=ids)}
    return [there[pk] for pk in ids if pk in there]
