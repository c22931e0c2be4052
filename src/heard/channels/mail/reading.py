"""Reads one mail that is noted, and counts how often reading or placing it went wrong.

A mail that fails three times is quarantined; one whose reading ends the whole process without a word, after six,
for a process may be killed from outside. Nothing else may count against it: not that it waited, not that a process
was killed beside it, not that two processes take it up at once.
"""

import contextlib
import time
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import F, QuerySet

from heard.channels.mail import authentication, passed_on
from heard.channels.mail.guard import WALL_SECONDS, Parser, Quarantined
from heard.channels.mail.thread import needs_proof
from heard.record import files
from heard.record.arrival import Arrival, Door
from heard.record.models.intake import Intake
from heard.record.question import Question

TRIES = 3  # failures that say why
DEATHS = 6  # readings that ended with their process: hardly the mail's doing, whose child takes the blow
STILL_SECONDS = 2 * WALL_SECONDS + 1  # after which nobody can be reading a mail any more

_INTAKE = Question(lambda pk: Intake.objects.filter(pk=pk))


class InOtherHands(Exception):
    """Another process took the mail up at the same moment."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a mail that is taken up again has behind it: how often it was begun in vain, and whether it says why."""

    attempts: int
    told: bool

    @property
    def is_last(self) -> bool:
        """Whether it had its tries. The first reading of all is not counted, a failure that says why is."""
        return self.attempts >= (TRIES if self.told else DEATHS - 1)


class Doubts:
    """Mails that seem to have had their tries. The last count may be of a reading that goes on elsewhere."""

    def __init__(self) -> None:
        self._since: dict[tuple[int, Claim], float] = {}

    def wait(self, number: int, claim: Claim) -> bool:
        """Whether it is too early to give the mail up."""
        if not claim.is_last:
            return False
        first = self._since.setdefault((number, claim), time.monotonic())
        return time.monotonic() - first < STILL_SECONDS


def claims(waiting: QuerySet[Intake]) -> dict[int, Claim]:
    """What these mails have behind them, by their numbers, in their order."""
    rows = waiting.values_list("id", "attempts", "reason")
    return {number: Claim(attempts, bool(reason)) for number, attempts, reason in rows}


def read(number: int, parser: Parser, *, claim: Claim | None) -> Arrival | Quarantined:
    """Read one mail, and store its files before the transaction that will speak of them.

    A second reading (with a `claim`) is counted before it begins, for the first may have brought its process down,
    and no longer once it went well: who kills us while the mail waits to be placed says nothing against the mail.

    Raises:
        InOtherHands: somebody else began at the same time.
        OSError, DatabaseError, InterfaceError: the disk or the database is away.
    """
    intake = _INTAKE.all(number)[0]
    if claim and claim.is_last:
        return Quarantined(intake.reason or f"reading it failed {DEATHS} times")
    if claim and not _count(number, claim.attempts, claim.attempts + 1):
        raise InOtherHands
    raw = files.read(intake.digest)
    read = parser.parse(
        raw,
        door=cast(Door, intake.door),
        envelope_from=intake.envelope_from if intake.door == "smtp" else None,
        envelope_to=tuple(intake.envelope_to),
    )
    if claim:
        _count(number, claim.attempts + 1, claim.attempts)
    if isinstance(read, Arrival):
        read = passed_on.opened(_proven(read, raw), parser.parse)
        inside = read.forwarded.attachments if read.forwarded else ()
        for file in (*read.attachments, *inside):
            files.keep(file.content)
        if read.html:
            files.keep(read.html.encode())
    return read


def stumbled(number: int, trouble: Exception) -> None:
    """Note a fault of ours while placing: the mail is tried again, and says so after the third time."""
    says = f"it could not be put on a request ({type(trouble).__name__})"
    with contextlib.suppress(DatabaseError, InterfaceError):
        Intake.objects.filter(pk=number, state=Intake.State.RECEIVED).update(
            reason=says, attempts=F("attempts") + 1
        )


def _count(number: int, before: int, after: int) -> bool:
    waiting = Intake.objects.filter(pk=number, attempts=before, state=Intake.State.RECEIVED)
    return bool(waiting.update(attempts=after))


def _proven(arrival: Arrival, raw: bytes) -> Arrival:
    """The arrival with what is known of its sender; signatures are checked only where that decides something."""
    arrival = authentication.judged(arrival, trusted=settings.HEARD_AUTHENTICATION)
    needed = needs_proof(arrival) or (arrival.sender_is == "unknown" and passed_on.may_be(arrival))
    return authentication.checked(arrival, raw) if needed else arrival
