"""Follow: an agent wants to hear what happens on a ticket that they need not have themselves."""

from django.db import models

from heard.record.models.ticket import Ticket


class Follow(models.Model):
    """Followers read notes, so they answer on the ticket's desk; who leaves it follows no longer.

    For agents alone; the requester's pages know nothing of it, so no accessor leads here.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "agent"], name="follow_once")]
