"""Letter: anything that goes out to anybody, through the outbox."""

from django.db import models
from django.db.models import Q

from heard.record.ids import new_public_id


class Letter(models.Model):
    """Queued by a verb with frozen facts, rendered once, its bytes kept and sent until they have left.

    A told time is the promise's own: a trigger refuses any other (law 4). One letter goes to one address: a copy
    (`copy` is cc or bcc) is a letter of its own, with its own bytes and its own fate; `cc` are the addresses that
    all of them show. One with a `chase` goes to whoever is asked there, never to a requester; a comment goes to an
    address in a tracker. `handed_at` is set before the last byte leaves our hands, so a sender that died before it
    sent nothing.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt"
        FOLDED = "folded"
        REPLY = "reply"
        MISSED = "missed"
        MOVED = "moved"
        MERGED = "merged"
        SPLIT = "split"
        CLOSED = "closed"
        TAKEN = "taken"
        ALERT = "alert"
        CANARY = "canary"
        PING = "ping"
        CONSULT = "consult"
        COMMENT = "comment"
        APPROVAL = "approval"
        WEEKLY = "weekly"
        PROOF = "proof"

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        KEPT = "kept"
        FAILED = "failed"
        RECALLED = "recalled"
        RETURNED = "returned"

    class Copy(models.TextChoices):
        NONE = ""
        CC = "cc"
        BCC = "bcc"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    ticket = models.ForeignKey("record.Ticket", models.PROTECT, null=True, blank=True, related_name="letters")
    promise = models.ForeignKey(
        "record.Promise", models.PROTECT, null=True, blank=True, related_name="letters"
    )
    told_due_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(
        "record.Message", models.PROTECT, null=True, blank=True, related_name="letters"
    )
    chase = models.ForeignKey(
        "record.Chase", models.PROTECT, null=True, blank=True, related_name="letters", db_index=False
    )
    requester = models.ForeignKey("record.Requester", models.PROTECT, null=True, blank=True, related_name="+")
    agent = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    to_address = models.EmailField(max_length=320)
    host = models.CharField(max_length=255, blank=True)
    copy = models.CharField(max_length=3, choices=Copy, default=Copy.NONE, blank=True)
    cc = models.JSONField(default=list, blank=True)
    from_address = models.EmailField(max_length=320)
    language = models.CharField(max_length=16)
    zone = models.CharField(max_length=64)
    automatic = models.BooleanField()
    header_id = models.CharField(max_length=255, unique=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    subject = models.CharField(max_length=500, blank=True)
    body = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    maybe_twice = models.BooleanField(default=False)
    trouble = models.CharField(max_length=500, blank=True)
    sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state="queued"), name="letter_queued"),
            models.Index(
                fields=["queued_at"], condition=Q(state="queued", alarmed_at=None), name="letter_late"
            ),
            models.Index(fields=["host", "-sent_at"], condition=Q(state="sent"), name="letter_to_host"),
            models.Index(fields=["chase"], condition=Q(chase__isnull=False), name="letter_chase"),
            models.Index(fields=["-queued_at", "-id"], name="letter_newest"),
            models.Index(fields=["to_address", "queued_at"], name="letter_to"),
        ]
