"""Verbs on a letter: queued in the transaction of the verb that causes it, with every fact it will show frozen;
recalled while it waits. How it leaves is in `outbox.py`.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from heard.hours.languages import Sentence
from heard.record import links, rows, threads
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.ids import new_public_id
from heard.record.models.agent import Agent
from heard.record.models.desk import ADDRESSES, Desk, DeskAddress
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.requester import FIRST_ADDRESS, Participant, Requester
from heard.record.models.ticket import Ticket
from heard.record.people import language_of, zone_of
from heard.record.question import Change, Question
from heard.record.turns import wait_for_turn

ADDRESS = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,255}")
MOST_COPIES = 20
FOLD_AFTER, FOLD_MOST = timedelta(hours=1), 20
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
    first: Message | None = None,
    cc: Sequence[str] = (),
    **facts: Any,
) -> Letter | None:
    """Queue one letter to a requester of the ticket; None when there is no address to write to.

    Args:
        promise: the promise it tells; its time goes along and must stay the same (law 4).
        not_before: the earliest time to send, UTC; `at` when not given.
        first: the first message of a ticket made in this same transaction, of which nothing need be read.
        cc: addresses that the letter shows as getting copies; see `queue_copies`.
        facts: what the template shows beyond ticket, promise and message; JSON values only.
    """
    requester = requester or ticket.requester
    address, desk_address = requester.address, leaves_from(ticket)
    if not address or not desk_address:
        return None
    public_id = new_public_id()
    automatic = message is None or not message.by_person
    letter = Letter(
        public_id=public_id,
        kind=kind,
        ticket=ticket,
        promise=promise,
        told_due_at=promise.due_at if promise else None,
        message=message,
        requester=requester,
        to_address=address,
        host=host_of(address),
        cc=list(cc),
        from_address=desk_address,
        language=language_of(requester, ticket.desk),
        zone=zone_of(requester, ticket.desk),
        automatic=automatic,
        header_id=f"{public_id}@{desk_address.partition('@')[2]}",
        facts={
            "said_at": at.isoformat(),
            "link": _link(ticket, requester, at, new=first is not None),
            **(threads.begun_by(first) if first else threads.of(ticket)),
            **(_hours(ticket.desk, at) if automatic else _awaited(ticket)),
            **facts,
        },
        queued_at=at,
        not_before=not_before or at,
        sample=ticket.sample,
    )
    rows.add(letter)
    return letter


def check_copies(cc: Sequence[str], bcc: Sequence[str]) -> None:
    """Refuse addresses that are none, our own, or too many.

    Raises:
        Refused: see above; nothing is queued.
    """
    both = [*cc, *bcc]
    if not both:
        return
    if wrong := next((one for one in both if not ADDRESS.fullmatch(one)), ""):
        raise Refused("copies", Sentence("%(address)s is no mail address.", address=wrong), field="cc")
    if len(both) > MOST_COPIES:
        raise Refused(
            "copies",
            Sentence("At most %(most)s people get a copy of one letter.", most=MOST_COPIES),
            field="cc",
        )
    if ours := DeskAddress.objects.filter(address__in=both).values_list("address", flat=True).first():
        raise Refused("copies", Sentence("%(ours)s is a desk's own address.", ours=ours), field="cc")


def queue_copies(letter: Letter, *, bcc: Sequence[str] = ()) -> list[Letter]:
    """Queue the copies of a person's letter, each a letter of its own: for everybody in its `cc`, and for `bcc`.

    A copy has the words and no key: neither the page link nor the reply address of the requester.
    """
    kept = ("said_at", "references", "in_reply_to", "restating", "way", "event")
    facts = {name: letter.facts[name] for name in kept if name in letter.facts}
    facts["to"] = [str(letter.requester.name if letter.requester else ""), letter.to_address]
    copies = [(one, Letter.Copy.CC) for one in letter.cc] + [(one, Letter.Copy.BCC) for one in bcc]
    return [_copy(letter, address, kind, facts) for address, kind in copies if address != letter.to_address]


def _copy(letter: Letter, address: str, kind: str, facts: dict[str, Any]) -> Letter:
    public_id = new_public_id()
    shared: tuple[str, ...] = (
        "kind",
        "ticket",
        "message",
        "promise",
        "told_due_at",
        "from_address",
        "language",
        "zone",
        "cc",
    )
    shared += ("automatic", "queued_at", "not_before", "sample")
    return rows.insert(
        Letter(
            public_id=public_id,
            copy=kind,
            to_address=address,
            host=host_of(address),
            header_id=f"{public_id}@{letter.from_address.partition('@')[2]}",
            facts=facts,
            **{name: getattr(letter, name) for name in shared},
        )
    )


def host_of(address: str) -> str:
    """The mail host of an address, by which sending is paced."""
    return address.rpartition("@")[2].lower()[:255]


def queue_alert(
    agent: Agent, *, at: datetime, from_address: str, facts: dict[str, Any], sample: bool = False
) -> Letter:
    """Queue a letter to an agent: one alert, or several as a digest. A sample agent's never leaves."""
    return rows.insert(unqueued(agent, at=at, from_address=from_address, facts=facts, sample=sample))


