"""What the terms of a query find among the tickets a reader may see: the one place where they become SQL.

Whatever a query says, it stands on `tickets.visible_to`: it can narrow what a reader sees, and never widen it.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from heard.query import FIELDS, OWN, Query, Span, Term, read
from heard.record import search
from heard.record.access import field as own_fields
from heard.record.access import ticket as tickets
from heard.record.access.ticket import Reader
from heard.record.actor import Robot
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase
from heard.record.models.field import FieldValue
from heard.record.models.follow import Follow
from heard.record.models.message import Attachment, Message
from heard.record.models.note import Mention, Note, NoteFile
from heard.record.models.promise import Promise
from heard.record.models.requester import Requester, RequesterAddress
from heard.record.models.tag import Tagging, as_tag
from heard.record.models.ticket import FIRST_NUMBER, Ticket
from heard.record.search import Asked

NO_NOTES = {name: says for name, says in FIELDS.items() if name not in ("note", "mentions")}
OPENS = ("open", "late", "unheard", "unread", "waiting", "parked", "unreached")
ELSEWHERE = ("check_in", "closing")
LARGEST_ID = 2**62
NONE = Q(pk__in=[])


def understood(reader: Reader, text: str, *, at: datetime, notes: bool = True) -> Query:
    """What somebody typed, read for them: days are those of their zone.

    Args:
        at: the instant of asking, UTC.
        notes: whether they may look into notes; a robot never may.

    Raises:
        Unreadable: a field, a value or a time that does not exist.
    """
    zone = reader.zone if isinstance(reader, Agent) else "UTC"
    fields = FIELDS if notes and isinstance(reader, Agent) else NO_NOTES
    fields = {name: says for name, says in fields.items() if name != OWN}
    if OWN in text:
        fields |= {f"{OWN}{name}": label for name, label in own_fields.known_to(reader).items()}
    return read(text.replace("\0", " "), now=at, zone=zone, fields=fields)


def found(reader: Reader, query: Query, *, at: datetime, notes: bool = True) -> QuerySet[Ticket]:
    """All tickets of the reader's desks for which every term holds, in no order.

    Args:
        at: the instant of asking, UTC.
        notes: whether words may stand in a note as well.
    """
    rows = beside_words(reader, query, at=at, notes=notes)
    if query.words:
        rows = rows.filter(_written([asked_of(query, term) for term in query.words], notes=notes))
    return rows


def beside_words(reader: Reader, query: Query, *, at: datetime, notes: bool = True) -> QuerySet[Ticket]:
    """All tickets of the reader's desks for which every term holds but the words of the text.

    Args:
        at: the instant of asking, UTC.
        notes: whether words that must not occur are looked for in notes as well.
    """
    desks = tickets.desks_of(reader)
    if is_about_open(query):
        rows = Ticket.objects.filter(desk_id__in=desks, resolved_at=None)
    else:
        # Not by the index of desks: the newest are walked until the page is full, or a narrower term leads.
        rows = Ticket.objects.alias(on=F("desk_id") + 0).filter(on__in=desks)
    notes = notes and isinstance(reader, Agent)
    for term in query.others:
        if term.field:
            holds = Q()
            for place in range(len(term.values)):
                found_by = FINDS[OWN if term.field.startswith(OWN) else term.field]
                holds |= found_by(reader, term, place, at)
                if notes:
                    holds |= _beside_notes(term, term.values[place])
        else:
            holds = _written([(term.values[0], not term.is_whole)], notes=notes)
        rows = rows.exclude(holds) if term.is_not else rows.filter(holds)
    return rows


def is_about_open(query: Query) -> bool:
    """Whether only open tickets can be found, so that they stand by when a word is owed."""
    return query.asks("is", *OPENS) or any(term.field == "due" and not term.is_not for term in query.terms)


def asked_of(query: Query, term: Term) -> Asked:
    """Words of the text as the index is asked for them: only the last typed may be a beginning."""
    return term.values[0], term is query.terms[-1] and not term.is_whole


def _written(asked: list[Asked], *, notes: bool) -> Q:
    """Words that stand in one message, or in one note."""
    holds = Q()
    for inside in (False, True) if notes else (False,):
        told = search.holding(asked, notes=inside)
        if told is None:
            return Q()
        holds |= Q(pk__in=RawSQL(*told))  # the index's own SQL; what was typed is among its values
    return holds


def _is(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    value = term.values[place].lower()
    is_open = Q(resolved_at=None)
    waits = Message.objects.filter(ticket=OuterRef("pk"), kind="inbound", verified=True, settled_at=None)
    chased = Chase.objects.filter(answered_at=None)
    standing = Promise.objects.filter(open_for=OuterRef("pk"))
    repairs = Promise.objects.filter(outcome=None, kind="repair")
    meant: dict[str, Q] = {
        "open": is_open,
        "resolved": ~is_open,
        "late": is_open & (Q(owed_at__lte=at) | Q(pk__in=repairs.values("ticket"))),
        "unheard": is_open & Q(opened_at=None),
        "unread": is_open & Exists(waits.filter(read_at=None)),
        "waiting": is_open
        & (Exists(standing.filter(kind__in=ELSEWHERE)) | Q(pk__in=chased.values("ticket"))),
        "parked": is_open & Exists(standing.filter(kind="on_event")),
        "mine": Q(owner=reader) if isinstance(reader, Agent) else Q(pk__in=[]),
        "unreached": is_open & Q(unreached_at__isnull=False),
        "sample": Q(sample=True),
    }
    return meant[value] if value in meant else Q(resolution=value)


def _owner(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    value = term.values[place]
    if value.lower() == "nobody":
        return Q(owner=None)
    if value.lower() == "me":
        return Q(owner=reader) if isinstance(reader, Agent) else Q(pk__in=[])
    return Q(owner__in=_named(value))


def _named(value: str) -> QuerySet[Agent]:
    return Agent.objects.filter(Q(name__icontains=value) | Q(email__iexact=value))


def _follows(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    value = term.values[place]
    if value.lower() == "nobody":
        return ~Q(pk__in=Follow.objects.values("ticket"))
    if value.lower() == "me":
        if not isinstance(reader, Agent):
            return NONE
        return Q(pk__in=Follow.objects.filter(agent=reader).values("ticket"))
    return Q(pk__in=Follow.objects.filter(agent__in=_named(value)).values("ticket"))


def _mentions(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    value = term.values[place]
    if not isinstance(reader, Agent):
        return NONE
    meant = Q(agent=reader) if value.lower() == "me" else Q(agent__in=_named(value))
    return Q(pk__in=Mention.objects.filter(meant).values("note__ticket"))


def _desk(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    return Q(desk__name__icontains=term.values[place])


def _from(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    value = term.values[place]
    reached = RequesterAddress.objects.filter(address__icontains=value).values("requester")
    return Q(requester__in=Requester.objects.filter(Q(name__icontains=value) | Q(pk__in=reached)))


def _org(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    return Q(requester__in=Requester.objects.filter(organization__name__icontains=term.values[place]))


def _subject(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    told = search.holding([(term.values[place], True)], notes=False)
    return Q(subject__icontains=term.values[place]) & (Q(pk__in=RawSQL(*told)) if told else Q())  # as above


def _problem(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    value = term.values[place]
    if value.lower() in ("any", "none"):
        return Q(problem__isnull=value.lower() == "none")
    return Q(problem__title__icontains=value)


def _tag(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    name = as_tag(term.values[place])
    borne = Tagging.objects.all()
    if name in ("any", "none"):
        holds = Q(pk__in=borne.values("ticket"))
        return holds if name == "any" else ~holds
    return Q(pk__in=borne.filter(Q(tag__name=name) | Q(tag__older__name=name)).values("ticket"))


def _own(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    """What stands in a field of the ticket's own desk: a part of a text, all of anything else."""
    value = " ".join(term.values[place].split())
    said = FieldValue.objects.filter(
        field__name=term.field.removeprefix(OWN), field__dropped_at=None, field__desk=F("ticket__desk")
    )
    if value.lower() in ("any", "none"):
        holds = Q(pk__in=said.values("ticket"))
        return holds if value.lower() == "any" else ~holds
    exact = Q(value__iexact=value) | Q(field__kind="number", value=value.replace(",", "."))
    return Q(pk__in=said.filter(exact | Q(field__kind="text", value__icontains=value)).values("ticket"))


