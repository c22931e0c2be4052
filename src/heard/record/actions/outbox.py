"""The outbox: a queued letter is claimed by one sender at a time, kept as bytes, and sent, put off, failed,
recalled, or returned by a mail server further on.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from heard.record import events, files
from heard.record.actions import alert, letter, refuted
from heard.record.actions.settle import settled
from heard.record.actor import HEARD
from heard.record.models.letter import Letter
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.record.question import Change, Question

LEASE = timedelta(minutes=2)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
GIVE_UP = timedelta(days=5)
"""RFC 5321 (4.5.4.1) asks for tries over four to five days."""
LATE = timedelta(minutes=15)
"""Longer than any letter waits on purpose, but for a folded list: a missed-time letter is held for ten minutes."""
QUEUED = Letter.State.QUEUED


_FREE = Question(
    lambda at: (
        Letter.objects.filter(state=QUEUED, not_before__lte=at)
        .filter(Q(leased_until=None) | Q(leased_until__lte=at))
        .order_by("not_before", "id")[:1]
    )
)
_WHOLE = Question(
    lambda pk: Letter.objects.select_related(
        "ticket__desk",
        "ticket__requester",
        "promise__agent",
        "message__agent",
        "requester",
        "agent",
        "chase__entry__tracker",
    ).filter(pk=pk)
)


def claim(*, at: datetime) -> Letter | None:
    """Take the next letter that may leave, for two minutes; None when there is none.

    A lease that ran out belonged to a sender that died. If it had begun to hand the letter over, the letter may
    have left, and is marked `maybe_twice`.
    """
    while found := _FREE.first(at):
        twice = found.maybe_twice or found.handed_at is not None
        if _change(found, leased_until=at + LEASE, maybe_twice=twice, handed_at=None):
            return _WHOLE.all(found.pk)[0]
    return None


_KEEP = Change(
    lambda pk, subject, body: (Letter.objects.filter(pk=pk, body=""), {"subject": subject, "body": body})
)
_SENT = Change(
    lambda pk, at: (
        Letter.objects.filter(pk=pk, state=QUEUED),
        {
            "state": Letter.State.SENT,
            "sent_at": at,
            "leased_until": None,
            "trouble": "",
            "attempts": F("attempts") + 1,
        },
    )
)


def keep(letter: Letter, *, subject: str, content: bytes) -> None:
    """Keep a letter's bytes, durably and for good: a letter that has some keeps those."""
    digest = files.keep(content)
    if _KEEP.made(letter.pk, subject, digest):
        letter.subject, letter.body = subject, digest
    else:
        letter.refresh_from_db(fields=["subject", "body"])


def hand_over(letter: Letter, *, at: datetime) -> bool:
    """Say, before it is so, that the letter is about to leave our hands; False when it must not any more, because
    the lease ran out and another sender may have it."""
    return _change(letter, handed_at=at)


@transaction.atomic
def sent(letter: Letter, *, at: datetime) -> None:
    """The mail server took it. True whoever has the lease by now: it left."""
    if _SENT.made(letter.pk, at):
        events.add("letter.sent", by=HEARD, at=at, ticket=letter.ticket, letter=letter.pk)


def stay(letter: Letter) -> None:
    """It never leaves, and can be read on the Letters page: a sample's letter, or no mail server is set."""
    _change(letter, state=Letter.State.KEPT, leased_until=None)


def put_off(letter: Letter, *, until: datetime) -> None:
    """It waits until a time, UTC, through no fault of anybody."""
    _change(letter, not_before=until, leased_until=None)


def hold(*, at: datetime, until: datetime, host: str = "") -> int:
    """Put off every letter due at `at`, or those to one mail host; how many there were."""
    due = Letter.objects.filter(state=QUEUED, not_before__lte=at, leased_until=None)
    return (due.filter(host=host) if host else due).update(not_before=until)


def trouble(letter: Letter, *, says: str, at: datetime, in_doubt: bool = False) -> None:
    """It could not leave this time: tried again after 1, 5, 15 and then every 60 minutes, for five days.

    A letter that is old because we were away is tried as often as any other before it is given up.

    Args:
        says: what the mail server said, or why it could not be asked.
        in_doubt: the connection broke after the whole letter was handed over, so it may have left.
    """
    if at - letter.queued_at >= GIVE_UP and letter.attempts >= len(BACKOFF):
        fail(letter, says=says, at=at)
        return
    _change(
        letter,
        attempts=letter.attempts + 1,
        not_before=at + BACKOFF[min(letter.attempts, len(BACKOFF) - 1)],
        leased_until=None,
        handed_at=None,
        maybe_twice=letter.maybe_twice or in_doubt,
        trouble=says[:500],
    )


@transaction.atomic
def fail(letter: Letter, *, says: str, at: datetime, is_address: bool = False) -> None:
    """It will never leave. The ticket says so, what it was to keep was not kept, and whoever can act is told.

    Args:
        is_address: the mail server takes nothing for this address, so no letter goes there any more.
    """
    values = {"state": Letter.State.FAILED, "attempts": letter.attempts + 1, "trouble": says[:500]}
    if _change(letter, leased_until=None, **values):
        _never_arrived(letter, "letter.failed", "unsent", says=says, at=at, is_address=is_address)


