"""Restatement: the request in the agent's words, until the requester says "yes, that's it"."""

from django.db import models

from heard.record.models.message import Message
from heard.record.models.ticket import Ticket


class Restatement(models.Model):
    """A correction stands beside the first version: the answer is kept with who read it as such."""

    class Answer(models.TextChoices):
        YES = "yes"
        NO = "no"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="restatements")
    message = models.ForeignKey(Message, models.PROTECT, related_name="+")
    text = models.TextField()
    said_at = models.DateTimeField()
    agent = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "record.Requester", models.PROTECT, null=True, blank=True, related_name="+"
    )
    read_by = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    correction = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
