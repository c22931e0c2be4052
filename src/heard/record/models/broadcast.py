"""Broadcast: one word that a person pressed for every voice of a problem, and where it has got to."""

from django.db import models
from django.db.models import Q

from heard.record.ids import new_public_id
from heard.record.models.problem import Problem


class Broadcast(models.Model):
    """Pressed by a person on texts they were shown; carried out by the worker, a few tickets at a time.

    `state` and `fixed_in` are the problem's as they were told. It begins when the time to take it back is over.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="broadcasts")
    agent = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    pressed_at = models.DateTimeField()
    begins_at = models.DateTimeField()
    due_at = models.DateTimeField()
    solves = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=Problem.State)
    fixed_in = models.CharField(max_length=100, blank=True)
    tickets = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["problem"], condition=Q(finished_at=None), name="broadcast_one_runs"
            )
        ]

    @property
    def is_last(self) -> bool:
        """Whether it says that the fault is over."""
        return self.state in (Problem.State.FIXED, Problem.State.WONT)


class BroadcastText(models.Model):
    """What a broadcast says in one language."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=16)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["broadcast", "language"], name="broadcast_text_once")]


class Telling(models.Model):
    """One ticket of a broadcast: waiting, or what became of it. Unique, so that nobody is told twice, however many
    workers carry it out and however often one dies: it is marked done in the transaction that says the word."""

    class Outcome(models.TextChoices):
        NEXT = "next"
        STANDS = "stands"
        SOLVES = "solves"
        BESIDE = "beside"
        LATE = "late"
        NONE = "none"
        NO_ROUTE = "no_route"
        LEFT = "left"
        STOPPED = "stopped"

    TOLD = (Outcome.NEXT, Outcome.STANDS, Outcome.SOLVES, Outcome.BESIDE)

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="tellings")
    ticket = models.ForeignKey("record.Ticket", models.PROTECT, related_name="tellings")
    not_before = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    message = models.ForeignKey("record.Message", models.PROTECT, null=True, blank=True, related_name="+")
    stumbles = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["not_before", "id"], condition=Q(done_at=None), name="telling_waits")]
        constraints = [models.UniqueConstraint(fields=["broadcast", "ticket"], name="telling_once")]
