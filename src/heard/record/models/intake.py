"""Intake: the record of every arrival at a door, with what became of it and why."""

from django.db import models
from django.db.models import Q

from heard.record.ids import new_public_id


class Intake(models.Model):
    """The raw bytes stand in the file store under `digest` before the door says yes. `back_on`: when an
    out-of-office reply says that its sender is there again."""

    class State(models.TextChoices):
        RECEIVED = "received"
        TICKET = "ticket"
        REPLY = "reply"
        FILED = "filed"
        QUARANTINED = "quarantined"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    door = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    envelope_from = models.CharField(max_length=998, blank=True)
    envelope_to = models.JSONField(default=list)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    reason = models.CharField(max_length=500, blank=True)
    machine = models.CharField(max_length=16, blank=True)
    from_address = models.CharField(max_length=998, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    header_id = models.CharField(max_length=998, blank=True, db_index=True)
    desk = models.ForeignKey("record.Desk", models.PROTECT, null=True, blank=True, related_name="+")
    ticket = models.ForeignKey("record.Ticket", models.PROTECT, null=True, blank=True, related_name="+")
    message = models.ForeignKey("record.Message", models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    back_on = models.DateField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(state="received"), name="intake_waiting"),
            models.Index(fields=["-received_at", "-id"], name="intake_newest"),
        ]

    @property
    def may_become_ticket(self) -> bool:
        """Whether a person may say that it is a request after all: it is none, no reply, and no call of nobody."""
        return self.state in (self.State.FILED, self.State.QUARANTINED) and self.door != "phone"
