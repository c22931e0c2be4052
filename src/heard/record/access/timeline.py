"""What happened on a ticket, in order, for agents; and all that its page says beside the conversation.

Notes are read here, so nothing of the requester's pages may import this file.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection

from heard.promise import Facts, Owed, Talking
from heard.record.access.approval import on
from heard.record.access.handover import standing
from heard.record.cadence import RUNNING, known
from heard.record.facts import next_word_of, open_promise_of
from heard.record.models.agent import Agent
from heard.record.models.approval import Approval
from heard.record.models.cadence import Cadence
from heard.record.models.chase import Chase
from heard.record.models.draft import Draft
from heard.record.models.handover import Handover
from heard.record.models.owed import OwedAnswer
from heard.record.models.promise import Promise
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket
from heard.record.question import Question

LONGEST_TEXT = 20_000
PAGE = 40


class Item(NamedTuple):
    """One thing on the timeline: `what` is "message", "note", "event", or "file" and "note-file" (which follow
    what they came with).

    `at` is UTC. A file has its name in `subject`, its type in `door` and its size in bytes in `data`; an event that
    gives the ticket to somebody has that agent's name in `subject`, one that moves it the desk's. The `data` of a
    message is whom it names.
    """

    what: str
    id: int
    public_id: str
    n: int
    kind: str
    at: datetime
    agent_id: int | None
    requester_id: int | None
    agent: str | None
    requester: str | None
    robot: str
    subject: str
    text: str
    reply: str
    html: str
    way: str
    door: str
    verified: bool
    by_person: bool
    read_at: datetime | None
    settled: str
    data: Any

    @property
    def author(self) -> str:
        """Who said or did it; "" for nobody known."""
        return self.agent or self.requester or self.robot


UNION = f"""
SELECT 'message' AS what, m.id AS id, m.public_id, m.n AS n, m.kind, m.said_at, m.agent_id, m.requester_id,
       a.name AS agent,
       COALESCE(NULLIF(r.name, ''), (SELECT x.address FROM record_requesteraddress x
                                      WHERE x.requester_id = r.id ORDER BY x.id LIMIT 1)) AS requester,
       m.robot, m.subject, substr(m.text, 1, {LONGEST_TEXT}) AS text,
       substr(m.reply, 1, {LONGEST_TEXT}) AS reply, m.html, m.way, m.door, m.verified, m.by_person, m.read_at,
       m.settled, CAST(m.named AS text) AS data, 0 AS follows
  FROM record_message m LEFT JOIN record_agent a ON a.id = m.agent_id
       LEFT JOIN record_requester r ON r.id = m.requester_id
 WHERE m.ticket_id = %s AND m.n < %s AND m.n > %s
UNION ALL
SELECT 'note', o.id, o.public_id, o.n, '', o.written_at, o.agent_id, NULL, a.name, NULL, o.robot, '', o.text, '',
       '', '', '', TRUE, TRUE, NULL, '', '', 0
  FROM record_note o LEFT JOIN record_agent a ON a.id = o.agent_id
 WHERE o.ticket_id = %s AND o.n < %s AND o.n > %s
UNION ALL
SELECT 'event', e.id, e.public_id, e.n, e.kind, e.at, e.agent_id, e.requester_id, a.name, r.name, e.robot,
       COALESCE(w.name, t.name, g.label, CASE WHEN e.kind = 'ticket.moved' THEN d.name END, ''), '',
       '', '', '', '', TRUE, TRUE, NULL, '', CAST(e.data AS text), 0
  FROM record_event e LEFT JOIN record_agent a ON a.id = e.agent_id
       LEFT JOIN record_requester r ON r.id = e.requester_id
       LEFT JOIN record_agent w ON w.id = CAST(e.data ->> 'owner' AS bigint)
       LEFT JOIN record_tag t ON t.id = CAST(e.data ->> 'tag' AS bigint)
       LEFT JOIN record_deskfield g ON g.id = CAST(e.data ->> 'field' AS bigint)
       LEFT JOIN record_desk d ON d.id = e.desk_id
 WHERE e.ticket_id = %s AND e.n < %s AND e.n > %s
UNION ALL
SELECT 'file', f.id, f.public_id, m.n, '', m.said_at, NULL, NULL, NULL, NULL, '', f.name, '', '', '', '', f.type,
       TRUE, TRUE, NULL, '', CAST(f.size AS text), 1
  FROM record_attachment f JOIN record_message m ON m.id = f.message_id
 WHERE m.ticket_id = %s AND m.n < %s AND m.n > %s
