"""The time a person types while writing: read in the requester's zone, shown in both, refused with offers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.hours import typed as hours
from heard.hours.languages import in_words, spoken
from heard.hours.said import city, clock, said_day, said_time
from heard.promise import Rules, budget_end, check_in_due, offers, step_after
from heard.promise.facts import Facts
from heard.record.access.timeline import Dossier
from heard.record.actions.way import check_time
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.agent import Agent
from heard.record.models.draft import Draft
from heard.record.models.ticket import Ticket
from heard.record.people import zone_of

EXAMPLES = gettext_lazy("2pm, tomorrow noon, fri 15:00, 2bd")


@dataclass(frozen=True, slots=True)
class Writing:
    """What the form holds; `look_in` is the day they named, typed where we wait for them.

    `found` is the time that the text put into the field, `not_here` the kinds of hints that were dismissed, `hands_to`
    the id of who has it next, `drafted` that of the model's draft the text began from.
    """

    text: str = ""
    way: str = ""
    typed: str = ""
    restating: str = ""
    agreed: str = ""
    spoken: bool = False
    question: str = ""
    look_in: str = ""
    found: str = ""
    not_here: str = ""
    cc: str = ""
    bcc: str = ""
    hands_to: str = ""
    drafted: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    seen_n: int = 0

    @classmethod
    def of(cls, draft: Draft, *, seen_n: int) -> "Writing":
        """A kept draft, back in a form that shows everything up to the place `seen_n`."""
        names = ("text", "way", "restating", "agreed", "question", "spoken", "cc", "bcc", "files")
        kept = {name: getattr(draft, name) for name in names}
        kept["hands_to"] = draft.hands_to.public_id if draft.hands_to else ""
        kept["drafted"] = draft.drafted.public_id if draft.drafted else ""
        return cls(**kept, **{"look_in" if draft.way == "waits" else "typed": draft.typed}, seen_n=seen_n)


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that can be promised: its instant (UTC), as typed, as the requester reads it, as the agent does."""

    at: datetime
    typed: str
    theirs: str
    here: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed time means, or why it cannot be promised (`code`, `says`) and what could."""

    due_at: datetime | None = None
    code: str = ""
    says: str = ""
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes to whom and when: times are the requester's unless said otherwise, and shown in both zones."""

    ticket: Ticket
    agent: Agent
    language: str
    now: datetime

    @property
    def zone(self) -> str:
        """The requester's zone on this desk."""
        return zone_of(self.ticket.requester, self.ticket.desk)

    @property
    def place(self) -> str:
        """The city of the requester's zone, as a person calls it."""
        return city(self.zone, self.language) if self.zone not in ("UTC", "Etc/UTC") else "UTC"

    def is_apart(self, at: datetime) -> bool:
        """Whether the clocks of the two differ at an instant."""
        there, here = (at.astimezone(ZoneInfo(zone)).utcoffset() for zone in (self.zone, self.agent.zone))
        return there != here

    def theirs(self, at: datetime) -> str:
        """ "2:00 pm today": the requester's clock and day."""
        return said_time(at, zone=self.zone, language=self.language, now=self.now)

    def here(self, at: datetime) -> str:
        """The agent's clock and day, or "" where both clocks say the same."""
        if not self.is_apart(at):
            return ""
        return said_time(at, zone=self.agent.zone, language=self.language, now=self.now)

    def here_briefly(self, at: datetime) -> str:
        """The agent's clock, with its day only where that is not the requester's present one."""
        if not self.is_apart(at):
            return ""
        local = at.astimezone(ZoneInfo(self.agent.zone)).date()
        if local != self._day(self.now) or local != self._day(at):
            return self.here(at)
        return clock(at, zone=self.agent.zone, language=self.language)

    def briefly(self, at: datetime) -> str:
        """ "2:00 pm" for today, else with its day, on the requester's clock."""
        today = self._day(at) == self._day(self.now)
        return clock(at, zone=self.zone, language=self.language) if today else self.theirs(at)

    def brief(self, at: datetime) -> str:
        """The same with the city, where the clocks differ."""
        said = self.briefly(at)
        return _("%(time)s in %(city)s") % {"time": said, "city": self.place} if self.is_apart(at) else said

    def day(self, at: datetime) -> str:
        """ "on Friday 4 December": the requester's day alone."""
        return said_day(at, zone=self.zone, language=self.language, now=self.now)

    def typed(self, at: datetime) -> str:
        """How a person would type it, so that `read_time` reads it back in the requester's zone."""
        local = at.astimezone(ZoneInfo(self.zone))
        distance = (local.date() - self._day(self.now)).days
        if spoken(self.language) == "de":
            return _typed_in_german(local, distance)
        minute = f":{local:%M}" if local.minute else ""
        time = f"{local.hour % 12 or 12}{minute}{'am' if local.hour < 12 else 'pm'}"
        if distance == 0:
            return time
        if distance == 1:
            return f"tomorrow {time}"
        return f"{local:%a} {time}".lower() if 1 < distance < 7 else f"{local.day} {local:%b} {time}".lower()

    def _day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()


