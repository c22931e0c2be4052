"""Event: what happened, who did it and when. Ids and instants only; append-only."""

from django.db import models

from heard.record.ids import new_public_id


class Event(models.Model):
    """`seq` is given by the sealer after commit: readers of the log go by it alone.

    It has no gaps. Below zero it belongs to sample data, which is outside the log.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    seq = models.BigIntegerField(unique=True, null=True, blank=True)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    ticket = models.ForeignKey("record.Ticket", models.PROTECT, null=True, blank=True, related_name="events")
    n = models.PositiveIntegerField(null=True, blank=True)
    desk = models.ForeignKey("record.Desk", models.PROTECT, null=True, blank=True, related_name="+")
    agent = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    requester = models.ForeignKey("record.Requester", models.PROTECT, null=True, blank=True, related_name="+")
    robot = models.CharField(max_length=100, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(seq=None), name="event_unsealed"),
            models.Index(fields=["ticket", "n"], name="event_of_ticket"),
        ]


class EventPersonal(models.Model):
    """The personal text of an event. Deleting this row is the erasure."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="personal")
    text = models.JSONField(default=dict)