UNION ALL
SELECT 'note-file', f.id, f.public_id, o.n, '', o.written_at, NULL, NULL, NULL, NULL, '', f.name, '', '', '', '',
       f.type, TRUE, TRUE, NULL, '', CAST(f.size AS text), 1
  FROM record_notefile f JOIN record_note o ON o.id = f.note_id
 WHERE o.ticket_id = %s AND o.n < %s AND o.n > %s
 ORDER BY n DESC, follows DESC, id DESC LIMIT %s"""

LAST = 2**31 - 1


def timeline(ticket: Ticket, *, before: int | None = None, since: int = 0, limit: int = PAGE) -> list[Item]:
    """The newest items of a ticket, oldest first, in one query.

    Args:
        before: only items whose place is before this one (for "older"). since: only those after it (for news).
    """
    span = [ticket.pk, before or LAST, since]
    with connection.cursor() as cursor:
        cursor.execute(UNION, [*span * 5, limit])
        rows = cursor.fetchall()
    return [_item(row) for row in reversed(rows)]


def conversation(ticket: Ticket) -> list[Item]:
    """The newest of what was said on a ticket, notes as well: for agents."""
    return [item for item in timeline(ticket) if item.what in ("message", "note")]


def _item(row: tuple[Any, ...]) -> Item:
    values = list(row[:-1])
    values[5], values[19] = _instant(values[5]), _instant(values[19])
    values[17], values[18] = bool(values[17]), bool(values[18])
    values[21] = json.loads(values[21]) if values[21] else {}
    return Item(*values)


def _instant(value: Any) -> datetime | None:
    """SQLite gives a compound query's instants back as naive times or as text; both mean UTC."""
    if value is None:
        return None
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Dossier:
    """A ticket with all that stands around its conversation, read once for one page."""

    ticket: Ticket
    restatements: list[Restatement]
    promises: list[Promise]
    chases: list[Chase]
    owed: list[OwedAnswer]
    drafts: list[Draft]
    cadence: Cadence | None = None
    handover: Handover | None = None
    approvals: Sequence[Approval] = ()

    @property
    def facts(self) -> Facts:
        """As much of the engine's facts as a draft needs: which ways are open, how far a promise may lie."""
        ticket = self.ticket
        return Facts(
            received_at=ticket.received_at,
            promise=open_promise_of(ticket.promise) if ticket.is_open else None,
            impact=ticket.impact,
            next_word=next_word_of(ticket.requester),
            last_word_at=ticket.last_word_at,
            acknowledged_at=ticket.acknowledged_at,
            owed=tuple(Owed(owed.pk, owed.kind, owed.asked_at) for owed in self.owed),
            cadence=known(self.cadence),
            talking=Talking(0, ticket.received_at) if getattr(ticket, "is_talking", False) else None,
        )

    @property
    def restatement(self) -> Restatement | None:
        """The one that holds: the last."""
        return self.restatements[-1] if self.restatements else None

    def draft_of(self, agent: Agent) -> Draft | None:
        """What this agent is writing here, or has pressed."""
        return next((draft for draft in self.drafts if draft.agent_id == agent.pk), None)


RESTATEMENTS = Question(
    lambda ticket: (
        Restatement.objects.filter(ticket=ticket)
        .select_related("answered_by", "read_by", "agent")
        .order_by("id")
    )
)
PROMISES = Question(
    lambda ticket: Promise.objects.filter(ticket=ticket).select_related("agent", "refuted").order_by("id")
)
CHASES = Question(
    lambda ticket: (
        Chase.objects.filter(ticket=ticket)
        .select_related("contact", "colleague", "entry", "approver__approval")
        .order_by("id")
    )
)
OWED = Question(lambda ticket: OwedAnswer.objects.filter(ticket=ticket, answered_at=None).order_by("id"))
DRAFTS = Question(
    lambda ticket: Draft.objects.filter(ticket=ticket).select_related("agent", "drafted").order_by("id")
)


def dossier(ticket: Ticket) -> Dossier:
    """Read what stands around a fetched ticket."""
    questions = (RESTATEMENTS, PROMISES, CHASES, OWED, DRAFTS)
    read = [question.all(ticket.pk) for question in questions]
    return Dossier(
        ticket,
        *read,
        cadence=RUNNING.first(ticket.pk) if ticket.has_rhythm else None,
        handover=standing(ticket) if ticket.is_offered else None,
        approvals=on(ticket.pk) if ticket.is_asked_for else (),
    )


def drafts_on(ticket: Ticket) -> Dossier:
    """Only who is writing on a fetched ticket; all else is left out."""
    return Dossier(ticket, [], [], [], [], DRAFTS.all(ticket.pk))
