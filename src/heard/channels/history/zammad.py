"""Tickets of Zammad as history, as its API gives them with `?expand=true`: one a line, or a list.

Fields as its documentation has them: of a ticket number, title, state, created_at, close_at, customer, owner and
organization (names, as expanded); its articles as "articles", of each id, sender (Agent, Customer or System), from,
body, content_type, internal, created_at, created_by and attachments with filename, preferences and "data" as base64.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from heard.channels.history.lines import Story, file_of, json_objects
from heard.channels.history.piece import Piece, Unreadable
from heard.channels.mail.addresses import mailboxes
from heard.channels.mail.html_text import to_text
from heard.record.arrival import AttachedFile

ORIGIN = "zammad"
OVER = frozenset({"closed", "merged", "removed"})


def pieces(path: Path, *, is_ours: Callable[[str], bool], origin: str, now: datetime) -> Iterator[Piece]:
    """The tickets of a file.

    Raises:
        Unreadable: no tickets with their articles are in it.
    """
    for passed, ticket in json_objects(path):
        if "articles" not in ticket:
            raise Unreadable(
                f"{path.name} has tickets without “articles”: put the answer of /api/v1/ticket_articles/by_ticket/ID"
                " into each as “articles”."
            )
        yield _story(ticket, is_ours, now).piece(origin, passed)


def _story(ticket: dict[str, Any], is_ours: Callable[[str], bool], now: datetime) -> Story:
    state = str(ticket.get("state") or "").lower()
    story = Story(
        key=str(ticket.get("id") or ticket.get("number") or ""), number=str(ticket.get("number") or ""),
        subject=str(ticket.get("title") or ""), address=str(ticket.get("customer") or ""), name="",
        owner=str(ticket.get("owner") or ""), organization=str(ticket.get("organization") or ""),
        received_at=str(ticket.get("created_at") or ""),
        resolved_at=str(ticket.get("close_at") or ticket.get("updated_at") or ""), is_open=state not in OVER, now=now,
    )  # fmt: skip
    for number, article in enumerate(ticket["articles"]):
        _add(story, article, number, is_ours)
    return story


def _add(story: Story, article: dict[str, Any], number: int, is_ours: Callable[[str], bool]) -> None:
    found = mailboxes([str(article.get("from") or "")])
    address = found[0].address if found else ""
    address = address if "@" in address else str(article.get("created_by") or "")
    is_theirs = article.get("sender") == "Customer" and not is_ours(address)
    body = str(article.get("body") or "")
    is_page = article.get("content_type") == "text/html"
    if is_theirs and found and address.lower() == story.address.lower():
        story.name = story.name or found[0].name
    story.add(
        key=str(article.get("id") or number), at=str(article.get("created_at") or ""),
        address=address if "@" in address else "", name=found[0].name if found else "",
        text=to_text(body) if is_page else body, html=body if is_page else None, ours=not is_theirs,
        private=bool(article.get("internal")), files=tuple(_files(article)),
    )  # fmt: skip


def _files(article: dict[str, Any]) -> Iterator[AttachedFile]:
    for one in article.get("attachments") or []:
        kind = (one.get("preferences") or {}).get("Content-Type") or one.get("mime-type") or ""
        if one.get("data") and (file := file_of(str(one.get("filename") or ""), str(kind), one["data"])):
            yield file
