"""Ticket: one requester's need, open or resolved and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from heard.record.ids import new_public_id
from heard.record.models.desk import Desk
from heard.record.models.requester import Requester

if TYPE_CHECKING:
    from heard.record.models.promise import Promise

FIRST_NUMBER = 1000


class Ticket(models.Model):
    """`promise` points at the one open promise; the database refuses an open ticket without it (law 1).

    A ticket is therefore born resolved and opened in the same transaction, once its promise exists.
    `owed_at` and `owed_reason` are the engine's answer, kept so that lists can sort; every verb renews them.
    `merged_into` is the ticket of the same requester in which a merged one goes on. `unreached_at` is since when we
    know that the last word never reached the requester; `address` is the desk's address they wrote to, from which
    letters leave. `problem` is the fault behind it, and makes its requester a voice.
    """

    class Resolution(models.TextChoices):
        SOLVED = "solved"
        NO_ANSWER = "no_answer"
        SPAM = "spam"
        WITHDRAWN = "withdrawn"
        MERGED = "merged"

    class Impact(models.TextChoices):
        NORMAL = ""
        DEGRADED = "degraded"
        BLOCKED = "blocked"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="tickets")
    requester = models.ForeignKey(Requester, models.PROTECT, related_name="tickets")
    subject = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="owned")
    impact = models.CharField(max_length=8, choices=Impact, default=Impact.NORMAL, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True)
    resolved_by = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    last_word_at = models.DateTimeField(null=True, blank=True)
    unreached_at = models.DateTimeField(null=True, blank=True)
    address = models.EmailField(max_length=320, blank=True)
    continues = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="continued_by")
    linked_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="linked_from")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    promise = models.ForeignKey(
        "record.Promise",
        models.DO_NOTHING,
        to_field="open_for",
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    problem = models.ForeignKey(
        "record.Problem", models.PROTECT, null=True, blank=True, related_name="tickets", db_index=False
    )
    owed_at = models.DateTimeField(null=True, blank=True)
    owed_reason = models.CharField(max_length=16, blank=True)
    last_n = models.PositiveIntegerField(default=0)
    preview = models.CharField(max_length=200, blank=True)
    sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["desk", "owed_at", "id"], condition=Q(resolved_at=None), name="ticket_owed"),
            models.Index(
                fields=["desk", "received_at", "id"],
                condition=Q(resolved_at=None, opened_at=None),
                name="ticket_unheard",
            ),
            models.Index(
                fields=["owner", "owed_at", "id"], condition=Q(resolved_at=None), name="ticket_owner_owed"
            ),
            models.Index(
                fields=["desk", "unreached_at"],
                condition=Q(resolved_at=None, unreached_at__isnull=False),
                name="ticket_unreached",
            ),
            models.Index(fields=["desk", "-received_at"], name="ticket_received"),
            # Every end of a promise asks which ticket points at it.
            models.Index(fields=["promise"], condition=Q(promise__isnull=False), name="ticket_promise"),
            models.Index(fields=["problem", "id"], condition=Q(problem__isnull=False), name="ticket_problem"),
            models.Index(
                fields=["desk", "-resolved_at", "-id"],
                condition=Q(resolved_at__isnull=False),
                name="ticket_resolved",
            ),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="ticket_merged"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, promise=F("id"), promise__isnull=False, resolution="")
                | Q(resolved_at__isnull=False, promise=None) & ~Q(resolution=""),
                name="ticket_open_means_promised",
            ),
            models.CheckConstraint(
                condition=Q(resolution="merged", merged_into__isnull=False)
                | ~Q(resolution="merged") & Q(merged_into=None),
                name="ticket_merged_goes_on",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.subject}"

    @property
    def number(self) -> int:
        """The number people say; it opens nothing by itself."""
        return self.pk + FIRST_NUMBER

    @property
    def standing(self) -> Promise:
        """The one open promise of an open ticket.

        Raises:
            ValueError: the ticket is resolved, and so nothing is promised.
        """
        if self.promise is None:
            raise ValueError(f"{self} is resolved: nothing is promised on it")
        return self.promise

    @property
    def goes_on_in(self) -> Ticket:
        """The ticket itself, or the one in which a merged one goes on."""
        return self.merged_into.goes_on_in if self.merged_into else self

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None
