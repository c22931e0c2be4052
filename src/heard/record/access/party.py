"""Parties are shared by all agents; what they are asked is a desk's own. Who keeps us waiting, measured."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import F, Prefetch, Q, QuerySet

from heard.record.access import Absent
from heard.record.access.chase import visible_to
from heard.record.access.ticket import Reader
from heard.record.facts import rules_of
from heard.record.models.chase import Chase, Ping
from heard.record.models.party import Party

LOOKED_BACK = timedelta(days=365)


def everybody() -> QuerySet[Party]:
    """Every party, by name."""
    return Party.objects.select_related("organization").order_by("name", "id")


def get(public_id: str) -> Party:
    """One party.

    Raises:
        Absent: there is none.
    """
    found = everybody().filter(public_id=public_id).first()
    if found is None:
        raise Absent("party")
    return found


def by_address(address: str) -> Party | None:
    """The party that is asked at a mail address."""
    return everybody().filter(address=address.strip().lower()).first()


def by_name(name: str) -> Party | None:
    """The party of a name, where only one has it."""
    found = list(everybody().filter(name__iexact=name.strip())[:2]) if name.strip() else []
    return found[0] if len(found) == 1 else None


def chases_of(reader: Reader, party: Party) -> list[Chase]:
    """What a party is asked, or was, on the reader's desks: the newest first."""
    return list(visible_to(reader).filter(contact=party).order_by("-id")[:50])


@dataclass(frozen=True, slots=True)
class Wait:
    """How long one party lets us wait. Working seconds of the desks that asked; None where nothing was measured.

    `open` counts what they owe us now; `median` and `longest` are over every wait of the last year, those that still
    run as long as they have run.
    """

    party: str
    public_id: str
    open: int
    asked: int
    median: int | None
    longest: int | None


def waits(reader: Reader, *, at: datetime) -> list[Wait]:
    """Who keeps the reader's desks waiting at `at` (UTC), the longest first. Sample data is left out."""
    answers = Ping.objects.filter(kind=Ping.Kind.ANSWER, counted_at__isnull=False).order_by(
        "counted_at", "id"
    )
    lately = Q(asked_at__gt=at - LOOKED_BACK) | Q(answered_at=None, ticket__resolved_at=None)
    found = visible_to(reader).filter(lately, ticket__sample=False)
    found = found.exclude(forwarded__isnull=False, answered_at=F("asked_at"))  # nothing was expected of them
    theirs: dict[tuple[str, str], list[Chase]] = defaultdict(list)
    for chase in found.prefetch_related(Prefetch("words", queryset=answers, to_attr="counted")):
        theirs[_who(chase)].append(chase)
    measured = [_measured(*who, chases, at) for who, chases in theirs.items()]
    return sorted(measured, key=lambda wait: (-wait.open, -(wait.longest or 0), wait.party))


def _who(chase: Chase) -> tuple[str, str]:
    """Name and id of the party; a tracker is one party, whatever its entry, and so is whoever is only named."""
    if chase.contact:
        return chase.contact.name, chase.contact.public_id
    if chase.entry and chase.entry.tracker:
        return chase.entry.tracker.name, ""
    return str(chase.colleague or chase.party), ""


def _measured(party: str, public_id: str, chases: list[Chase], at: datetime) -> Wait:
    spans = [_waited(chase, at) for chase in chases]
    known = [seconds for seconds in spans if seconds is not None]
    owed = sum(chase.is_running and chase.ticket.is_open for chase in chases)
    longest = max(known, default=None)
    return Wait(party, public_id, owed, len(chases), int(median(known)) if known else None, longest)


def _waited(chase: Chase, at: datetime) -> int | None:
    """Working seconds from asking to the first word that counts; or until now, or until the ticket was resolved."""
    first = next((word.counted_at for word in chase.counted), None) or chase.answered_at
    until = first or chase.ticket.resolved_at or at
    if until < chase.asked_at:
        return None
    return int(rules_of(chase.ticket.desk).calendar.between(chase.asked_at, until))
