"""Where a mail goes once it is read: on a ticket, to a new one, filed, or in quarantine. Nothing is dropped."""

import re
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction

from heard.channels.mail.guard import Quarantined
from heard.channels.mail.thread import Thread, own_letter, recipients, thread_of
from heard.record.actions import intake as intakes
from heard.record.actions import requester as requesters
from heard.record.actions import ticket as tickets
from heard.record.arrival import Arrival
from heard.record.models.desk import Desk, DeskAddress
from heard.record.models.intake import Intake
from heard.record.models.message import Message
from heard.record.models.requester import Requester
from heard.record.question import Question

ADDRESS_LIMIT = 254  # characters of a sender's address, RFC 5321, 4.5.3.1
LANGUAGES = ("en", "de")  # in which a guess from the text is worth having
FOUND_OLD = "it lay in the mailbox before we first looked there"
FINISHED = (Intake.State.TICKET, Intake.State.REPLY)

_USABLE = re.compile(r"[^\s@<>,;\"\x00-\x20]+@[^\s@<>,;\"\x00-\x20]+")
_WHY_FILED = {
    "auto-reply": "an automatic answer",
    "out-of-office": "somebody is away",
    "bounce": "a letter could not be delivered",
    "delayed": "a letter is delayed on its way",
    "list": "mail of a mailing list",
    "bulk": "mass mail",
    "challenge": "a machine asks to confirm a letter",
}


class NoDesk(Exception):
    """There is no desk yet, so the mail waits as it is."""


_INTAKE = Question(lambda pk: Intake.objects.select_for_update().filter(pk=pk))
_ADDRESSES: Question[tuple[str, int]] = Question(
    lambda: DeskAddress.objects.order_by("id").values_list("address", "desk_id")
)
_DESK = Question(lambda pk: Desk.objects.filter(pk=pk))
_FIRST_MESSAGE = Question(lambda ticket: Message.objects.filter(ticket=ticket).order_by("n")[:1])


@transaction.atomic
def place(intake_id: int, read: Arrival | Quarantined, *, at: datetime) -> bool:
    """Settle one arrival; False when another process has done so already.

    Raises:
        NoDesk: nothing is set up yet; the arrival stays received.
    """
    intake = _INTAKE.first(intake_id)
    if intake is None or intake.state != Intake.State.RECEIVED:
        return False
    if isinstance(read, Quarantined):
        intakes.settle(intake, state=Intake.State.QUARANTINED, reason=read.reason, at=at)
        return True
    desks = dict(_ADDRESSES.all())
    desk, why = _desk_of(read, desks)
    _settle(intake, _without_own_list(read, desks), desk=desk, why=why, desks=desks, at=at)
    return True


def _settle(
    intake: Intake, arrival: Arrival, *, desk: Desk, why: str, desks: dict[str, int], at: datetime
) -> None:
    thread = thread_of(arrival)
    if thread and thread.signed and arrival.machine in ("list", "bulk"):
        arrival = replace(arrival, machine=None)  # no mass mail knows a signed address; a shared mailbox may
    against = _why_not(intake, arrival, desks)
    if against:
        linked = thread.ticket if thread else None
        reason = f"{against}{_failed(arrival)}"
        intakes.settle(
            intake,
            state=Intake.State.FILED,
            reason=reason,
            at=at,
            arrival=arrival,
            desk=linked.desk if linked else desk,
            ticket=linked,
        )
    elif not _USABLE.fullmatch(arrival.from_address) or len(arrival.from_address) > ADDRESS_LIMIT:
        reason = "it names no sender who could be answered"
        intakes.settle(
            intake, state=Intake.State.QUARANTINED, reason=reason, at=at, arrival=arrival, desk=desk
        )
    else:
        _take(intake, arrival, thread=thread, desk=desk, why=why, at=at)


