"""Canned text, to be read by programs. It is kept on the desk's pages."""

from typing import Self

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from heard.api.pages import Page, Paging, by_id
from heard.api.schemas import Brief, agent_brief, desk_brief
from heard.api.token import READ
from heard.record.access import canned as access
from heard.record.models.canned import Canned

router = Router(tags=["canned"])


class CannedOut(BaseModel):
    """Words by language, with their variables. `desk` is with whom they are shared, or null: then only its agent uses
    them."""

    id: str
    name: str
    folder: str
    agent: Brief | None
    desk: Brief | None
    texts: dict[str, str]

    @classmethod
    def of(cls, row: Canned) -> Self:
        return cls(
            id=row.public_id,
            name=row.name,
            folder=row.folder,
            agent=agent_brief(row.agent),
            desk=desk_brief(row.desk) if row.desk else None,
            texts={one.language: one.text for one in row.texts.all()},
        )


@router.get("/canned", auth=READ, response=Page[CannedOut])
def listed(request: HttpRequest, paging: Query[Paging]) -> Page[CannedOut]:
    """One's own canned text and that of one's desks, the newest first."""
    return by_id(access.visible_to(request.auth.reader), paging, CannedOut.of)
