"""Model: a language model outside the house that drafts words; a person sends them, or does not."""

from datetime import datetime, timedelta

from django.db import models

from heard.record.ids import new_public_id
from heard.record.models.desk import Desk
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket


class ModelDraft(models.Model):
    """One draft that an agent asked the model for: waiting until a worker claims it, then its text or the trouble.

    `kind` is restatement, update, handover, theirs (`message`, translated for the agent) or ours (`source`, the
    agent's words, translated for the requester), in `language`. `from_notes` and `invented` are words of the text that
    somebody should look at before using it. `left_at`: used, not wanted, or asked anew. Forgotten after a day.
    """

    class Kind(models.TextChoices):
        RESTATEMENT = "restatement"
        UPDATE = "update"
        HANDOVER = "handover"
        THEIRS = "theirs"
        OURS = "ours"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    language = models.CharField(max_length=2)
    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="+")
    source = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)
    trouble = models.CharField(max_length=12, blank=True)
    from_notes = models.JSONField(default=list, blank=True)
    invented = models.JSONField(default=list, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["desk", "asked_at"], name="model_draft_of_an_hour"),
            models.Index(
                fields=["asked_at"],
                condition=models.Q(claimed_at=None, ended_at=None),
                name="model_draft_waiting",
            ),
        ]

    @property
    def place(self) -> str:
        """Where it is shown, as the end of an element's id: by the composer, a handover or a message."""
        if self.kind == self.Kind.HANDOVER:
            return f"handover-{self.ticket.public_id}"
        return self.message.public_id if self.message else "words"

    def is_waiting(self, at: datetime) -> bool:
        """Whether an answer may still come at `at` (UTC)."""
        return self.ended_at is None and at < self.ends_at

    def trouble_at(self, at: datetime) -> str:
        """Why there is no text at `at` (UTC); also where nobody came to say so. "" while waiting, or with a text."""
        return self.trouble or ("slow" if self.ended_at is None and at >= self.ends_at else "")


GRACE = timedelta(seconds=15)
"""How long an answer may be on its way to us, and a worker busy, beyond the seconds that the model has."""
