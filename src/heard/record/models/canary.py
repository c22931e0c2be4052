"""Canary: a mail to a desk's own address that must come back, and so proves the way out and the way in."""

from django.db import models
from django.db.models import Q


class Canary(models.Model):
    """It leaves as a letter through the outbox; when it comes back it is no ticket, but its time stands here."""

    desk = models.ForeignKey("record.Desk", models.CASCADE, null=True, blank=True, related_name="+")
    mailbox = models.ForeignKey("record.Mailbox", models.CASCADE, null=True, blank=True, related_name="+")
    letter = models.OneToOneField("record.Letter", models.CASCADE, related_name="canary")
    sent_off_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True, blank=True)
    intake = models.ForeignKey("record.Intake", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["desk", "-id"], name="canary_newest"),
            models.Index(fields=["sent_off_at"], condition=Q(back_at=None), name="canary_out"),
        ]
