"""Chase: something we wait for from somebody else; it has a time and a cadence of its own.

Nothing here is for requesters: what was asked, each ping and each answer are for agents alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from heard.record.ids import new_public_id
from heard.record.models.ticket import Ticket

if TYPE_CHECKING:
    from heard.record.models.approval import Approver


class Chase(models.Model):
    """`party` is what agents call whoever is asked: somebody outside (`contact`), a colleague, an
    entry of another team's tracker, or nobody whom we could write to.

    `pinged_at` is when they were last asked, `ping_at` when they are asked again, and `heard_at` when they last
    said something that counts. `days` is a pace of its own, in business days (0: the desk's); `alone` says that
    pings may leave without a person. An answer ends it; until then it runs. `forwarded` is the message that was passed
    on to them; where nothing was expected in return it has ended as it began, and what they write lands here.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="chases")
    party = models.CharField(max_length=200)
    contact = models.ForeignKey("record.Party", models.PROTECT, null=True, blank=True, related_name="chases")
    colleague = models.ForeignKey(
        "record.Agent", models.PROTECT, null=True, blank=True, related_name="consults"
    )
    entry = models.ForeignKey(
        "record.TrackerEntry", models.PROTECT, null=True, blank=True, related_name="chases"
    )
    forwarded = models.ForeignKey(
        "record.Message", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    asked = models.TextField()
    agent = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(default=0)
    alone = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    pinged_at = models.DateTimeField()
    pings = models.PositiveIntegerField(default=1)
    ping_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.party

    @property
    def seat(self) -> Approver | None:
        """Whoever is asked here to decide about an exception; None on any other chase."""
        return getattr(self, "approver", None)

    @property
    def is_running(self) -> bool:
        return self.answered_at is None

    @property
    def is_only_told(self) -> bool:
        """Whether a message was passed on to them, and nothing is expected in return."""
        return self.forwarded_id is not None and self.answered_at == self.asked_at

    @property
    def silent_since(self) -> datetime:
        """Since when they owe us a word: asked for the first time, or since they last said something."""
        return max(self.asked_at, self.heard_at) if self.heard_at else self.asked_at


class Ping(models.Model):
    """One word on a chase, ours (`ping`) or theirs (`answer`), in the order in which they were said.

    An answer counts since `counted_at`; null means that nobody knows who wrote it, so it moved nothing. The raw
    mail of an answer is its arrival.
    """

    class Kind(models.TextChoices):
        PING = "ping"
        ANSWER = "answer"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    chase = models.ForeignKey(Chase, models.PROTECT, related_name="words")
    kind = models.CharField(max_length=6, choices=Kind)
    said_at = models.DateTimeField()
    agent = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    robot = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=320, blank=True)
    text = models.TextField(blank=True)
    header_id = models.CharField(max_length=998, blank=True)
    letter = models.ForeignKey("record.Letter", models.PROTECT, null=True, blank=True, related_name="+")
    intake = models.ForeignKey("record.Intake", models.SET_NULL, null=True, blank=True, related_name="+")
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["chase", "header_id"], condition=~models.Q(header_id=""), name="ping_mail_once"
            )
        ]
