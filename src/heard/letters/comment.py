"""A ping that leaves as a comment below a tracker's entry, through GitHub's API; from the outbox, like any letter.

The host is one that somebody typed on a page, so it is never one inside our own network, and nothing is followed.
"""

import http.client
import json
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from heard.letters.calling import caller
from heard.letters.post import Never, NotNow, Unreachable
from heard.record.locker import Locked, unlock
from heard.record.models.letter import Letter
from heard.record.models.tracker import Tracker

MARK = "<!-- heard:"
"""Begins the line in which a comment bears its letter's id: so we know our own again."""
READ_MOST = 2**20
_PLACE = re.compile(r"/(?P<owner>[\w.-]+)/(?P<repo>[\w.-]+)/(?:issues|pull)/(?P<number>\d{1,9})$")


def hand_over(letter: Letter, *, ready: Any) -> bool:
    """Post the comment; False when it must not leave any more.

    Args:
        ready: asked right before it leaves; when it says no, nothing leaves.

    Raises:
        Unreachable, NotNow, Never: it is not there, and why.
    """
    tracker, place = _where(letter)
    if letter.maybe_twice and _is_there(tracker, place, letter):
        return True
    if not ready():
        return False
    body = {"body": f"{letter.facts['text']}\n\n{MARK}{letter.public_id} -->"}
    code, said = _ask(tracker, "POST", f"{place}/comments", body)
    if code == HTTPStatus.CREATED:
        return True
    says = f"{code} {str(said.get('message', '') if isinstance(said, dict) else '')}".strip()
    if code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY):
        raise Never(says)
    raise NotNow(says)


def _where(letter: Letter) -> tuple[Tracker, str]:
    """The tracker, and the path of the entry in its API."""
    entry = letter.chase.entry if letter.chase else None
    tracker = entry.tracker if entry else None
    found = _PLACE.search(letter.to_address)
    if tracker is None or tracker.dropped_at or not tracker.api or not found:
        raise Never("no tracker takes comments there")
    return tracker, f"/repos/{found['owner']}/{found['repo']}/issues/{found['number']}"


def _is_there(tracker: Tracker, place: str, letter: Letter) -> bool:
    """Whether the comment got there before, when its sender died without saying so."""
    since = letter.queued_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    code, said = _ask(tracker, "GET", f"{place}/comments?per_page=100&since={since}")
    if code != HTTPStatus.OK or not isinstance(said, list):
        raise NotNow(f"{code} while looking whether it is there already")
    return any(f"{MARK}{letter.public_id} -->" in str(one.get("body", "")) for one in said)


def _ask(tracker: Tracker, method: str, path: str, body: dict[str, str] | None = None) -> tuple[int, Any]:
    """One request to the API: its code, and what it said.

    Raises:
        Unreachable: there is no talking to it; `in_doubt` when it may have taken a comment all the same.
    """
    sent = False
    base = urlsplit(tracker.api)
    line = caller(base.scheme, base.hostname or "", base.port)
    try:
        headers = {
            "Authorization": f"Bearer {unlock(tracker.secret).get('token', '')}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "Content-Type": "application/json",
            "User-Agent": "Heard",
        }
        line.connect()
        sent = method == "POST"
        line.request(method, base.path.rstrip("/") + path, json.dumps(body) if body else None, headers)
        answer = line.getresponse()
        return answer.status, _parsed(answer.read(READ_MOST))
    except Locked as wrong:
        raise NotNow(f"the token cannot be read: {wrong}") from wrong
    except (OSError, http.client.HTTPException) as wrong:
        raise Unreachable(f"{base.hostname}: {wrong or type(wrong).__name__}", in_doubt=sent) from wrong
    finally:
        line.close()


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return {}
