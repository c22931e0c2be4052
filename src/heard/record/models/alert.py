"""Alert: one person who can act is told, with the reason; delivered by the outbox."""

from django.db import models
from django.db.models import Q


class Alert(models.Model):
    """Alerts of one person that wait together leave as one digest. What is about no ticket is about a `desk`, and
    what is about all that a broadcast told is about its `problem` as well."""

    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="alerts")
    ticket = models.ForeignKey("record.Ticket", models.CASCADE, null=True, blank=True, related_name="alerts")
    desk = models.ForeignKey("record.Desk", models.CASCADE, null=True, blank=True, related_name="alerts")
    problem = models.ForeignKey(
        "record.Problem", models.CASCADE, null=True, blank=True, related_name="alerts"
    )
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    raised_at = models.DateTimeField()
    letter = models.ForeignKey("record.Letter", models.SET_NULL, null=True, blank=True, related_name="alerts")
    not_before = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agent", "id"], condition=Q(delivered_at=None), name="alert_waiting"),
            models.Index(fields=["agent", "-id"], condition=Q(seen_at=None), name="alert_unseen"),
        ]


class AlertChoice(models.Model):
    """How an agent wants to be told: by which routes each kind of alert comes, and when.

    `routes`: kind -> routes, or sort -> routes for all its other kinds; what is not in it has the defaults.
    `week`: seven days of stretches in minutes, the
    agent's working hours; empty is always. `quiet_from` and `quiet_until` are minutes of the day, and may cross
    midnight. `secret` holds the addresses of their own chat and push (apprise), sealed (record/locker.py).
    `weekly` says whether the weekly letter comes; where nobody chose, it comes to leads.
    """

    agent = models.OneToOneField("record.Agent", models.CASCADE, related_name="alert_choice")
    routes = models.JSONField(default=dict, blank=True)
    week = models.JSONField(default=list, blank=True)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)
    through_quiet = models.BooleanField(default=True)
    secret = models.TextField(blank=True)
    weekly = models.BooleanField(null=True)


class PushSubscription(models.Model):
    """A browser that shows an agent's desktop alerts also while no page of the desk is open (Push API).

    `secret` holds its endpoint and keys, sealed (record/locker.py); `digest` is the SHA-256 of the endpoint.
    """

    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="push_subscriptions")
    digest = models.CharField(max_length=64, unique=True)
    secret = models.TextField()
    made_at = models.DateTimeField()
