"""Draft: what an agent is writing, kept on the server. A letter that was pressed leaves when the undo time is over."""

from datetime import datetime

from django.db import models

from heard.record.models.message import Message
from heard.record.models.model import ModelDraft
from heard.record.models.ticket import Ticket


class Draft(models.Model):
    """`pressed_at` is the act; until `leaves_at` it can be taken back and nothing has been said.

    `foretold` is how likely news by `due_at` was said to be when it was pressed, in percent.
    `drafted` is the model's draft that it began from.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="drafts")
    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="drafts")
    text = models.TextField(blank=True)
    way = models.CharField(max_length=8, choices=Message.Way, blank=True)
    typed = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    restating = models.TextField(blank=True)
    agreed = models.CharField(max_length=500, blank=True)
    event = models.CharField(max_length=200, blank=True)
    spoken = models.BooleanField(default=False)
    question = models.CharField(max_length=200, blank=True)
    cc = models.CharField(max_length=1000, blank=True)
    bcc = models.CharField(max_length=1000, blank=True)
    files = models.JSONField(default=list, blank=True)
    hands_to = models.ForeignKey("record.Agent", models.SET_NULL, null=True, blank=True, related_name="+")
    drafted = models.ForeignKey(ModelDraft, models.SET_NULL, null=True, blank=True, related_name="+")
    seen_n = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    pressed_at = models.DateTimeField(null=True, blank=True)
    leaves_at = models.DateTimeField(null=True, blank=True)
    foretold = models.PositiveSmallIntegerField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)

    @property
    def pressed(self) -> tuple[datetime, datetime]:
        """When a pressed draft was pressed, and when it leaves, UTC.

        Raises:
            ValueError: it was not pressed.
        """
        if self.pressed_at is None or self.leaves_at is None:
            raise ValueError("this draft was not pressed")
        return self.pressed_at, self.leaves_at

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent"], name="draft_once")]


class NoteDraft(models.Model):
    """A note that an agent is writing on a ticket, with the files that go with it."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    files = models.JSONField(default=list, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent"], name="note_draft_once")]
