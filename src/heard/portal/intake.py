"""What came in through a form: kept, put on a request, and shown on Intake like every other arrival."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.hours.zones import is_zone
from heard.portal.attachment import attached
from heard.record.access import requester as access
from heard.record.actions import field as fields
from heard.record.actions import intake as intakes
from heard.record.actions import phone as phones
from heard.record.actions import problem as problems
from heard.record.actions import requester as requesters
from heard.record.actions import ticket as tickets
from heard.record.arrival import Arrival, AttachedFile, Door
from heard.record.errors import Refused
from heard.record.models.desk import Desk
from heard.record.models.intake import Intake
from heard.record.models.message import Message
from heard.record.models.problem import Problem
from heard.record.models.requester import Participant, Requester
from heard.record.models.ticket import Ticket
from heard.record.phones import country_of, said

ASKED = ("doing", "happened", "stopped", "needed", "phone")
SUBJECT = 80
"""Characters of a subject made from the first words."""


@transaction.atomic
def reply(
    participant: Participant, *, text: str, attachments: tuple[AttachedFile, ...], once: str, at: datetime
) -> None:
    """A message written on the request's page; pressed twice it is one message."""
    Ticket.objects.select_for_update().get(pk=participant.ticket_id)
    person = participant.requester
    arrival = _arrival(
        once, address=person.address, name=person.name, text=_clean(text), attachments=attachments
    )
    if intakes.before(arrival):
        return
    kept = intakes.keep(intakes.as_bytes(arrival), door="form", at=at)
    said = tickets.add_reply(participant.ticket, arrival, requester=person, at=at, told=True)
    _settle(kept, Intake.State.REPLY, arrival, said, at=at)


@transaction.atomic
def request(
    desk: Desk,
    *,
    given: dict[str, Any],
    labels: dict[str, str],
    values: dict[str, str],
    language: str,
    at: datetime,
    came: tuple[AttachedFile, ...] = (),
) -> Ticket:
    """A request written on a desk's front page; pressed twice it is one request.

    Args:
        given: the cleaned answers of the form.
        labels: the questions as the person read them, by field.
        values: what they said in the fields that the desk asks for, by their names.
        language: in which they read the page; somebody new is written to in it.
        came: files that came by themselves before it.
    """
    Desk.objects.select_for_update().get(pk=desk.pk)
    arrival = _arrival(
        given["once"],
        door="counter" if given["door"] == "counter" else "form",
        address=given["email"],
        name=given["name"],
        subject=_subject(given),
        text=_answers(given, labels, ASKED),
        language=language,
        attachments=(*came, *attached(given["files"])),
    )
    if before := intakes.before(arrival):
        return before
    kept = intakes.keep(intakes.as_bytes(arrival), door=arrival.door, at=at)
    person, known = requesters.meet(given["email"], name=given["name"], at=at, sample=desk.sample)
    if not known:
        _introduce(person, given, language, at=at)
    ticket = tickets.receive(arrival, desk=desk, requester=person, at=at, sample=desk.sample)
    if values:
        fields.put(ticket, values=values, by=person, at=at)
    _settle(kept, Intake.State.TICKET, arrival, ticket.messages.get(), at=at)
    return ticket


@transaction.atomic
def call(desk: Desk, *, given: dict[str, Any], labels: dict[str, str], language: str, at: datetime) -> Ticket:
    """Somebody asks to be called; pressed twice it is one request. The page tells them by when we ring.

    Whoever gives a mail address is its person; else it is whose the number is. Only of somebody new the number is kept,
    as nothing proves that it is theirs.

    Args: as of `request`.
    """
    Desk.objects.select_for_update().get(pk=desk.pk)
    number = given["phone"]
    shown = {**given, "phone": said(number, country=country_of(desk))}
    arrival = _arrival(
        given["once"],
        address=given["email"] or number,
        name=given["name"],
        subject=_shortened(given["about"]) or _("Please call me"),
        text=_answers(shown, labels, ("about", "when", "phone")),
        language=language,
    )
    if before := intakes.before(arrival):
        return before
    kept = intakes.keep(intakes.as_bytes(arrival), door="form", at=at)
    if given["email"]:
        person, known = requesters.meet(given["email"], name=given["name"], at=at, sample=desk.sample)
        if not known:
            phones.add(person, number=number, by=person, at=at)
    else:
        person, known = phones.meet(number, name=given["name"], at=at, sample=desk.sample)
    if not known:
        _introduce(person, given, language, at=at)
    ticket = tickets.receive(
        arrival, desk=desk, requester=person, at=at, sample=desk.sample, how="ring", is_told=True
    )
    _settle(kept, Intake.State.TICKET, arrival, ticket.messages.get(), at=at)
    return ticket


