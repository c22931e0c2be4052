"""Macros: listed, foreseen and run on a ticket. They are kept on the desk's pages."""

from typing import Self

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from heard.api.errors import as_field
from heard.api.pages import Page, Paging, by_id
from heard.api.schemas import Brief, Id, Strict, agent_brief, desk_brief
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import macro as access
from heard.record.access import ticket as tickets
from heard.record.actions import macro as verbs
from heard.record.actions.macro import Outcome
from heard.record.actions.macro_steps import steps_of
from heard.record.models.macro import Macro

router = Router(tags=["macros"])


class StepOut(BaseModel):
    """One step: `kind` and `value` (a tag, name=value of a field, an id, me, nobody, or a time as it is typed)."""

    kind: str
    value: str


class MacroOut(BaseModel):
    """Steps in the order in which they are done. `desk` is with whom they are shared, or null."""

    id: str
    name: str
    folder: str
    agent: Brief | None
    desk: Brief | None
    steps: list[StepOut]

    @classmethod
    def of(cls, row: Macro) -> Self:
        return cls(
            id=row.public_id,
            name=row.name,
            folder=row.folder,
            agent=agent_brief(row.agent),
            desk=desk_brief(row.desk) if row.desk else None,
            steps=[StepOut(kind=one.kind, value=one.value) for one in steps_of(row.steps)],
        )


class MacroIn(Strict):
    """Which macro. With `dry` nothing happens, and the answer says what would."""

    macro: Id
    dry: bool = False


class DoneOut(StepOut):
    """What becomes of a step: `refused` says why nothing can, `same` that it was so already, `left` that it only fills
    in what a person sends, and so is left to a person."""

    refused: str
    same: bool
    left: bool

    @classmethod
    def of(cls, row: Outcome) -> Self:
        return cls(
            kind=row.step.kind,
            value=row.step.value,
            refused=row.refused,
            same=row.same,
            left=row.in_composer,
        )


class RanOut(BaseModel):
    """Every step, and how many letters were made."""

    steps: list[DoneOut]
    letters: int


@router.get("/macros", auth=READ, response=Page[MacroOut])
def listed(request: HttpRequest, paging: Query[Paging]) -> Page[MacroOut]:
    """One's own macros and those of one's desks, the newest first."""
    return by_id(access.visible_to(request.auth.reader), paging, MacroOut.of)


@router.post("/tickets/{id:public_id}/macro", auth=WRITE, response=RanOut)
def run(request: HttpRequest, public_id: str, asked: MacroIn) -> RanOut:
    """Run a macro on a ticket, all of it or nothing, or foresee it; it sends and promises nothing."""
    agent, at = agent_of(request), now()
    ticket = tickets.get(agent, public_id)
    with as_field("macro"):
        macro = access.get(agent, asked.macro)
    ran = (verbs.foresee if asked.dry else verbs.run)(ticket, macro, by=agent, at=at)
    return RanOut(steps=[DoneOut.of(one) for one in ran.outcomes], letters=ran.letters)
