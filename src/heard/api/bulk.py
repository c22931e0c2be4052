"""One act on several tickets: foreseen, or done."""

from typing import Literal, Self

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from heard.api.errors import Unable, as_field
from heard.api.schemas import Id, Line, Strict
from heard.api.token import WRITE, agent_of
from heard.clock import now
from heard.record.access import agent as colleagues
from heard.record.access import desk as desks
from heard.record.access import macro as macros
from heard.record.access import problem as problems
from heard.record.access import ticket as tickets
from heard.record.actions import bulk as verbs
from heard.record.actions.bulk import MOST, Act, Outcome

router = Router(tags=["bulk"])


class BulkIn(Strict):
    """What is done to each. `give` takes `owner` (null: nobody), `tag` and `untag` take `tag`, `move` takes `desk`,
    `problem` takes `problem`, or the `title` of a new one, `macro` takes `macro`. With `dry` nothing happens, and the
    answer says what would."""

    tickets: list[Id] = Field(min_length=1, max_length=MOST)
    act: Literal["give", "tag", "untag", "move", "spam", "problem", "macro"]
    owner: Id | None = None
    tag: Line = ""
    desk: Id | None = None
    problem: Id | None = None
    title: Line = ""
    macro: Id | None = None
    dry: bool = False


class OutcomeOut(BaseModel):
    """One ticket: `refused` says why nothing became of it, "" where something did; `letters` how many letters
    it made."""

    ticket: str
    refused: str
    letters: int

    @classmethod
    def of(cls, row: Outcome) -> Self:
        return cls(ticket=row.ticket.public_id, refused=row.refused, letters=row.letters)


@router.post("/tickets/bulk", auth=WRITE, response=list[OutcomeOut])
def bulk(request: HttpRequest, asked: BulkIn) -> list[OutcomeOut]:
    """Do it to each ticket by the ordinary verb, in this order; what one refuses keeps no other from it."""
    agent, at = agent_of(request), now()
    with as_field("owner"):
        owner = colleagues.get(agent, asked.owner) if asked.act == "give" and asked.owner else None
    named = asked.act == "move" and asked.desk
    desk = desks.everywhere().filter(public_id=asked.desk).first() if named else None
    if named and desk is None:
        raise Unable(422, "no_desk", "There is no such desk.", "desk")
    seen = tickets.visible_to(agent).filter(public_id__in=asked.tickets).select_related("desk", "owner")
    found = {one.public_id: one for one in seen}
    if set(asked.tickets) - set(found):
        raise Unable(422, "no_ticket", "One of these is not here, or not for you.", "tickets")
    with as_field("problem"):
        fault = problems.get(agent, asked.problem) if asked.act == "problem" and asked.problem else None
    with as_field("macro"):
        run = macros.get(agent, asked.macro) if asked.act == "macro" and asked.macro else None
    act = Act(asked.act, owner=owner, tag=asked.tag, desk=desk, problem=fault, title=asked.title, macro=run)
    verb = verbs.foresee if asked.dry else verbs.do
    chosen = [found[each] for each in dict.fromkeys(asked.tickets)]
    return [OutcomeOut.of(one) for one in verb(chosen, act, by=agent, at=at)]
