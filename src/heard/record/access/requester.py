"""What a requester may fetch: their own requests, by the key a page link gave their browser; and the desks.

The only access file of the requesters' pages. It knows messages, promises and files of one request, and no
notes. Absent, altered, revoked and run out look the same.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from heard.record import links
from heard.record.access import Absent
from heard.record.actions.opinion import asked_about
from heard.record.cadence import running
from heard.record.models.alert import Alert
from heard.record.models.cadence import Cadence
from heard.record.models.desk import Desk
from heard.record.models.field import DeskField
from heard.record.models.message import Attachment, Message
from heard.record.models.owed import OwedAnswer
from heard.record.models.problem import Problem
from heard.record.models.requester import Participant, Requester
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket
from heard.record.search import near

KNOWN = 5
"""Problems that one front page names."""
SUGGESTED = 3
"""Problems that are named while somebody types."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a browser holds of one request: whose it is, and at which version of the links it was opened."""

    ticket: int
    requester: int
    version: int


def by_link(token: str, *, at: datetime) -> Participant:
    """The requester and the request that a page link opens at `at` (UTC).

    Raises:
        Absent: the link was altered or revoked, or the request was resolved too long ago.
    """
    read = links.read_page_token(token)
    if read is None:
        raise Absent("request")
    return _participant(Q(ticket_id=read[0]), [Key(*read)], at)


def get(keys: Iterable[Key], public_id: str, *, at: datetime, old: bool = False) -> Participant:
    """The request of an address, for a browser that holds a key to it at `at` (UTC).

    Args:
        old: also one that was resolved too long ago to be written on (`is_in_time`).

    Raises:
        Absent: no such request, or none of the keys opens it any more.
    """
    return _participant(Q(ticket__public_id=public_id), keys, at, old=old)


def deciding(ticket: Ticket, *, at: datetime) -> list[str]:
    """Who decides about an exception for this request at `at` (UTC), in the words chosen for the requester."""
    asked = ticket.approvals.filter(Q(ends_at=None) | Q(ends_at__gt=at), outcome="")
    return list(dict.fromkeys(asked.order_by("id").values_list("told_as", flat=True)))


def goes_on(participant: Participant) -> str:
    """The page link, for the same person, of the request in which this merged one goes on; "" if it is not merged."""
    ticket = participant.ticket
    if not ticket.merged_into:
        return ""
    person = participant.requester.person_id
    there = Participant.objects.filter(
        Q(requester=person) | Q(requester__same_as=person), ticket=ticket.goes_on_in
    )
    found = there.order_by("id").first()
    return f"/r/{links.page_token(found)}/" if found else ""


def key_of(participant: Participant) -> Key:
    """The key that opens this request for this person now."""
    return Key(participant.ticket_id, participant.requester_id, participant.link_version)


def holds_any(keys: Iterable[Key], *, at: datetime) -> bool:
    """Whether at least one of the keys opens something at `at` (UTC)."""
    wanted = _matching(keys)
    held = Participant.objects.filter(wanted).select_related("ticket__desk") if wanted else ()
    return any(is_in_time(participant.ticket, at) for participant in held)


def person(keys: Iterable[Key], *, at: datetime) -> Requester | None:
    """Whose browser this is, by a request that one of the keys opens at `at` (UTC)."""
    with suppress(Absent):
        return _participant(Q(), keys, at).requester
    return None


def messages(participant: Participant) -> list[Message]:
    """The conversation, oldest first: what is verified. Mail that only claims to be of somebody is for agents."""
    files = Prefetch("attachments", queryset=Attachment.objects.order_by("id"))
    found = _messages(participant).select_related("agent", "requester", "read_by")
    return list(found.prefetch_related(files).order_by("n"))


def attachment(participant: Participant, public_id: str) -> Attachment:
    """One file of the conversation.

    Raises:
        Absent: none, or not in a message this person sees.
    """
    found = Attachment.objects.filter(public_id=public_id, message__in=_messages(participant)).first()
    if found is None:
        raise Absent("attachment")
    return found


def restatement(participant: Participant) -> Restatement | None:
    """The newest restatement of the request that is for this person."""
    made = participant.ticket.restatements.select_related("message", "agent", "read_by")
    if since := participant.reads_from:
        made = made.filter(said_at__gte=since)
    return made.order_by("-id").first()


def asked(participant: Participant, kind: str) -> OwedAnswer | None:
    """The newest nudge, "sooner" or correction of this person, answered or not."""
    return participant.ticket.owed_answers.filter(kind=kind, requester=participant.requester_id).last()


def agreed(ticket: Ticket, *, at: datetime) -> Cadence | None:
    """How often they hear, as agreed with them, where that holds at `at` (UTC)."""
    return running(ticket, at)


def asks_opinion(participant: Participant) -> bool:
    """Whether this person is asked whether we kept them informed."""
    return asked_about(participant.ticket) is not None


