"""Cadence: how often this requester hears of this ticket, as agreed with them."""

from django.db import models
from django.db.models import F, Q

from heard.record.models.ticket import Ticket


class Cadence(models.Model):
    """A ticket has one that runs at most; one that ended stays as it was, with who ended it (neither: time, or the
    end of the ticket). `rhythm` is a weekday or a number of business days (`heard.promise.cadence`); `agreed` says who
    agreed, and where; `until` is the end of `last_day` in the desk's zone, UTC."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="cadences")
    rhythm = models.CharField(max_length=9)
    last_day = models.DateField()
    until = models.DateTimeField()
    agreed = models.CharField(max_length=500)
    agent = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_agent = models.ForeignKey(
        "record.Agent", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_by_requester = models.ForeignKey(
        "record.Requester", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at=None), name="cadence_runs_once"),
            models.CheckConstraint(condition=Q(until__gt=F("agreed_at")), name="cadence_lies_ahead"),
        ]
