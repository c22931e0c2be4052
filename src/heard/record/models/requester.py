"""Requester: a person who asks, with several addresses; may belong to an Organization."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from heard.record.ids import new_public_id
from heard.record.models.phone import Phone
from heard.record.models.unreachable import Unreachable
from heard.record.question import Question


class Organization(models.Model):
    """Where requesters work. Its zone and language serve those who chose none.

    `first_word` and `next_word` are agreed with it, in working minutes of whichever desk answers, 0 for nothing agreed:
    by then a person writes for the first time, and then again. They cap promises and are no clock of their own.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    zone = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=16, blank=True)
    first_word = models.PositiveIntegerField(default=0)
    next_word = models.PositiveIntegerField(default=0)
    sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Requester(models.Model):
    """`zone` and `language` are what the person chose or their browser said; empty means not known.

    `same_as` says that this is one person with another requester, whose row stands for both; nothing else moves,
    so it can be taken back. It never points at a requester that points on. `shared_at` is since when several
    persons are known to write from this address: then nothing is taken for one person's word by itself.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="requesters"
    )
    zone = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=16, blank=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="also")
    shared_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name or self.address or self.phone

    @property
    def person_id(self) -> int:
        """The id of the requester who stands for this person: its own, or where a merge points."""
        return self.same_as_id or self.pk

    @cached_property
    def address(self) -> str:
        """Where letters go: the first address this person wrote from, but one that can be reached before one that
        cannot; "" for somebody met by phone only."""
        return FIRST_ADDRESS.first(self.pk) or ""

    @cached_property
    def phone(self) -> str:
        """The first number this person can be rung at, in the form it is kept in; "" when none is known."""
        return FIRST_PHONE.first(self.pk) or ""

    @property
    def called(self) -> str:
        """How a letter calls this person: the first name, else the address, else the number."""
        return self.name.split()[0] if self.name.strip() else self.address or self.phone

    @property
    def initials(self) -> str:
        """Two letters for the small face beside a message."""
        words = self.name.split() or [self.address or self.phone or "?"]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()


class RequesterAddress(models.Model):
    """One mail address of a requester, kept in lower case: it is found, never guessed."""

    requester = models.ForeignKey(Requester, models.CASCADE, related_name="addresses")
    address = models.EmailField(max_length=320, unique=True)

    class Meta:
        ordering = ["id"]


FIRST_ADDRESS: Question[str] = Question(
    lambda requester: (
        RequesterAddress.objects.filter(requester=requester)
        .order_by(Exists(Unreachable.objects.filter(address=OuterRef("address"), lifted_at=None)), "id")
        .values_list("address", flat=True)[:1]
    )
)

FIRST_PHONE: Question[str] = Question(
    lambda requester: (
        Phone.objects.filter(requester=requester).order_by("id").values_list("number", flat=True)[:1]
    )
)


class Participant(models.Model):
    """A requester on a ticket. Raising `link_version` makes every older page link useless.

    What was said before `seen_from` is not for them, as long as nobody showed them; null: all of it is. Whoever asks
    sees all of their request, whatever stands there.
    """

    ticket = models.ForeignKey("record.Ticket", models.CASCADE, related_name="participants")
    requester = models.ForeignKey(Requester, models.CASCADE, related_name="participations")
    link_version = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    seen_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "requester"], name="participant_once")]

    @property
    def reads_from(self) -> datetime | None:
        """Since when the conversation is for them, UTC; None: from its beginning."""
        return None if self.requester_id == self.ticket.requester_id else self.seen_from
