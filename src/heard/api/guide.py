"""Guides: list, read, write, publish, hide, look over."""

from datetime import datetime
from typing import Self

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel

from heard.api.errors import as_field
from heard.api.pages import Page, Paging, by_id
from heard.api.schemas import Brief, Id, Line, Strict, Text, agent_brief, desk_brief
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.hours.languages import Language
from heard.record.access import desk as desks
from heard.record.access import guide as guides
from heard.record.actions import guide as verbs
from heard.record.models.guide import Guide

router = Router(tags=["guides"])


class GuideOut(BaseModel):
    """A guide, with its title in each language. `public_since` is null while only agents read it; `dropped_at` says
    that it is suggested to nobody any more; `problem` is the fault it works around."""

    id: str
    desk: Brief
    titles: dict[str, str]
    public_since: datetime | None
    dropped_at: datetime | None
    looked_at: datetime
    looked_by: Brief | None
    helped: int
    did_not_help: int
    problem: str | None

    @classmethod
    def of(cls, row: Guide) -> Self:
        counts, behind = guides.counted(row), row.help.problem
        return cls(
            id=row.public_id,
            desk=desk_brief(row.desk),
            titles={language: words.title for language, words in guides.newest(row).items()},
            public_since=row.help.published_at,
            dropped_at=row.dropped_at,
            looked_at=row.looked_at,
            looked_by=agent_brief(row.looked_by),
            helped=counts.yes,
            did_not_help=counts.no,
            problem=behind.public_id if behind else None,
        )


class WordsOut(BaseModel):
    """What holds in one language; `text` is Markdown, `version` counts from 1."""

    language: str
    title: str
    text: str
    version: int
    written_at: datetime
    written_by: Brief | None


class WholeGuide(GuideOut):
    """A guide with all its words."""

    words: list[WordsOut]

    @classmethod
    def whole(cls, row: Guide) -> Self:
        words = [
            WordsOut(
                language=one.language,
                title=one.title,
                text=one.text,
                version=one.n,
                written_at=one.at,
                written_by=agent_brief(one.by),
            )
            for one in guides.newest(row).values()
        ]
        return cls(**GuideOut.of(row).model_dump(), words=words)


class GuideFilters(Paging):
    """Which guides; `q` are words that they hold."""

    desk: Id | None = None
    public: bool | None = None
    q: Line = ""


@router.get("/guides", auth=READ, response=Page[GuideOut])
def guides_list(request: HttpRequest, filters: Query[GuideFilters]) -> Page[GuideOut]:
    """Guides in use, the newest first. A robot sees the public ones."""
    reader = request.auth.reader
    rows = guides.holding(reader, filters.q)
    if filters.desk:
        with as_field("desk"):
            rows = rows.filter(help__desk=desks.get(reader, filters.desk))
    if filters.public is not None:
        rows = rows.filter(help__published_at__isnull=not filters.public)
    return by_id(rows, filters, GuideOut.of)


@router.get("/guides/{id:public_id}", auth=READ, response=WholeGuide)
def guide(request: HttpRequest, public_id: str) -> WholeGuide:
    """One of them, with its words."""
    return WholeGuide.whole(guides.get(request.auth.reader, public_id))


class NewGuide(Strict):
    """Whose it is, and its first words."""

    desk: Id
    language: Language
    title: Line
    text: Text


@router.post("/guides", auth=WRITE, response={201: WholeGuide})
def make(request: HttpRequest, new: NewGuide) -> Status[WholeGuide]:
    """Write one. It is internal until it is published."""
    agent = agent_of(request)
    with as_field("desk"):
        desk = desks.get(agent, new.desk)
    words = {"language": str(new.language), "title": new.title, "text": new.text}
    return Status(201, WholeGuide.whole(verbs.make(desk, **words, by=agent, at=now())))


class Words(Strict):
    """The next version in a language; `after` is the one that it was made from, 0 for none."""

    language: Language
    title: Line
    text: Text
    after: int


@router.post("/guides/{id:public_id}/words", auth=WRITE, response=WholeGuide)
def write(request: HttpRequest, public_id: str, words: Words) -> WholeGuide:
    """Write the next version. It holds from now on; a newer one that came meanwhile is never overwritten."""
    agent = agent_of(request)
    found = guides.get(agent, public_id)
    said = {"language": str(words.language), "title": words.title, "text": words.text}
    verbs.write(found, **said, seen=words.after, by=agent, at=now())
    return WholeGuide.whole(guides.get(agent, public_id))


@router.post("/guides/{id:public_id}/publish", auth=WRITE, response=GuideOut)
def publish(request: HttpRequest, public_id: str) -> GuideOut:
    """Let everybody read it."""
    return _shown(request, public_id, shown=True)


@router.post("/guides/{id:public_id}/hide", auth=WRITE, response=GuideOut)
def hide(request: HttpRequest, public_id: str) -> GuideOut:
    """Only agents read it from now on."""
    return _shown(request, public_id, shown=False)


def _shown(request: HttpRequest, public_id: str, *, shown: bool) -> GuideOut:
    agent = agent_of(request)
    verbs.publish(guides.get(agent, public_id), shown=shown, by=agent, at=now())
    return GuideOut.of(guides.get(agent, public_id))


@router.post("/guides/{id:public_id}/looked", auth=WRITE, response=GuideOut)
def look(request: HttpRequest, public_id: str) -> GuideOut:
    """Still right: somebody looked it over."""
    agent = agent_of(request)
    verbs.look(guides.get(agent, public_id), by=agent, at=now())
    return GuideOut.of(guides.get(agent, public_id))
