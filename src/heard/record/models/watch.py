"""Watch: who is minding a desk, from when to when."""

from django.db import models
from django.db.models import F, Q


class Watch(models.Model):
    """A person took it; it ends when the next takes it, when it is put down, or by itself at `lasts_until`.

    `offered_to` was asked to take it over, with `words` and the `hot` tickets (ids) as they stood then; until they
    take it, it is still this person's.
    """

    desk = models.ForeignKey("record.Desk", models.CASCADE, related_name="watches")
    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="watches")
    taken_at = models.DateTimeField()
    lasts_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    offered_to = models.ForeignKey(
        "record.Agent", models.SET_NULL, null=True, blank=True, related_name="offered_watches"
    )
    offered_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)
    hot = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk"], condition=Q(ended_at=None), name="watch_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("taken_at")), name="watch_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["desk", "-taken_at"], name="watch_of_desk")]
