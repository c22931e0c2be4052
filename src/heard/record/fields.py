"""What a field takes, in one way of writing it; how a form asks for it; and what a ticket lacks before it is solved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from heard.hours.languages import Sentence
from heard.record.errors import Refused
from heard.record.models.field import FIELDS, LONGEST, DeskField, values_of
from heard.record.models.ticket import Ticket

YES_NO = ("yes", "no")
LARGEST, FINEST = Decimal("1e15"), -9


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as a form asks for it: over it `label`, in it `value`, under it `trouble`. `options` are what can be
    chosen, with what was chosen before, or none where one types."""

    field: DeskField
    label: str
    value: str = ""
    trouble: str = ""

    @property
    def key(self) -> str:
        """How the form calls it."""
        return key_of(self.field)

    @property
    def options(self) -> list[str]:
        """What can be chosen."""
        if self.field.kind == DeskField.Kind.YES_NO:
            return list(YES_NO)
        known = list(self.field.choices) if self.field.kind == DeskField.Kind.CHOICE else []
        gone = bool(known and self.value and not self.trouble and self.value not in known)
        return [*known, self.value] if gone else known


def key_of(field: DeskField) -> str:
    """How forms call a field."""
    return f"field_{field.name}"


def typed_in(asked: Iterable[DeskField], posted: Mapping[str, str]) -> dict[str, str]:
    """What a form says in fields, by their names: of those that it asked for, as it was typed."""
    return {field.name: posted[key_of(field)] for field in asked if key_of(field) in posted}


def read(field: DeskField, typed: str) -> str:
    """A value as it is kept; "" for nothing.

    Raises:
        Refused: the field does not take it; it says what would do.
    """
    text = " ".join(typed.split())
    if not text:
        return ""
    if len(text) > LONGEST:
        raise Refused("field_long", Sentence("At most %(most)s characters.", most=LONGEST), field=field.name)
    match field.kind:
        case DeskField.Kind.NUMBER:
            return _number(field, text)
        case DeskField.Kind.DATE:
            return _day(field, text)
        case DeskField.Kind.YES_NO if text.lower() not in YES_NO:
            raise Refused("field_yes_no", "Say yes or no.", field=field.name)
        case DeskField.Kind.YES_NO:
            return text.lower()
        case DeskField.Kind.CHOICE:
            found = next((one for one in field.choices if one.lower() == text.lower()), "")
            if not found:
                raise Refused(
                    "field_choice",
                    Sentence("Choose one of %(choices)s.", choices=", ".join(field.choices)),
                    field=field.name,
                )
            return found
    return text


def _number(field: DeskField, text: str) -> str:
    try:
        number = Decimal(text.replace(",", ".").replace("\u2212", "-"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= LARGEST or int(number.as_tuple().exponent) < FINEST:
        raise Refused("field_number", "Write a number, like 12 or 3.5.", field=field.name)
    told = format(number.normalize(), "f")
    return "0" if told in ("-0", "0") else told


def _day(field: DeskField, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused("field_date", "Write a day like 2026-11-23.", field=field.name) from None


def missing(ticket: Ticket) -> list[DeskField]:
    """The fields without which this ticket is not solved, and which say nothing yet."""
    wanted = [field for field in FIELDS.all(ticket.desk_id) if field.required]
    said = values_of([ticket.pk]).get(ticket.pk, {}) if wanted else {}
    return [field for field in wanted if field.name not in said]


def check_solved(ticket: Ticket) -> None:
    """Refuse to solve a ticket that lacks what its desk must know first.

    Raises:
        Refused: see above; it names the fields.
    """
    if lacking := missing(ticket):
        named = ", ".join(field.label for field in lacking)
        raise Refused(
            "fields",
            Sentence(
                "Before this is solved, fill in: %(fields)s. It stands beside the conversation.", fields=named
            ),
        )
