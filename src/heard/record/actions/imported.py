"""History comes in: a ticket of another system with its messages at their real times.

It makes no letter, no promise, no lapse, no receipt and no alert, and counts in no number; it is there to be found.
Each ticket comes in one transaction under the key that it had there, so an import that was killed goes on where it was.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from heard.record import events, files, ledger, overload, rows, search
from heard.record.actions import agent as agents
from heard.record.actions import desk as desks
from heard.record.actions import field as fields
from heard.record.actions import message as messages
from heard.record.actions import note as notes
from heard.record.actions import requester as requesters
from heard.record.actions import settle
from heard.record.actor import Actor, Robot
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.imported import Imported
from heard.record.models.message import Message
from heard.record.models.phone import Phone
from heard.record.models.requester import Requester, RequesterAddress
from heard.record.models.ticket import Ticket
from heard.record.past import MOST_OF_KEY, Happened, Past, Said
from heard.record.turns import wait_for_turn

DOOR = "import"
"""The door of messages that came in with history."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one ticket of a file: whether it is new, how many of its messages are, their files, and the
    addresses of people nobody knew before."""

    is_new: bool
    messages: int
    files: int
    people: frozenset[str]


def brief(key: str) -> str:
    """A key in the length that is kept."""
    return key if len(key) <= MOST_OF_KEY else hashlib.sha256(key.encode()).hexdigest()


def would_bring(past: Past) -> Brought:
    """What `bring` would do, without doing it."""
    kept = Imported.objects.filter(origin=past.origin, key=brief(past.key)).first()
    fresh = _fresh(past, kept)
    known = set(
        RequesterAddress.objects.filter(address__in=_people(past, fresh)).values_list("address", flat=True)
    )
    return Brought(
        kept is None, len(fresh), sum(len(one.files) for one in fresh), _people(past, fresh) - known
    )


@transaction.atomic
def bring(past: Past, *, desk: Desk, opened: bool, by: Actor, at: datetime) -> Brought:
    """Bring a ticket in, or the messages of it that are not here yet.

    Args:
        opened: what was open there is open here: received now (`at`, UTC), unheard, with a promise of a first word
            from now that nobody was told. Else it comes in as resolved.
    """
    wait_for_turn(f"import {past.origin} {past.key}")
    would = would_bring(past)
    kept = Imported.objects.select_related("ticket").filter(origin=past.origin, key=brief(past.key)).first()
    if kept:
        _add(kept, past, at=at)
    else:
        _make(past, desk=desk, opened=opened and past.is_open, by=by, at=at)
    return would


def _people(past: Past, fresh: Sequence[Said]) -> frozenset[str]:
    asked = [one.address for one in fresh if not one.ours and not one.private]
    return frozenset(address.strip().lower() for address in [past.address, *asked] if address)


def _fresh(past: Past, kept: Imported | None) -> list[Said]:
    """The messages that are not here yet, each once, in the order of time."""
    here = set(kept.keys) if kept else set()
    new = {brief(one.key): one for one in past.said if brief(one.key) not in here}
    return sorted(new.values(), key=lambda one: one.at)


def _make(past: Past, *, desk: Desk, opened: bool, by: Actor, at: datetime) -> None:
    person = _person(past.address, past.name, past.received_at)
    if past.organization and person.organization is None:
        requesters.join(person, organization=past.organization)
    ticket = rows.insert(_ticket(past, desk, person, opened=opened, at=at))
    fresh = _fresh(past, None)
    keys = [brief(one.key) for one in fresh]
    Imported.objects.create(ticket=ticket, origin=past.origin, key=brief(past.key), keys=keys, brought_at=at)
    _tell(ticket, past, fresh, at=at)
    fields.bring(ticket, dict(past.fields))
    events.add("ticket.imported", by=by, at=at, ticket=ticket, known_as=past.number or brief(past.key))
    if not opened:
        _resolved(ticket, past)
        return
    ledger.desk_promise(ticket, at=at, told=False, **overload.backlog(desk))
    ticket.resolved_at, ticket.resolution, ticket.resolved_by = None, "", None
    events.add("ticket.received", by=person, at=at, ticket=ticket, due=ticket.standing.due_at)
    settle.set_clock(ticket, at=at)


def _resolved(ticket: Ticket, past: Past) -> None:
    """The end it had there, at its time."""
    if ticket.resolved_at and not any(one.kind == "ticket.resolved" for one in past.happened):
        by = ticket.resolved_by or Robot(ticket.imported.origin)
        events.add("ticket.resolved", by=by, at=ticket.resolved_at, ticket=ticket)
    rows.update(ticket)


def _ticket(past: Past, desk: Desk, person: Requester, *, opened: bool, at: datetime) -> Ticket:
    answers = [one for one in past.said if one.ours and not one.private]
    owner = _agent(past.owner) or next(
        (who for one in reversed(answers) if (who := _agent(one.address))), None
    )
    ticket = Ticket(
        desk=desk, requester=person, subject=past.subject[:500], received_at=at if opened else past.received_at,
        resolved_at=past.resolved_at, resolution=_resolution(past), sample=desk.sample,
    )  # fmt: skip
    if not opened:
        first = answers[0] if answers else None
        ticket.owner, ticket.resolved_by = owner, owner if answers else None
        ticket.opened_at = ticket.acknowledged_at = first.at if first else None
        ticket.opened_by = _agent(first.address) if first else None
        ticket.opened_at = past.opened_at or ticket.opened_at or past.resolved_at
        ticket.last_word_at = answers[-1].at if answers else None
    return ticket


def _resolution(past: Past) -> str:
    if past.resolution:
        return past.resolution
    return Ticket.Resolution.SOLVED if past.has_answer else Ticket.Resolution.WITHDRAWN


def _add(kept: Imported, past: Past, *, at: datetime) -> None:
    """What a later file knows more: it stands behind what is here, and moves nothing."""
    fresh = _fresh(past, kept)
    if fresh:
        ticket = settle.locked(kept.ticket_id)
        _say(ticket, past, fresh, at=at)
        ticket.save(update_fields=["last_n", "preview"])
        kept.keys = [*kept.keys, *(brief(one.key) for one in fresh)]
        kept.save(update_fields=["keys"])


def _tell(ticket: Ticket, past: Past, fresh: Sequence[Said], *, at: datetime) -> None:
    """All of it in the order of time, but the first message first: whoever looks for the ticket finds it by that."""
    rest: list[Said | Happened] = [*fresh[1:], *past.happened]
    for one in [*fresh[:1], *sorted(rest, key=lambda one: one.at)]:
        if isinstance(one, Happened):
            _happen(ticket, one)
        else:
            _say(ticket, past, [one], at=at)


def _happen(ticket: Ticket, one: Happened) -> None:
    data: dict[str, Any] = dict(one.data)
    if owner := _agent(one.data.get("owner", "")):
        data["owner"] = owner.pk
    else:
        data.pop("owner", None)
    by: Actor = Robot(one.name or one.address)
    if one.address:
        by = (_agent(one.address) or by) if one.ours else _person(one.address, one.name, one.at)
    events.add(one.kind, by=by, at=one.at, ticket=ticket, **data)


def _say(ticket: Ticket, past: Past, fresh: Sequence[Said], *, at: datetime) -> None:
    for one in fresh:
        if one.private:
            _note(ticket, one)
        else:
            _message(ticket, past, one, at=at)


def _note(ticket: Ticket, one: Said) -> None:
    by = _agent(one.address) or Robot(one.name or one.address)
    kept = [
        {
            "name": file.name[:255] or "file",
            "type": file.type[:127],
            "digest": files.keep(file.content),
            "size": len(file.content),
        }
        for file in one.files
    ]
    notes.add(ticket, text=one.text, by=by, at=one.at, kept=kept)


def _message(ticket: Ticket, past: Past, one: Said, *, at: datetime) -> None:
    """What an agent said who is unknown here stands under the name they had; only a known person's is a person's word.
    All is read and settled: it was, there."""
    agent = _agent(one.address) if one.ours else None
    person = None if one.ours else _person(one.address or past.address, one.name, one.at)
    message = Message(
        ticket=ticket,
        n=events.next_n(ticket),
        kind=_kind(one),
        by_person=bool(agent or person),
        agent=agent,
        requester=person,
        robot="" if agent or person else (one.name or one.address)[:100],
        said_at=one.at,
        subject=past.subject[:500],
        text=one.text,
        reply=one.reply if one.reply != one.text else "",
        html=files.keep(one.html.encode()) if one.html else "",
        door=DOOR,
        header_id=one.header_id[:998],
    )
    if person:
        message.read_at = message.settled_at = at
        message.settled = Message.Settled.ANSWERED
    rows.insert(message)
    messages.attach(message, one.files)
    ticket.preview = messages.preview(message.shown)
    search.add_message(ticket, message, [*(file.name for file in one.files), past.number])


def _kind(one: Said) -> str:
    said = Message.Kind.CALL if one.spoken else Message.Kind.OUTBOUND
    return said if one.ours else Message.Kind.INBOUND


def _person(address: str, name: str, at: datetime) -> Requester:
    return requesters.meet(address, name=name, at=at)[0]


def _agent(address: str) -> Agent | None:
    return Agent.objects.filter(email=address.strip().lower(), sample=False).first() if address else None


def know_agent(row: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Make an agent of an export, if nobody here has the address; without a password, so nobody can sign in."""
    if Agent.objects.filter(email=row["email"]).exists():
        return
    names = ("name", "email", "role", "zone", "language")
    made = agents.make(**{name: row[name] for name in names}, password=None, by=by, at=at)
    if not row["is_active"]:
        agents.disable(made, by=by, at=at)


