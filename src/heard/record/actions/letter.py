"""Verbs on a letter. Queued in the verb's own transaction, with every fact it will show frozen; then claimed by
one sender at a time, kept as bytes, and sent, put off, failed or recalled.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from heard.record import events, files, links, rows, threads
from heard.record.actions import alert
from heard.record.actor import HEARD
from heard.record.facts import rules_of
from heard.record.ids import new_public_id
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.requester import Participant, Requester
from heard.record.models.ticket import Ticket
from heard.record.people import language_of, zone_of
from heard.record.question import Question

STRANGER_HOURLY, STRANGER_DAILY, KNOWN_DAILY = 1, 5, 10
LEASE = timedelta(minutes=2)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
GIVE_UP = timedelta(days=5)
"""RFC 5321 (4.5.4.1) asks for tries over four to five days."""


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
    **facts: Any,
) -> Letter | None:
    """Queue one letter to a requester of the ticket; None when there is no address to write to.

    Args:
        promise: the promise it tells; its time goes along and must stay the same (law 4).
        not_before: the earliest time to send, UTC; `at` when not given.
        first: the first message of a ticket made in this same transaction, of which nothing need be read.
        facts: what the template shows beyond ticket, promise and message; JSON values only.
    """
    requester = requester or ticket.requester
    address, desk_address = requester.address, ticket.desk.address
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
    return rows.insert(letter)


def queue_alert(
    agent: Agent, *, at: datetime, from_address: str, facts: dict[str, Any], sample: bool = False
) -> Letter:
    """Queue a letter to an agent: one alert, or several as a digest. A sample agent's never leaves."""
    public_id = new_public_id()
    letter = Letter(
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
        sample=sample or agent.sample,
    )
    return rows.insert(letter)


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
    today = _RECEIPTS.all(requester.address, at - timedelta(days=1))
    if not today:
        return True
    if _ACKNOWLEDGED.first(requester.pk):
        return len(today) < KNOWN_DAILY
    return len(today) < STRANGER_DAILY and max(today) <= at - timedelta(hours=1)


def recall(ticket: Ticket, kind: str) -> int:
    """Take back the ticket's queued letters of a kind, but for one that may have left; how many there were."""
    queued = Letter.objects.filter(
        ticket=ticket, kind=kind, state=Letter.State.QUEUED, leased_until=None, maybe_twice=False
    )
    return queued.update(state=Letter.State.RECALLED)


def claim(*, at: datetime) -> Letter | None:
    """Take the next letter that may leave, for two minutes; None when there is none.

    A lease that ran out belonged to a sender that died: the letter may have left, so it is marked `maybe_twice`.
    """
    free = Letter.objects.filter(state=Letter.State.QUEUED, not_before__lte=at).filter(
        Q(leased_until=None) | Q(leased_until__lte=at)
    )
    while found := free.order_by("not_before", "id").first():
        twice = found.maybe_twice or found.leased_until is not None
        if _change(found, leased_until=at + LEASE, maybe_twice=twice):
            return Letter.objects.select_related(
                "ticket__desk", "promise__agent", "message__agent", "requester", "agent"
            ).get(pk=found.pk)
    return None


def keep(letter: Letter, *, subject: str, content: bytes) -> None:
    """Keep a letter's bytes, durably and for good: a letter that has some keeps those."""
    digest = files.keep(content)
    Letter.objects.filter(pk=letter.pk, body="").update(subject=subject, body=digest)
    letter.refresh_from_db(fields=["subject", "body"])


@transaction.atomic
def sent(letter: Letter, *, at: datetime) -> None:
    """The mail server took it. True whoever has the lease by now: it left."""
    left = Letter.objects.filter(pk=letter.pk, state=Letter.State.QUEUED).update(
        state=Letter.State.SENT, sent_at=at, leased_until=None, trouble="", attempts=F("attempts") + 1
    )
    if left:
        events.add("letter.sent", by=HEARD, at=at, ticket=letter.ticket, letter=letter.pk)


def stay(letter: Letter) -> None:
    """It never leaves, and can be read on the Letters page: a sample's letter, or no mail server is set."""
    _change(letter, state=Letter.State.KEPT, leased_until=None)


def put_off(letter: Letter, *, until: datetime) -> None:
    """It waits until a time, UTC, through no fault of anybody."""
    _change(letter, not_before=until, leased_until=None)


def hold(*, at: datetime, until: datetime) -> int:
    """Put off every letter due at `at`, because no mail server can be reached; how many there were."""
    due = Letter.objects.filter(state=Letter.State.QUEUED, not_before__lte=at, leased_until=None)
    return due.update(not_before=until)


def trouble(letter: Letter, *, says: str, at: datetime, in_doubt: bool = False) -> None:
    """It could not leave this time: tried again after 1, 5, 15 and then every 60 minutes, for five days.

    A letter that is old because we were away is tried as often as any other before it is given up.

    Args:
        says: what the mail server said, or why it could not be asked.
        in_doubt: the connection broke after the whole letter was handed over, so it may have left.
    """
    if at - letter.queued_at >= GIVE_UP and letter.attempts >= len(BACKOFF):
        fail(letter, says=says, at=at)
        return
    _change(
        letter,
        attempts=letter.attempts + 1,
        not_before=at + BACKOFF[min(letter.attempts, len(BACKOFF) - 1)],
        leased_until=None,
        maybe_twice=letter.maybe_twice or in_doubt,
        trouble=says[:500],
    )


@transaction.atomic
def fail(letter: Letter, *, says: str, at: datetime) -> None:
    """It will never leave. The ticket says so, and whoever can act is told, unless it was a mere receipt."""
    changed = _change(
        letter,
        state=Letter.State.FAILED,
        attempts=letter.attempts + 1,
        leased_until=None,
        trouble=says[:500],
    )
    if not changed:
        return
    if letter.ticket is None:
        events.add("letter.failed", by=HEARD, at=at, letter=letter.pk)
        return
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("desk").get(pk=letter.ticket.pk)
    events.add("letter.failed", by=HEARD, at=at, ticket=ticket, letter=letter.pk)
    ticket.save(update_fields=["last_n"])
    if letter.kind != Letter.Kind.RECEIPT:
        alert.raise_alert(ticket, "unsent", at=at, due_at=at)


def take_back(letter: Letter) -> None:
    """Recall one claimed letter: what it says is no longer so."""
    _change(letter, state=Letter.State.RECALLED, leased_until=None)


@transaction.atomic
def tell_anew(letter: Letter, ticket: Ticket, *, at: datetime) -> None:
    """A missed-time letter that waited so long that its new time has passed too: one with the present time."""
    take_back(letter)
    told = {name: letter.facts[name] for name in ("missed", "promised_by")}
    queue(ticket, Letter.Kind.MISSED, at=at, promise=ticket.promise, **told)


def _change(letter: Letter, **values: Any) -> bool:
    """Change a queued letter if nobody else took it since we read it; whether that was so."""
    mine = Letter.objects.filter(pk=letter.pk, state=Letter.State.QUEUED, leased_until=letter.leased_until)
    return mine.update(**values) == 1


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


def _link(ticket: Ticket, requester: Requester, at: datetime, *, new: bool) -> str:
    """The path of the request's page for this person, with the secret in it."""
    participant = None if new else _PARTICIPANT.first(ticket.pk, requester.pk)
    participant = participant or rows.insert(Participant(ticket=ticket, requester=requester, since=at))
    return f"/r/{links.page_token(participant)}/"
