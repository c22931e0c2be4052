"""What a desk wants to know of each request: asked for in its form, and shown on the request's page."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.portal.reader import Reader
from heard.record.access import front as access
from heard.record.errors import Refused
from heard.record.fields import Asked, key_of, read
from heard.record.models.desk import Desk
from heard.record.models.field import DeskField
from heard.record.models.requester import Participant

SAYS = {
    "field_long": gettext_lazy("That is too long. Please say it in 500 characters."),
    "field_number": gettext_lazy("Please write a number, like 12 or 3.5."),
    "field_date": gettext_lazy("Please write a day like 2026-11-23."),
    "field_yes_no": gettext_lazy("Please choose yes or no."),
    "field_choice": gettext_lazy("Please choose one from the list."),
}


def asked(desk: Desk, language: str, posted: Mapping[str, str] | None = None) -> list[Asked]:
    """The fields that the form of a desk asks for, with what was typed and what is wrong with it."""
    given = posted or {}
    return [
        Asked(field, field.called(language), typed, _wrong(field, typed))
        for field in access.asked_for(desk)
        for typed in [given.get(key_of(field), "").strip()]
    ]


def _wrong(field: DeskField, typed: str) -> str:
    try:
        read(field, typed)
    except Refused as refused:
        return str(SAYS[refused.code])
    return ""


def told(participant: Participant, reader: Reader) -> list[tuple[str, str]]:
    """What a request says, field by field, as the person reads it."""
    rows = access.said_in(participant)
    return [(field.called(reader.language), _said(field, value, reader)) for field, value in rows]


def _said(field: DeskField, value: str, reader: Reader) -> str:
    match field.kind:
        case DeskField.Kind.DATE:
            return reader.date(date.fromisoformat(value))
        case DeskField.Kind.YES_NO:
            return _("yes") if value == "yes" else _("no")
    return value
