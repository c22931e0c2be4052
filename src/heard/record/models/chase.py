"""Chase: something we wait for from somebody else; it has a time and a cadence of its own."""

from django.db import models

from heard.record.models.ticket import Ticket


class Chase(models.Model):
    """`pinged_at` is when they were last asked; `ping_at` is when they are asked again."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="chases")
    party = models.CharField(max_length=200)
    asked = models.TextField()
    agent = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    pinged_at = models.DateTimeField()
    pings = models.PositiveIntegerField(default=1)
    ping_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
