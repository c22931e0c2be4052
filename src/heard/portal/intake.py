"""What came in through a form: kept, put on a request, and shown on Intake like every other arrival."""

import json
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from heard.hours.zones import is_zone
from heard.portal.attachment import attached
from heard.record import events, files
from heard.record.actions import requester as requesters
from heard.record.actions import ticket as tickets
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.models.desk import Desk
from heard.record.models.intake import Intake
from heard.record.models.message import Message
from heard.record.models.requester import Participant
from heard.record.models.ticket import Ticket

SUBJECT = 80
"""Characters of a subject made from the first words."""


@transaction.atomic
def reply(
    participant: Participant, *, text: str, uploads: list[UploadedFile], once: str, at: datetime
) -> None:
    """A message written on the request's page; pressed twice it is one message."""
    Ticket.objects.select_for_update().get(pk=participant.ticket_id)
    if _came(once):
        return
    ticket, person = participant.ticket, participant.requester
    arrival = Arrival(
        door="form",
        from_address=person.address,
        from_name=person.name,
        text=_clean(text),
        attachments=attached(uploads),
    )
    said = tickets.add_reply(ticket, arrival, requester=person, at=at, told=True)
    _keep(arrival, Intake.State.REPLY, said, once=once, at=at)


@transaction.atomic
def request(desk: Desk, *, given: dict[str, Any], labels: dict[str, str], at: datetime) -> Ticket:
    """A request written on a desk's front page; pressed twice it is one request.

    Args:
        given: the cleaned answers of the form.
        labels: the questions as the person read them, by field.
    """
    Desk.objects.select_for_update().get(pk=desk.pk)
    before = _came(given["once"])
    if before and before.ticket:
        return before.ticket
    arrival = Arrival(
        door="form",
        from_address=given["email"],
        from_name=given["name"],
        subject=_subject(given),
        text=_answers(given, labels),
        attachments=attached(given["files"]),
    )
    person, known = requesters.meet(given["email"], name=given["name"], at=at, sample=desk.sample)
    if not known and is_zone(given["zone"]):
        requesters.change(person, by=person, at=at, zone=given["zone"])
    ticket = tickets.receive(arrival, desk=desk, requester=person, at=at, sample=desk.sample)
    _keep(arrival, Intake.State.TICKET, ticket.messages.get(), once=given["once"], at=at)
    return ticket


def _came(once: str) -> Intake | None:
    return Intake.objects.filter(header_id=_header_id(once), door="form").select_related("ticket").first()


def _header_id(once: str) -> str:
    return f"{once}@form"


def _keep(arrival: Arrival, state: str, said: Message, *, once: str, at: datetime) -> None:
    """The row of the arrival; its bytes are the form as JSON, the files beside it by their hashes."""
    raw = json.dumps(
        {
            "from": arrival.from_address,
            "from_name": arrival.from_name,
            "subject": arrival.subject,
            "text": arrival.text,
            "attachments": [
                {**file.summary(), "digest": files.keep(file.content)} for file in arrival.attachments
            ],
        },
        ensure_ascii=False,
    ).encode()
    Intake.objects.create(
        door="form",
        digest=files.keep(raw),
        size=len(raw),
        received_at=at,
        state=state,
        from_address=arrival.from_address,
        subject=arrival.subject,
        header_id=_header_id(once),
        desk=said.ticket.desk,
        ticket=said.ticket,
        message=said,
        settled_at=at,
    )
    events.add("intake.settled", by=HEARD, at=at, ticket=said.ticket, state=state)


def _subject(given: dict[str, Any]) -> str:
    """The first words of what happened, or of what was tried."""
    words = next((given[name] for name in ("happened", "doing", "stopped", "needed") if given[name]), "")
    line = " ".join(words.split())
    if len(line) <= SUBJECT:
        return line or _("A picture")
    return line[:SUBJECT].rsplit(" ", 1)[0] + " …"


def _answers(given: dict[str, Any], labels: dict[str, str]) -> str:
    """The answers, each under its question."""
    said = [
        (labels[name], _clean(given[name])) for name in ("doing", "happened", "stopped", "needed", "phone")
    ]
    return "\n\n".join(f"{question}\n{answer}" for question, answer in said if answer)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
