"""Triage: what was asked before anybody worked on it, and how large it is to the requester and to the desk."""

from django.db import models

from heard.promise.triage import Answers
from heard.record.models.ticket import Ticket


class Triage(models.Model):
    """Append-only: the last one holds. The agreed impact is the ticket's own; later times are promised by that alone.

    None is a question that was not asked, and an impact that nobody gave.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="triages")
    at = models.DateTimeField()
    agent = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    only_way = models.BooleanField(null=True)
    is_fault = models.BooleanField(null=True)
    first_hand = models.BooleanField(null=True)
    stops = models.BooleanField(null=True)
    theirs = models.CharField(max_length=8, choices=Ticket.Impact, null=True, blank=True)
    ours = models.CharField(max_length=8, choices=Ticket.Impact, null=True, blank=True)

    class Meta:
        ordering = ["id"]

    @property
    def answers(self) -> Answers:
        """The four answers, for the rules."""
        return Answers(self.only_way, self.is_fault, self.first_hand, self.stops)
