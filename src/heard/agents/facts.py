"""All that the ticket page shows of one ticket, read once and said in words."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from heard.agents import approval_words, timeline
from heard.agents.cadence_words import said as said_cadence
from heard.agents.forward import told
from heard.agents.message import Composer, compose
from heard.agents.model_words import Drafted, standing
from heard.agents.owed import Reader
from heard.agents.pages import reader_of
from heard.agents.promise import Pinned, chased, pinned
from heard.agents.today import asked_in_page
from heard.agents.way import Writer, Writing
from heard.hours.said import clock, said_date
from heard.promise import ways
from heard.record.access import absence as absences
from heard.record.access import agent as colleagues
from heard.record.access import follow as follows
from heard.record.access import model as models
from heard.record.access import note as notes
from heard.record.access import tag as tags
from heard.record.access import ticket as tickets
from heard.record.access.absence import Absence
from heard.record.access.participant import taking_part
from heard.record.access.timeline import PAGE as TIMELINE
from heard.record.access.timeline import Dossier, dossier
from heard.record.access.timeline import timeline as read_timeline
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.approval import Approval
from heard.record.models.chase import Chase
from heard.record.models.draft import Draft
from heard.record.models.requester import Participant
from heard.record.models.ticket import Ticket
from heard.record.people import language_of
from heard.record.phones import numbers_of

WRITING_FOR = 120


@dataclass(frozen=True)
class Shown:
    """A ticket as its page needs it; templates read nothing else."""

    request: HttpRequest
    dossier: Dossier
    writer: Writer
    trouble: Refused | None = None
    writing: Writing | None = None

    @property
    def ticket(self) -> Ticket:
        """The ticket itself."""
        return self.dossier.ticket

    @property
    def pinned(self) -> Pinned:
        """What stands over the conversation."""
        return pinned(self.dossier, self.writer)

    @cached_property
    def said_away(self) -> dict[str, Absence]:
        """Who is away by the word of their mail program, by address."""
        heard = self.ticket.is_open and self.ticket.has_absence
        return absences.said_on(self.ticket, at=self.writer.now) if heard else {}

    @cached_property
    def absence(self) -> Absence | None:
        """The requester is away."""
        return absences.of_requester(self.ticket, self.said_away)

    @property
    def away(self) -> str:
        """That the requester is away, and until when."""
        if self.absence is None:
            return ""
        words = {"name": self.ticket.requester.called, "day": self._day(self.absence)}
        return _("%(name)s is away until %(day)s.") % words

    @property
    def may_wait(self) -> bool:
        """Whether the next check-in comes before the requester is back, so that it can wait."""
        return absences.outlasts(self.absence, self.ticket.promise)

    @property
    def away_parties(self) -> list[tuple[Chase, str, bool]]:
        """Each running chase whose party is away: until when, and whether the next ping comes before."""
        found = [(chase, absences.of_party(chase, self.said_away)) for chase in self.dossier.chases]
        return [
            (chase, _("Away until %(day)s.") % {"day": self._day(away)}, chase.ping_at < away.opens_at)
            for chase, away in found
            if away
        ]

    def _day(self, away: Absence) -> str:
        return said_date(away.back_on, language=self.writer.language)

    @property
    def leaving(self) -> Draft | None:
        """The reader's own pressed draft, which can still be taken back."""
        draft = self.dossier.draft_of(self.writer.agent)
        return draft if draft and draft.pressed_at else None

    @property
    def composer(self) -> Composer:
        """The composer with what is kept on the server, or empty."""
        draft = self.dossier.draft_of(self.writer.agent)
        kept = Writing.of(draft, seen_n=self.ticket.last_n) if draft else Writing(seen_n=self.ticket.last_n)
        trouble = self.trouble or (Refused("unsent", draft.trouble) if draft and draft.trouble else None)
        return compose(self.dossier, self.writing or kept, self.writer, trouble=trouble)

    @cached_property
    def next_ones(self) -> list[Agent]:
        """Who can have it next once the first reply is sent; later it is handed over by `h`."""
        ticket = self.ticket
        if ticket.acknowledged_at or not ticket.is_open:
            return []
        return [one for one in colleagues.members(ticket.desk) if one.pk != self.writer.agent.pk]

    @property
    def may_stand(self) -> bool:
        """Whether `y` is offered: something waits to be read, and a person's time stands."""
        return self.ticket.is_waiting and "stands" in ways(self.dossier.facts, self.writer.now)

    @property
    def clocks(self) -> str:
        """Both clocks: theirs, and the agent's where it differs."""
        now, writer = self.writer.now, self.writer
        theirs = clock(now, zone=writer.zone, language=writer.language)
        if not writer.is_apart(now):
            return _("%(time)s, the same clock as here") % {"time": theirs}
        here = clock(now, zone=writer.agent.zone, language=writer.language)
        return _("%(theirs)s in %(city)s, %(here)s here") % {
            "theirs": theirs,
            "city": writer.place,
            "here": here,
        }

    @property
    def speaks(self) -> str:
        """Where the requester is and what they read."""
        language = language_of(self.ticket.requester, self.ticket.desk)
        return _("%(city)s, reads %(language)s") % {
            "city": self.writer.place,
            "language": get_language_info(language)["name_translated"],
        }

    @property
    def phones(self) -> list[dict[str, str]]:
        """The requester's numbers, as they are dialled and said, and who else can be rung there."""
        return numbers_of(self.ticket) if self.ticket.can_be_rung else []

    @property
    def chases(self) -> list[tuple[Chase, str]]:
        """Each chase with how it stands."""
        return [(chase, self._stands(chase)) for chase in self.dossier.chases if chase.seat is None]

    def _stands(self, chase: Chase) -> str:
        if chase.is_only_told:
            return told(chase, reader_of(self.request))
        return chase.answer if chase.answered_at else chased(chase, self.writer)

    @property
    def cadence(self) -> str:
        """How often they hear, where that was agreed and holds."""
        agreed = self.dossier.cadence
        return said_cadence(agreed) if agreed and self.writer.now < agreed.until else ""

    @property
    def approvals(self) -> list[tuple[Approval, str, bool]]:
        """Each approval, how it stands, and whether it ended and the requester does not know yet."""
        reader, told_at = reader_of(self.request), self.ticket.last_word_at
        return [
            (
                one,
                approval_words.standing(one, reader),
                self.ticket.is_open and approval_words.is_news(one, told_at),
            )
            for one in self.dossier.approvals
        ]

    @property
    def loops(self) -> list[Chase]:
        """Those whose last word the requester does not know yet."""
        last_word_at = self.ticket.last_word_at
        return [
            chase
            for chase in self.dossier.chases
            if self.ticket.is_open
            and chase.seat is None
            and chase.heard_at
            and (last_word_at is None or chase.heard_at > last_word_at)
        ]

    @cached_property
    def tags(self) -> list[str]:
        """The words by which its desk finds it again."""
        return tags.of(self.ticket)

    @cached_property
    def followers(self) -> list[Agent]:
        """Who follows it."""
        return follows.of(self.ticket) if self.ticket.is_followed else []

    @cached_property
    def participants(self) -> list[Participant]:
        """Who gets each letter besides the requester."""
        return taking_part(self.ticket) if self.ticket.has_company else []

    @property
    def may_draft(self) -> bool:
        """Whether the model may be asked about this ticket."""
        return models.may_draft(self.ticket)

    @cached_property
    def drafts(self) -> dict[str, Drafted]:
        """What the reader asked the model for here, by its place."""
        return standing(self.ticket, self.writer.agent, self.writer.now) if self.may_draft else {}

    @property
    def impacts(self) -> list[tuple[str, str]]:
        """What can be agreed about how much work has stopped."""
        return [("", _("normal")), ("degraded", _("degraded")), ("blocked", _("blocked"))]

    @property
    def others(self) -> list[str]:
        """Colleagues who are writing here at this moment."""
        now, me = self.writer.now, self.writer.agent.pk
        return [
            draft.agent.first_name
            for draft in self.dossier.drafts
            if draft.agent_id != me and draft.text and (now - draft.saved_at).total_seconds() < WRITING_FOR
        ]

    @property
    def meanwhile(self) -> list[tuple[str, str]]:
        """What others wrote since this draft was begun: (who, what). A colleague's may still be leaving."""
        if not (self.trouble and self.writing and self.trouble.code == "meanwhile"):
            return []
        me = self.writer.agent.pk
        since = read_timeline(self.ticket, since=self.writing.seen_n)
        said = [item for item in since if item.what == "message" and item.agent_id != me]
        pressed = [draft for draft in self.dossier.drafts if draft.pressed_at and draft.agent_id != me]
        return [(item.author, item.reply or item.text) for item in said] + [
            (draft.agent.name, draft.text) for draft in pressed
        ]

    @property
    def stamp(self) -> str:
        """Changes whenever the head, the promise, the context or the composer's state would be drawn otherwise."""
        return stamp(self.ticket, self.others)