@transaction.atomic
def returned(letter: Letter, *, says: str, at: datetime, is_address: bool) -> bool:
    """A mail server further on sent it back, and the signed return path proves that it was ours; whether that is
    news. A letter that we think is still to be sent has evidently left.

    Args:
        is_address: nothing gets through to this address, not only this letter.
    """
    out = Letter.objects.filter(pk=letter.pk, state__in=[Letter.State.SENT, QUEUED])
    values = {"state": Letter.State.RETURNED, "returned_at": at, "trouble": says[:500]}
    if not out.update(leased_until=None, **values):
        return False
    _never_arrived(letter, "letter.returned", "unreached", says=says, at=at, is_address=is_address)
    return True


def delayed(letter: Letter, *, says: str, at: datetime) -> None:
    """A mail server further on tells that it still tries. This is told, and moves nothing."""
    Letter.objects.filter(pk=letter.pk, state=Letter.State.SENT).update(trouble=says[:500])
    if letter.ticket is None:
        return
    with settled(letter.ticket, at=at) as own:
        events.add("letter.delayed", by=HEARD, at=at, ticket=own, letter=letter.pk)


def take_back(letter: Letter) -> None:
    """Recall one claimed letter: what it says is no longer so."""
    _change(letter, state=Letter.State.RECALLED, leased_until=None)


@transaction.atomic
def tell_anew(missed: Letter, ticket: Ticket, *, at: datetime) -> None:
    """A missed-time letter that waited so long that its new time has passed too: one with the present time."""
    take_back(missed)
    names = ("missed", "missed_how", "promised_by")
    told = {name: missed.facts[name] for name in names if name in missed.facts}
    if letter.queue(ticket, Letter.Kind.MISSED, at=at, promise=ticket.promise, **told):
        Promise.objects.filter(pk=ticket.standing.pk, told_at=None).update(told_at=at)


_LATE = Question(
    lambda before: (
        Letter.objects.filter(
            Q(requester__isnull=False) | Q(chase__isnull=False),
            ticket__isnull=False,  # on which somebody can be told
            state=QUEUED,
            alarmed_at=None,
            queued_at__lte=before,
            sample=False,
        )
        .exclude(kind=Letter.Kind.FOLDED, attempts=0)
        .select_related("ticket")
        .order_by("id")[:100]
    )
)


def alarm_late(*, at: datetime) -> int:
    """Tell the owner of every letter that should have left 15 minutes ago, to a requester or to whoever is chased, once
    each; how many."""
    return sum(_alarm(letter, at=at) for letter in _LATE.all(at - LATE))


@transaction.atomic
def _alarm(letter: Letter, *, at: datetime) -> bool:
    """Tell it in the same transaction in which it is marked as told; whether nobody had."""
    if letter.ticket is None:
        return False
    if not Letter.objects.filter(pk=letter.pk, state=QUEUED, alarmed_at=None).update(alarmed_at=at):
        return False
    with settled(letter.ticket, at=at) as ticket:
        kind = "stuck_ping" if letter.chase_id else "stuck"
        alert.raise_alert(ticket, kind, at=at, due_at=letter.queued_at)
    return True


def _never_arrived(
    letter: Letter, kind: str, alarm: str, *, says: str, at: datetime, is_address: bool
) -> None:
    """What follows when a letter is known not to reach anybody."""
    if letter.ticket is None:
        events.add(kind, by=HEARD, at=at, letter=letter.pk)
        return
    with settled(letter.ticket, at=at) as ticket:
        events.add(kind, by=HEARD, at=at, ticket=ticket, letter=letter.pk)
        asks_route = refuted.follow(ticket, letter, says=says, at=at, is_address=is_address)
        if letter.chase_id:
            alert.raise_alert(ticket, "unasked", at=at, due_at=at)
        elif letter.kind != Letter.Kind.RECEIPT and not letter.copy:
            alert.raise_alert(ticket, "no_route" if asks_route else alarm, at=at, due_at=at)


def _change(letter: Letter, **values: Any) -> bool:
    """Change a queued letter if nobody else took it since we read it; whether that was so."""
    names, lease = tuple(values), [letter.leased_until] if letter.leased_until else []
    return _changing(names, is_leased=bool(lease)).made(letter.pk, *values.values(), *lease) == 1


@lru_cache(maxsize=64)
def _changing(names: tuple[str, ...], *, is_leased: bool) -> Change:
    """The change of these fields of a letter that is queued, and leased until a time or not."""

    def make(pk: Any, *slots: Any) -> tuple[QuerySet[Letter], dict[str, Any]]:
        lease = slots[len(names)] if is_leased else None
        mine = Letter.objects.filter(pk=pk, state=QUEUED, leased_until=lease)
        return mine, dict(zip(names, slots, strict=False))

    return Change(make, slots=1 + len(names) + is_leased)
