"""The first line of the request's page, for every state a request can be in. Pure: facts in, words out.

A piece in [square brackets] is the one to see first. Nobody is named who did not open the request, take it
or write in it, but for the lead once a time was missed twice.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.portal.reader import Reader
from heard.portal.seen import Seen


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line; `strong` ones are seen first."""

    text: str
    strong: bool = False


Tone = Literal["calm", "late", "done"]


@dataclass(frozen=True, slots=True)
class Line:
    """The line itself (`head`), what stands under it (`lead`), and the state it speaks of."""

    state: str
    head: tuple[Piece, ...]
    lead: tuple[Piece, ...] = field(default=())
    tone: Tone = "calm"


def first_line(seen: Seen, reader: Reader) -> Line:
    """The line of the most telling state, in the reader's language; never a time that nobody was told."""
    with translation.override(reader.language):
        for rule in (_ended, _live, _parked, _waiting, _missed, _answering, _first, _word):
            if line := rule(seen, reader):
                return line
    raise ValueError(f"no line for a promise of the kind {seen.kind!r}")


def text_of(pieces: tuple[Piece, ...]) -> str:
    """The pieces as plain text."""
    return "".join(piece.text for piece in pieces)


def _line(state: str, head: str, lead: str = "", *, tone: Tone = "calm", **words: object) -> Line:
    return Line(state, _pieces(head, words), _pieces(lead, words), tone)


def _pieces(sentence: str, words: dict[str, object]) -> tuple[Piece, ...]:
    """Cut at the brackets first and put names in afterwards, so that a name cannot set any."""
    parts = re.split(r"\[(.*?)\]", sentence)
    return tuple(Piece(part % words, strong=bool(i % 2)) for i, part in enumerate(parts) if part)


def _calm() -> str:
    return _("You don't need to check; we'll write to you.")


def _ended(seen: Seen, reader: Reader) -> Line | None:
    """Resolved: our belief until the requester agrees."""
    again = _("Still need it? Write below, and it is open again.")
    match seen.resolution:
        case "":
            return None
        case "solved" if seen.agreed_at:
            lead = _("Thank you for telling us. If it comes back, write below, and it is open again.")
            return _line("agreed", _("You say it works."), lead, tone="done")
        case "solved":
            lead = _(
                "Try it when it suits you. Not right? It opens again, and you won't have to explain it twice."
            )
            head = _("%(name)s says this is done. Is it?") if seen.resolved_by else _("This is done. Is it?")
            return _line("solved", head, lead, tone="done", name=seen.resolved_by)
        case "no_answer":
            assert seen.resolved_at
            head, lead = _("We closed this %(day)s, as we wrote."), _("Nothing is lost. %(again)s")
            return _line("no_answer", head, lead, tone="done", day=reader.day(seen.resolved_at), again=again)
        case "merged":
            head = _("This goes on with another request of yours.")
            lead = _("Both were about the same, so we answer them as one. Nothing you wrote is lost.")
            return _line("merged", head, lead, tone="done")
        case _:
            return _line("closed", _("This request is closed."), again, tone="done")


def _live(seen: Seen, reader: Reader) -> Line | None:
    """Somebody is there at this moment."""
    if not seen.talks_with:
        return None
    lead = _(
        "Write below: %(name)s reads it as you send it. You can go at any time; what is left comes by mail."
    )
    return _line("live", _("[%(name)s is here now.]"), lead, name=seen.talks_with)


def _parked(seen: Seen, reader: Reader) -> Line | None:
    if seen.kind != "on_event":
        return None
    lead = _("We'll write once, when %(event)s. Want a regular word all the same? Write and say how often.")
    return _line("parked", _("Nothing will happen soon, and we've said so."), lead, event=seen.event)


def _waiting(seen: Seen, reader: Reader) -> Line | None:
    """We need one thing from them. No hurry before a closing day is named, and no reproach after."""
    if not seen.question:
        return None
    head = _("We need one thing from you: [%(question)s]")
    words = {"question": seen.question, "day": reader.day(seen.due_at) if seen.due_at else ""}
    lead = _("There is no rush; one line will do.")
    if seen.kind == "closing":
        lead = _(
            "We close this %(day)s. Nothing is lost: write below any time, and it goes on where we left off."
        )
    elif seen.kind == "check_in" and not seen.lapsed:
        lead = _("There is no rush; we'll look in %(day)s.")
    return _line("waiting", head, lead, **words)


def _missed(seen: Seen, reader: Reader) -> Line | None:
    """A time was missed: say so, who knows, and by when somebody writes."""
    if not seen.is_late:
        return None
    if not (seen.told or seen.misses):
        lead = _("The people on duty have been told, and one of them will write to you.")
        if seen.how == "ring":
            lead = _("The people on duty have been told, and one of them will ring you.")
        return _line("late", _("This is taking longer than it should."), lead, tone="late")
    if seen.taken_by and seen.due_at and _has_time(seen):
        head = _("%(name)s has taken over. You'll hear [by %(time)s].")
        return _line("taken_over", head, _calm(), name=seen.taken_by, time=reader.time(seen.due_at))
    return _missed_again(seen, reader) if seen.missed > 1 else _missed_once(seen, reader)


def _missed_once(seen: Seen, reader: Reader) -> Line:
    missed_at, name = (seen.missed_at, seen.missed_by) if seen.misses else (seen.due_at, seen.promiser)
    assert missed_at
    head = _("We said %(missed)s [and we missed it.]")
    if name:
        told = _("%(name)s and the people on duty have been told.")
    else:
        told = _("The people on duty have been told.")
    words = {"name": name, "missed": reader.plain(missed_at), **_due(seen, reader)}
    return _line("lapsed", head, f"{told} {_next_one(seen)}", tone="late", **words)


