"""Problem: one fault behind many tickets. Each distinct person behind them is a voice, each telling a report."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from heard.promise import FEWEST
from heard.record.ids import new_public_id
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stand behind a problem: distinct people, the organizations they belong to, and tellings."""

    people: int = 0
    organizations: int = 0
    reports: int = 0

    @property
    def shown(self) -> bool:
        """Whether a number may be shown outside the desk: not under three voices."""
        return self.people >= FEWEST


class Problem(models.Model):
    """A voice is no row: it is a person with a ticket behind the problem (`Ticket.problem`). The state is what people
    are told, with who said so and when; `fixed_in` names the version or the day; what people
    read of it was last written at `worded_at`. Public since `published_at`.
    """

    class State(models.TextChoices):
        LOOKING = "looking"
        KNOWN = "known"
        FIXING = "fixing"
        FIXED = "fixed"
        WONT = "wont"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="problems")
    title = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.LOOKING)
    fixed_in = models.CharField(max_length=100, blank=True)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    worded_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["desk", "state", "-id"], name="problem_of_desk")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen: fixed, or it will not be."""
        return self.state in (self.State.FIXED, self.State.WONT)

    @cached_property
    def is_of_overload(self) -> bool:
        """Whether it was made of an overload, so that all who waited could be told."""
        return self.overloads.exists()

    @property
    def counts(self) -> Counts:
        """How many stand behind it now."""
        return counted([self.pk])[self.pk]

    def in_language(self, language: str) -> "ProblemWords":
        """Its words in a language, or else in the desk's; the name it has among agents where nobody wrote any."""
        every = {one.language: one for one in self.words.all()}
        found = every.get(language[:2]) or every.get(self.desk.language[:2]) or ProblemWords(problem=self)
        found.title = found.title or self.title
        return found


class ProblemWords(models.Model):
    """What people read of a problem, in one language: its name, what works meanwhile, where to watch, and words they
    may use to say that it happened to them as well."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="words")
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200, blank=True)
    workaround = models.TextField(blank=True)
    watch = models.CharField(max_length=500, blank=True)
    sample_text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "language"], name="problem_words_once")]


class Report(models.Model):
    """One telling: this ticket, once more. It counts as long as the ticket is behind the problem.

    `message` is what told it, where a message did; `agent` is who put it down for somebody.
    """

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="reports")
    ticket = models.ForeignKey("record.Ticket", models.PROTECT, related_name="reports")
    at = models.DateTimeField()
    message = models.ForeignKey("record.Message", models.PROTECT, null=True, blank=True, related_name="+")
    agent = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["problem", "ticket", "at"], name="report_of_problem")]


def counted(problems: Sequence[int]) -> dict[int, Counts]:
    """How many stand behind each of these problems (by id): spam does not count, one person with several addresses
    or tickets is one voice."""
    real = Ticket.objects.filter(problem__in=problems).exclude(resolution=Ticket.Resolution.SPAM)
    person = Coalesce("requester__same_as", "requester")
    behind = real.values_list("problem").annotate(
        people=Count(person, distinct=True), firms=Count("requester__organization", distinct=True)
    )
    told = Report.objects.filter(problem__in=problems, ticket__problem=F("problem"))
    reports = dict(
        told.exclude(ticket__resolution=Ticket.Resolution.SPAM)
        .values_list("problem")
        .annotate(count=Count("id"))
    )
    found = {pk: Counts(people, firms, reports.get(pk, 0)) for pk, people, firms in behind}
    return {pk: found.get(pk, Counts()) for pk in problems}
