"""All that is kept, for taking it elsewhere: lines of JSON by noun, and no secrets.

Only what is named here goes out. Rows are read a few hundred at a time, each time anew, so that nothing is held for
long; what was made after the beginning is left out, so that every row finds what it names.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Model, QuerySet

from heard.record.models.agent import Agent
from heard.record.models.chase import Chase
from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.message import Message
from heard.record.models.note import Note
from heard.record.models.opinion import Opinion
from heard.record.models.owed import OwedAnswer
from heard.record.models.party import Party
from heard.record.models.problem import Problem, Report
from heard.record.models.promise import Promise
from heard.record.models.requester import Organization, Requester
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket
from heard.record.models.triage import Triage

AT_ONCE = 300
"""Rows that are read together."""


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of rows: the file's name, the rows, their fields as they are called, and what hangs on one (`more`)."""

    name: str
    rows: Callable[[], QuerySet[Any]]
    fields: str
    near: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    more: Callable[[Any], dict[str, Any]] = lambda _row: {}


OF_WORDS = ("language", "title", "workaround", "watch", "sample_text")
OF_FIELD = ("name", "kind", "label", "names", "choices", "required", "shown", "place")
OF_FILE = ("name", "type", "size", "digest", "inline", "content_id")
OF_NOTE_FILE = ("name", "type", "size", "digest")
NOUNS = (
    Noun(
        "desks", lambda: Desk.objects.filter(sample=False),
        "public_id name slug zone language phone on_call country region targets created_at",
        beside=("addresses", "intervals", "memberships__agent", "fields"),
        more=lambda desk: {
            "addresses": [one.address for one in desk.addresses.all()],
            "hours": [[one.weekday, one.opens, one.closes] for one in desk.intervals.all()],
            "members": sorted(one.agent.email for one in desk.memberships.all()),
            "fields": [
                {**{name: getattr(one, name) for name in OF_FIELD}, "dropped_at": plain(one.dropped_at)}
                for one in desk.fields.all()
            ],
        },
    ),
    Noun(
        "agents", lambda: Agent.objects.filter(sample=False),
        "public_id email name role zone language is_active away_from away_until skills joined_at",
    ),
    Noun(
        "organizations", lambda: Organization.objects.filter(sample=False),
        "public_id name zone language first_word next_word",
    ),
    Noun(
        "requesters", lambda: Requester.objects.filter(sample=False),
        "public_id name organization zone language same_as shared_at created_at",
        ("organization", "same_as"), ("addresses", "phones"),
        more=lambda person: {
            "addresses": [one.address for one in person.addresses.all()],
            "phones": [one.number for one in person.phones.all()],
        },
    ),
    Noun(
        "parties", lambda: Party.objects.filter(sample=False),
        "public_id name organization address language zone created_at", ("organization",),
    ),
    Noun(
        "problems", lambda: Problem.objects.filter(sample=False),
        "public_id desk title made_at made_by state fixed_in state_at published_at",
        ("desk", "made_by"), ("words",),
        more=lambda problem: {
            "words": [{name: getattr(one, name) for name in OF_WORDS} for one in problem.words.all()]
        },
    ),
    Noun(
        "tickets", lambda: Ticket.objects.filter(sample=False),
        "public_id number desk requester subject received_at opened_at opened_by owner impact resolved_at resolution"
        " resolved_by acknowledged_at last_word_at unreached_at address continues linked_to merged_into agreed_at"
        " problem",
        ("desk", "requester", "opened_by", "owner", "resolved_by", "continues", "linked_to", "merged_into", "problem"),
        ("participants__requester", "field_values__field"),
        more=lambda ticket: {
            "participants": [one.requester.public_id for one in ticket.participants.all()],
            "fields": {
                one.field.name: one.value for one in ticket.field_values.all() if one.field.desk_id == ticket.desk_id
            },
        },
    ),
    Noun(
        "messages", lambda: Message.objects.filter(ticket__sample=False),
        "public_id ticket n kind by_person agent requester robot said_at subject text reply html way door header_id"
        " verified read_at read_by settled_at settled copy_of",
        ("ticket", "agent", "requester", "read_by", "copy_of"),
        ("attachments",),
        more=lambda message: {
            "attachments": [{name: getattr(one, name) for name in OF_FILE} for one in message.attachments.all()]
        },
    ),
    Noun(
        "notes", lambda: Note.objects.filter(ticket__sample=False), "public_id ticket n agent robot written_at text",
        ("ticket", "agent"),
        ("notefile_set",),
        more=lambda note: {
            "attachments": [{name: getattr(one, name) for name in OF_NOTE_FILE} for one in note.notefile_set.all()]
        },
    ),
    Noun(
        "promises", lambda: Promise.objects.filter(ticket__sample=False),
        "public_id ticket kind agent how made_at due_at event agreed question step looked_at told_at words zone misses"
        " outcome ended_at ended_by",
        ("ticket", "agent", "ended_by"),
    ),
    Noun(
        "restatements", lambda: Restatement.objects.filter(ticket__sample=False),
        "ticket message text said_at agent answer answered_at answered_by read_by correction",
        ("ticket", "message", "agent", "answered_by", "read_by"),
    ),
    Noun(
        "owed", lambda: OwedAnswer.objects.filter(ticket__sample=False),
        "ticket kind requester asked_at wanted_at reason stood_at escalated_at escalated_to answered_at answered_by",
        ("ticket", "requester", "escalated_to", "answered_by"),
    ),
    Noun(
        "chases", lambda: Chase.objects.filter(ticket__sample=False),
        "public_id ticket party contact colleague agent asked asked_at answer answered_at",
        ("ticket", "contact", "colleague", "agent"), ("words",),
        more=lambda chase: {
            "words": [{"kind": one.kind, "said_at": plain(one.said_at), "text": one.text} for one in chase.words.all()]
        },
    ),
    Noun(
        "reports", lambda: Report.objects.filter(ticket__sample=False), "problem ticket at message agent",
        ("problem", "ticket", "message", "agent"),
    ),
    Noun(
        "triages", lambda: Triage.objects.filter(ticket__sample=False),
        "ticket at agent only_way is_fault first_hand stops theirs ours", ("ticket", "agent"),
    ),
    Noun(
        "opinions", lambda: Opinion.objects.filter(ticket__sample=False), "ticket message requester answer said_at",
        ("ticket", "message", "requester"),
    ),
    Noun(
        "events", lambda: Event.objects.exclude(ticket__sample=True).exclude(desk__sample=True),
        "public_id seq kind at ticket n desk agent requester robot data",
        ("ticket", "desk", "agent", "requester", "personal"),
        more=lambda event: {"owner": _owner(event), "personal": getattr(getattr(event, "personal", None), "text", {})},
    ),
)  # fmt: skip


def ends() -> dict[str, int]:
    """The last row of each noun by its id, and of what others name the later: rows after these are left out."""
    return {noun.name: noun.rows().aggregate(last=Max("pk"))["last"] or 0 for noun in reversed(NOUNS)}


def rows(noun: Noun, *, until: int) -> Iterator[dict[str, Any]]:
    """The rows of a noun up to an id, as JSON has them: instants in UTC, other rows by their public id, agents by mail
    address."""
    near = noun.rows().select_related(*noun.near) if noun.near else noun.rows()
    last, near = 0, near.prefetch_related(*noun.beside).order_by("pk")
    while found := list(near.filter(pk__gt=last, pk__lte=until)[:AT_ONCE]):
        last = found[-1].pk
        for row in found:
            said = {field: plain(getattr(row, field)) for field in noun.fields.split()}
            yield {**said, **noun.more(row)}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Agent):
        return value.email
    return getattr(value, "public_id", None) if isinstance(value, Model) else value


def _owner(event: Event) -> str:
    """The mail address of the agent whom an event gives something to."""
    owner = event.data.get("owner")
    return Agent.objects.filter(pk=owner).values_list("email", flat=True).first() or "" if owner else ""
