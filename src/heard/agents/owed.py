"""A line of a list in words: whose ticket, one clock, five steps; and the groups of Today.

One ticket has one clock: what is owed first, said as a person would say it. Nothing here asks the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.agents.approval_words import NEWS
from heard.agents.steps import dots, times
from heard.hours.said import said_short, said_span
from heard.record.access.today import Line
from heard.record.models.agent import Agent

HOUR = timedelta(hours=1)
# Requesters outnumber agents; a face is drawn for the owner only.
IMPACT = {"degraded": ("due", gettext_lazy("degraded")), "blocked": ("late", gettext_lazy("blocked"))}
LONGEST = 80
ELSEWHERE = ("on_event", "check_in", "closing")
"""Promises under which it is somebody else's turn."""
GROUPS = {
    "late": gettext_lazy("Late"),
    "hour": gettext_lazy("Next hour"),
    "today": gettext_lazy("Today"),
    "waiting": gettext_lazy("Waiting on others"),
    "later": gettext_lazy("Later"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a list and when: times are said in the agent's own zone."""

    agent: Agent
    language: str
    now: datetime

    def short(self, at: datetime) -> str:
        """A time as a list says it."""
        return said_short(at, zone=self.agent.zone, language=self.language, now=self.now)

    def span(self, since: datetime) -> str:
        """How long ago, in one unit."""
        return said_span((self.now - since).total_seconds(), language=self.language)

    @property
    def day_end(self) -> datetime:
        """The end of the agent's day, UTC."""
        local = self.now.astimezone(ZoneInfo(self.agent.zone)) + timedelta(days=1)
        return local.replace(hour=0, minute=0, second=0).astimezone(self.now.tzinfo)


@dataclass(frozen=True, slots=True)
class Row:
    """A line ready to be shown. `state` is "", "due" or "late"; `steps` are the classes of five dots."""

    id: int
    public_id: str
    who: str
    where: str
    what: str
    clock: str
    state: str
    group: str
    steps: tuple[str, ...]
    face: str
    owner: str
    unread: bool
    desk: str
    impact: str
    is_unreached: bool = False
    found: str = ""
    voices: int = 0
    tags: tuple[str, ...] = ()

    def drawn(self, before: str, after: str) -> SafeString:
        """The row as HTML (look/row.css). A page has forty, which the template engine would take too long for.

        Args:
            before: what stands before the ticket's id in its address; `after`: what stands behind it.
        """
        return format_html(
            '<a class="row{}{}" id="t{}" data-row data-v="{}" href="{}{}/{}"><span><span class="who"><b>{}</b>{}</span>'
            '<span class="signs">{}{}{}<span class="face{}" title="{}">{}</span></span></span>'
            '<span><span class="what">{}</span><span class="clock">{}</span></span>{}{}</a>',
            f" {self.state}" if self.state else "",
            " unheard" if self.unread else "",
            self.id,
            self.version,
            before,
            self.public_id,
            after,
            self.who,
            format_html(" <small>{}</small>", self.where) if self.where else "",
            format_html('<span class="chip {}">{}</span>', *IMPACT[self.impact]) if self.impact else "",
            times(self.voices) if self.voices > 1 else "",
            dots(self.steps),
            "" if self.face else " nobody",
            self.owner,
            self.face,
            self.what,
            self.clock,
            format_html('<span class="tags">{}</span>', " · ".join(self.tags)) if self.tags else "",
            self.found,
        )

    @property
    def version(self) -> str:
        """Changes with anything the row shows, so that an open page patches only what changed."""
        shows = self.clock, self.state, self.what, self.steps, self.face, self.unread, self.voices, self.tags
        return format(crc32(repr(shows).encode()), "x")


def row_of(line: Line, reader: Reader) -> Row:
    """One line in words."""
    state = _state(line, reader.now)
    steps = _steps(line)
    return Row(
        id=line.id,
        public_id=line.public_id,
        who=line.who,
        where=line.organization or "",
        what=_what(line),
        clock=_clock(line, reader),
        state=state,
        group=_group(line, state, reader),
        steps=steps,
        face=_initials(line.owner),
        owner=line.owner or _("nobody"),
        unread=_is_unread(line),
        desk=line.desk,
        impact=line.impact,
        is_unreached=line.owed_reason == "unreached",
        voices=line.voices,
        tags=line.tags,
    )


def groups(rows: Iterable[Row]) -> list[tuple[str, str, list[Row]]]:
    """Rows by group, in the order of Today: (key, heading, rows). Empty groups are left out."""
    found: dict[str, list[Row]] = {key: [] for key in GROUPS}
    for row in rows:
        found[row.group].append(row)
    return [(key, str(GROUPS[key]), found[key]) for key in GROUPS if found[key]]


def _state(line: Line, now: datetime) -> str:
    if line.resolved_at or line.owed_at is None:
        return ""
    if line.missed_at or line.owed_at <= now:
        return "late"
    return "due" if line.owed_at <= now + HOUR else ""


def _group(line: Line, state: str, reader: Reader) -> str:
    if state:
        return "late" if state == "late" else "hour"
    if (line.waiting and not (line.answered or line.decided)) or line.promise in ELSEWHERE:
        return "waiting"
    return "today" if line.owed_at and line.owed_at < reader.day_end else "later"


def _what(line: Line) -> str:
    """Subject and last words, no longer than a row can show; without a subject the words alone."""
    words = (
        f"{line.subject} · {line.preview}" if line.subject and line.preview else line.subject or line.preview
    )
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _clock(line: Line, reader: Reader) -> str:
    """The one clock of a ticket."""
    if line.resolved_at:
        return _resolved(line, reader)
    if line.owed_reason == "unreached":
        return _("never reached %(name)s") % {"name": line.called}
    missed_at = line.missed_at or (line.due_at if line.due_at and line.due_at <= reader.now else None)
    if missed_at:
        words = _("said %(time)s, %(span)s ago") if line.told_at else _("due %(time)s, %(span)s ago")
        return words % {"time": reader.short(missed_at), "span": reader.span(missed_at)}
    if line.how == "ring" and line.owed_reason in ("first", "promise"):
        return _rings(line, reader)
    if line.opened_at is None:
        return _("in for %(span)s, nobody opened it") % {"span": reader.span(line.received_at)}
    return _asked(line, reader) or _answered(line, reader) or _told(line, reader)


def _rings(line: Line, reader: Reader) -> str:
    """We ring: back, where they rang in vain or asked for it and nobody has spoken with them yet."""
    words = _("ring %(name)s back by %(time)s") if line.promise == "first" else _("ring %(name)s by %(time)s")
    return words % {"name": line.called, "time": reader.short(line.owed_at)}


def _resolved(line: Line, reader: Reader) -> str:
    words = {
        "solved": _("solved %(time)s"),
        "no_answer": _("no answer, closed %(time)s"),
        "spam": _("spam, %(time)s"),
        "withdrawn": _("withdrawn %(time)s"),
        "merged": _("merged %(time)s"),
    }
    return words[line.resolution] % {"time": reader.short(line.resolved_at)}


def _asked(line: Line, reader: Reader) -> str:
    """What the requester asked or wrote that waits for a person."""
    if line.owed_reason in ("correction", "nudge", "sooner"):
        asked = {
            "correction": _("“not quite”"),
            "nudge": _("where is it?"),
            "sooner": _("sooner"),
        }
        if line.owed_at <= reader.now:
            return _("%(asked)s, %(span)s late") % {
                "asked": asked[line.owed_reason],
                "span": reader.span(line.owed_at),
            }
        return _("%(asked)s, answer by %(time)s") % {
            "asked": asked[line.owed_reason],
            "time": reader.short(line.owed_at),
        }
    if not line.unsettled:
        return ""
    time = reader.short(line.unsettled.said_at)
    if line.unsettled.read_at is None:
        return _("wrote back %(time)s, unread") % {"time": time}
    if line.owed_reason == "reading":
        return _("wrote back %(time)s, read") % {"time": time}
    return ""


def _answered(line: Line, reader: Reader) -> str:
    """Somebody else answered, and the requester does not know it yet; our own time comes first when it is near."""
    if not (line.answered or line.decided) or line.owed_at <= reader.now + HOUR:
        return ""
    words = NEWS.get(line.decided, _("%(party)s answered; tell %(name)s"))
    return words % {"party": line.answered, "name": line.called}


def _told(line: Line, reader: Reader) -> str:
    """What was told, or what somebody else owes us when nothing of ours is near."""
    if line.waiting and line.owed_at > reader.now + HOUR:
        return _chased(line, reader)
    if line.owed_reason == "check_in":
        return _("look in %(time)s") % {"time": reader.short(line.owed_at)}
    if line.owed_reason == "closing":
        return _("closes %(time)s") % {"time": reader.short(line.owed_at)}
    if line.promise == "on_event":
        return _("waits for %(event)s") % {"event": line.event}
    return _("expects news %(time)s") % {"time": reader.short(line.owed_at)}


def _chased(line: Line, reader: Reader) -> str:
    waiting = line.waiting
    if waiting.ping_at <= reader.now:
        return _("ask %(party)s again") % {"party": waiting.party}
    return _("%(party)s silent %(span)s") % {
        "party": waiting.party,
        "span": reader.span(max(waiting.asked_at, waiting.heard_at or waiting.asked_at)),
    }


def _is_unread(line: Line) -> bool:
    if line.resolved_at:
        return False
    return line.opened_at is None or bool(line.unsettled and line.unsettled.read_at is None)


def _steps(line: Line) -> tuple[str, ...]:
    """Heard, Acknowledged, Restated, Estimated, Met: "on", "half" or "". A missed time is half an estimate."""
    estimated = {"repair": "half", "first": "", "": ""}.get(line.promise or "", "on")
    solved = line.resolution == "solved"
    return (
        "on" if line.opened_at else "",
        "on" if line.acknowledged_at else "",
        line.restated,
        "on" if solved else estimated,
        "on" if solved else "",
    )


def _initials(name: str | None) -> str:
    words = (name or "").split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper() if words else ""
