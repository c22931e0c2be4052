"""Owed answer: a correction, a nudge or a "sooner" that waits for a person's word."""

from django.db import models

from heard.record.models.message import Message
from heard.record.models.ticket import Ticket


class OwedAnswer(models.Model):
    """`wanted_at` and `reason` are the requester's, for "I need it sooner"; `stood_at` is the time we had promised
    then. `escalated_to` is the lead who was asked to decide, at `escalated_at`.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction"
        NUDGE = "nudge"
        SOONER = "sooner"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="owed_answers")
    kind = models.CharField(max_length=10, choices=Kind)
    requester = models.ForeignKey("record.Requester", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    wanted_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    stood_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.ForeignKey(
        "record.Agent", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