def stamp(ticket: Ticket, others: list[str]) -> str:
    """Every verb on a ticket moves one of these."""
    return f"{ticket.last_n}.{ticket.promise_id and ticket.promise.pk}.{'.'.join(sorted(others))}"


def shown(request: HttpRequest, public_id: str, **more: Any) -> Shown:
    """Fetch a ticket and all that stands around it.

    Raises:
        Absent: there is none, or not for this agent.
    """
    ticket = tickets.get(request.user, public_id)
    writer = Writer(ticket, request.user, request.LANGUAGE_CODE, request.now)
    return Shown(request, dossier(ticket), writer, **more)


def context_of(seen: Shown, *, before: int | None = None, since: int = 0) -> dict[str, Any]:
    """What the templates of a ticket read."""
    reader = reader_of(seen.request)
    items = read_timeline(seen.ticket, before=before, since=since)
    entries = timeline.entries(items, seen.dossier, reader)
    whole = "whole" in seen.request.GET
    return {
        "seen": seen,
        "ticket": seen.ticket,
        "requester": seen.ticket.requester,
        "writer": seen.writer,
        "note_draft": notes.written(seen.ticket, seen.writer.agent),
        "entries": [timeline.unfolded(entry) for entry in entries] if whole else entries,
        "older": items[0].n if items and items[0].n > 1 and len(items) >= TIMELINE else 0,
        "history": _history(seen, reader),
        "list": asked_in_page(seen.request),
    }


def _history(seen: Shown, reader: Reader) -> dict[str, Any]:
    past = tickets.history(seen.writer.agent, seen.ticket.requester)
    rows = [(ticket, reader.short(ticket.resolved_at or ticket.received_at)) for ticket in past]
    return {"rows": [(ticket, when) for ticket, when in rows if ticket.pk != seen.ticket.pk]}