def look_in(dossier: Dossier, writing: Writing, writer: Writer) -> Reading:
    """When we look in while waiting for them: the usual day where none was typed."""
    facts, rules = dossier.facts, rules_of(dossier.ticket.desk)
    usual = check_in_due(rules, step_after(rules, facts.promise, writer.now), writer.now)
    if not writing.look_in.strip():
        return Reading(due_at=usual)
    limit = max(usual, budget_end(rules, facts.impact, writer.now, cadence=facts.cadence))
    return read(dossier, replace(writing, typed=writing.look_in), writer, limit=limit)


def read(dossier: Dossier, writing: Writing, writer: Writer, *, limit: datetime | None = None) -> Reading:
    """What the typed time means, refused at once where it cannot be promised, with the nearest good offers.

    Args:
        limit: the last instant that needs no agreement, UTC; the silence budget's when not given.
    """
    facts, rules = dossier.facts, rules_of(dossier.ticket.desk)
    if not writing.typed.strip():
        return Reading(
            code="no_time",
            says=_("Say when you will get back."),
            offers=_first_offers(dossier, facts, rules, writer),
        )
    try:
        found = hours.read_time(
            writing.typed,
            now=writer.now,
            calendar=rules.calendar,
            reader_zone=writer.zone,
            writer_zone=writer.agent.zone,
        )
        agreed = bool(writing.agreed.strip())
        check_time(dossier.ticket, facts, found.at, at=writer.now, agreed=agreed, limit=limit)
    except hours.UnknownTime as unknown:
        near = unknown.offers or offers(rules, facts, writer.now)
        says = _("That is not a time I know. Type it like %(examples)s.") % {"examples": EXAMPLES}
        return Reading(code="unknown", says=says, offers=_offers(near, writer))
    except hours.PastTime as past:
        near = past.offers or offers(rules, facts, writer.now)
        return Reading(
            code="past",
            says=_("That time has passed. Give one that lies ahead."),
            offers=_offers(near, writer),
        )
    except Refused as refused:
        due_at = found.at if refused.code == "too_far" else None
        return Reading(
            due_at=due_at,
            code=refused.code,
            says=in_words(refused.says, _),
            offers=_offers(refused.offers, writer),
        )
    return Reading(due_at=found.at)


def _typed_in_german(local: datetime, distance: int) -> str:
    time = f"{local.hour}:{local:%M}"
    if distance in (0, 1):
        return f"morgen {time}" if distance else time
    day = ("mo", "di", "mi", "do", "fr", "sa", "so")[local.weekday()]
    return f"{day} {time}" if 1 < distance < 7 else f"{local.day}.{local.month}. {time}"


def _first_offers(dossier: Dossier, facts: Facts, rules: Rules, writer: Writer) -> tuple[Offer, ...]:
    """Before anything is typed: the requester's own deadline first, then the earliest good times."""
    wanted = [owed.wanted_at for owed in dossier.owed if owed.wanted_at and owed.wanted_at > writer.now]
    why = _("%(name)s needs it then") % {"name": dossier.ticket.requester.called}
    free = [at for at in offers(rules, facts, writer.now) if at not in wanted]
    return (*_offers(wanted[:1], writer, why=why), *_offers(free, writer))[:3]


def _offers(times: Sequence[datetime], writer: Writer, why: str = "") -> tuple[Offer, ...]:
    return tuple(
        Offer(at, writer.typed(at), writer.briefly(at), writer.here_briefly(at), why) for at in times
    )[:3]
