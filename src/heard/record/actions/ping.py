"""Verbs on one word of a chase: written down, and sent where there is somewhere to send it; what came back.

`say` and `hear` work on a chase whose ticket a verb has locked and settled (see `chase.py`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from heard.promise import next_ping
from heard.record import rows
from heard.record.actions import letter
from heard.record.actor import Actor, Robot, agent_of, robot_of
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.ids import new_public_id
from heard.record.models.chase import Chase, Ping
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.message import Attachment
from heard.record.models.problem import counted
from heard.record.models.ticket import Ticket

THREAD_MOST = 10


def say(
    chase: Chase,
    ticket: Ticket,
    *,
    text: str,
    sends: bool,
    by: Actor,
    at: datetime,
    files: Sequence[Attachment] = (),
) -> Ping:
    """Write down that they were asked; with `sends` a letter (or a comment) tells them, and brings the files along.

    Raises:
        Refused: it should be sent, and there is no text or nowhere to send it.
    """
    queued = _queue(chase, ticket, text=text.strip(), files=files, by=by, at=at) if sends else None
    ping = Ping(
        chase=chase,
        kind=Ping.Kind.PING,
        said_at=at,
        agent=agent_of(by),
        robot=robot_of(by),
        text=text.strip(),
        header_id=queued.header_id if queued and queued.kind != Letter.Kind.COMMENT else "",
        letter=queued,
    )
    return rows.insert(ping)


def hear(
    chase: Chase,
    ticket: Ticket,
    *,
    text: str,
    at: datetime,
    counts: bool,
    name: str = "",
    address: str = "",
    header_id: str = "",
    intake: Intake | None = None,
    by: Actor | None = None,
) -> Ping:
    """Write down what came back. What counts moves the next ping; what an unknown sender wrote moves nothing.

    Args:
        counts: whether it is known to be from whoever was asked, or somebody took it for that.
    """
    word = Ping(
        chase=chase,
        kind=Ping.Kind.ANSWER,
        said_at=at,
        agent=agent_of(by) if by else None,
        name=name.strip()[:200],
        address=address.lower()[:320],
        text=text.strip(),
        header_id=header_id[:998],
        intake=intake,
        counted_at=at if counts else None,
    )
    rows.insert(word)
    if counts:
        moved(chase, ticket, at=at)
    return word


def moved(chase: Chase, ticket: Ticket, *, at: datetime) -> None:
    """They said something at `at` (UTC): they are asked again one pace after that."""
    chase.heard_at = at
    if chase.is_running:
        chase.ping_at = pace_of(chase, ticket, at)


def pace_of(chase: Chase, ticket: Ticket, since: datetime) -> datetime:
    """When they are asked again, UTC, when the last word was at `since`: sooner, the more people wait for it."""
    voices = counted([ticket.problem_id])[ticket.problem_id].people if ticket.problem_id else 0
    return next_ping(rules_of(ticket.desk), ticket.impact, since, voices, chase.days)


def can_send(chase: Chase) -> bool:
    """Whether there is somewhere to send a ping: an address, a colleague, or a tracker that takes comments."""
    if chase.colleague:
        return True
    if chase.entry:
        return bool(
            chase.entry.tracker and chase.entry.tracker.api and chase.entry.tracker.dropped_at is None
        )
    return bool(chase.contact and chase.contact.address)


def _queue(
    chase: Chase, ticket: Ticket, *, text: str, files: Sequence[Attachment], by: Actor, at: datetime
) -> Letter:
    """The letter to whoever is asked, in a thread of their own: nothing of the requester's is in it."""
    if not text:
        raise Refused("no_text", "Write a few words first.", field="text")
    ours = letter.leaves_from(ticket)
    if not can_send(chase) or not (ours or chase.entry):
        raise Refused("no_address", "There is no address to which this could be sent.", field="text")
    public_id, to = new_public_id(), _receiver(chase)
    queued = Letter(
        public_id=public_id,
        kind=_kind(chase),
        ticket=ticket,
        chase=chase,
        agent=chase.colleague,
        to_address=to["address"],
        host=_host(chase, to["address"]),
        from_address=ours,
        language=to["language"] or ticket.desk.language,
        zone=to["zone"] or ticket.desk.zone,
        automatic=isinstance(by, Robot),
        header_id=f"{public_id}@{ours.partition('@')[2] or 'heard'}",
        facts={
            "said_at": at.isoformat(),
            "text": text,
            "asked": chase.asked,
            "author": str(agent_of(by) or ""),
            "to": [to["name"], to["address"]],
            "chase": chase.public_id,
            **({"files": [file.public_id for file in files]} if files else {}),
            **({"subject": f"Fwd: {ticket.subject or chase.asked}"} if chase.forwarded_id else {}),
            **_thread(chase),
            **_decision(chase),
        },
        queued_at=at,
        not_before=at,
        sample=ticket.sample,
    )
    return rows.insert(queued)


def _decision(chase: Chase) -> dict[str, Any]:
    """What a letter to one who is asked to decide shows: the asking, and nothing else of the ticket."""
    if (seat := chase.seat) is None:
        return {}
    approval = seat.approval
    asking = {name: getattr(approval, name) for name in ("policy", "why", "for_whom", "excerpt")}
    handed = seat.handed_from
    return {
        **asking,
        "approver": seat.pk,
        "agent": approval.agent.name,
        "decide_by": seat.answer_by.isoformat(),
        "handed": [handed.name, handed.reason] if handed else [],
    }


def _kind(chase: Chase) -> str:
    if chase.seat:
        return Letter.Kind.APPROVAL
    if chase.colleague:
        return Letter.Kind.CONSULT
    return Letter.Kind.COMMENT if chase.entry else Letter.Kind.PING


def _receiver(chase: Chase) -> dict[str, str]:
    """Name, address, language and zone of whoever is asked; the address of a tracker's entry is its own."""
    if chase.colleague:
        own = chase.colleague
        return {"name": own.name, "address": own.email, "language": own.language, "zone": own.zone}
    if chase.entry:
        return {"name": chase.party, "address": chase.entry.url[:320], "language": "en", "zone": ""}
    party = chase.contact
    assert party is not None, "can_send said so"
    return {"name": party.name, "address": party.address, "language": party.language, "zone": party.zone}


def _host(chase: Chase, address: str) -> str:
    """Whose pace is kept: the mail host's, or the tracker's."""
    if chase.entry and chase.entry.tracker and not chase.colleague:
        return (urlsplit(chase.entry.tracker.api).hostname or "")[:255]
    return letter.host_of(address)


def _thread(chase: Chase) -> dict[str, Any]:
    """The Message-IDs of the chase's own thread: never one of the requester's."""
    said = chase.words.exclude(header_id="").values_list("kind", "header_id", "counted_at")
    ids = [header_id for kind, header_id, counted in said if kind == Ping.Kind.PING or counted]
    kept = ids if len(ids) <= THREAD_MOST else [ids[0], *ids[1 - THREAD_MOST :]]
    return {"references": kept, "in_reply_to": kept[-1] if kept else ""}
