"""Overload: a stretch in which more first words of a desk are about to be missed than can be told one by one."""

from django.db import models
from django.db.models import F, Q


class Overload(models.Model):
    """One at a time on a desk. `pressing` is how many pressed when it began; `problem` is what a person made of them,
    so that all can be told."""

    desk = models.ForeignKey("record.Desk", models.CASCADE, related_name="overloads")
    began_at = models.DateTimeField()
    pressing = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)
    problem = models.ForeignKey(
        "record.Problem", models.SET_NULL, null=True, blank=True, related_name="overloads"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["desk"], condition=Q(ended_at=None), name="overload_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="overload_ends_after_it_began",
            ),
        ]
