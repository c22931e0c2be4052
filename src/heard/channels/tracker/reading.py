"""What webhooks say, read into one shape. Nothing here asks the database; what is strange is `NotRead`."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from heard.channels.tracker.trouble import MISSING
from heard.hours.languages import Sentence
from heard.letters.comment import MARK
from heard.record.actions.tracker import Told, clean
from heard.record.errors import Refused

TEXT_MOST = 20_000
URLS_MOST = 200
TEAM = {"OWNER", "MEMBER", "COLLABORATOR"}
"""Whose comment is an answer; anybody else may write below a public entry as well."""
_NUMBER = re.compile(r"(?<![\w/])#(\d{1,9})\b")
_OWN = ("issues", "pull")


class NotRead(Exception):
    """The body is not what the tracker is known to send."""


def parsed(body: bytes) -> dict[str, Any]:
    """The body as an object.

    Raises:
        NotRead: it is none.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NotRead("the body is no JSON object")
    return found


def github(event: str, body: bytes) -> Told | None:
    """A webhook of GitHub: issues, issue_comment, pull_request and release; None for what says nothing to us.

    Raises:
        NotRead: a part is missing.
    """
    found = parsed(body)
    try:
        if event in ("issues", "pull_request"):
            return _entry(found, found["issue" if event == "issues" else "pull_request"])
        if event == "issue_comment" and found["action"] == "created":
            return _comment(found)
        if event == "release" and found["action"] == "published":
            return _release(found)
    except (KeyError, TypeError, AttributeError) as missing:
        raise NotRead(Sentence(MISSING.pattern, part=str(missing))) from missing
    return None


def _entry(found: dict[str, Any], entry: dict[str, Any]) -> Told:
    kinds = {"closed": "closed", "reopened": "reopened"}
    why = str(entry.get("state_reason") or ("merged" if entry.get("merged") else "")).replace("_", " ")
    milestone = entry.get("milestone") or {}
    return Told(
        kind=kinds.get(found["action"], ""),
        urls=(_url(entry["html_url"]),),
        at=_instant(entry["updated_at"]),
        title=str(entry["title"]),
        text=why if found["action"] == "closed" else "",
        by=str(found["sender"]["login"]),
        milestone=str(milestone.get("title") or ""),
    )


def _comment(found: dict[str, Any]) -> Told | None:
    comment, text = found["comment"], str(found["comment"]["body"] or "")
    if MARK in text:
        return None  # our own
    return Told(
        kind="commented",
        urls=(_url(found["issue"]["html_url"]),),
        at=_instant(comment["created_at"]),
        title=str(found["issue"]["title"]),
        text=text[:TEXT_MOST],
        by=str(comment["user"]["login"]),
        counts=comment.get("author_association") in TEAM,
    )


def _release(found: dict[str, Any]) -> Told:
    """A release ships what its notes name, what its milestone holds, and whoever waits for the release itself."""
    release, web = found["release"], _url(found["repository"]["html_url"])
    notes, tag, name = (
        str(release.get("body") or ""),
        str(release["tag_name"]),
        str(release.get("name") or ""),
    )
    named = [f"{web}/{kind}/{number}" for number in _NUMBER.findall(notes)[:URLS_MOST] for kind in _OWN]
    written = [
        _url(one)
        for one in re.findall(rf"{re.escape(web)}/(?:issues|pull)/\d{{1,9}}", notes, re.I)[:URLS_MOST]
    ]
    titles = {tag, tag.removeprefix("v"), name} - {""}
    return Told(
        kind="released",
        urls=tuple(dict.fromkeys([_url(release["html_url"]), *named, *written])),
        at=_instant(release["published_at"]),
        by=str(found["sender"]["login"]),
        milestones=tuple(sorted(titles)),
        web=f"{web}/",
        release=name or tag,
    )


def standard(body: bytes) -> Told | None:
    """A webhook of any other tracker: {"type", "timestamp", "data": {"url" or "urls", "title", "text", "by",
    "release"}} with type closed, reopened, commented or released; None for any other type.

    Raises:
        NotRead: a part is missing.
    """
    found = parsed(body)
    kind, data = str(found.get("type", "")).rpartition(".")[2], found.get("data")
    if kind not in ("closed", "reopened", "commented", "released"):
        return None
    if not isinstance(data, dict):
        raise NotRead(Sentence(MISSING.pattern, part="data"))
    given = data.get("urls") or [data.get("url")]
    if not isinstance(given, list) or not all(isinstance(one, str) and one for one in given):
        raise NotRead(Sentence(MISSING.pattern, part="data.url"))
    return Told(
        kind=kind,
        urls=tuple(_url(one) for one in given[:URLS_MOST]),
        at=_instant(found.get("timestamp")),
        title=str(data.get("title") or ""),
        text=str(data.get("text") or "")[:TEXT_MOST],
        by=str(data.get("by") or ""),
        release=str(data.get("release") or data.get("title") or "") if kind == "released" else "",
    )


def _url(given: Any) -> str:
    try:
        return clean(str(given), field="url")
    except Refused as wrong:
        raise NotRead("an entry has its web address") from wrong


def _instant(given: Any) -> datetime:
    try:
        at = datetime.fromisoformat(str(given))
    except ValueError:
        raise NotRead("a time has its date, time and offset") from None
    if at.tzinfo is None:
        raise NotRead("a time has its date, time and offset")
    return at.astimezone(UTC).replace(microsecond=0)