def _missed_again(seen: Seen, reader: Reader) -> Line:
    count = seen.missed
    head = ngettext("We have now missed [%(count)s time.]", "We have now missed [%(count)s times.]", count)
    if seen.lead:
        told = _("%(leader)s leads this desk and has been told.")
    else:
        told = _("The people on duty have been told again.")
    spelled = {2: _("two"), 3: _("three")}.get(count, str(count))
    words = {"count": spelled, "leader": seen.lead, **_due(seen, reader)}
    if seen.how == "ring":
        next_one = (
            _("A person will ring you [by %(time)s].") if words["time"] else _("A person will ring you.")
        )
    else:
        next_one = (
            _("A person will write [by %(time)s].") if words["time"] else _("A person will write to you.")
        )
    return _line("twice", head, f"{told} {next_one}", tone="late", **words)


def _next_one(seen: Seen) -> str:
    """By when one of them writes, or rings. Before the follow-up has been by, no time can be told; and one that no
    letter told stands nowhere else."""
    if seen.how == "ring":
        return (
            _("One of them will ring you [by %(time)s].")
            if _has_time(seen)
            else _("One of them will ring you.")
        )
    return (
        _("One of them will write [by %(time)s].") if _has_time(seen) else _("One of them will write to you.")
    )


def _due(seen: Seen, reader: Reader) -> dict[str, str]:
    return {"time": reader.time(seen.due_at) if seen.due_at and _has_time(seen) else ""}


def _has_time(seen: Seen) -> bool:
    return seen.told and not seen.lapsed


def _answering(seen: Seen, reader: Reader) -> Line | None:
    """The requester wrote last: we have it, and whether somebody read it."""
    if not seen.wrote_at:
        return None
    words = {"wrote": reader.plain(seen.wrote_at), "reader": seen.read_by, "name": seen.promiser}
    if seen.read_at:
        words["read"] = reader.plain(seen.read_at)
    if not seen.told or seen.due_at is None:
        lead = _("%(reader)s read it at %(read)s.") if seen.read_by else ""
        head = _("We have your message of %(wrote)s. A person will read it and write to you.")
        return _line("wrote", head, lead, **words)
    words["time"] = reader.time(seen.due_at)
    if seen.stands and seen.read_by:
        head = _("%(reader)s read it at %(read)s. You'll hear [by %(time)s], as promised.")
        return _line("stands", head, f"{_('It is about your message of %(wrote)s.')} {_calm()}", **words)
    lead = f"{_('%(reader)s read it at %(read)s.')} {_calm()}" if seen.read_by else _calm()
    return _line("wrote", _who_answers(seen), lead, **words)


def _who_answers(seen: Seen) -> str:
    """Two sentences: their message is here; who answers, and whether that time was promised before."""
    before = seen.made_at is not None and seen.wrote_at is not None and seen.made_at < seen.wrote_at
    if seen.promiser and before:
        return _("We have your message of %(wrote)s. %(name)s will answer [by %(time)s], as promised.")
    if before:
        return _("We have your message of %(wrote)s. A person will answer [by %(time)s], as promised.")
    return _("We have your message of %(wrote)s. A person will answer [by %(time)s].")


def _first(seen: Seen, reader: Reader) -> Line | None:
    """The desk's own promise of a first word: before anybody opened it, opened, taken, or open again."""
    if seen.kind != "first":
        return None
    if not seen.told or seen.due_at is None:
        return _line("untold", _("Your request is here. A person will read it and write to you."), _calm())
    time = reader.time(seen.due_at)
    if seen.opened_again:
        head = _("It is open again. A person will write [by %(time)s].")
        lead = f"{_('You will not have to explain it twice.')} {_calm()}"
        return _line("reopened", head, lead, time=time)
    if seen.taken_by:
        head = _("%(name)s is on it. You'll hear [by %(time)s].")
        return _line("on_it", head, _calm(), name=seen.taken_by, time=time)
    if seen.opened_at and seen.opened_by:
        head = _("%(name)s opened it at %(opened)s. You'll hear [by %(time)s].")
        opened = reader.plain(seen.opened_at)
        return _line("opened", head, _calm(), name=seen.opened_by, opened=opened, time=time)
    if seen.how == "ring":
        return _line("ring", _("Your request is here. A person will ring you [by %(time)s]."), time=time)
    return _line("before", _("Your request is here. A person will write [by %(time)s]."), _calm(), time=time)


def _word(seen: Seen, reader: Reader) -> Line | None:
    """A person's promise."""
    if seen.kind != "word" or seen.due_at is None:
        return None
    words = {"name": seen.promiser, "time": reader.time(seen.due_at)}
    lead = f"{_('With a fix or a better time.')} {_calm()}"
    if seen.took_over:
        head = _("%(name)s has taken over. You'll hear from %(name)s [by %(time)s].")
        return _line("taken_over", head, lead, **words)
    if seen.how == "ring":
        return _line("taken", _("%(name)s is on it and will ring you [by %(time)s]."), _calm(), **words)
    if seen.how == "come":
        return _line("taken", _("%(name)s is on it and will come to you [by %(time)s]."), _calm(), **words)
    return _line("taken", _("%(name)s is on it. You'll hear from %(name)s [by %(time)s]."), lead, **words)
