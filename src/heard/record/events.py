"""The registry of events: each kind declared once, with its sentence, its audience and what is personal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heard.record import rows
from heard.record.actor import Actor, agent_of, requester_of, robot_of
from heard.record.models.desk import Desk
from heard.record.models.event import Event, EventPersonal
from heard.record.models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Kind:
    """`sentence` names {by}; `audience` is "timeline" (shown on the ticket) or "log" (log only).

    `personal` are the keys of text that erasing a person removes.
    """

    name: str
    sentence: str
    audience: str
    personal: tuple[str, ...] = ()


KINDS = {
    kind.name: kind
    for kind in (
        Kind("ticket.received", "Received; the first word is due {due}", "timeline"),
        Kind("ticket.imported", "It came from another system, where it was {known_as}", "timeline"),
        Kind("ticket.unaddressed", "Sent to no address of a desk; it may be for another one", "timeline"),
        Kind("ticket.opened", "{by} opened it", "timeline"),
        Kind("ticket.taken", "{owner} has it now, given by {by}", "timeline"),
        Kind("ticket.freed", "{by} took the owner off", "timeline"),
        Kind("ticket.moved", "{by} moved it to {desk}", "timeline"),
        Kind("ticket.merged", "{by} merged it into #{number}, where it goes on", "timeline"),
        Kind("ticket.absorbed", "{by} merged #{number} into it", "timeline"),
        Kind("ticket.unmerged", "{by} took it apart again; the next word is due {due}", "timeline"),
        Kind("ticket.parted", "{by} made #{number} a request of its own again", "timeline"),
        Kind("ticket.split", "{by} made a request of its own of a message: #{number}", "timeline"),
        Kind("ticket.requester", "{by} found whose request it is, and gave it to them", "timeline"),
        Kind("ticket.impact", "{by} set the impact to {impact}", "timeline"),
        Kind("ticket.tagged", "{by} tagged it {tag}", "timeline"),
        Kind("ticket.untagged", "{by} took the tag {tag} off", "timeline"),
        Kind("ticket.field", "{by} filled in {field}", "timeline"),
        Kind("ticket.field_emptied", "{by} emptied {field}", "timeline"),
        Kind("ticket.triaged", "{by} asked what it is and how large", "timeline"),
        Kind("ticket.resolved", "{by} resolved it", "timeline"),
        Kind("ticket.closed", "Closed without an answer, on the day that was announced", "timeline"),
        Kind("ticket.agreed", "{by} says it works", "timeline"),
        Kind("ticket.reopened", "Open again after a word from {by}; the next word is due {due}", "timeline"),
        Kind(
            "ticket.reopened_unreached",
            "Open again, because the last word never arrived; the next word is due {due}",
            "timeline",
        ),
        Kind("participant.added", "{by} added somebody to the conversation", "timeline"),
        Kind("participant.shown", "{by} showed somebody what was said before they took part", "timeline"),
        Kind("participant.dropped", "{by} took somebody out of the conversation", "timeline"),
        Kind("requester.merged", "{by} found that two requesters are one person", "log"),
        Kind("requester.parted", "{by} found that they are two persons after all", "log"),
        Kind("requester.split", "{by} found that an address is another person's", "log"),
        Kind("requester.shared", "{by} found that several persons write from an address", "log"),
        Kind("phone.added", "{by} kept a phone number of somebody", "log"),
        Kind("phone.dropped", "{by} found that somebody cannot be rung at a number any longer", "log"),
        Kind("requester.unshared", "{by} found that one person writes from an address", "log"),
        Kind("message.received", "{by} wrote", "log"),
        Kind("message.sent", "{by} wrote to the requester", "log"),
        Kind("message.drafted", "{by} began it from a draft by the model", "timeline"),
        Kind("model.asked", "{by} asked the model for a draft", "log"),
        Kind("call.tried", "{by} rang; nobody answered, so no time is kept by it", "timeline"),
        Kind("call.missed", "{by} tried to call us", "timeline"),
        Kind("talk.begun", "{by} opened a live conversation", "timeline"),
        Kind("talk.ended", "{by} left the live conversation", "timeline"),
        Kind("message.read", "{by} read it: my time stands", "timeline"),
        Kind("message.accepted", "{by} accepted a message from an unverified sender", "timeline"),
        Kind("promise.made", "{by} promised the next word by {due}", "log"),
        Kind("promise.kept", "Kept with {left} to spare", "timeline"),
        Kind("promise.renewed", "Renewed with {left} to spare", "timeline"),
        Kind("promise.lapsed", "Missed: {due}. A repair promise opened", "timeline"),
        Kind("promise.refuted", "Not kept after all: the word never arrived", "timeline"),
        Kind("promise.looked", "{by} looked at it again: it stays parked", "timeline"),
        Kind("promise.moved", "The promise moved along with its ticket", "log"),
        Kind("promise.released", "The promise was released", "log"),
        Kind("restatement.made", "{by} restated the request", "log"),
        Kind("restatement.confirmed", "{by} said: yes, that's it", "timeline"),
        Kind("restatement.read_as_yes", "{by} read the answer as yes", "timeline"),
        Kind("restatement.corrected", "{by} said: not quite", "timeline", ("correction",)),
        Kind("cadence.agreed", "{by} noted how often they hear, as agreed", "timeline"),
        Kind("cadence.ended", "{by} ended the rhythm that was agreed", "timeline"),
        Kind("cadence.over", "The rhythm that was agreed is over", "timeline"),
        Kind("owed.nudge", "{by} asked: where is my answer?", "timeline"),
        Kind("owed.sooner", "{by} needs it sooner: by {wanted}", "timeline", ("reason",)),
        Kind("owed.escalated", "{by} asked {owner} to decide", "timeline"),
        Kind("opinion.said", "{by} said how well they were kept informed", "timeline"),
        Kind("note.written", "{by} wrote a note", "log"),
        Kind("note.mentioned", "{by} mentioned a colleague in a note", "log"),
        Kind("follow.started", "Somebody of the desk follows it", "log"),
        Kind("follow.ended", "Somebody of the desk follows it no longer", "log"),
        Kind("chase.started", "{by} asked a third party", "timeline", ("party",)),
        Kind("chase.forwarded", "{by} forwarded a message to a third party", "timeline", ("party",)),
        Kind("chase.pinged", "{by} asked them again", "timeline"),
        Kind("chase.heard", "They said something; the next ping moved", "timeline"),
        Kind("chase.strange", "Somebody unknown wrote about what a third party was asked", "timeline"),
        Kind("chase.answered", "{by} noted their answer", "timeline"),
        Kind("problem.made", "{by} made a problem of it", "log"),
        Kind("problem.joined", "{by} counted it as a report of a problem", "timeline"),
        Kind("problem.left", "{by} found that it is another fault", "timeline"),
        Kind("problem.again", "It happened again, said {by}", "timeline"),
        Kind("problem.state", "{by} said how far the problem is: {state}", "log"),
        Kind("problem.worded", "{by} wrote what people read of a problem", "log"),
        Kind("problem.published", "{by} put a problem on the public page", "log"),
        Kind("problem.hidden", "{by} took a problem off the public page", "log"),
        Kind("guide.made", "{by} made a guide", "log"),
        Kind("guide.written", "{by} wrote a version of a guide", "log"),
        Kind("guide.published", "{by} made a guide public", "log"),
        Kind("guide.hidden", "{by} keeps a guide inside", "log"),
        Kind("guide.looked", "{by} looked a guide over: still right", "log"),
        Kind("guide.about", "{by} said which problem a guide works around", "log"),
        Kind("guide.pictured", "{by} added a picture to a guide", "log"),
        Kind("guide.dropped", "{by} dropped a guide", "log"),
        Kind("guide.taken_up", "{by} took a dropped guide up again", "log"),
        Kind("guide.answered", "Somebody said whether a guide helped", "log"),
        Kind("broadcast.pressed", "{by} wrote to everybody behind a problem", "log"),
        Kind("broadcast.stopped", "{by} stopped a word to everybody", "log"),
        Kind("broadcast.finished", "Everybody behind the problem was told", "log"),
        Kind("chase.given", "{by} gave a chase to somebody else", "timeline"),
        Kind("chase.waits", "{by} waits with the next ping until they are back", "timeline"),
        Kind("chase.paced", "{by} chose how often they are asked", "log"),
        Kind("approval.asked", "{by} asked for an exception", "timeline"),
        Kind("approval.turn", "The exception was put to those of the next step", "timeline"),
        Kind("approval.agreed", "One of those who were asked agreed to the exception", "timeline"),
        Kind("approval.handed", "Somebody else decides in the place of one who was asked", "timeline"),
        Kind("approval.given", "{by} gave an asking for an exception to somebody else", "timeline"),
        Kind("approval.approved", "Everybody agreed: the exception is approved", "timeline"),
        Kind("approval.declined", "The exception was declined", "timeline"),
        Kind("approval.expired", "The asking for an exception ended without a decision", "timeline"),
        Kind("approval.withdrawn", "{by} withdrew an asking for an exception", "timeline"),
        Kind("tracker.added", "{by} added a tracker", "log"),
        Kind("tracker.dropped", "{by} dropped a tracker", "log"),
        Kind("exchange.added", "{by} let a telephone exchange tell a desk of calls", "log"),
        Kind("exchange.dropped", "{by} dropped a telephone exchange", "log"),
        Kind("party.made", "{by} made a party", "log", ("name",)),
        Kind("party.changed", "{by} changed a party", "log"),
        Kind("tag.renamed", "{by} renamed a tag of the desk", "log"),
        Kind("tag.merged", "{by} merged a tag of the desk into another", "log"),
        Kind("field.made", "{by} made a field of the desk", "log"),
        Kind("field.changed", "{by} changed a field of the desk", "log"),
        Kind("field.dropped", "{by} dropped a field of the desk", "log"),
        Kind("field.taken_up", "{by} took a dropped field of the desk up again", "log"),
        Kind("field.deleted", "{by} deleted a field of the desk with its values", "log"),
        Kind("canned.saved", "{by} kept canned text", "log"),
        Kind("canned.changed", "{by} changed canned text", "log"),
        Kind("canned.dropped", "{by} dropped canned text", "log"),
        Kind("macro.saved", "{by} kept a macro", "log"),
        Kind("macro.changed", "{by} changed a macro", "log"),
        Kind("macro.dropped", "{by} dropped a macro", "log"),
        Kind("macro.run", "{by} ran a macro", "log"),
        Kind("view.saved", "{by} kept a query as a view", "log"),
        Kind("view.changed", "{by} changed a saved view", "log"),
        Kind("view.dropped", "{by} dropped a saved view", "log"),
        Kind("moment.answered", "The follow-up acted: {moment}", "log"),
        Kind("handover.offered", "{by} asked {owner} to take it over", "timeline"),
        Kind("handover.open", "Offered to whoever minds the desk", "timeline"),
        Kind("handover.taken", "{by} took it over", "timeline"),
        Kind("handover.declined", "{by} could not take it over", "timeline"),
        Kind("alert.raised", "{agent} was told", "log"),
        Kind("letter.queued", "A letter was queued", "log"),
        Kind("letter.sent", "A letter left", "log"),
        Kind("letter.failed", "A letter could not leave", "timeline"),
        Kind("letter.returned", "A letter came back: it never arrived", "timeline"),
        Kind("letter.delayed", "A letter is delayed on its way", "timeline"),
        Kind("address.marked", "Letters to an address do not get through", "log"),
        Kind("address.lifted", "{by} lets letters go to an address again", "log"),
        Kind("intake.settled", "An arrival was settled as {state}", "log"),
        Kind("intake.replayed", "{by} let an arrival be read again", "log"),
        Kind("desk.made", "{by} made the desk", "log"),
        Kind("desk.changed", "{by} changed the settings of the desk", "log"),
        Kind("setting.changed", "{by} changed a setting of the whole installation", "log"),
        Kind("mailbox.added", "{by} added a mailbox", "log"),
        Kind("mailbox.changed", "{by} changed a mailbox", "log"),
        Kind("mailbox.dropped", "{by} dropped a mailbox", "log"),
        Kind("canary.switched", "{by} switched the canary of a desk", "log"),
        Kind("pipe.broke", "The pipe broke, and the alarm rang", "log"),
        Kind("pipe.mended", "What was broken works again", "log"),
        Kind(
            "overload.began",
            "More first words were about to be missed together than could be told singly",
            "log",
        ),
        Kind("organization.agreed", "{by} kept what was agreed with an organization", "log"),
        Kind("requester.placed", "{by} said where somebody works", "log"),
        Kind("overload.ended", "The backlog of first words is down again", "log"),
        Kind("watch.taken", "{by} took the watch of the desk", "log"),
        Kind("watch.offered", "{by} asked a colleague to take the watch over", "log"),
        Kind("watch.kept", "{by} took the offer back, or said no to it", "log"),
        Kind("watch.put_down", "{by} put the watch down; nobody has it", "log"),
        Kind("rota.changed", "{by} changed the rota of the desk", "log"),
        Kind("cover.asked", "{by} asked for cover at the watch", "log"),
        Kind("cover.taken", "{by} took over a stretch of the watch", "log"),
        Kind("cover.closed", "{by} closed an asking for cover", "log"),
        Kind("feed.renewed", "{by} made a new calendar address, or none", "log"),
        Kind("weekly.told", "{agent} was told how the week was", "log"),
        Kind("alert.chosen", "{by} chose how to be told", "log"),
        Kind("agent.made", "{by} made an agent", "log"),
        Kind("agent.changed", "{by} changed an agent", "log"),
        Kind("token.made", "{by} made a token", "log"),
        Kind("token.revoked", "{by} revoked a token", "log"),
        Kind("links.revoked", "{by} signed out the other devices", "log"),
        Kind("proof.asked", "Somebody asked for the list of all requests of a person", "log"),
        Kind("proof.used", "{by} proved their address and opened the list of all their requests", "log"),
        Kind("proof.ended", "{by} closed the list of all their requests", "log"),
        Kind("ticket.looked", "{by} looked at a ticket outside their desks", "log"),
    )
}


def add(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    ticket: Ticket | None = None,
    desk: Desk | None = None,
    personal: dict[str, str] | None = None,
    **data: Any,
) -> Event:
    """Write one event in the verb's own transaction; a timeline kind takes its place from the ticket.

    Args:
        data: ids, numbers and instants only (instants as aware UTC); names and texts go in `personal`.

    Raises:
        KeyError: the kind is not declared.
    """
    declared = KINDS[kind]
    if unknown := set(personal or ()) - set(declared.personal):
        raise KeyError(f"{kind} declares no personal {sorted(unknown)}")
    event = Event(
        kind=kind,
        at=at,
        ticket=ticket,
        n=next_n(ticket) if ticket and declared.audience == "timeline" else None,
        desk=desk or (ticket.desk if ticket else None),
        agent=agent_of(by),
        requester=requester_of(by),
        robot=robot_of(by),
        data={
            key: value.isoformat() if isinstance(value, datetime) else value for key, value in data.items()
        },
    )
    if not personal:
        rows.add(event)
    else:
        rows.insert(event)
        rows.insert(EventPersonal(event=event, text=personal))
    return event


def next_n(ticket: Ticket) -> int:
    """The ticket's next place in the timeline; the verb saves the counter with the ticket."""
    ticket.last_n += 1
    return ticket.last_n
