"""Rota: who should have a desk's watch when: a weekly pattern, and single turns that win over it."""

from django.db import models
from django.db.models import F, Q


class Shift(models.Model):
    """A stretch of every week (0 is Monday), in minutes of the desk's local day."""

    desk = models.ForeignKey("record.Desk", models.CASCADE, related_name="shifts")
    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="shifts")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["weekday", "starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, ends__lte=1440, starts__lt=F("ends")), name="shift_in_a_day"
            )
        ]


class Turn(models.Model):
    """One stretch of time that somebody has the watch, or that nobody has (`agent` empty): an exception."""

    desk = models.ForeignKey("record.Desk", models.CASCADE, related_name="turns")
    agent = models.ForeignKey("record.Agent", models.CASCADE, null=True, blank=True, related_name="turns")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="turn_has_a_length")
        ]
        indexes = [models.Index(fields=["desk", "ends_at"], name="turn_ahead")]