def _take(
    intake: Intake, arrival: Arrival, *, thread: Thread | None, desk: Desk, why: str, at: datetime
) -> None:
    person, known = requesters.meet(arrival.from_address, name=arrival.from_name, at=at)
    if not known:
        _note_language(person, arrival, desk, at=at)
    if thread and (thread.verified or thread.ticket.is_open) and tickets.may_reopen(thread.ticket, at=at):
        said = tickets.add_reply(thread.ticket, arrival, requester=person, at=at, verified=thread.verified)
        reason = "" if thread.verified else "from somebody who takes no part in it; only agents see it"
        state, ticket = Intake.State.REPLY, thread.ticket
    else:
        continues = thread.ticket if thread and thread.verified else None
        desk = continues.desk if continues else desk
        ticket = tickets.receive(
            arrival, desk=desk, requester=person, at=at, sample=desk.sample, continues=continues
        )
        said, state, reason = _FIRST_MESSAGE.all(ticket.pk)[0], Intake.State.TICKET, why
    intakes.settle(
        intake,
        state=state,
        reason=reason,
        at=at,
        arrival=arrival,
        desk=ticket.desk,
        ticket=ticket,
        message=said,
    )


def _note_language(person: Requester, arrival: Arrival, desk: Desk, *, at: datetime) -> None:
    """Somebody new is written to in the language they wrote in, until they choose another."""
    if arrival.language in LANGUAGES and arrival.language != desk.language:
        requesters.change(person, by=person, at=at, language=arrival.language)


def _desk_of(arrival: Arrival, desks: dict[str, int]) -> tuple[Desk, str]:
    """The desk that a mail was sent to: envelope, Delivered-To, To, Cc; else the first one, and why."""
    for address in recipients(arrival):
        desk_id = desks.get(address) or desks.get(_without_plus(address))
        if desk_id:
            return _DESK.all(desk_id)[0], ""
    first = Desk.objects.order_by("sample", "id").first()
    if first is None:
        raise NoDesk
    return first, "sent to no address of a desk; the first desk has it"


def _without_plus(address: str) -> str:
    local, _, host = address.partition("@")
    return f"{local.partition('+')[0]}@{host}"


def _without_own_list(arrival: Arrival, desks: dict[str, int]) -> Arrival:
    """A desk's address may be a mailing list: what comes through it was written to the desk by a person."""
    if arrival.machine == "list" and arrival.list_address in desks:
        return replace(arrival, machine=None)
    return arrival


def _why_not(intake: Intake, arrival: Arrival, desks: dict[str, int]) -> str:
    """Why a mail makes no ticket and no reply; "" if it does."""
    if intake.reason == FOUND_OLD:
        return FOUND_OLD
    if arrival.machine:
        return _WHY_FILED[arrival.machine]
    if _without_plus(arrival.from_address.lower()) in desks:
        return "it comes from a desk's own address"
    if own_letter(arrival):
        return "our own letter came back"
    return "the same mail came before" if _came_before(intake, arrival) else ""


_SAME_BYTES: Question[list[str]] = Question(
    lambda digest, besides: (
        Intake.objects.filter(digest=digest, state__in=FINISHED)
        .exclude(pk=besides)
        .values_list("envelope_to", flat=True)
    )
)
_SAME_MAIL: Question[int] = Question(
    lambda besides, header_id, sender, subject, text: (
        Intake.objects.filter(
            state__in=FINISHED, header_id=header_id, from_address=sender, subject=subject, message__text=text
        )
        .exclude(pk=besides)
        .values_list("id", flat=True)[:1]
    )
)


def _came_before(intake: Intake, arrival: Arrival) -> bool:
    """Whether the same mail was settled already, also over another way: finished rows only, one way at a time."""
    _one_at_a_time(arrival.message_id or intake.digest)
    if intake.envelope_to in _SAME_BYTES.all(intake.digest, intake.pk):
        return True
    if not arrival.message_id:
        return False
    said = arrival.message_id[:998], arrival.from_address, arrival.subject[:500], arrival.text
    return bool(_SAME_MAIL.all(intake.pk, *said))


def _one_at_a_time(key: str) -> None:
    """Two processes that settle copies of one mail wait for each other; on SQLite every writer does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])


def _failed(arrival: Arrival) -> str:
    """The addresses that a delivery report speaks of."""
    if not arrival.bounce or not arrival.bounce.recipients:
        return ""
    named = [f"{one.address} {one.status}".strip() for one in arrival.bounce.recipients[:5]]
    return f": {', '.join(named)}"
