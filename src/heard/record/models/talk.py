"""Talk: a live conversation on a ticket, from when an agent opens it until either leaves."""

from django.db import models
from django.db.models import Q

from heard.record.models.ticket import Ticket


class Talk(models.Model):
    """`here_at` is the last sign of the requester's open page; it is kept as long as the talk goes on."""

    class LeftBy(models.TextChoices):
        AGENT = "agent"
        REQUESTER = "requester"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="talks")
    agent = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    here_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    left_by = models.CharField(max_length=9, choices=LeftBy, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at=None), name="talk_one_at_a_time")
        ]
