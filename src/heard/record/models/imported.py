"""Imported: a ticket that came from another system, and what it was there."""

from django.db import models

from heard.record.models.ticket import Ticket


class Imported(models.Model):
    """`origin` and `key` say which ticket of which system it is, so that nothing comes twice; `keys` are those of the
    messages that came along. What happened before `brought_at` (UTC) is outside all numbers.
    """

    ticket = models.OneToOneField(Ticket, models.CASCADE, primary_key=True, related_name="imported")
    origin = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    keys = models.JSONField(default=list)
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "key"], name="imported_once")]
