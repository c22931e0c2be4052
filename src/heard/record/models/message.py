"""Message: what was said between a requester and the desk. Notes are not messages."""

from django.db import models

from heard.record.drawing import can_be_seen, sounds_as
from heard.record.ids import new_public_id
from heard.record.models.ticket import Ticket


class Message(models.Model):
    """`by_person` is law 3: only such a message keeps a promise. `reply` is what was newly written.

    A requester's message is a reading duty until `settled_at`: answered, read with the time standing, or copied to
    the ticket where it goes on (`copy_of` is the message as it came in).
    `named` is whom the mail names besides its requester: shown to agents, offered to them, never acted upon by
    itself (keys: `copies`, `sender`, `reply_to`, `original`, `name`). Of an agent's word: who else got it (`also`
    who takes part, `copies`, `hidden` copies), and
    `untranslated`: the agent's own words, where the model translated them.
    """

    class Kind(models.TextChoices):
        INBOUND = "inbound"
        OUTBOUND = "outbound"
        CALL = "call"

    class Way(models.TextChoices):
        STANDS = "stands"
        NEXT = "next"
        RENEW = "renew"
        SOLVES = "solves"
        PARKS = "parks"
        WAITS = "waits"
        CLOSES = "closes"
        LIVE = "live"

    class Settled(models.TextChoices):
        ANSWERED = "answered"
        STANDS = "stands"
        COPIED = "copied"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages")
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    by_person = models.BooleanField()
    agent = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    requester = models.ForeignKey("record.Requester", models.PROTECT, null=True, blank=True, related_name="+")
    robot = models.CharField(max_length=100, blank=True)
    said_at = models.DateTimeField()
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    html = models.CharField(max_length=64, blank=True)
    way = models.CharField(max_length=8, choices=Way, blank=True)
    door = models.CharField(max_length=16, blank=True)
    header_id = models.CharField(max_length=998, blank=True, db_index=True)
    verified = models.BooleanField(default=True)
    named = models.JSONField(default=dict, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled = models.CharField(max_length=8, choices=Settled, blank=True)
    copy_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "n"], name="message_place"),
            models.UniqueConstraint(
                fields=["copy_of", "ticket"],
                condition=models.Q(copy_of__isnull=False),
                name="message_copied_once",
            ),
            models.CheckConstraint(
                condition=models.Q(by_person=False)
                | models.Q(kind="inbound", requester__isnull=False)
                | models.Q(kind__in=["outbound", "call"], agent__isnull=False),
                name="message_by_a_known_person",
            ),
        ]

    @property
    def shown(self) -> str:
        """What a reader sees first: the newly written part, else the whole."""
        return self.reply or self.text

    @property
    def author(self) -> str:
        """The name over the message."""
        person = self.agent or self.requester
        return str(person) if person else self.robot


class Attachment(models.Model):
    """A file that came or went with a message; the bytes are in the file store under `digest`."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True)

    @property
    def can_be_seen(self) -> bool:
        """Whether a picture of it is worth trying."""
        return can_be_seen(self.type, self.name)

    @property
    def sounds_as(self) -> str | None:
        """As what it can be listened to; None where it cannot."""
        return sounds_as(self.type)
