"""Verbs on a field: made, changed, dropped and taken up again by a lead; filled in, and carried to another desk."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from heard.hours.languages import LANGUAGES, Sentence
from heard.record import events
from heard.record.actions.settle import settled
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.fields import read
from heard.record.models.desk import Desk
from heard.record.models.field import FIELDS, LONGEST, DeskField, FieldValue
from heard.record.models.ticket import Ticket

MOST = 40
"""Fields of one desk."""
CHOICES_MOST = 100
CHOICE_LONGEST = 100
NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@transaction.atomic
def make(
    desk: Desk,
    *,
    name: str,
    kind: str,
    label: str,
    by: Actor,
    at: datetime,
    names: Mapping[str, str] | None = None,
    choices: Sequence[str] = (),
    required: bool = False,
    shown: bool = False,
    place: int = 0,
) -> DeskField:
    """A desk wants to know something of its tickets from now on.

    Args:
        name: what queries and programs call it; it stays. label: what people read, in the desk's language.
        names: the label in other languages, by their codes. choices: what can be chosen, of a choice.

    Raises:
        Refused: no such kind, no name, one that is there already, too many, or nothing to choose from.
    """
    Desk.objects.select_for_update().get(pk=desk.pk)
    name = name.strip().lower()
    if kind not in DeskField.Kind.values:
        raise Refused(
            "kind",
            Sentence("A field is one of %(kinds)s.", kinds=", ".join(DeskField.Kind.values)),
            field="kind",
        )
    if not NAME.fullmatch(name):
        says = "Its name is one word of letters a to z, digits, - and _, no longer than 40, like serial."
        raise Refused("name", says, field="name")
    if desk.fields.filter(name=name).exists():
        raise Refused("taken", "This desk has a field of that name, perhaps a dropped one.", field="name")
    if desk.fields.count() >= MOST:
        raise Refused(
            "many",
            Sentence("A desk has at most %(most)s fields. Delete a dropped one first.", most=MOST),
            field="name",
        )
    made = DeskField(desk=desk, name=name, kind=kind, made_at=at)
    _set(made, label=label, names=names or {}, choices=choices, required=required, shown=shown, place=place)
    made.save()
    events.add("field.made", by=by, at=at, desk=desk, field=made.pk)
    return made


@transaction.atomic
def change(
    field: DeskField,
    *,
    label: str,
    by: Actor,
    at: datetime,
    names: Mapping[str, str] | None = None,
    choices: Sequence[str] = (),
    required: bool = False,
    shown: bool = False,
    place: int = 0,
) -> DeskField:
    """Call, order or ask for it otherwise. Its name and kind stay. A choice taken away stays where it was chosen.

    Raises:
        Refused: no label, or nothing to choose from.
    """
    own = DeskField.objects.select_for_update(of=("self",)).select_related("desk").get(pk=field.pk)
    _set(own, label=label, names=names or {}, choices=choices, required=required, shown=shown, place=place)
    own.save()
    events.add("field.changed", by=by, at=at, desk=own.desk, field=own.pk)
    return own


def drop(field: DeskField, *, by: Actor, at: datetime) -> None:
    """Nobody is asked for it any more, and nobody sees it; its values stay, for when it is taken up again."""
    if DeskField.objects.filter(pk=field.pk, dropped_at=None).update(dropped_at=at):
        events.add("field.dropped", by=by, at=at, desk=field.desk, field=field.pk)


def take_up(field: DeskField, *, by: Actor, at: datetime) -> None:
    """A dropped field is asked for again, with the values that it had."""
    if DeskField.objects.filter(pk=field.pk, dropped_at__isnull=False).update(dropped_at=None):
        events.add("field.taken_up", by=by, at=at, desk=field.desk, field=field.pk)


@transaction.atomic
def delete(field: DeskField, *, by: Actor, at: datetime) -> int:
    """Take a dropped field away for good, with every value. How many tickets had one.

    Raises:
        Refused: it is not dropped.
    """
    own = DeskField.objects.select_for_update(of=("self",)).select_related("desk").get(pk=field.pk)
    if own.dropped_at is None:
        raise Refused("dropped", "Drop it first: then its values are hidden, and can still be had back.")
    count = own.values.count()
    events.add("field.deleted", by=by, at=at, desk=own.desk, field=own.pk, values=count)
    own.delete()
    return count


def put(ticket: Ticket, *, values: Mapping[str, str], by: Actor, at: datetime) -> list[str]:
    """Write down what a ticket says in some of its desk's fields, by their names; "" empties one.

    Returns:
        The names of the fields that say something else now.

    Raises:
        Refused: no such field, or a value that it does not take; the refusal is about the field by its name.
    """
    with settled(ticket, at=at) as own:
        asked = {field.name: field for field in FIELDS.all(own.desk_id)}
        if unknown := sorted(set(values) - set(asked)):
            raise Refused(
                "no_field", Sentence("This desk has no field %(name)s.", name=unknown[0]), field=unknown[0]
            )
        there = {one.field_id: one for one in own.field_values.select_for_update()}
        changed = []
        for name, typed in values.items():
            field, had = asked[name], there.get(asked[name].pk)
            before = had.value if had else ""
            value = before if typed == before else read(field, typed)
            if value != before:
                _write(own, field, had, value, by=by, at=at)
                changed.append(name)
        return changed


def _write(
    ticket: Ticket, field: DeskField, had: FieldValue | None, value: str, *, by: Actor, at: datetime
) -> None:
    if not value and had:
        had.delete()
    elif had:
        had.value = value
        had.save(update_fields=["value"])
    else:
        FieldValue.objects.create(ticket=ticket, field=field, value=value)
    kind = "ticket.field" if value else "ticket.field_emptied"
    events.add(kind, by=by, at=at, ticket=ticket, field=field.pk)


def know(desk: Desk, row: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A field of an export, if the desk has none of its name; a dropped one comes as dropped."""
    if desk.fields.filter(name=row["name"]).exists():
        return
    asked = ("name", "kind", "label", "names", "choices", "required", "shown", "place")
    made = make(desk, **{name: row[name] for name in asked}, by=by, at=at)
    if row["dropped_at"]:
        drop(made, by=by, at=at)