def _impact(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    value = term.values[place].lower()
    return Q(impact="" if value == "normal" else value)


def _has(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    files = Attachment.objects.filter(inline=False)
    has: dict[str, Callable[[], Q]] = {
        "attachment": lambda: Q(pk__in=files.values("message__ticket")),
        "note": lambda: Q(pk__in=Note.objects.values("ticket")),
        "chase": lambda: Q(pk__in=Chase.objects.values("ticket")),
        "problem": lambda: Q(problem__isnull=False),
        "owner": lambda: Q(owner__isnull=False),
    }
    return has[term.values[place].lower()]()


def _file(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    named = Attachment.objects.filter(name__icontains=term.values[place])
    return Q(pk__in=named.values("message__ticket"))


def _beside_notes(term: Term, value: str) -> Q:
    """What `file:` and `has:attachment` find of the files of notes, for whoever may look into notes."""
    if term.field == "file":
        return Q(pk__in=NoteFile.objects.filter(name__icontains=value).values("note__ticket"))
    if term.field == "has" and value.lower() == "attachment":
        return Q(pk__in=NoteFile.objects.values("note__ticket"))
    return Q()


def _note(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    told = search.holding([(term.values[place], not term.is_whole)], notes=True)
    if isinstance(reader, Robot) or told is None:
        return Q(pk__in=[])
    return Q(pk__in=RawSQL(*told))  # as above


def _number(reader: Reader, term: Term, place: int, at: datetime) -> Q:
    pk = int(term.values[place].lstrip("#")) - FIRST_NUMBER
    return Q(pk=pk) if 0 < pk < LARGEST_ID else Q(pk__in=[])


def _between(column: str) -> Callable[[Reader, Term, int, datetime], Q]:
    def holds(reader: Reader, term: Term, place: int, at: datetime) -> Q:
        span: Span = term.spans[place]
        between = Q(**{f"{column}__isnull": False})
        if span.since:
            between &= Q(**{f"{column}__gte": span.since})
        if span.until:
            between &= Q(**{f"{column}__lt": span.until})
        return between

    return holds


FINDS: dict[str, Callable[[Reader, Term, int, datetime], Q]] = {
    "is": _is,
    "owner": _owner,
    "follows": _follows,
    "desk": _desk,
    "from": _from,
    "org": _org,
    "subject": _subject,
    "problem": _problem,
    "tag": _tag,
    "impact": _impact,
    "has": _has,
    "file": _file,
    "note": _note,
    "mentions": _mentions,
    "number": _number,
    OWN: _own,
    "created": _between("received_at"),
    "due": _between("owed_at"),
    "resolved": _between("resolved_at"),
}
