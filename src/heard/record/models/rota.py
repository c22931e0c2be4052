"""Rota: who should have a desk's watch when: a weekly pattern, and single turns that win over it."""

from django.db import models
from django.db.models import F, Q

from heard.record.ids import new_public_id


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


class RotaCalendar(models.Model):
    """A calendar that the rota is read from: a file somebody gave, or an address that is asked again and again.

    `secret` holds the address, sealed (record/locker.py): whoever knows it can read that calendar. `strangers` are the
    names in it that are nobody's on this desk.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    desk = models.ForeignKey("record.Desk", models.CASCADE, related_name="calendars")
    name = models.CharField(max_length=255)
    secret = models.TextField(blank=True)
    added_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    next_read_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    strangers = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["id"]


class Turn(models.Model):
    """One stretch of time that somebody has the watch, or that nobody has (`agent` empty): an exception, or read from a
    `calendar`."""

    desk = models.ForeignKey("record.Desk", models.CASCADE, related_name="turns")
    agent = models.ForeignKey("record.Agent", models.CASCADE, null=True, blank=True, related_name="turns")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField()
    calendar = models.ForeignKey(RotaCalendar, models.CASCADE, null=True, blank=True, related_name="turns")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="turn_has_a_length")
        ]
        indexes = [models.Index(fields=["desk", "ends_at"], name="turn_ahead")]


class Cover(models.Model):
    """Somebody asks that a colleague has a stretch of theirs, for nothing or in return for one of the colleague's.

    `asked_of` empty asks everybody on the desk. It is over when somebody took it (`taken_by`) or it was closed.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    desk = models.ForeignKey("record.Desk", models.CASCADE, related_name="covers")
    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="covers_asked")
    asked_of = models.ForeignKey(
        "record.Agent", models.CASCADE, null=True, blank=True, related_name="covers_wanted"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    return_starts_at = models.DateTimeField(null=True, blank=True)
    return_ends_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        "record.Agent", models.SET_NULL, null=True, blank=True, related_name="covers_taken"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at"))
                & (
                    Q(return_starts_at=None, return_ends_at=None)
                    | Q(return_starts_at__lt=F("return_ends_at"))
                ),
                name="cover_has_a_length",
            )
        ]