@transaction.atomic
def me_too(problem: Problem, *, given: dict[str, Any], sample: str, language: str, at: datetime) -> None:
    """It happened to somebody as well, or again: written on the public page of a problem.

    Somebody new to it gets a request of their own behind it. Of somebody who has one already it is one more report; as
    nothing proves that it is them, what they wrote is for agents to see and moves nothing. Nobody who presses learns
    which of the two it was.

    Args:
        sample: the words that the page offered; whoever left them as they were asks nothing.
    """
    desk = problem.desk
    Desk.objects.select_for_update().get(pk=desk.pk)
    text = _clean(given["text"])
    arrival = _arrival(
        given["once"],
        address=given["email"],
        name=given["name"],
        subject=problem.in_language(language).title,
        text=text,
        language=language,
    )
    if intakes.before(arrival):
        return
    kept = intakes.keep(intakes.as_bytes(arrival), door="form", at=at)
    person, known = requesters.meet(given["email"], name=given["name"], at=at, sample=desk.sample)
    if ticket := access.request_behind(problem, person):
        said = tickets.add_reply(ticket, arrival, requester=ticket.requester, at=at, verified=False)
        with suppress(Refused):  # counted a moment ago
            problems.again(ticket, by=ticket.requester, at=at)
        _settle(kept, Intake.State.REPLY, arrival, said, at=at)
        return
    if not known:
        _introduce(person, given, language, at=at)
    ticket = tickets.receive(arrival, desk=desk, requester=person, at=at, sample=desk.sample)
    problems.join(ticket, problem=problem, by=person, at=at, asks_nothing=text == _clean(sample))
    _settle(kept, Intake.State.TICKET, arrival, ticket.messages.get(), at=at)


def _introduce(person: Requester, given: dict[str, Any], language: str, *, at: datetime) -> None:
    """Somebody new is told times in the zone of their browser, in the language they read."""
    zone = given["zone"] if is_zone(given["zone"]) else None
    requesters.change(person, by=person, at=at, zone=zone, language=language)


def _arrival(once: str, *, address: str, name: str, door: Door = "form", **given: Any) -> Arrival:
    """What a form brought. For a Message-ID it has a hash of the form as it was shown and of all that it says:
    the same button pressed twice is one arrival, the form gone back to and changed is another.
    """
    bare = Arrival(door=door, from_address=address, from_name=name, **given)
    return replace(
        bare, message_id=f"{hashlib.sha256(once.encode() + intakes.as_bytes(bare)).hexdigest()[:32]}@form"
    )


def _settle(kept: Intake, state: str, arrival: Arrival, said: Message, *, at: datetime) -> None:
    desk, ticket = said.ticket.desk, said.ticket
    intakes.settle(kept, state=state, at=at, arrival=arrival, desk=desk, ticket=ticket, message=said)


def _subject(given: dict[str, Any]) -> str:
    """The first words of what happened, or of what was tried."""
    words = next((given[name] for name in ("happened", "doing", "stopped", "needed") if given[name]), "")
    return _shortened(words) or _("A picture")


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    if len(line) <= SUBJECT:
        return line
    return line[:SUBJECT].rsplit(" ", 1)[0] + " …"


def _answers(given: dict[str, Any], labels: dict[str, str], names: Sequence[str]) -> str:
    """The answers, each under its question."""
    answers = [(labels[name], _clean(given[name])) for name in names]
    return "\n\n".join(f"{question}\n{answer}" for question, answer in answers if answer)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
