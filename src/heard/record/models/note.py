"""Note: written for agents only. The requester's pages cannot even import this file."""

from django.db import models

from heard.record.drawing import can_be_seen
from heard.record.ids import new_public_id


class Note(models.Model):
    """No reverse accessor on the ticket exists, so that no page reaches notes by accident."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    ticket = models.ForeignKey("record.Ticket", models.PROTECT, related_name="+")
    n = models.PositiveIntegerField()
    agent = models.ForeignKey("record.Agent", models.PROTECT, null=True, related_name="+")
    robot = models.CharField(max_length=100, blank=True)
    written_at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "n"], name="note_place")]


class Mention(models.Model):
    """A colleague who is named in a note, as @Ada."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="+")
    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["note", "agent"], name="mention_once")]


class NoteFile(models.Model):
    """A file that an agent put with a note; the bytes are in the file store under `digest`."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    note = models.ForeignKey(Note, models.PROTECT)
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    @property
    def can_be_seen(self) -> bool:
        """Whether a picture of it is worth trying."""
        return can_be_seen(self.type, self.name)
