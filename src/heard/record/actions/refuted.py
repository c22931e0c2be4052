"""What a letter that never arrived takes back: the end it claimed, the ticket it resolved (method.md, Meet or beat).

This is the one place where something other than a person's word moves a ticket: a permanent failure, said by the mail
server we spoke to ourselves, or proven ours by the signed return path (law 3).
"""

from datetime import datetime

from heard.promise import NeverArrived, refutation, repair_of_refuted
from heard.record import events, ledger, rows
from heard.record.actions import unreachable
from heard.record.actor import HEARD
from heard.record.facts import open_promise_of, rules_of
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.refuted import Refuted
from heard.record.models.ticket import Ticket

SOLVED = (Ticket.Resolution.SOLVED, Ticket.Resolution.NO_ANSWER)


def follow(ticket: Ticket, letter: Letter, *, says: str, at: datetime, is_address: bool) -> bool:
    """Do what follows on a locked, settled ticket; whether another route to the person must be asked for.

    Args:
        is_address: nothing gets through to the letter's address, so it is marked.
    """
    known = unreachable.is_marked(letter.to_address)
    if is_address and not known:
        unreachable.mark(letter, says=says, at=at)
    if letter.message is None or letter.requester_id != ticket.requester_id:
        return False  # what others got was never what the promise is about
    ended = _ended_by(letter.message)
    so = refutation(
        NeverArrived(
            by_person=letter.message.by_person,
            ended=open_promise_of(ended) if ended else None,
            is_open=ticket.is_open,
            solved=ticket.resolution in SOLVED,
            overtaken=_is_overtaken(ticket, letter, letter.message),
            known=known,
        )
    )
    if ended and so.refutes:
        rows.insert(Refuted(promise=ended, letter=letter, at=at, says=says[:500]))
        events.add("promise.refuted", by=HEARD, at=at, ticket=ticket, promise=ended.pk, letter=letter.pk)
    if so.marks:
        ticket.unreached_at = at
    if so.reopens:
        _reopen(ticket, ended, at=at)
    return so.asks_route


def _ended_by(message: Message) -> Promise | None:
    """The promise whose end this word was, unless that was refuted before."""
    return message.ended_promises.filter(outcome__in=["kept", "renewed"], refuted=None).first()


def _is_overtaken(ticket: Ticket, letter: Letter, said: Message) -> bool:
    """Whether we heard from the requester since, or a person reached them in another way."""
    later = ticket.messages.filter(n__gt=said.n, by_person=True, verified=True)
    reached = later.filter(kind__in=[Message.Kind.INBOUND, Message.Kind.CALL]).exists()
    elsewhere = Letter.objects.filter(message__in=later, requester=letter.requester_id).exclude(
        to_address=letter.to_address
    )
    gone = [Letter.State.FAILED, Letter.State.RETURNED, Letter.State.RECALLED]
    return reached or ticket.agreed_at is not None or elsewhere.exclude(state__in=gone).exists()


def _reopen(ticket: Ticket, ended: Promise | None, *, at: datetime) -> None:
    """Open again with a repair promise, which nobody can be told."""
    missed = open_promise_of(ended) if ended else None
    due_at = repair_of_refuted(rules_of(ticket.desk), missed, at)
    misses = missed.misses + 1 if missed else 1
    ledger.open_promise(ticket, kind=Promise.Kind.REPAIR, due_at=due_at, at=at, told=False, misses=misses)
    ticket.resolved_at, ticket.resolution, ticket.resolved_by, ticket.agreed_at = None, "", None, None
    events.add("ticket.reopened_unreached", by=HEARD, at=at, ticket=ticket, due=due_at)
