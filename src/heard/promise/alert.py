"""Alert: of which sort it is, by which routes it comes, and when its receiver may be interrupted.

Rules: method.md, Meet or beat ("one person who can act now is interrupted"); quiet hours are the receiver's. What
escalates never depends on one route, and never waits for quiet hours unless its receiver said so; its mail leaves then
all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from heard.hours import Schedule, calendar_for
from heard.hours.schedule import Interval

DAY = 1440
ROUTES = ("page", "desktop", "mail", "push")
ESCALATION, WARNING, ASKED, FOLLOWED, OTHER = "escalation", "warning", "asked", "followed", "other"
SORTS = (ESCALATION, WARNING, ASKED, FOLLOWED, OTHER)
_OF_SORT = {
    ESCALATION: (
        *("lapse", "lapse_again", "rise_watch", "rise_lead", "hand_up", "escalated"),
        *("untaken", "watch_offered", "overload"),
    ),
    WARNING: ("warn", "reading_warn", "reading_late", "answer_warn", "answer_late"),
    ASKED: ("nudge", "sooner", "correction", "talk_silent", "talk_left", "mention"),
    FOLLOWED: ("follow_wrote", "follow_missed", "follow_note", "follow_solved", "follow_handed"),
    OTHER: (
        *("look", "ping", "offer", "loop", "unasked", "cadence_ended"),
        *("check_in_missed", "not_closed", "unsent", "unreached", "no_route", "stuck", "stuck_ping"),
        *("undecided", "decided", "not_decided", "cannot_decide"),
        *("handover", "handed_over", "declined", "watch_declined"),
        *("cover_asked", "cover_taken", "cover_declined"),
        *("warn_many", "lapse_many", "unread_many"),
    ),
}
KINDS = tuple(kind for sort in SORTS for kind in _OF_SORT[sort])
ASIDE = ("mention", *_OF_SORT[FOLLOWED])
"""Kinds that come to those who follow, whoever has the ticket."""
DEFAULTS = {
    ESCALATION: ("page", "desktop", "mail", "push"),
    WARNING: ("page", "desktop", "mail"),
    ASKED: ("page", "desktop", "mail", "push"),
    FOLLOWED: ("page", "mail"),
    OTHER: ("page", "mail"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """How one person wants to be told: routes by kind, or by sort for the kinds that are not named; working hours
    of a week, quiet hours, in their own zone.

    `week`: seven days of stretches in minutes; empty is always. `quiet`: from and until in minutes of the day.
    """

    zone: str = "UTC"
    routes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    week: tuple[tuple[Interval, ...], ...] = ()
    quiet: tuple[int, int] | None = None
    through_quiet: bool = True


def sort_of(kind: str) -> str:
    """Of which sort an alert of a kind is."""
    return next((sort for sort, kinds in _OF_SORT.items() if kind in kinds), OTHER)


def kinds_of(sort: str) -> tuple[str, ...]:
    """The kinds of a sort, in the order they are shown."""
    return _OF_SORT[sort]


def routes_of(told: Told, kind: str) -> tuple[str, ...]:
    """The routes by which an alert of a kind comes to somebody: as chosen for it, for its sort, or by default."""
    sort = sort_of(kind)
    return tuple(told.routes.get(kind, told.routes.get(sort, DEFAULTS[sort])))


def depends_on_one_route(routes: Sequence[str]) -> bool:
    """Whether an escalation by these routes could be missed because one of them fails. A page that nobody has open
    tells nobody, so it is no route of its own here."""
    return len(set(routes) & {"desktop", "mail", "push"}) < 2


def may_tell_from(told: Told, kind: str, at: datetime) -> datetime:
    """From when on somebody may be interrupted with an alert of a kind raised at `at`, UTC: `at` itself, or the end of
    their quiet or free time."""
    if sort_of(kind) == ESCALATION and told.through_quiet:
        return at
    week = tuple(_without_quiet(day, told.quiet) for day in told.week or (((0, DAY),),) * 7)
    if not any(week):
        return at
    return calendar_for(Schedule(zone=told.zone, week=week)).opens_after(at)


def _without_quiet(day: Sequence[Interval], quiet: tuple[int, int] | None) -> tuple[Interval, ...]:
    """The stretches of a day outside the quiet hours, which may cross midnight."""
    if quiet is None or quiet[0] == quiet[1]:
        return tuple(day)
    since, until = quiet
    loud = [(until, since)] if since > until else [(0, since), (until, DAY)]
    cut = [(max(a, x), min(b, y)) for a, b in day for x, y in loud]
    return tuple((a, b) for a, b in cut if a < b)