def know_desk(row: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Make a desk of an export with members and fields; of one that has one of its addresses only its new fields."""
    addresses = row["addresses"]
    here = Desk.objects.filter(addresses__address__in=addresses).first()
    if here:
        for field in row.get("fields", ()):
            fields.know(here, field, by=by, at=at)
    if here or not addresses:
        return
    made = desks.make(
        name=row["name"], address=addresses[0], zone=row["zone"], language=row["language"], by=by, at=at
    )
    for further in addresses[1:]:
        desks.add_address(made, address=further, by=by, at=at)
    week = [
        [(opens, closes) for day, opens, closes in row["hours"] if day == weekday] for weekday in range(7)
    ]
    desks.set_hours(
        made, week=week, zone=row["zone"], country=row["country"], region=row["region"], by=by, at=at
    )
    desks.set_targets(made, targets=row["targets"], by=by, at=at)
    for field in row.get("fields", ()):
        fields.know(made, field, by=by, at=at)
    for member in Agent.objects.filter(email__in=row["members"]):
        desks.add_member(made, agent=member, by=by, at=at)


@transaction.atomic
def know_person(row: Mapping[str, Any], *, organization: str, at: datetime) -> None:
    """Make a requester of an export with all addresses, if nobody here has one of them."""
    if RequesterAddress.objects.filter(address__in=row["addresses"]).exists():
        return
    person, _ = requesters.meet(row["addresses"][0], name=row["name"], at=at)
    for further in row["addresses"][1:]:
        RequesterAddress.objects.create(requester=person, address=further)
    for number in row.get("phones", ()):
        Phone.objects.create(requester=person, number=number, added_at=at)
    person.zone, person.language = row["zone"], row["language"]
    person.save(update_fields=["zone", "language"])
    if organization:
        requesters.join(person, organization=organization)
