"""Unreachable: an address to which letters do not get through, as a mail server proved."""

from django.db import models
from django.db.models import Q

from heard.record.ids import new_public_id


class Unreachable(models.Model):
    """No letter is sent there until somebody lifts the mark. `letter` is the one that proved it."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    address = models.EmailField(max_length=320)
    letter = models.ForeignKey("record.Letter", models.SET_NULL, null=True, blank=True, related_name="+")
    marked_at = models.DateTimeField()
    says = models.CharField(max_length=500, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("record.Agent", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address"], condition=Q(lifted_at=None), name="unreachable_once")
        ]

    def __str__(self) -> str:
        return self.address
