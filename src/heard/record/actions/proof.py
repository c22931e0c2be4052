"""Verbs on a proof of a mail address: asked for by anybody, answered by the worker with a letter, used once, ended.

Whoever asks learns nothing: the page writes the same row for every address, and whose it is is looked up later.
"""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from heard.record import events, rows
from heard.record.access.proof import LASTS, STAYS, people
from heard.record.actions.letter import host_of, leaves_from
from heard.record.actor import HEARD
from heard.record.ids import new_public_id
from heard.record.models.desk import Desk, DeskAddress
from heard.record.models.letter import Letter
from heard.record.models.proof import Proof
from heard.record.models.requester import Participant, Requester, RequesterAddress
from heard.record.models.ticket import Ticket
from heard.record.people import zone_of
from heard.record.turns import wait_for_turn

AN_HOUR, HOUR = 5, timedelta(hours=1)
"""Letters with a link that one address gets in an hour, whoever asks for them."""
TWICE = timedelta(minutes=1)
"""Within which one button pressed twice is one use."""
KEPT_FOR = timedelta(days=1)


def ask(address: str, *, language: str, at: datetime) -> Proof:
    """Somebody asks for the list of all requests of a mail address, on a page in `language`."""
    typed = address.strip().lower()[:320]
    return rows.insert(Proof(typed=typed, language=language, asked_at=at))


@transaction.atomic
def answer_one(*, at: datetime) -> bool:
    """Look whose address the next one that was asked for is, and write to it; whether there was one.

    Nothing is written to an address we do not know, to one that had enough of these letters, to a desk's own, to a
    sample person, and when the link would be over. What was asked so leaves no trace.
    """
    waiting = Proof.objects.filter(address=None).order_by("id")
    proof = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if proof is None:
        return False
    address = _whose(proof, at=at)
    desk, desk_address = _leaves_from(address.requester) if address else (None, "")
    if address is None or desk is None:
        proof.delete()
        return True
    proof.address, proof.typed = address, ""
    proof.save(update_fields=["address", "typed"])
    _queue(proof, address, desk, desk_address, at=at)
    events.add("proof.asked", by=HEARD, at=at, person=address.requester_id)
    return True


def forget(*, at: datetime) -> int:
    """Forget what was asked for more than a day before `at` (UTC); how many."""
    return Proof.objects.filter(asked_at__lt=at - KEPT_FOR).delete()[0]


def use(proof: Proof, *, once: str, at: datetime) -> bool:
    """Use a proof up: from now on it opens the list, in the browser that pressed; whether it still could be used.

    Args:
        once: the number of the page with the button. Pressed twice, it is one use.
    """
    digest = hashlib.sha256(once.encode()).hexdigest()
    with transaction.atomic():
        own = Proof.objects.select_for_update(of=("self",)).get(pk=proof.pk)
        if own.used_at is not None:
            return own.once == digest and own.ended_at is None and at <= own.used_at + TWICE
        if own.address is None or own.ended_at or at >= own.asked_at + LASTS:
            return False
        own.used_at, own.once = at, digest
        own.save(update_fields=["used_at", "once"])
        _take_part(own.address.requester, at=at)
        events.add("proof.used", by=own.address.requester, at=at)
    return True


@transaction.atomic
def end(proof: Proof, *, by: Requester, at: datetime) -> None:
    """Somebody closes the list in their browser."""
    if Proof.objects.filter(pk=proof.pk, ended_at=None).update(ended_at=at):
        events.add("proof.ended", by=by, at=at)


@transaction.atomic
def end_others(requester: Requester, *, but: Proof | None, at: datetime) -> int:
    """Every list of this person's requests is closed, in all browsers but one, and no link under way opens one; how
    many there were."""
    lasting = Proof.objects.filter(ended_at=None, asked_at__gt=at - LASTS - STAYS)
    theirs = Q(address__requester=requester.person_id) | Q(address__requester__same_as=requester.person_id)
    every = lasting.filter(theirs | Q(address__requester=requester.pk))
    others = every.exclude(pk=but.pk) if but else every
    return others.update(ended_at=at)


def _whose(proof: Proof, *, at: datetime) -> RequesterAddress | None:
    """The address, when a letter may go there."""
    if at >= proof.asked_at + LASTS or DeskAddress.objects.filter(address=proof.typed).exists():
        return None
    wait_for_turn(proof.typed)
    near = "requester__organization"
    found = RequesterAddress.objects.filter(address=proof.typed, requester__sample=False).select_related(near)
    lately = Letter.objects.filter(kind=Letter.Kind.PROOF, to_address=proof.typed, queued_at__gt=at - HOUR)
    return found.first() if lately.count() < AN_HOUR else None


def _leaves_from(requester: Requester) -> tuple[Desk | None, str]:
    """The desk that writes, and its address: where their newest request is; for somebody without one, the first."""
    theirs = Ticket.objects.filter(participants__requester__in=people(requester)).select_related("desk")
    ticket = theirs.order_by("-received_at", "-id").first()
    if ticket and (address := leaves_from(ticket)):
        return ticket.desk, address
    first = (
        DeskAddress.objects.filter(desk__sample=False)
        .select_related("desk")
        .order_by("desk_id", "id")
        .first()
    )
    return (first.desk, first.address) if first else (None, "")


def _queue(proof: Proof, address: RequesterAddress, desk: Desk, desk_address: str, *, at: datetime) -> None:
    """The letter, in the language that the person chose, else in that of the page. It goes to the address as it is
    kept, and holds no secret before it is rendered."""
    public_id, person = new_public_id(), address.requester
    rows.insert(
        Letter(
            public_id=public_id,
            kind=Letter.Kind.PROOF,
            requester=person,
            to_address=address.address,
            host=host_of(address.address),
            from_address=desk_address,
            language=person.language or proof.language,
            zone=zone_of(person, desk),
            automatic=True,
            header_id=f"{public_id}@{desk_address.partition('@')[2]}",
            facts={
                "said_at": at.isoformat(),
                "desk": desk.name,
                "proof": proof.public_id,
                "until": (proof.asked_at + LASTS).isoformat(),
            },
            queued_at=at,
            not_before=at,
        )
    )


def _take_part(requester: Requester, *, at: datetime) -> None:
    """Requests of which no letter ever left have no page for their requester yet: now they have."""
    theirs = Participant.objects.filter(ticket=OuterRef("pk"), requester=OuterRef("requester"))
    for ticket in Ticket.objects.filter(~Exists(theirs), requester__in=people(requester)).order_by("id"):
        rows.insert(Participant(ticket=ticket, requester_id=ticket.requester_id, since=at))
