"""Agents answer by mail: a reply to an alert goes to the requester as theirs.

It takes both: the reply address that was signed for this agent and ticket, and a sender proven to be the agent. All
else that looks like an agent's answer is filed with its reason. What cannot be said as it stands becomes the agent's
draft, and the agent is told.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from heard.channels.mail.thread import recipients
from heard.hours.languages import Sentence
from heard.hours.typed import PastTime, UnknownTime, read_time
from heard.promise import ways
from heard.promise.promise import Way
from heard.record import links
from heard.record.access import ticket as tickets
from heard.record.actions import alert, draft, message
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.arrival import Arrival
from heard.record.errors import Refused
from heard.record.facts import facts_of, rules_of
from heard.record.models.agent import Agent
from heard.record.models.draft import Draft
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket
from heard.record.people import zone_of
from heard.record.question import Question

NO_KEY = (
    "it answers an alert, but not at the address signed for that; answer the alert itself, or use the desk"
)
NOT_PROVEN = Sentence("nothing proves that it is from the agent it was signed for, so it moves nothing")
NOT_THEIRS = Sentence("the agent does not answer on that desk any more")
AGAIN = Sentence("the same answer came before")

_BACK = re.compile(
    r"(?:i'?ll (?:be|get|write) )?(?:back by|zurück bis|ich schreibe bis)[:\s]+(.{1,60}?)\.?$", re.I
)
_SOLVED = re.compile(r"(?:this solves it|solved|done|das löst es|gelöst|erledigt)\.?$", re.I)
_STANDS = re.compile(r"(?:my time stands|time stands|stands|meine zeit bleibt|bleibt dabei)\.?$", re.I)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an agent's mail: said on a ticket, or why it was filed."""

    reason: str
    ticket: Ticket | None = None
    message: Message | None = None


_ALERT: Question[int] = Question(
    lambda header_id: Letter.objects.filter(header_id=header_id, agent__isnull=False).values_list(
        "id", flat=True
    )
)
_SINCE: Question[datetime] = Question(
    lambda header_id, agent: Letter.objects.filter(header_id=header_id, agent=agent).values_list(
        "queued_at", flat=True
    )
)


def key_in(arrival: Arrival) -> tuple[int, int] | None:
    """(ticket id, agent id) of the first address signed for an agent that the mail was sent to."""
    return next((key for key in map(links.read_agent_address, recipients(arrival)) if key), None)


def answers_alert(arrival: Arrival) -> bool:
    """Whether a mail answers a letter that went to an agent."""
    ids = (arrival.in_reply_to, *arrival.references[-3:])
    return any(_ALERT.all(one) for one in dict.fromkeys(ids) if one)


def act(arrival: Arrival, key: tuple[int, int], *, at: datetime) -> Answer:
    """Say what an agent answered, in their name; or say why not."""
    agent = Agent.objects.filter(pk=key[1], is_active=True).first()
    is_theirs = agent is not None and agent.email.lower() == arrival.from_address.lower()
    if agent is None or not is_theirs or arrival.sender_is != "proven":
        return Answer(NOT_PROVEN)
    ticket = tickets.visible_to(agent).filter(pk=key[0]).first()
    if ticket is None:
        return Answer(NOT_THEIRS)
    header_id = arrival.message_id[:998]
    if header_id and ticket.messages.filter(agent=agent, header_id=header_id).exists():
        return Answer(AGAIN, ticket)
    try:
        said = _say(ticket, arrival, agent, at=at)
    except Refused as refused:
        return _kept(ticket, arrival, agent, refused, at=at)
    Message.objects.filter(pk=said.pk).update(header_id=header_id, door=arrival.door)
    return Answer(f"{agent.name} answered by mail", ticket, said)


def _say(ticket: Ticket, arrival: Arrival, agent: Agent, *, at: datetime) -> Message:
    with settled(ticket, at=at) as own:
        if _wrote_meanwhile(own, arrival, agent):
            raise Refused("meanwhile", "Somebody wrote meanwhile. Read it, then send or change yours.")
        text, way, typed = read(arrival.reply or arrival.text)
        if not way:
            way = "stands" if "stands" in ways(facts_of(own, at), at) else "next"
        due_at = _due(own, typed, agent, at) if way == "next" else None
        files = tuple(file for file in arrival.attachments if not file.inline)
        return message.say(own, Word(text, way, due_at=due_at, files=files), by=agent, at=at)


def read(text: str) -> tuple[str, Way | None, str]:
    """The words to send, the way that a line of its own names at the top or the end (None: none), and its time.

    "back by 2pm", "solved", "my time stands"; German: "zurück bis 14 Uhr", "erledigt", "meine Zeit bleibt".
    """
    lines = text.strip().split("\n")
    for at in (len(lines) - 1, 0):
        line = lines[at].strip()
        rest = "\n".join(lines[:at] + lines[at + 1 :]).strip()
        if found := _BACK.match(line):
            return rest, "next", found[1]
        if _SOLVED.match(line):
            return rest, "solves", ""
        if _STANDS.match(line):
            return rest, "stands", ""
    return text.strip(), None, ""


def _due(ticket: Ticket, typed: str, agent: Agent, at: datetime) -> datetime | None:
    if not typed:
        return None
    zone = zone_of(ticket.requester, ticket.desk)
    calendar = rules_of(ticket.desk).calendar
    try:
        return read_time(typed, now=at, calendar=calendar, reader_zone=zone, writer_zone=agent.zone).at
    except (UnknownTime, PastTime) as wrong:
        raise Refused("due_at", f"“{typed}” is no time that lies ahead.", field="due_at") from wrong


def _wrote_meanwhile(ticket: Ticket, arrival: Arrival, agent: Agent) -> bool:
    """Whether somebody else wrote since the alert that is answered was queued."""
    since = next(iter(_SINCE.all(arrival.in_reply_to, agent.pk)), None) if arrival.in_reply_to else None
    return since is not None and ticket.messages.filter(said_at__gt=since).exclude(agent=agent).exists()


def _kept(ticket: Ticket, arrival: Arrival, agent: Agent, refused: Refused, *, at: datetime) -> Answer:
    """What cannot be said is the agent's draft from now on, below what they had begun; and they are told."""
    reason = f"it was not sent: {refused.says} It is {agent.first_name}'s draft now"
    text, way, typed = read(arrival.reply or arrival.text)
    begun = Draft.objects.filter(ticket=ticket, agent=agent).first()
    if begun and begun.pressed_at:
        return Answer(f"it was not sent: {refused.says}", ticket)
    text = f"{begun.text}\n\n{text}" if begun and begun.text.strip() else text
    kept = draft.keep(ticket, by=agent, at=at, text=text, way=way or "next", typed=typed)
    kept.trouble = refused.says
    kept.save(update_fields=["trouble"])
    with settled(ticket, at=at) as own:
        alert.raise_for(own, agent, "unsent", at=at)
    return Answer(reason, ticket)
