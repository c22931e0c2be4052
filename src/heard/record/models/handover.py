"""Handover: a ticket and its open promise are offered to a colleague, or to whoever minds the desk."""

from django.db import models
from django.db.models import Q

from heard.record.ids import new_public_id
from heard.record.models.ticket import Ticket


class Handover(models.Model):
    """Until somebody takes it, everything stays as it was.

    `giver` is empty when nobody gave it: the owner did not come, or is gone. `to` is empty when it is offered to
    whoever minds the desk. `summary` is for agents; the requester's pages know nothing of it, so no accessor
    leads here. `tells`: the requester gets a letter when it is taken.
    """

    class Outcome(models.TextChoices):
        TAKEN = "taken"
        DECLINED = "declined"
        REPLACED = "replaced"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    giver = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    to = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    summary = models.TextField(blank=True)
    tells = models.BooleanField(default=False)
    offered_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="handover_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="handover_end_is_whole",
            ),
        ]
