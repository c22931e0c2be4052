"""Field: what a desk wants to know of each of its tickets, beside the conversation."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from heard.record.ids import new_public_id
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket
from heard.record.question import Question

LONGEST = 500
"""Characters of a value."""


class DeskField(models.Model):
    """A field of one desk. `name` is what queries and programs call it, `label` what people read in the desk's
    language; `names` has the label in other languages, by their codes.

    `required`: nothing is solved without it. `shown`: requesters are asked for it, and see it. Fields stand in the
    order of `place`, then of their age. A dropped field keeps its values; nobody sees them until it is taken up again.
    """

    class Kind(models.TextChoices):
        TEXT = "text"
        NUMBER = "number"
        DATE = "date"
        CHOICE = "choice"
        YES_NO = "yes_no"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="fields")
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=Kind)
    label = models.CharField(max_length=100)
    names = models.JSONField(default=dict, blank=True)
    choices = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)
    shown = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "name"], name="field_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["text", "number", "date", "choice", "yes_no"]), name="field_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def called(self, language: str) -> str:
        """Its label in a language, else in the desk's."""
        return self.names.get(language[:2]) or self.label


class FieldValue(models.Model):
    """What a ticket says in a field, written in one way: a number without needless signs, a day as 2026-11-23, yes or
    no, a choice as it was called. A ticket that went to another desk may still hold values of the one it left."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="field_values")
    field = models.ForeignKey(DeskField, models.CASCADE, related_name="values")
    value = models.CharField(max_length=LONGEST)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "field"], name="field_value_once"),
            models.CheckConstraint(condition=~Q(value=""), name="field_value_says"),
        ]


FIELDS = Question(lambda desk: DeskField.objects.filter(desk=desk, dropped_at=None).order_by("place", "id"))
"""The fields that a desk asks for now."""


def values() -> models.QuerySet[FieldValue]:
    """What every ticket says in the fields that its desk asks for now."""
    return FieldValue.objects.filter(field__desk=F("ticket__desk"), field__dropped_at=None)


def values_of(tickets: Iterable[int]) -> dict[int, dict[str, str]]:
    """What tickets say in the fields that their desk asks for now: by ticket, the value by the field's name."""
    told: dict[int, dict[str, str]] = {}
    rows = values().filter(ticket__in=tickets)
    for ticket, name, value in rows.order_by("field__place", "field_id").values_list(
        "ticket_id", "field__name", "value"
    ):
        told.setdefault(ticket, {})[name] = value
    return told
