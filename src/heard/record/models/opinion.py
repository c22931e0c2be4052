"""Opinion: did we keep you informed? What the requester says, once after each resolution."""

from django.db import models

from heard.record.models.message import Message
from heard.record.models.ticket import Ticket


class Opinion(models.Model):
    """`message` is the resolution it is about; one opinion for each, and it stays as it was said."""

    class Answer(models.TextChoices):
        YES = "yes"
        PARTLY = "partly"
        ASKED = "asked"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="opinions")
    message = models.OneToOneField(Message, models.CASCADE, related_name="opinion")
    requester = models.ForeignKey("record.Requester", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=6, choices=Answer)
    said_at = models.DateTimeField()
