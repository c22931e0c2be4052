"""Verbs on a chase: asked, asked again, heard from, answered, given to somebody else."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from heard.hours.languages import Sentence
from heard.record import events
from heard.record.actions import alert, approver
from heard.record.actions import ping as words
from heard.record.actions.message import preview
from heard.record.actions.settle import settled
from heard.record.actor import HEARD, Actor, agent_of
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase, Ping
from heard.record.models.intake import Intake
from heard.record.models.message import Attachment, Message
from heard.record.models.party import Party
from heard.record.models.ticket import Ticket
from heard.record.models.tracker import TrackerEntry

NEAR = ("ticket", "contact", "colleague", "entry__tracker", "agent", "approver__approval")
LONGEST_PACE = 90
"""Business days; longer is no chase."""
LONGEST_WAIT = timedelta(days=366)


def start(
    ticket: Ticket,
    *,
    asked: str,
    by: Agent,
    at: datetime,
    party: str = "",
    contact: Party | None = None,
    colleague: Agent | None = None,
    entry: TrackerEntry | None = None,
    days: int = 0,
    alone: bool = False,
    sends: bool = False,
) -> Chase:
    """Somebody else is asked for something this ticket depends on.

    Args:
        party: what agents call them; the name of the contact, colleague or entry when not given.
        days: business days between pings; 0 for the desk's pace.
        alone: whether pings may leave without a person, where the desk allows that.
        sends: whether what is asked leaves now as a letter; a colleague is always told.

    Raises:
        Refused: nobody named, nothing asked, oneself asked, or nowhere to send it.
    """
    named = (party.strip() or str(contact or colleague or entry or "").strip())[:200]
    if not named or not asked.strip():
        raise Refused("chase", "Say who was asked, and for what.", field="asked" if named else "party")
    _check(by, colleague, days)
    with settled(ticket, at=at) as own:
        chase = Chase(ticket=own, party=named, contact=contact, colleague=colleague, entry=entry, agent=by)
        chase.asked, chase.days, chase.alone = asked.strip(), days, alone
        chase.asked_at = chase.pinged_at = at
        chase.ping_at = words.pace_of(chase, own, at)
        chase.save()
        words.say(chase, own, text=chase.asked, sends=sends or colleague is not None, by=by, at=at)
        events.add("chase.started", by=by, at=at, ticket=own, chase=chase.pk, personal={"party": chase.party})
        return chase


def forward(
    message: Message,
    *,
    said: str,
    text: str,
    by: Agent,
    at: datetime,
    contact: Party | None = None,
    colleague: Agent | None = None,
    attached: Sequence[Attachment] = (),
    waits: bool = False,
    days: int = 0,
) -> Chase:
    """Pass a message of a ticket on to somebody else, by a letter in a thread of its own that no requester sees.

    Args:
        said: what the agent says to it. text: the whole letter, with the message in it.
        attached: files of the ticket that go along.
        waits: whether an answer is expected: then they are asked again, as on any chase, every so many business `days`.

    Raises:
        Refused: nobody who can be written to, a file of another ticket, or see `start`.
    """
    if not (contact and contact.address) and colleague is None:
        raise Refused(
            "no_address", "Give a mail address, or the name of somebody who has one.", field="party"
        )
    if any(file.message.ticket_id != message.ticket_id for file in attached):
        raise Refused("files", "These files belong to another request.", field="files")
    _check(by, colleague, days)
    with settled(message.ticket, at=at) as own:
        chase = Chase(
            ticket=own, contact=contact, colleague=colleague, agent=by, forwarded=message, days=days
        )
        chase.party = str(contact or colleague)[:200]
        chase.asked = said.strip() or message.subject or preview(message.shown)
        chase.asked_at = chase.pinged_at = at
        chase.ping_at = words.pace_of(chase, own, at)
        chase.answered_at = None if waits else at
        chase.save()
        words.say(chase, own, text=text, sends=True, files=attached, by=by, at=at)
        events.add(
            "chase.forwarded", by=by, at=at, ticket=own, chase=chase.pk, personal={"party": chase.party}
        )
        return chase


def ping(chase: Chase, *, by: Actor, at: datetime, text: str = "") -> Ping:
    """They are asked again, and the next time moves on.

    Args:
        text: what is sent to them; "" says that a person asked in another way, by phone perhaps.

    Raises:
        Refused: they answered already, or there is nowhere to send a text.
    """
    with settled(chase.ticket, at=at) as own:
        return ping_locked(own, running(chase), text=text, by=by, at=at)


def ping_locked(ticket: Ticket, chase: Chase, *, text: str, by: Actor, at: datetime) -> Ping:
    """`ping` on a ticket that a verb, or the follow-up, has locked and settled."""
    said = words.say(chase, ticket, text=text, sends=bool(text.strip()), by=by, at=at)
    chase.pinged_at, chase.pings = at, chase.pings + 1
    chase.ping_at = words.pace_of(chase, ticket, at)
    chase.save()
    events.add("chase.pinged", by=by, at=at, ticket=ticket, chase=chase.pk)
    return said


def hear(
    chase: Chase,
    *,
    text: str,
    at: datetime,
    counts: bool,
    name: str = "",
    address: str = "",
    header_id: str = "",
    intake: Intake | None = None,
    by: Agent | None = None,
) -> Ping:
    """Something came back by mail, on a page or in a tracker: shown on the chase, and the loop is to be closed.

    Whether it is the answer a person says, with `answer`; until then they are asked again at the pace of the chase.

    Args:
        counts: False for an unknown sender, whose word is shown to agents and moves nothing.
        by: the colleague who answers a consult on their page.
    """
    with settled(chase.ticket, at=at) as own:
        fresh = Chase.objects.select_related(*NEAR).get(pk=chase.pk)
        word = words.hear(
            fresh, own, text=text, at=at, counts=counts, name=name, address=address,
            header_id=header_id, intake=intake, by=by,
        )  # fmt: skip
        if counts:
            _heard(own, fresh, by=by or HEARD, at=at)
        else:
            events.add("chase.strange", by=HEARD, at=at, ticket=own, chase=fresh.pk)
        return word


def accept(word: Ping, *, by: Agent, at: datetime) -> None:
    """A person finds that an unknown sender speaks for whoever was asked: their word counts from now on."""
    with settled(word.chase.ticket, at=at) as own:
        if not Ping.objects.filter(pk=word.pk, counted_at=None).update(counted_at=at):
            raise Refused("counted", "This counts already.")
        fresh = Chase.objects.get(pk=word.chase_id)
        words.moved(fresh, own, at=at)
        _heard(own, fresh, by=by, at=at)


def answer(chase: Chase, *, text: str, by: Actor, at: datetime) -> None:
    """That was the answer: nothing is waited for any more, and pings that wait to leave are taken back.

    Args:
        text: what they said; "" for what stands on the chase already.

    Raises:
        Refused: they answered already, or they are to decide about an exception, which nobody can do for them.
    """
    if chase.seat:
        raise Refused("decides", "Only they decide, on the page that their letter leads to.")
    with settled(chase.ticket, at=at) as own:
        answer_locked(own, running(chase), text=text, by=by, at=at)


def answer_locked(ticket: Ticket, chase: Chase, *, text: str, by: Actor, at: datetime) -> None:
    """`answer` on a ticket that is locked and settled."""
    if text.strip():
        words.hear(chase, ticket, text=text, at=at, counts=True, name=chase.party, by=by)
    last = chase.words.filter(kind=Ping.Kind.ANSWER, counted_at__isnull=False).last()
    approver.stop(chase, at=at, answer=text.strip() or (last.text if last else ""), heard=True)
    events.add("chase.answered", by=by, at=at, ticket=ticket, chase=chase.pk)


def reopen(chase: Chase, *, text: str, by: Actor, at: datetime) -> None:
    """What we wait for is not done after all, its tracker says: they are asked again at the pace of the chase."""
    with settled(chase.ticket, at=at) as own:
        fresh = Chase.objects.get(pk=chase.pk)
        words.hear(fresh, own, text=text, at=at, counts=True, name=str(by))
        fresh.answered_at, fresh.answer = None, ""
        fresh.ping_at = words.pace_of(fresh, own, at)
        _heard(own, fresh, by=by, at=at)


def give(chase: Chase, *, agent: Agent, by: Agent, at: datetime) -> None:
    """Somebody else sees to it that they are asked, and that their answer gets on.

    Raises:
        Refused: the agent does not answer on this desk, or they answered already.
    """
    with settled(chase.ticket, at=at) as own:
        fresh = running(chase)
        if not agent.is_active or not agent.memberships.filter(desk=own.desk_id).exists():
            raise Refused(
                "agent", Sentence("%(agent)s does not answer on this desk.", agent=agent.name), field="agent"
            )
        fresh.agent = agent
        fresh.save(update_fields=["agent"])
        events.add("chase.given", by=by, at=at, ticket=own, chase=fresh.pk, agent_given=agent.pk)


def set_pace(chase: Chase, *, days: int, alone: bool, by: Agent, at: datetime) -> None:
    """Choose how often they are asked, and whether pings may leave without a person.

    Args:
        days: business days between pings; 0 for the desk's pace.
    """
    _check(by, None, days)
    with settled(chase.ticket, at=at) as own:
        fresh = running(chase)
        fresh.days, fresh.alone = days, alone
        since = max(fresh.pinged_at, fresh.heard_at) if fresh.heard_at else fresh.pinged_at
        fresh.ping_at = max(words.pace_of(fresh, own, since), at)
        fresh.save()
        events.add("chase.paced", by=by, at=at, ticket=own, chase=fresh.pk, days=days)


def wait(chase: Chase, *, until: datetime, by: Agent, at: datetime) -> None:
    """They are away: they are asked again at `until` (UTC), not before.

    Raises:
        Refused: they answered already, are asked later than that as it is, or it is more than a year ahead.
    """
    with settled(chase.ticket, at=at) as own:
        fresh = running(chase)
        if not max(fresh.ping_at, at) < until <= at + LONGEST_WAIT:
            raise Refused("until", "Give a time later than the next ping, and within a year.", field="until")
        fresh.ping_at = until
        fresh.save(update_fields=["ping_at"])
        events.add("chase.waits", by=by, at=at, ticket=own, chase=fresh.pk, until=until)


def running(chase: Chase) -> Chase:
    """The chase as the database has it, of a ticket that is locked.

    Raises:
        Refused: they answered already.
    """
    fresh = Chase.objects.select_related(*NEAR).get(pk=chase.pk)
    if fresh.answered_at:
        raise Refused("answered", "They answered already.")
    return fresh


def _heard(ticket: Ticket, chase: Chase, *, by: Actor, at: datetime) -> None:
    """What follows from a word that counts: whoever holds the ticket is told to close the loop."""
    chase.save()
    events.add("chase.heard", by=by, at=at, ticket=ticket, chase=chase.pk)
    kind = "not_decided" if chase.seat else "loop"
    for agent in alert.who_acts(ticket, kind, at=at):
        if agent != agent_of(by):
            alert.raise_for(ticket, agent, kind, at=at)


def _check(by: Agent, colleague: Agent | None, days: int) -> None:
    if colleague is not None and (colleague.pk == by.pk or not colleague.is_active):
        raise Refused("colleague", "Ask a colleague who is there.", field="colleague")
    if not 0 <= days <= LONGEST_PACE:
        raise Refused("days", Sentence("Give up to %(most)s business days.", most=LONGEST_PACE), field="days")
