"""Promise: by `due_at` the requester gets the next word. Append-only; its end is written once."""

from django.db import models
from django.db.models import Case, F, Q, When

from heard.record.ids import new_public_id
from heard.record.models.ticket import Ticket


class Promise(models.Model):
    """`open_for` exists only while the promise is open, which lets the ticket's foreign key hold law 1.

    Triggers in `laws.py` keep what was told unchanged, the end written once, and a kept or renewed end
    tied to a person's message. `misses` counts the lapses in a row before this promise. While we wait for the
    requester, `question` is the one thing we need from them, and `step` what comes next (`heard.promise.check_in`).
    `looked_at` is when a person last looked at a parked one.
    """

    class Kind(models.TextChoices):
        FIRST = "first"
        WORD = "word"
        REPAIR = "repair"
        ON_EVENT = "on_event"
        CHECK_IN = "check_in"
        CLOSING = "closing"

    class Outcome(models.TextChoices):
        KEPT = "kept"
        RENEWED = "renewed"
        LAPSED = "lapsed"
        MOVED = "moved"
        RELEASED = "released"

    class How(models.TextChoices):
        WRITE = "write"
        RING = "ring"
        COME = "come"
        LIVE = "live"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="promises")
    kind = models.CharField(max_length=8, choices=Kind)
    agent = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="promises")
    how = models.CharField(max_length=8, choices=How, default=How.WRITE)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    event = models.CharField(max_length=200, blank=True)
    agreed = models.CharField(max_length=500, blank=True)
    question = models.CharField(max_length=200, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    calendar_version = models.CharField(max_length=64)
    misses = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=8, choices=Outcome, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "record.Message", models.PROTECT, null=True, blank=True, related_name="ended_promises"
    )
    open_for = models.GeneratedField(
        expression=Case(When(outcome=None, then=F("ticket_id"))),
        output_field=models.BigIntegerField(),
        db_persist=True,
        unique=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "made_at"], name="promise_of_ticket"),
            models.Index(
                fields=["due_at", "id"], condition=Q(outcome=None, kind="repair"), name="promise_repairs"
            ),
            models.Index(fields=["ended_at"], condition=Q(outcome="lapsed"), name="promise_lapsed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=None, ended_at=None, ended_by=None)
                | Q(outcome__in=["kept", "renewed"], ended_at__isnull=False, ended_by__isnull=False)
                | Q(outcome="lapsed", ended_at=F("due_at"), ended_by=None)
                | Q(outcome__in=["moved", "released"], ended_at__isnull=False),
                name="promise_end_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["kept", "renewed"]) | Q(due_at=None) | Q(ended_at__lt=F("due_at")),
                name="promise_kept_in_time",
            ),
            models.CheckConstraint(
                condition=Q(kind="on_event", due_at=None) | ~Q(kind="on_event") & Q(due_at__isnull=False),
                name="promise_has_a_time_or_an_event",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["check_in", "closing"])
                | Q(agent__isnull=False, step__gt=0) & ~Q(question=""),
                name="promise_waiting_is_a_persons",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    @property
    def is_refuted(self) -> bool:
        """Whether the word that ended it never arrived; read it with `select_related("refuted")`."""
        return not self.is_open and hasattr(self, "refuted")

    @property
    def is_honoured(self) -> bool:
        """Kept or renewed, by a word that arrived as far as we know."""
        return self.end in (self.Outcome.KEPT, self.Outcome.RENEWED)

    @property
    def end(self) -> str | None:
        """How it ended, as it counts: the outcome, or "refuted"; None while it is open."""
        return "refuted" if self.is_refuted else self.outcome
