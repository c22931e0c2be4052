"""The outbox: one letter at a time is claimed, rendered once, and given to the mail server until it takes it.

Sending happens outside of any transaction. If the process dies between the server's yes and our mark, the lease
runs out, the next sender hands over the same bytes with the same Message-ID, and the letter says `maybe_twice`.

The envelope's sender is a return path signed for this one letter: what comes back there is proven to be about it.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from math import inf
from time import monotonic
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error as DatabaseError

from heard.letters import comment
from heard.letters.headers import in_ascii
from heard.letters.pace import free_at
from heard.letters.post import Never, NotNow, Post, Unreachable
from heard.letters.render import render
from heard.record import links
from heard.record.actions import outbox, unreachable
from heard.record.actions.settle import settled
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

log = logging.getLogger(__name__)
PAUSE = timedelta(minutes=1)
"""How long the outbox leaves a mail server alone that could not be reached."""
SECOND = timedelta(seconds=1)
NAME_LIMIT = 64
"""Characters before the @ that every mail server takes (RFC 5321, 4.5.3.1.1)."""


def send_due(at: datetime, *, most_seconds: float = inf) -> int:
    """Send every letter that is due at `at` (UTC) over one connection; how many left, or were kept.

    A long batch goes on with the time that passed, so that a lease taken late in it is not over already. It ends
    after `most_seconds`, and what is left waits for the next.
    """
    started, done = monotonic(), 0
    with _post() as post:
        while monotonic() - started < most_seconds and (letter := outbox.claim(at=at + _since(started))):
            done += _send(letter, post, at=at + _since(started))
    return done


class Taker(Protocol):
    """Whatever takes letters as a mail server does: see `Post.hand_over`."""

    def hand_over(self, content: bytes, *, sender: str, to: str, ready: Callable[[], bool]) -> bool: ...


def send_one(at: datetime, taker: Taker | None = None) -> bool:
    """Take up one letter that is due at `at` (UTC); whether there was one.

    Args:
        taker: who takes it, instead of the mail server of the settings.
    """
    letter = outbox.claim(at=at)
    if letter is None:
        return False
    with nullcontext(taker) if taker else _post() as post:
        _send(letter, post, at=at)
    return True


@contextmanager
def _post() -> Iterator[Post | None]:
    """The mail server of the settings; None where none is set, and letters stay."""
    server = settings.HEARD_SMTP_URL
    if server is None:
        yield None
        return
    with Post(server, name=urlsplit(settings.HEARD_URL).hostname or "localhost") as post:
        yield post


def _since(started: float) -> timedelta:
    return timedelta(seconds=int(monotonic() - started))


def _send(letter: Letter, post: Taker | None, *, at: datetime) -> bool:
    """Bring a claimed letter to its end, or put it off; whether it left or was kept."""
    if letter.kind == Letter.Kind.COMMENT and not letter.sample:
        return _still_so(letter, at=at) and _comment(letter, at=at)
    if not _still_so(letter, at=at) or (post and not _may_leave(letter, at=at)):
        return False
    content = _written(letter, at=at)
    if content is None:
        return False
    if letter.sample or post is None:
        outbox.stay(letter)
        return True
    return _hand_over(letter, content, post, at=at)


def _hand_over(letter: Letter, content: bytes, post: Taker, *, at: datetime) -> bool:
    """Give the letter to the mail server, and write down what it said; whether it has it."""
    sender = in_ascii(_return_path(letter))
    try:
        left = post.hand_over(
            content,
            sender=sender,
            to=in_ascii(letter.to_address),
            ready=lambda: outbox.hand_over(letter, at=at),
        )
    except Never as no:
        outbox.fail(letter, says=str(no), at=at, is_address=no.is_address)
    except NotNow as no:
        outbox.trouble(letter, says=str(no), at=at)
    except Unreachable as no:
        log.warning("letters wait: %s", no)
        outbox.trouble(letter, says=str(no), at=at, in_doubt=no.in_doubt)
        outbox.hold(at=at, until=at + PAUSE)
    else:
        if left:
            outbox.sent(letter, at=at)
        return left
    return False


def _comment(letter: Letter, *, at: datetime) -> bool:
    """Post a comment to its tracker, and write down what that said; whether it is there."""
    try:
        left = comment.hand_over(letter, ready=lambda: outbox.hand_over(letter, at=at))
    except Never as no:
        outbox.fail(letter, says=str(no), at=at)
    except NotNow as no:
        outbox.trouble(letter, says=str(no), at=at)
    except Unreachable as no:
        outbox.trouble(letter, says=str(no), at=at, in_doubt=no.in_doubt)
        outbox.hold(at=at, until=at + PAUSE, host=letter.host)
    else:
        if left:
            outbox.sent(letter, at=at)
        return left
    return False


def _return_path(letter: Letter) -> str:
    """Signed for this one letter; the desk's bare address where the signature would make its name too long."""
    signed = links.return_path(letter.from_address, letter.pk)
    return signed if len(signed.rpartition("@")[0]) <= NAME_LIMIT else letter.from_address


