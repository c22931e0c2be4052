"""From rows to what a requester may know of their request: the only bridge to the first line and the steps."""

from datetime import datetime

from heard.portal.seen import Seen
from heard.promise import is_lapsed
from heard.record.access import seen as access
from heard.record.facts import open_promise_of
from heard.record.models.agent import Agent
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.requester import Participant
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket

AGAIN = (Promise.Outcome.KEPT, Promise.Outcome.RENEWED, Promise.Outcome.RELEASED)


def seen(
    participant: Participant,
    *,
    said: list[Message],
    promises: list[Promise],
    restated: Restatement | None,
    at: datetime,
) -> Seen:
    """All that this person may know of their request at `at` (UTC).

    Args:
        said: the conversation as they see it, oldest first.
        promises: all of the request, in the order they were made.
        restated: the newest restatement.
    """
    ticket = participant.ticket
    told = [promise for promise in promises if promise.told_at and promise.outcome]
    return Seen(
        received_at=ticket.received_at,
        resolution=ticket.resolution,
        resolved_at=ticket.resolved_at,
        resolved_by=_first_name(ticket.resolved_by),
        agreed_at=ticket.agreed_at,
        opened_at=ticket.opened_at,
        opened_by=_first_name(ticket.opened_by),
        phone=ticket.desk.phone,
        talks_with=access.talks_with(ticket) if ticket.is_open else "",
        kept=sum(promise.is_honoured for promise in told),
        ended=sum(promise.outcome in ("kept", "renewed", "lapsed") for promise in told),
        **_of_promise(ticket, promises, at),
        **_of_messages(participant, said),
        **_of_restatement(restated),
    )


def _of_promise(ticket: Ticket, promises: list[Promise], at: datetime) -> dict:
    """The open promise, and what was missed before it."""
    promise = ticket.promise
    if promise is None:
        return {}
    missed = next((p for p in reversed(promises) if p.outcome == "lapsed" and p.told_at), None)
    lapsed = is_lapsed(open_promise_of(promise), at) and not access.on_its_way(ticket)
    late = lapsed or promise.kind == Promise.Kind.REPAIR
    return {
        "kind": promise.kind,
        "due_at": promise.due_at,
        "made_at": promise.made_at,
        "opened_again": any(each.outcome in AGAIN for each in promises),
        "told": promise.told_at is not None,
        "promiser": _first_name(promise.agent),
        "how": promise.how,
        "event": promise.event,
        "question": promise.question,
        "lapsed": lapsed,
        "misses": _told_misses(promise, promises),
        "missed_at": missed.due_at if missed else None,
        "missed_by": _first_name(missed.agent) if missed else "",
        "taken_by": _taken_by(ticket, missed if late else None),
        "took_over": _took_over(promise, promises, missed),
        "lead": access.lead_told(ticket) if late and promise.misses + lapsed > 1 else "",
    }


def _told_misses(promise: Promise, promises: list[Promise]) -> int:
    """Times missed in a row before a promise, as far as they were told."""
    lapsed = [each for each in promises if each.outcome == "lapsed"]
    return sum(each.told_at is not None for each in lapsed[len(lapsed) - promise.misses :])


def _taken_by(ticket: Ticket, missed: Promise | None) -> str:
    """The owner who took the request; after a miss only somebody else who took it since."""
    act = access.took(ticket) if ticket.owner_id else None
    if act is None or missed and (act.at < missed.due_at or act.agent_id == missed.agent_id):
        return ""
    return _first_name(act.agent)


def _took_over(promise: Promise, promises: list[Promise], missed: Promise | None) -> bool:
    """Whether a person's promise made good for one that another person missed, or was handed over to them."""
    before = [p for p in promises if p.pk < promise.pk][-1:]
    if before and before[0].outcome == Promise.Outcome.MOVED and before[0].agent_id:
        return promise.agent_id not in (None, before[0].agent_id)
    repaired = bool(before) and before[0].kind == Promise.Kind.REPAIR
    return bool(repaired and missed and missed.agent_id and promise.agent_id not in (None, missed.agent_id))


def _of_messages(participant: Participant, said: list[Message]) -> dict:
    """The person's own last message, while it waits for a word or was let stand."""
    people = [message for message in said if message.by_person and message.verified]
    last = people[-1] if len(people) > 1 else None
    if last is None or last.requester_id != participant.requester_id:
        return {}
    if last.settled == Message.Settled.ANSWERED:
        return {}
    return {
        "wrote_at": last.said_at,
        "read_at": last.read_at,
        "read_by": _first_name(last.read_by),
        "stands": last.settled == Message.Settled.STANDS,
    }


def _of_restatement(restated: Restatement | None) -> dict:
    if restated is None:
        return {}
    if not restated.answer:
        return {"restated": "asked", "restated_at": restated.said_at}
    word = "no" if restated.answer == Restatement.Answer.NO else "read" if restated.read_by_id else "yes"
    return {"restated": word, "restated_at": restated.answered_at}


def _first_name(agent: Agent | None) -> str:
    return agent.first_name if agent else ""