def bring(ticket: Ticket, values: Mapping[str, str]) -> None:
    """What a ticket of another system says in fields of the desk that it came to, dropped ones too; without events. A
    choice that is no longer offered comes as it was chosen; what a field does not take (see `unfit`) stays out."""
    for field, value in _brought(ticket.desk, values):
        if value:
            FieldValue.objects.create(ticket=ticket, field=field, value=value)


def unfit(desk: Desk, values: Mapping[str, str]) -> list[str]:
    """The names of fields that a desk has not, or that do not take what a ticket of another system says there."""
    taken = {field.name for field, value in _brought(desk, values) if value is not None}
    return [name for name in values if name not in taken]


def _brought(desk: Desk, values: Mapping[str, str]) -> Iterator[tuple[DeskField, str | None]]:
    """Each field that is there, with its value in the one way of writing it; None where it does not take it."""
    for field in desk.fields.filter(name__in=values) if values else ():
        value = values[field.name]
        if field.kind != DeskField.Kind.CHOICE:
            try:
                value = read(field, value)
            except Refused:
                yield field, None
                continue
        yield field, value[:LONGEST]


def carry(ticket: Ticket) -> None:
    """A locked ticket came to another desk: what it says goes into that desk's fields of the same names, where they
    take it. The rest stays with the desk it left, unseen."""
    there = {field.name: field for field in FIELDS.all(ticket.desk_id)}
    has = set(ticket.field_values.filter(field__desk=ticket.desk_id).values_list("field__name", flat=True))
    for one in (
        ticket.field_values.exclude(field__desk=ticket.desk_id).select_related("field").order_by("-id")
    ):
        field = there.get(one.field.name)
        if field is None or field.name in has or one.field.dropped_at:
            continue
        try:
            one.value = read(field, one.value)
        except Refused:
            continue
        one.field = field
        one.save(update_fields=["field", "value"])
        has.add(field.name)


def _set(
    field: DeskField,
    *,
    label: str,
    names: Mapping[str, str],
    choices: Sequence[str],
    required: bool,
    shown: bool,
    place: int,
) -> None:
    field.label = " ".join(label.split())[:100]
    if not field.label:
        raise Refused("label", "Say what people read over it.", field="label")
    field.names = {
        language: " ".join(text.split())[:100]
        for language, text in names.items()
        if language in LANGUAGES and text.strip()
    }
    given = [" ".join(one.split()) for one in choices]
    field.choices = list(dict.fromkeys(one for one in given if one)) if field.kind == "choice" else []
    if field.kind == "choice" and not 2 <= len(field.choices) <= CHOICES_MOST:
        says = Sentence("Give 2 to %(most)s things to choose from, one a line.", most=CHOICES_MOST)
        raise Refused("choices", says, field="choices")
    if any(len(one) > CHOICE_LONGEST for one in field.choices):
        raise Refused(
            "choices",
            Sentence("A choice has at most %(most)s characters.", most=CHOICE_LONGEST),
            field="choices",
        )
    if not 0 <= place <= 999:
        raise Refused("place", "Give its place as a number from 0 to 999.", field="place")
    field.required, field.shown, field.place = required, shown, place
