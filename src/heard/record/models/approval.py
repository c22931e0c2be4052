"""Approval: an exception that others must agree to, one step after the other; each of them decides once."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from heard.promise import Seat, has_expired
from heard.record.ids import new_public_id
from heard.record.models.chase import Chase
from heard.record.models.ticket import Ticket


class Approval(models.Model):
    """`asked` departs from `policy`, because of `why`; `excerpt` is what those who are asked may read of the
    conversation, and nothing else of it. The requester reads that `told_as` decides.

    `step` is whose turn it is and `decide_by` its time; at `ends_at` (or never) it ends without a decision. The end is
    written once: a trigger refuses to change it, and to approve what not everybody agreed to.
    """

    class Outcome(models.TextChoices):
        OPEN = ""
        APPROVED = "approved"
        DECLINED = "declined"
        EXPIRED = "expired"
        WITHDRAWN = "withdrawn"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="approvals")
    agent = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    asked = models.CharField(max_length=300)
    policy = models.CharField(max_length=500)
    why = models.TextField()
    for_whom = models.CharField(max_length=200)
    excerpt = models.TextField(blank=True)
    told_as = models.CharField(max_length=100)
    alone = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=1)
    decide_by = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.OPEN, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["ticket"], condition=Q(outcome=""), name="approval_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None) | ~Q(outcome="") & Q(ended_at__isnull=False),
                name="approval_ends_at_an_instant",
            )
        ]

    def __str__(self) -> str:
        return self.asked

    def is_open(self, now: datetime) -> bool:
        """Whether a decision still counts at `now` (UTC): an end that time has brought is one for every reader."""
        return self.outcome == "" and not has_expired(self.ends_at, now)


class Approver(models.Model):
    """One who is asked: an agent, or somebody outside (`party`); in which step, and by when.

    `chase` runs while it is their turn; it asks them again. `decision` is written once, by trigger, and never after the
    end. One who hands it on names another, whose `handed_from` they are.
    """

    class Decision(models.TextChoices):
        NONE = ""
        AGREED = "agreed"
        DECLINED = "declined"
        HANDED = "handed"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    approval = models.ForeignKey(Approval, models.PROTECT, related_name="approvers")
    step = models.PositiveSmallIntegerField()
    party = models.ForeignKey("record.Party", models.PROTECT, null=True, blank=True, related_name="+")
    agent = models.ForeignKey(
        "record.Agent", models.PROTECT, null=True, blank=True, related_name="approvals_asked"
    )
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=320)
    answer_by = models.DateTimeField()
    days = models.PositiveSmallIntegerField(default=0)
    chase = models.OneToOneField(Chase, models.PROTECT, null=True, blank=True, related_name="approver")
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.NONE, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    handed_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="handed_to"
    )

    class Meta:
        ordering = ["step", "id"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "address"], name="approver_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="approver_decides_at_an_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def seat(self) -> Seat:
        """The engine's view."""
        return Seat(self.step, self.decision)

    @property
    def cannot(self) -> bool:
        """Whether it is an agent who does not work here any more, so that somebody else must be named."""
        return self.agent is not None and not self.agent.is_active and not self.decision