def _may_leave(letter: Letter, *, at: datetime) -> bool:
    """Whether letters go to this address at all, and whether its host has not had enough of them just now."""
    if letter.agent_id is None and (why := unreachable.why_marked(letter.to_address)):
        outbox.fail(letter, says=f"letters to this address do not get through: {why}", at=at)
        return False
    if (later := free_at(letter.host, at=at)) > at:
        outbox.hold(at=at, until=later, host=letter.host)
        outbox.put_off(letter, until=later)
        return False
    return True


def _written(letter: Letter, *, at: datetime) -> bytes | None:
    """The letter's bytes. One that cannot be written fails and is reported; a full disk only delays it."""
    try:
        return render(letter)
    except FileNotFoundError as error:
        outbox.fail(letter, says=f"a file of it is missing: {error.filename}", at=at)
    except OSError as error:
        outbox.trouble(letter, says=f"cannot be written: {error}", at=at)
    except DatabaseError:
        raise
    except Exception as error:  # whatever it is, the letters behind this one must not wait for it
        log.exception("letter %s cannot be written", letter.public_id)
        outbox.fail(letter, says=f"cannot be written: {error}", at=at)
    return None


def _still_so(letter: Letter, *, at: datetime) -> bool:
    """Whether an automatic letter is still true and wanted; if not it is recalled, told anew, or put off."""
    if letter.kind == Letter.Kind.MISSED:
        with settled(letter.ticket, at=at) as ticket:
            return _missed_is_so(letter, ticket, at=at)
    if letter.chase_id and letter.chase.answered_at:
        outbox.take_back(letter)
        return False
    if letter.kind == Letter.Kind.RECEIPT and letter.attempts and _has_written(letter.ticket, letter):
        outbox.take_back(letter)
        return False
    if letter.kind == Letter.Kind.PROOF and datetime.fromisoformat(letter.facts["until"]) <= at:
        outbox.take_back(letter)  # its link would open nothing
        return False
    if letter.kind == Letter.Kind.FOLDED and not _waits(letter.facts["tickets"]):
        outbox.take_back(letter)
        return False
    return True


def _waits(tickets: list[int]) -> bool:
    """Whether one of these still waits for a first word."""
    return Ticket.objects.filter(pk__in=tickets, resolved_at=None, last_word_at=None).exists()


def _missed_is_so(letter: Letter, ticket: Ticket, *, at: datetime) -> bool:
    """A missed-time letter goes out only while nobody has written, and only with a time that lies ahead.

    It waits for a person's word that can still be taken back, and for the letter that told the missed time.
    """
    pressed = ticket.drafts.filter(pressed_at__isnull=False).order_by("leaves_at").first()
    queued = Letter.objects.filter(ticket=ticket, requester=letter.requester, state=Letter.State.QUEUED)
    before = queued.filter(pk__lt=letter.pk).exclude(kind=Letter.Kind.MISSED).order_by("-not_before").first()
    if not ticket.is_open or _has_written(ticket, letter) or not ticket.standing.misses:
        outbox.take_back(letter)
    elif letter.promise_id != ticket.standing.pk:
        outbox.tell_anew(letter, ticket, at=at)
    elif pressed:
        outbox.put_off(letter, until=max(pressed.leaves_at, at + SECOND))
    elif before:
        outbox.put_off(letter, until=max(before.leased_until or before.not_before, at + SECOND))
    else:
        return True
    return False


def _has_written(ticket: Ticket, letter: Letter) -> bool:
    """Whether a person has written since the letter was queued."""
    return ticket.last_word_at is not None and ticket.last_word_at >= letter.queued_at
