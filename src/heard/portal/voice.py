"""What the public may know of a problem: no names, and no number under three voices."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _

from heard.portal.reader import Reader
from heard.record.access import requester as access
from heard.record.models.problem import Counts, Problem
from heard.record.models.ticket import Ticket

COUNTED_FOR = 30
"""Seconds for which numbers may be old: the page is read by everybody at once when something is broken."""


@dataclass(frozen=True, slots=True)
class Known:
    """A problem as the public reads it; `reports` and `people` are 0 where they are not shown."""

    public_id: str
    language: str
    """Of the words that people wrote: title, workaround, sample."""
    title: str
    state: str
    is_over: bool
    workaround: str
    watch: str
    sample: str
    reports: int
    people: int
    next: str


def known(problem: Problem, reader: Reader) -> Known:
    """A problem in the reader's language, times in their zone."""
    words, counts = problem.in_language(reader.language), _counts(problem)
    return Known(
        public_id=problem.public_id,
        language=words.language or problem.desk.language,
        title=words.title.rstrip(". "),
        state=_state(problem),
        is_over=problem.is_over,
        workaround=words.workaround,
        watch=words.watch,
        sample=words.sample_text
        or _("The same happens to me: %(what)s.") % {"what": words.title.rstrip(". ")},
        reports=counts.reports if counts.shown else 0,
        people=counts.people if counts.shown else 0,
        next=_next(problem, reader),
    )


def told_again(ticket: Ticket, reader: Reader) -> str:
    """That it counts that they said once more that it happened, and when they did; "" where they did not."""
    last = access.told_again(ticket)
    return _("It counts: you told us again at %(time)s.") % {"time": reader.plain(last)} if last else ""


def recount(problem: Problem) -> None:
    """Count anew for the next who looks: somebody just said that it happened again, and wants to see it counted."""
    cache.delete(_key(problem))


def _counts(problem: Problem) -> Counts:
    return cache.get_or_set(_key(problem), lambda: problem.counts, COUNTED_FOR)


def _key(problem: Problem) -> str:
    return f"problem.{problem.pk}"


def _state(problem: Problem) -> str:
    """How far it is, said honestly."""
    if problem.state == Problem.State.FIXED and problem.fixed_in:
        return _("It is fixed in %(version)s.") % {"version": problem.fixed_in}
    return {
        "looking": _("We are looking into it."),
        "known": _("We know why."),
        "fixing": _("It is being fixed."),
        "fixed": _("It is fixed."),
        "wont": _("It will not be fixed, and we say so rather than keep you waiting."),
    }[problem.state]


def _next(problem: Problem, reader: Reader) -> str:
    """When everybody behind it hears next, as they were told; a time that passed is said to be late."""
    due_at = access.next_word(problem)
    if due_at is None:
        return ""
    time = {"time": reader.time(due_at)}
    if due_at > reader.now:
        return _("Next word by %(time)s.") % time
    return _("The next word was due by %(time)s; it is late.") % time
