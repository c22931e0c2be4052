"""The composer reads along: a time promised in the text fills the field, and one thing that could be said better.

Nothing of it is stored, and nobody but the one who writes sees it. What was dismissed comes back with the form.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models.functions import Left
from django.utils.translation import gettext as _

from heard.agents.way import Reading, Writer, Writing
from heard.hours.languages import spoken
from heard.hours.said import said_plain
from heard.record.access.timeline import Dossier
from heard.record.facts import rules_of
from heard.record.people import language_of
from heard.wording import About, Promised, hints, promised
from heard.wording.language import guess
from heard.wording.variables import left_in

THEIRS = 2000
"""Characters of the requester's own words that are looked at for what they call things."""
AT_ONCE = ("fix", "vague", "blame")
"""Hints about what is said. Those about what is left out wait until the restatement had its turn."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to say better: `new` goes where `old` stands, or after the text; `typed` goes into the field."""

    kind: str
    says: str
    old: str = ""
    new: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What the text puts into the field: `typed` where `was` stood, `way` where `way_was` was chosen."""

    typed: str
    was: str
    way: str
    way_was: str


def promised_in(writing: Writing, writer: Writer) -> tuple[Promised, ...]:
    """The times the text promises the requester, the nearest first."""
    return promised(
        writing.text,
        now=writer.now,
        calendar=rules_of(writer.ticket.desk).calendar,
        reader_zone=writer.zone,
        writer_zone=writer.agent.zone,
    )


def filled(writing: Writing, way: str, dossier: Dossier, times: Sequence[Promised]) -> Filled | None:
    """What a time in the text changes in the form; None for nothing. What was typed by hand is left alone.

    Args:
        times: those that the text promises, the nearest first.
        way: the way that is chosen. A new time in the text chooses "next" where "my time stands" was, unless it is
            that very time.
    """
    if way not in ("stands", "next", "renew") or (writing.typed and writing.typed != writing.found):
        return None
    standing = dossier.ticket.promise
    if not times:
        return Filled("", writing.typed, way, way) if writing.found else None
    first = times[0]
    if first.typed == writing.found or (way == "stands" and standing and first.at == standing.due_at):
        return None
    return Filled(first.typed, writing.typed, "next" if way == "stands" else way, way)


def taken(writing: Writing, fill: Filled | None) -> Writing:
    """The form with what the text put into it."""
    return replace(writing, typed=fill.typed, found=fill.typed, way=fill.way) if fill else writing


def hint(
    dossier: Dossier,
    writing: Writing,
    way: str,
    reading: Reading,
    writer: Writer,
    times: Sequence[Promised],
) -> Hint | None:
    """The one thing to say now, the weightiest that was not dismissed; `times` are those that the text promises."""
    if not writing.text.strip():
        return None
    dismissed = set(writing.not_here.split())
    found = (
        *_withdraws(dossier, way, writer),
        *_left(writing),
        *_restating(writing),
        *_times(dossier, times, way, reading, writer),
        *_needed(dossier, way, reading, writer),
        *_worded(dossier, writing, way, reading, writer),
    )
    return next((one for one in found if one.kind not in dismissed), None)


def _withdraws(dossier: Dossier, way: str, writer: Writer) -> list[Hint]:
    """That solving takes back what somebody is still asked to decide."""
    if way != "solves" or not any(one.is_open(writer.now) for one in dossier.approvals):
        return []
    says = _(
        "A decision is still asked for. When this leaves, it is withdrawn, and nobody is asked any more."
    )
    return [Hint("withdraws", says)]


def _left(writing: Writing) -> list[Hint]:
    """That a variable of canned text has no value here."""
    return [
        Hint(
            "variable", _("%(name)s has no value here. Write it yourself, or take it away.") % {"name": name}
        )
        for name in left_in(writing.text)
    ]


def _restating(writing: Writing) -> list[Hint]:
    """That the marked sentence does not stand in the text any more."""
    if writing.restating in writing.text:
        return []
    return [Hint("restating", _("The sentence you marked has changed. Mark it again, or leave it."))]


def _times(
    dossier: Dossier, times: Sequence[Promised], way: str, reading: Reading, writer: Writer
) -> list[Hint]:
    """That the text and what was chosen name different times."""
    told_at = _told_at(dossier, way, reading)
    if not times or any(time.at == told_at for time in times) or way in ("waits", "closes", "live"):
        return []
    if told_at is None and way != "solves":
        return []
    said = {"text": writer.brief(times[0].at), "told": writer.brief(told_at) if told_at else ""}
    says = {
        "stands": _("Your text says %(text)s, but %(told)s stands."),
        "solves": _("Your text promises a word by %(text)s. Solved, nobody is reminded of it."),
    }.get(way, _("Your text says %(text)s, the field says %(told)s."))
    return [Hint("time", says % said, new=_("Take %(text)s") % said, typed=times[0].typed)]


def _told_at(dossier: Dossier, way: str, reading: Reading) -> datetime | None:
    """The instant that this word will tell, UTC."""
    if way == "stands":
        return dossier.ticket.promise.due_at if dossier.ticket.promise else None
    return reading.due_at if way in ("next", "renew") else None


def _needed(dossier: Dossier, way: str, reading: Reading, writer: Writer) -> list[Hint]:
    """That the time is after the one they asked for."""
    wanted = next((owed.wanted_at for owed in dossier.owed if owed.wanted_at), None)
    if not (wanted and way == "next" and reading.due_at and reading.due_at > wanted > writer.now):
        return []
    said = {"name": dossier.ticket.requester.called, "time": writer.brief(wanted)}
    return [Hint("sooner", _("%(name)s needs it by %(time)s. Your time is after it.") % said)]


def _worded(dossier: Dossier, writing: Writing, way: str, reading: Reading, writer: Writer) -> list[Hint]:
    """What could be said better, and in a first word the sentence that restates the request."""
    worded = [
        Hint(one.kind, _says(one.kind, one.old), one.old, one.new)
        for one in hints(writing.text, _about(dossier, writing, way, reading, writer))
    ]
    at_once = [one for one in worded if one.kind in AT_ONCE]
    return [*at_once, *_mark(dossier, writing, way), *(one for one in worded if one.kind not in AT_ONCE)]


def _mark(dossier: Dossier, writing: Writing, way: str) -> list[Hint]:
    first = not dossier.restatements and not writing.restating and way in ("next", "stands")
    if not first or len(writing.text.split()) <= 6:
        return []
    says = _("Is it the right thing? Select the sentence that says what %(name)s needs, and mark it.")
    return [Hint("mark", says % {"name": dossier.ticket.requester.called})]


def _about(dossier: Dossier, writing: Writing, way: str, reading: Reading, writer: Writer) -> About:
    ticket = dossier.ticket
    theirs = spoken(language_of(ticket.requester, ticket.desk))
    language = guess(writing.text) or theirs
    told_at = _told_at(dossier, way, reading)
    if told_at is None and way in ("next", "renew") and reading.offers:
        told_at = reading.offers[0].at
    problem = ticket.problem.in_language(theirs) if ticket.problem and way != "solves" else None
    said = ticket.messages.filter(kind="inbound").order_by("n").values_list(Left("text", THEIRS), flat=True)
    return About(
        language=language,
        told=said_plain(told_at, zone=writer.zone, language=spoken(language), now=writer.now)
        if told_at
        else "",
        subject=ticket.subject,
        theirs=said.first() or "",
        is_first=ticket.acknowledged_at is None and not writing.restating,
        workaround=problem.workaround if problem else "",
        watch=problem.watch if problem else "",
    )


def _says(kind: str, old: str) -> str:
    """A hint in words."""
    words = {
        "fix": _("A fix is not ours to promise; a word is."),
        "vague": _("“%(old)s” is no time."),
        "blame": _("“%(old)s” reads as blame."),
        "owner": _("Who has it now, and who writes next?"),
        "never": _("It may never come: say so, so that nobody plans on it."),
        "issue": _("Nothing here says what it is about."),
        "workaround": _("What works until then?"),
        "watch": _("Where can they see how it goes?"),
        "jargon": _("“%(old)s” is our word, not theirs."),
    }
    return words[kind] % {"old": old}
