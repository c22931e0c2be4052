"""Alarm: the pipe broke, and a person is told by a second route, because mail may be what is broken."""

from django.db import models
from django.db.models import Q


class Alarm(models.Model):
    """One for each thing that is red, from when it was seen until it is fine again. `told_at`: a route took it."""

    name = models.CharField(max_length=340)
    says = models.CharField(max_length=500)
    mend = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(over_at=None), name="alarm_once_at_a_time")
        ]
