"""Every verb locks and settles its ticket first, acts, and then sets the clock again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from heard.promise import Facts, is_closing_day, look_again_at, owed_at
from heard.record import follow, ledger, rows, wake
from heard.record.actions import alert, check_in, letter, message, voice
from heard.record.actor import HEARD
from heard.record.errors import Refused
from heard.record.facts import LISTS, facts_of, open_promise_of, rules_of
from heard.record.models.draft import Draft
from heard.record.models.due import DueWork
from heard.record.models.letter import Letter
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.record.question import Question, forget
from heard.record.words import word_of

MANY = 40
"""Tickets that are locked and read together at most."""
_PRESSED = Question(
    lambda ticket: (
        Draft.objects.filter(ticket=ticket, pressed_at__isnull=False)
        .order_by("pressed_at")
        .select_related("agent")
    )
)


@contextmanager
def settled(ticket: Ticket, *, at: datetime) -> Iterator[Ticket]:
    """One verb's unit of work on a ticket: locked, settled at `at` (UTC), acted upon, clock set again.

    Yields:
        The ticket as the database has it, locked until the transaction ends.
    """
    with transaction.atomic():
        own = locked(ticket.pk)
        settle(own, at=at)
        yield own
        set_clock(own, at=at)


@contextmanager
def both_settled(first: Ticket, second: Ticket, *, at: datetime) -> Iterator[tuple[Ticket, Ticket]]:
    """As `settled`, for a verb on two tickets; locked in one order, whoever comes first.

    Yields:
        The two tickets as the database has them, in the order asked for.
    """
    with transaction.atomic():
        own = {pk: locked(pk) for pk in sorted((first.pk, second.pk))}
        for ticket in own.values():
            settle(ticket, at=at)
        yield own[first.pk], own[second.pk]
        for ticket in own.values():
            set_clock(ticket, at=at)


_TICKET = Question(
    lambda pk: (
        Ticket.objects.select_for_update(of=("self",))
        .select_related("desk", "owner", "requester__organization", "promise")
        .filter(pk=pk)
    )
)


def locked(ticket_id: int) -> Ticket:
    """The ticket as the database has it, nobody else's until the transaction ends.

    Raises:
        Ticket.DoesNotExist: there is none.
    """
    found = _TICKET.first(ticket_id)
    if found is None:
        raise Ticket.DoesNotExist(f"ticket {ticket_id}")
    return found


_TICKETS = Question(
    lambda *pks: (
        Ticket.objects.select_for_update(of=("self",))
        .select_related("desk", "owner", "requester__organization", "promise")
        .filter(pk__in=pks)
        .order_by("pk")
    ),
    slots=MANY,
)


def locked_together(ticket_ids: Sequence[int]) -> list[Ticket]:
    """Up to `MANY` tickets as `locked` gives one, in the order asked for; locked in one order, whoever asks."""
    ids = list(ticket_ids) + [ticket_ids[-1]] * (MANY - len(ticket_ids))
    found = {ticket.pk: ticket for ticket in _TICKETS.all(*ids)}
    return [found[pk] for pk in ticket_ids]


def read_ahead(tickets: Sequence[Ticket], *, at: datetime) -> None:
    """Read what settling these locked tickets at `at` (UTC) will ask, by a statement for each question."""
    ids = [(ticket.pk,) for ticket in tickets]
    _PRESSED.ahead(ids)
    LISTS.ahead(ids)
    lapsing = [one for one in tickets if voice.is_late(one, at=at)]
    voice.read_ahead(lapsing)
    letter.read_ahead(lapsing)
    follow.read_ahead(lapsing)
    _MISSED_LETTER.ahead([(one.pk, one.last_word_at or one.received_at) for one in lapsing])
    _WRITING.ahead([(one.pk, at - _hold(one)) for one in lapsing])


def settle(ticket: Ticket, *, at: datetime) -> str:
    """Bring a locked ticket to `at` (UTC): pressed drafts leave, a promise whose time has passed lapses, unless a word
    to everybody was pressed in time; a ticket whose closing day is over is closed.

    Returns:
        "lapse", "close", or "" when neither happened.
    """
    drafts = _PRESSED.once(ticket.pk)
    if drafts:  # what leaves is read again by what follows
        rows.apart()
        forget()
    for draft in drafts:
        pressed_at, leaves_at = draft.pressed
        if leaves_at <= at or _pressed_in_time(ticket, pressed_at, at):
            _leave(ticket, draft, pressed_at)
    if _is_over(ticket, at) and voice.told_in_time(ticket, at=at) and not _is_over(ticket, at):
        return ""
    if _closes(ticket, at) and check_in.close(ticket, at=at):
        return "close"
    if _is_over(ticket, at):
        _lapse(ticket, at=at)
        return "lapse"
    return ""


def _closes(ticket: Ticket, at: datetime) -> bool:
    """Whether the day has come that a notice named."""
    return ticket.is_open and is_closing_day(open_promise_of(ticket.standing), at)


def _is_over(ticket: Ticket, at: datetime) -> bool:
    return _closes(ticket, at) or voice.is_late(ticket, at=at)


def set_clock(ticket: Ticket, *, at: datetime, facts: Facts | None = None) -> datetime | None:
    """Save a ticket with what is owed next, and when the follow-up must look again; that time, None for never."""
    facts, rules = facts or facts_of(ticket, at), rules_of(ticket.desk)
    owing = owed_at(facts, rules)
    ticket.owed_at, ticket.owed_reason = (owing.at, owing.reason) if owing else (None, "")
    rows.save(ticket)
    looks = [look_again_at(facts, rules, at), *(draft.leaves_at for draft in _PRESSED.once(ticket.pk))]
    look = min((time for time in looks if time), default=None)
    if look:
        rows.put(DueWork(ticket=ticket, look_again_at=look), "look_again_at", by="ticket")
    else:
        DueWork.objects.filter(ticket=ticket).delete()
    if not rows.is_together():
        wake.wake()
    return look


def look_again(tickets: QuerySet[Ticket], *, at: datetime) -> int:
    """Something that moments are reckoned by changed (hours, targets, who is away): the follow-up looks at these open
    tickets again at `at`, UTC; at how many. What was told stays as it was told.
    """
    ahead = DueWork.objects.filter(ticket__in=tickets.filter(resolved_at=None), look_again_at__gt=at)
    return ahead.update(look_again_at=at)


def _pressed_in_time(ticket: Ticket, pressed_at: datetime, at: datetime) -> bool:
    """The act counts when send is pressed: a promise due while the undo time runs is met by it."""
    due_at = ticket.standing.due_at if ticket.is_open else None
    return due_at is not None and pressed_at < due_at <= at


def _leave(ticket: Ticket, draft: Draft, pressed_at: datetime) -> None:
    """Say what was pressed, as of the pressing. What cannot be said any more stays a draft, with why."""
    try:
        with transaction.atomic():
            message.say(ticket, word_of(draft), by=draft.agent, at=pressed_at)
    except Refused as refused:
        ticket.refresh_from_db()
        draft.pressed_at, draft.leaves_at, draft.trouble = None, None, refused.says
        draft.save(update_fields=["pressed_at", "leaves_at", "trouble"])
        alert.raise_for(ticket, draft.agent, "unsent", at=draft.saved_at)
        return
    draft.delete()


def _lapse(ticket: Ticket, *, at: datetime) -> None:
    """A lapse is a fact of time; here it is written down, repaired, and told to those it concerns."""
    tells = _tells(ticket)
    missed, missed_at, repair = ledger.lapse(ticket, at=at, told=tells)
    told = alert.raise_alert(ticket, _lapse_kind(ticket, missed, at), at=at, due_at=missed_at)
    follow.tell(ticket, "follow_missed", by=HEARD, at=at, besides=[one.agent_id for one in told])
    if tells:
        letter.queue(
            ticket,
            Letter.Kind.MISSED,
            at=at,
            promise=repair,
            not_before=_held_until(ticket, at),
            missed=missed_at.isoformat(),
            missed_how=missed.how,
            promised_by=_promised_by(ticket, missed),
        )


_LAPSED: Question[int] = Question(
    lambda desk, since, at: Promise.objects.filter(
        outcome=Promise.Outcome.LAPSED, ended_at__gt=since, ended_at__lte=at, ticket__desk=desk
    ).values_list("id", flat=True)[:3]
)
_MISSED_LETTER: Question[int] = Question(
    lambda ticket, since: (
        Letter.objects.filter(ticket=ticket, kind=Letter.Kind.MISSED, queued_at__gt=since)
        .exclude(state=Letter.State.RECALLED)
        .values_list("id", flat=True)[:1]
    )
)
_WRITING: Question[int] = Question(
    lambda ticket, since: (
        Draft.objects.filter(ticket=ticket, saved_at__gt=since)
        .exclude(text="")
        .values_list("id", flat=True)[:1]
    )
)


def _lapse_kind(ticket: Ticket, missed: Promise, at: datetime) -> str:
    """The lead is interrupted for a second lapse, blocked impact, or three in an hour on the desk.

    What we want from the requester only reaches who minds the desk: a missed check-in, a day we could not close on.
    """
    if missed.step:
        return "not_closed" if missed.kind == Promise.Kind.CLOSING else "check_in_missed"
    again = missed.misses > 0 or ticket.impact == Ticket.Impact.BLOCKED
    return "lapse_again" if again or _many_lapsed(ticket.desk_id, at) else "lapse"


def _many_lapsed(desk: int, at: datetime) -> bool:
    """Whether three promises of the desk lapsed in the hour before `at`; that stays so."""
    asked = desk, at - timedelta(hours=1), at
    lapsed = _LAPSED.all(*asked)
    return len(lapsed) >= 3 and bool(_LAPSED.stays(lapsed, *asked))


def _tells(ticket: Ticket) -> bool:
    """Whether the requester is written to about the miss: they were told the time, can be reached, and have had no
    such letter since a person wrote (one automatic lapse letter per ticket until then). Not about a missed check-in:
    it is they from whom we want something."""
    wants = rules_of(ticket.desk).policy.missed_letters and not ticket.unreached_at
    if ticket.standing.step or not (ticket.standing.told_at and wants and ticket.requester.address):
        return False
    return not (_MISSED_LETTER.all(ticket.pk, ticket.last_word_at or ticket.received_at))


def _promised_by(ticket: Ticket, missed: Promise) -> str:
    """The first name of who made a promise; "" for the desk's own. Mostly the owner, who is known already."""
    agent = ticket.owner if missed.agent_id == ticket.owner_id else missed.agent
    return agent.first_name if agent else ""


def _held_until(ticket: Ticket, at: datetime) -> datetime:
    """The letter waits up to ten minutes while somebody is writing."""
    hold = _hold(ticket)
    return at + hold if _WRITING.all(ticket.pk, at - hold) else at


def _hold(ticket: Ticket) -> timedelta:
    return timedelta(minutes=rules_of(ticket.desk).policy.hold_missed)
