"""Calls and walk-ups: a request taken while speaking, what was said about one that is there, and nobody answered."""

import uuid
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import StrictBool, StringConstraints

from heard.api.errors import Unable, as_field
from heard.api.message import WAYS, Next, Reply, as_word
from heard.api.said import TicketLine, TicketOut, line, whole
from heard.api.schemas import Id, Line, Mail, Strict, Text
from heard.api.ticket import desk_of
from heard.api.token import WRITE, agent_of
from heard.clock import now
from heard.record.access import Absent
from heard.record.access import organization as people
from heard.record.access import ticket as tickets
from heard.record.actions import call as verbs
from heard.record.actions.call import Asked
from heard.record.actions.call import Caller as Who
from heard.record.models.desk import Desk
from heard.record.models.requester import Requester
from heard.record.phones import LONGEST

router = Router(tags=["messages"])
Number = Annotated[str, StringConstraints(max_length=LONGEST)]


class Caller(Strict):
    """Who it is: somebody known by `id`, or what they said of themselves. A further number, and the first address of
    somebody who had none, are kept."""

    id: Id | None = None
    name: Line = ""
    number: Number = ""
    address: Mail | Literal[""] = ""


class Call(Strict):
    """What was said while speaking. `text` is what was agreed, `next` how it goes on; `subject` in a few words and
    `said` whole are theirs, `restating` the request in the agent's words, `said_yes` whether they agreed to it."""

    door: Literal["phone", "counter"] = "phone"
    subject: Line = ""
    said: Text = ""
    text: Text
    next: Next
    restating: Text = ""
    said_yes: StrictBool = False

    def word(self) -> Reply:
        """What was agreed, with the restatement as a part of it."""
        restating = " ".join(self.restating.split())
        text = self.text if restating in self.text else f"{restating}\n\n{self.text}"
        return Reply(text=text, next=self.next, restating=restating, spoken=True)


class NewCall(Call):
    """A request that was taken while speaking. The desk may be left out where the token sees only one."""

    desk: Id | None = None
    caller: Caller


@router.post("/calls", auth=WRITE, response={201: TicketOut})
def take(request: HttpRequest, new: NewCall) -> Status[TicketOut]:
    """Somebody rang or came by, and the token's agent spoke with them: heard and told in one; no receipt leaves."""
    agent, at = agent_of(request), now()
    desk = desk_of(agent, new.desk)
    if new.next.stands or new.next.closes:
        raise Unable(422, "way", f"Nothing stands yet. {WAYS}", "next")
    caller = Who(_known(new.caller, desk), new.caller.name, new.caller.number, new.caller.address)
    made = verbs.take(
        caller, _asked(new), as_word(new.word(), said_yes=new.said_yes), desk=desk, by=agent, at=at
    )
    return Status(201, whole(agent, made.public_id, at))


@router.post("/tickets/{id:public_id}/spoke", auth=WRITE, response=TicketOut)
def spoke(request: HttpRequest, public_id: str, call: Call) -> TicketOut:
    """The token's agent spoke with the requester; what they said that was new is put on the ticket first."""
    agent, at = agent_of(request), now()
    ticket = tickets.get(agent, public_id)
    word = as_word(call.word(), said_yes=call.said_yes)
    done = verbs.spoke(ticket, _asked(call), word, caller=Who(ticket.requester), by=agent, at=at)
    return whole(agent, done.public_id, at)


@router.post("/tickets/{id:public_id}/tried", auth=WRITE, response=TicketLine)
def tried(request: HttpRequest, public_id: str) -> TicketLine:
    """Note that an agent rang and nobody answered; it keeps nothing."""
    agent, at = agent_of(request), now()
    verbs.tried(tickets.get(agent, public_id), by=agent, at=at)
    return line(agent, public_id, at)


def _known(caller: Caller, desk: Desk) -> Requester | None:
    """Somebody known, of the same world: people of the sample ask at sample desks alone."""
    if caller.id is None:
        return None
    with as_field("caller"):
        found = people.person(caller.id)
        if found.sample != desk.sample:
            raise Absent("requester")
    return found


def _asked(call: Call) -> Asked:
    return Asked(call.door, call.subject, call.said, uuid.uuid4().hex)