def told_again(ticket: Ticket) -> datetime | None:
    """When this request last told its problem once more; None where it told it once, or has none."""
    told = (
        ticket.reports.filter(problem=ticket.problem_id)
        .order_by("-at", "-id")
        .values_list("at", flat=True)[:2]
    )
    return told[0] if len(told) > 1 else None


def rung(ticket: Ticket, *, at: datetime) -> list[str]:
    """First names of those whom a nudge at `at` (UTC) interrupted."""
    told = Alert.objects.filter(ticket=ticket, raised_at=at, kind__in=("nudge", "lapse_again"))
    return [alert.agent.first_name for alert in told.select_related("agent").order_by("id")]


def public_desks() -> list[Desk]:
    """The desks a stranger may write to; sample desks only while there is no other."""
    every = list(Desk.objects.order_by("name", "id"))
    return [desk for desk in every if not desk.sample] or every


def desk(slug: str) -> Desk:
    """One desk by the name in its address.

    Raises:
        Absent: there is none.
    """
    found = Desk.objects.filter(slug=slug).first()
    if found is None:
        raise Absent("desk")
    return found


def known(desk: Desk) -> list[Problem]:
    """The desk's problems that stand on its public page and are not fixed; the newest first."""
    public = Problem.objects.filter(desk=desk, published_at__isnull=False).exclude(state=Problem.State.FIXED)
    return list(public.select_related("desk").prefetch_related("words").order_by("-id")[:KNOWN])


def like(desk: Desk, text: str) -> list[Problem]:
    """Of the problems on the desk's public page, those that a text reads like; the most alike first.

    What others asked is compared with, and never shown.
    """
    public = Problem.objects.filter(desk=desk, published_at__isnull=False).exclude(state=Problem.State.FIXED)
    among = {one.pk: one for one in public.select_related("desk").prefetch_related("words")}
    if not among:
        return []
    return [among[pk] for pk in near.like(text, desk=desk.pk, among=among).problems][:SUGGESTED]


def problem(desk: Desk, public_id: str) -> Problem:
    """One problem that stands on the desk's public page.

    Raises:
        Absent: there is none, or it is not public.
    """
    public = Problem.objects.filter(desk=desk, published_at__isnull=False, public_id=public_id)
    found = public.select_related("desk").prefetch_related("words").first()
    if found is None:
        raise Absent("problem")
    return found


def next_word(problem: Problem) -> datetime | None:
    """By when everybody behind a problem was last told that they hear again, UTC; None when nobody was told."""
    said = problem.broadcasts.filter(stopped_at=None).order_by("-id").values_list("due_at", flat=True)
    return None if problem.is_over else said.first()


def behind(keys: Iterable[Key], problem: Problem, *, at: datetime) -> Participant | None:
    """Somebody's open request behind a problem, in the browser that holds a key to it at `at` (UTC)."""
    with suppress(Absent):
        return _participant(Q(ticket__problem=problem, ticket__resolved_at=None), keys, at)
    return None


def request_behind(problem: Problem, person: Requester) -> Ticket | None:
    """The open request of a person behind a problem, by any of their addresses."""
    theirs = Q(requester=person.person_id) | Q(requester__same_as=person.person_id)
    return Ticket.objects.filter(theirs, problem=problem, resolved_at=None).order_by("id").first()


def _participant(which: Q, keys: Iterable[Key], at: datetime, *, old: bool = False) -> Participant:
    held = _matching(keys)
    if not held:
        raise Absent("request")
    found = Participant.objects.filter(which & held).select_related(
        "requester__organization",
        "ticket__desk",
        "ticket__owner",
        "ticket__opened_by",
        "ticket__resolved_by",
        "ticket__promise__agent",
        "ticket__problem__desk",
    )
    others = Participant.objects.filter(ticket=OuterRef("ticket")).exclude(pk=OuterRef("pk"))
    asked = DeskField.objects.filter(desk=OuterRef("ticket__desk"), shown=True, dropped_at=None)
    found = found.annotate(has_company=Exists(others), has_fields=Exists(asked))
    participant = found.order_by("id").first()
    if participant is None or not (old or is_in_time(participant.ticket, at)):
        raise Absent("request")
    return participant


def _matching(keys: Iterable[Key]) -> Q:
    """Participants at just the version a key was given for."""
    held = Q()
    for key in keys:
        held |= Q(ticket_id=key.ticket, requester_id=key.requester, link_version=key.version)
    return held


def is_in_time(ticket: Ticket, at: datetime) -> bool:
    """A request stays readable as long as a reply would open it again: 30 days after it was resolved."""
    resolved_at = ticket.resolved_at
    return resolved_at is None or at <= resolved_at + timedelta(days=ticket.desk.policy.reopen_days)


def _messages(participant: Participant) -> QuerySet[Message]:
    """What is verified; to somebody who was added later, as far as it is for them or their own."""
    said = Message.objects.filter(ticket=participant.ticket_id, verified=True)
    if since := participant.reads_from:
        return said.filter(Q(said_at__gte=since) | Q(requester=participant.requester_id))
    return said