def unqueued(
    agent: Agent, *, at: datetime, facts: dict[str, Any], from_address: str = "", sample: bool = False
) -> Letter:
    """The same letter, of which only the words are wanted."""
    public_id = new_public_id()
    return Letter(
        public_id=public_id,
        kind=Letter.Kind.ALERT,
        agent=agent,
        to_address=agent.email,
        host=host_of(agent.email),
        from_address=from_address,
        language=agent.language,
        zone=agent.zone,
        automatic=True,
        header_id=f"{public_id}@{from_address.partition('@')[2]}",
        facts={"said_at": at.isoformat(), **facts},
        queued_at=at,
        not_before=at,
        sample=sample or agent.sample,
    )


_RECEIPTS: Question[datetime] = Question(
    lambda address, since: Letter.objects.filter(
        kind=Letter.Kind.RECEIPT, to_address=address, queued_at__gt=since
    ).values_list("queued_at", flat=True)
)
_ACKNOWLEDGED: Question[int] = Question(
    lambda requester: Ticket.objects.filter(requester=requester, acknowledged_at__isnull=False).values_list(
        "id", flat=True
    )[:1]
)


def may_receipt(requester: Requester, *, at: datetime) -> bool:
    """Whether a receipt may go out: people we have written to get one per ticket up to ten a day; strangers
    one an hour and five a day (method.md, Hear). So a forged sender is not bombed through us."""
    wait_for_turn(requester.address)
    today = _RECEIPTS.all(requester.address, at - timedelta(days=1))
    if not today:
        return True
    if _ACKNOWLEDGED.first(requester.pk):
        return len(today) < KNOWN_DAILY
    return len(today) < STRANGER_DAILY and max(today) <= at - timedelta(hours=1)


_FOLDED = Question(
    lambda address, since: Letter.objects.select_for_update().filter(
        kind=Letter.Kind.FOLDED, to_address=address, queued_at__gt=since
    )
)


def fold(ticket: Ticket, *, at: datetime) -> None:
    """Name a ticket that gets no receipt in the one list of its sender's day; it leaves an hour after the first.

    The list tells no times, so nobody is written to again when one passes: a forged sender gets at most five
    receipts a day and this.
    """
    found = _FOLDED.first(ticket.requester.address, at - timedelta(days=1))
    if found is None:
        queue(ticket, Letter.Kind.FOLDED, at=at, not_before=at + FOLD_AFTER, tickets=[ticket.pk], more=0)
        return
    _link(ticket, ticket.requester, at, new=True)  # no letter of its own has made its page
    named = [*found.facts["tickets"], ticket.pk]
    facts = {**found.facts, "tickets": named[:FOLD_MOST]}
    facts["more"] += len(named[FOLD_MOST:])
    waiting = Letter.objects.filter(pk=found.pk, state=Letter.State.QUEUED, leased_until=None, body="")
    waiting.update(facts=facts)


_RECALL = Change(
    lambda ticket, kind: (
        Letter.objects.filter(
            ticket=ticket, kind=kind, state=Letter.State.QUEUED, leased_until=None, maybe_twice=False
        ),
        {"state": Letter.State.RECALLED},
    )
)


def recall(ticket: Ticket, kind: str) -> int:
    """Take back the ticket's queued letters of a kind, but for one that may have left; how many there were."""
    return _RECALL.made(ticket.pk, kind)


def leaves_from(ticket: Ticket) -> str:
    """The desk's address that was written to, as long as the desk has it; else its first."""
    ours = ADDRESSES.once(ticket.desk_id)
    return ticket.address if ticket.address in ours else next(iter(ours), "")


def _awaited(ticket: Ticket) -> dict[str, Any]:
    """The event a parked ticket waits for."""
    return {"event": ticket.promise.event} if ticket.promise and ticket.promise.event else {}


def _hours(desk: Desk, at: datetime) -> dict[str, Any]:
    """Whether the desk is open as the letter is written, and when it opens if not."""
    calendar = rules_of(desk).calendar
    if calendar.is_open(at):
        return {"open": True}
    return {"open": False, "opens_at": calendar.opens_after(at).isoformat()}


_PARTICIPANT = Question(
    lambda ticket, requester: Participant.objects.filter(ticket=ticket, requester=requester)
)


def read_ahead(tickets: Sequence[Ticket]) -> None:
    """Read what a letter to the requester of each of these tickets will ask, by a statement for each question."""
    ids = [(ticket.pk,) for ticket in tickets]
    FIRST_ADDRESS.ahead(list({(ticket.requester_id,) for ticket in tickets}))
    _PARTICIPANT.ahead([(ticket.pk, ticket.requester_id) for ticket in tickets])
    threads.MAILS.ahead(ids)
    threads.LETTERS.ahead(ids)


def _link(ticket: Ticket, requester: Requester, at: datetime, *, new: bool) -> str:
    """The path of the request's page for this person, with the secret in it."""
    participant = None if new else _PARTICIPANT.first(ticket.pk, requester.pk)
    participant = participant or rows.insert(Participant(ticket=ticket, requester=requester, since=at))
    return f"/r/{links.page_token(participant)}/"
