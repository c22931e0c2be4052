"""Letters are queued here, in the verb's own transaction, with every fact they will show frozen."""

from datetime import datetime, timedelta
from typing import Any

from heard.record import links
from heard.record.ids import new_public_id
from heard.record.models.agent import Agent
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.requester import Participant, Requester
from heard.record.models.ticket import Ticket
from heard.record.people import language_of, zone_of

THREAD_LENGTH = 10
STRANGER_HOURLY, STRANGER_DAILY, KNOWN_DAILY = 1, 5, 10


def queue(
    ticket: Ticket,
    kind: str,
    *,
    at: datetime,
    requester: Requester | None = None,
    promise: Promise | None = None,
    message: Message | None = None,
    not_before: datetime | None = None,
    **facts: Any,
) -> Letter | None:
    """Queue one letter to a requester of the ticket; None when there is no address to write to.

    Args:
        promise: the promise it tells; its time goes along and must stay the same (law 4).
        not_before: the earliest time to send, UTC; `at` when not given.
        facts: what the template shows beyond ticket, promise and message; JSON values only.
    """
    requester = requester or ticket.requester
    address, desk_address = requester.address, _from(ticket)
    if not address or not desk_address:
        return None
    public_id = new_public_id()
    return Letter.objects.create(
        public_id=public_id,
        kind=kind,
        ticket=ticket,
        promise=promise,
        told_due_at=promise.due_at if promise else None,
        message=message,
        requester=requester,
        to_address=address,
        from_address=desk_address,
        language=language_of(requester, ticket.desk),
        zone=zone_of(requester, ticket.desk),
        automatic=kind != Letter.Kind.REPLY,
        header_id=f"{public_id}@{desk_address.partition('@')[2]}",
        facts={
            "said_at": at.isoformat(),
            "link": _link(ticket, requester, at),
            **_thread(ticket, message),
            **facts,
        },
        queued_at=at,
        not_before=not_before or at,
        sample=ticket.sample,
    )


def queue_alert(agent: Agent, *, at: datetime, from_address: str, facts: dict[str, Any]) -> Letter:
    """Queue a letter to an agent: one alert, or several as a digest."""
    public_id = new_public_id()
    return Letter.objects.create(
        public_id=public_id,
        kind=Letter.Kind.ALERT,
        agent=agent,
        to_address=agent.email,
        from_address=from_address,
        language=agent.language,
        zone=agent.zone,
        automatic=True,
        header_id=f"{public_id}@{from_address.partition('@')[2]}",
        facts={"said_at": at.isoformat(), **facts},
        queued_at=at,
        not_before=at,
        sample=agent.sample,
    )


def may_receipt(address: str, *, known: bool, at: datetime) -> bool:
    """Whether a receipt may go out: known people one per ticket up to ten a day; strangers one an hour
    and five a day (method.md, Hear)."""
    recent = Letter.objects.filter(kind=Letter.Kind.RECEIPT, to_address=address)
    today = recent.filter(queued_at__gt=at - timedelta(days=1)).count()
    if known:
        return today < KNOWN_DAILY
    hourly = recent.filter(queued_at__gt=at - timedelta(hours=1)).count() if today else 0
    return today < STRANGER_DAILY and hourly < STRANGER_HOURLY


def recall(ticket: Ticket, kind: str) -> int:
    """Take back the ticket's queued letters of a kind that have not left; how many there were."""
    queued = Letter.objects.filter(ticket=ticket, kind=kind, state=Letter.State.QUEUED, attempts=0)
    return queued.update(state=Letter.State.RECALLED)


def _from(ticket: Ticket) -> str:
    first = ticket.desk.addresses.first()
    return first.address if first else ""


def _link(ticket: Ticket, requester: Requester, at: datetime) -> str:
    """The path of the request's page for this person, with the secret in it."""
    participant, _ = Participant.objects.get_or_create(
        ticket=ticket, requester=requester, defaults={"since": at}
    )
    return f"/r/{links.page_token(participant)}/"


def _thread(ticket: Ticket, message: Message | None) -> dict[str, Any]:
    """Message-IDs that put the letter in its thread, oldest first: theirs and ours."""
    theirs = ticket.messages.exclude(header_id="").filter(kind="inbound", verified=True)
    ours = Letter.objects.filter(ticket=ticket, requester__isnull=False).exclude(state=Letter.State.RECALLED)
    ids = list(theirs.values_list("said_at", "header_id")) + list(ours.values_list("queued_at", "header_id"))
    thread = [header_id for _, header_id in sorted(ids)]
    last = theirs.order_by("-n").values_list("header_id", flat=True).first()
    kept = thread if len(thread) <= THREAD_LENGTH else [thread[0], *thread[1 - THREAD_LENGTH :]]
    return {"references": kept, "in_reply_to": last or (thread[-1] if thread else "")}
