"""Alert: one person who can act is told, with the reason; delivered by the outbox."""

from django.db import models
from django.db.models import Q


class Alert(models.Model):
    """Alerts of one person that wait together leave as one digest. What is about no ticket is about a `desk`."""

    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="alerts")
    ticket = models.ForeignKey("record.Ticket", models.CASCADE, null=True, blank=True, related_name="alerts")
    desk = models.ForeignKey("record.Desk", models.CASCADE, null=True, blank=True, related_name="alerts")
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    raised_at = models.DateTimeField()
    letter = models.ForeignKey("record.Letter", models.SET_NULL, null=True, blank=True, related_name="alerts")
    delivered_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agent", "id"], condition=Q(delivered_at=None), name="alert_waiting")]
