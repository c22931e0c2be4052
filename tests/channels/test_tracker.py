"""Webhooks of trackers: signed, small, taken once; what they tell closes loops. Comments leave through GitHub's API,
which a local server plays here.
"""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client

from cast import Cast, assemble, clock
from heard import clock as present
from heard.followup.ping import loop_draft, ping_draft
from heard.letters import send
from heard.record.actions import chase, tracker
from heard.record.errors import Refused
from heard.record.models.alert import Alert
from heard.record.models.chase import Chase
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.tracker import Tracker, TrackerEntry

pytestmark = [pytest.mark.django_db, pytest.mark.database]
REPO = "https://github.com/northwind/tiles"
ENTRY = f"{REPO}/issues/12"


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def github(cast: Cast) -> tuple[Tracker, str]:
    return tracker.add(
        kind="github",
        name="Tiles",
        web="https://github.com/Northwind/tiles",
        token="t0ken",
        by=cast.carla,
        at=clock("9:00"),
    )


@pytest.fixture
def asked(cast: Cast, github: tuple[Tracker, str]) -> list[Chase]:
    """Zelda's and Yusuf's tickets wait for the same entry; a third for another one."""
    found = []
    for person, url in (
        (cast.zelda, ENTRY),
        (cast.yusuf, f"{ENTRY}#issuecomment-1"),
        (cast.zelda, f"{REPO}/issues/13"),
    ):
        ticket = cast.writes(person, "They come back.", at=clock("9:05"))
        entry = tracker.entry(url, at=clock("9:10"))
        found.append(
            chase.start(ticket, entry=entry, asked="Fix the tiles.", by=cast.allie, at=clock("9:10"))
        )
    return found


def issue(action: str, *, at: str = "2026-11-23T15:00:00Z", number: int = 12, **more: Any) -> dict[str, Any]:
    entry = {"html_url": f"{REPO}/issues/{number}", "title": "Tiles turn round", "updated_at": at, **more}
    return {"action": action, "issue": entry, "sender": {"login": "mira"}}


def post(github: tuple[Tracker, str], event: str, body: dict[str, Any], *, secret: str = "") -> int:
    content = json.dumps(body).encode()
    signed = hmac.new((secret or github[1]).encode(), content, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": f"sha256={signed}", "X-GitHub-Event": event}
    path = f"/hooks/trackers/{github[0].public_id}/"
    return Client().post(path, content, content_type="application/json", headers=headers).status_code


def fresh(one: Chase) -> Chase:
    return Chase.objects.select_related("entry", "ticket__desk", "ticket__requester").get(pk=one.pk)


def test_an_entry_that_closes_closes_the_loop_of_every_ticket_behind_it(github, asked) -> None:
    before = Message.objects.count()
    assert post(github, "issues", issue("closed", state_reason="completed")) == 200
    first, second, other = map(fresh, asked)
    assert first.answered_at and second.answered_at and other.is_running
    assert Alert.objects.filter(kind="loop").count() == 2 and Message.objects.count() == before
    assert "completed" in first.answer
    assert "done on their side" in loop_draft(first, present.now())


@pytest.mark.parametrize("secret", ["wrong", "0" * 64])
def test_without_the_right_signature_nothing_happens(github, asked, secret: str) -> None:
    assert post(github, "issues", issue("closed"), secret=secret) == 403
    assert fresh(asked[0]).is_running and "signature" in Tracker.objects.get().trouble


def test_the_same_webhook_again_changes_nothing(github, asked) -> None:
    body = issue("closed")
    assert post(github, "issues", body) == 200
    post(github, "issues", issue("reopened", at="2026-11-23T16:00:00Z"))
    assert post(github, "issues", body) == 200
    assert fresh(asked[0]).is_running, "an old webhook sent once more is no news"


def test_what_comes_late_does_not_turn_back(github, asked) -> None:
    post(github, "issues", issue("reopened", at="2026-11-23T16:00:00Z"))
    post(github, "issues", issue("closed", at="2026-11-23T15:00:00Z"))
    assert fresh(asked[0]).is_running


def test_reopened_is_asked_again(github, asked) -> None:
    post(github, "issues", issue("closed"))
    post(github, "issues", issue("reopened", at="2026-11-23T16:00:00Z"))
    again = fresh(asked[0])
    assert again.is_running and again.ping_at > present.now()


@pytest.mark.parametrize(("association", "counts"), [("MEMBER", True), ("OWNER", True), ("NONE", False)])
def test_a_comment_of_the_team_is_an_answer_and_a_strangers_moves_nothing(
    github, asked, association, counts
) -> None:
    comment = {"body": "We look.", "created_at": "2026-11-23T15:00:00Z", "user": {"login": "mira"}}
    comment["author_association"] = association
    assert post(github, "issue_comment", {**issue("created"), "comment": comment}) == 200
    one = fresh(asked[0])
    assert (one.heard_at is not None) is counts and one.is_running
    assert one.words.get(kind="answer").text == "We look."


def test_a_release_ships_what_it_names_and_what_its_milestone_holds(github, asked) -> None:
    post(github, "issues", issue("milestoned", number=13, milestone={"title": "4.2"}))
    release = {
        "html_url": f"{REPO}/releases/tag/v4.2", "tag_name": "v4.2", "name": "",
        "body": "Fixes #12 at last, and not northwind/other#13.", "published_at": "2026-11-23T15:00:00Z",
    }  # fmt: skip
    body = {
        "action": "published",
        "release": release,
        "repository": {"html_url": REPO},
        "sender": {"login": "m"},
    }
    assert post(github, "release", body) == 200
    assert [fresh(one).answered_at is not None for one in asked] == [True, True, True]
    assert "v4.2 is out" in loop_draft(fresh(asked[0]), present.now())


def test_a_tracker_speaks_for_its_own_entries_only(cast: Cast, github, asked) -> None:
    other = tracker.add(
        kind="github", name="Mine", web="https://github.com/mallory", by=cast.carla, at=clock("9:00")
    )
    assert post(other, "issues", issue("closed")) == 200
    assert fresh(asked[0]).is_running


@pytest.mark.parametrize("content", [b"[]", b"{", b'{"action": "closed", "issue": {}}', b"null"])
def test_what_cannot_be_read_is_said(github, asked, content: bytes) -> None:
    signed = hmac.new(github[1].encode(), content, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": f"sha256={signed}", "X-GitHub-Event": "issues"}
    path = f"/hooks/trackers/{github[0].public_id}/"
    assert Client().post(path, content, content_type="application/json", headers=headers).status_code == 422


def test_a_large_body_is_refused_unread(github) -> None:
    path = f"/hooks/trackers/{github[0].public_id}/"
    assert Client().post(path, b"x" * (2**21 + 1), content_type="application/json").status_code == 413


def test_a_dropped_tracker_is_no_longer_there(cast: Cast, github) -> None:
    tracker.drop(github[0], by=cast.carla, at=clock("9:30"))
    assert post(github, "issues", issue("closed")) == 404
    assert Tracker.objects.get().secret == ""


# Any other tracker, by the Standard Webhooks.


@pytest.fixture
def generic(cast: Cast) -> tuple[Tracker, str]:
    return tracker.add(
        kind="webhook",
        name="Jira",
        web="https://jira.globex.example/browse/",
        by=cast.carla,
        at=clock("9:00"),
    )


def send_standard(
    generic, body: dict[str, Any], *, ago: int = 0, name: str = "msg_1", wrong: bool = False
) -> int:
    content, stamp = json.dumps(body).encode(), str(int((present.now() - timedelta(seconds=ago)).timestamp()))
    key = base64.b64decode(generic[1].removeprefix("whsec_"))
    signed = hmac.new(b"no" if wrong else key, f"{name}.{stamp}.".encode() + content, hashlib.sha256).digest()
    headers = {"webhook-id": name, "webhook-timestamp": stamp}
    headers["webhook-signature"] = f"v1,AAAA v1,{base64.b64encode(signed).decode()}"
    path = f"/hooks/trackers/{generic[0].public_id}/"
    return Client().post(path, content, content_type="application/json", headers=headers).status_code


@pytest.mark.parametrize(
    ("ago", "wrong", "code", "closed"),
    [
        (0, False, 200, True),
        (290, False, 200, True),
        (310, False, 403, False),
        (-310, False, 403, False),
        (0, True, 403, False),
    ],
)
def test_any_other_tracker_by_a_signed_webhook(cast: Cast, generic, ago, wrong, code, closed) -> None:
    url = "https://jira.globex.example/browse/MAP-7"
    ticket = cast.writes(cast.zelda, "They come back.", at=clock("9:05"))
    one = chase.start(
        ticket, entry=tracker.entry(url, at=clock("9:10")), asked="Fix.", by=cast.allie, at=clock("9:10")
    )
    body = {
        "type": "closed",
        "timestamp": "2026-11-23T15:00:00Z",
        "data": {"url": url, "title": "Map", "text": "Done."},
    }
    assert send_standard(generic, body, ago=ago, wrong=wrong) == code
    assert (fresh(one).answered_at is not None) is closed


def test_a_standard_webhook_counts_once(cast: Cast, generic) -> None:
    url = "https://jira.globex.example/browse/MAP-7"
    ticket = cast.writes(cast.zelda, "They come back.", at=clock("9:05"))
    one = chase.start(
        ticket, entry=tracker.entry(url, at=clock("9:10")), asked="Fix.", by=cast.allie, at=clock("9:10")
    )
    body = {
        "type": "commented",
        "timestamp": "2026-11-23T15:00:00Z",
        "data": {"url": url, "text": "We look."},
    }
    assert [send_standard(generic, body), send_standard(generic, body)] == [200, 200]
    assert one.words.filter(kind="answer").count() == 1


@pytest.mark.parametrize(
    "wrong", [{"kind": "jira"}, {"name": " "}, {"web": "ftp://x"}, {"web": "https://u:p@x.example/"}]
)
def test_a_tracker_needs_a_name_and_an_address(cast: Cast, wrong: dict[str, str]) -> None:
    values = {"kind": "github", "name": "Tiles", "web": "https://github.com/northwind", **wrong}
    with pytest.raises(Refused):
        tracker.add(**values, by=cast.carla, at=clock("9:00"))


# Comments, through an API that behaves as GitHub's.


class Api(ThreadingHTTPServer):
    """Keeps comments; `codes` are answers to give once each instead of yes, `forgets` lets it take one and hang up."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.comments: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str, str]] = []
        self.codes: list[int] = []
        self.forgets = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Api

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(("POST", self.path, self.headers.get("Authorization", "")))
        if self.server.codes:
            return self._say(self.server.codes.pop(0), {"message": "no"})
        self.server.comments.append(body)
        if self.server.forgets:
            self.server.forgets -= 1
            self.connection.close()
            return None
        return self._say(201, {"id": len(self.server.comments), **body})

    def do_GET(self) -> None:
        self.server.asked.append(("GET", self.path, ""))
        self._say(200, self.server.comments)

    def _say(self, code: int, body: Any) -> None:
        content = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def api(github, settings) -> Iterator[Api]:
    settings.HEARD_INSIDE_HOSTS = ("127.0.0.1",)
    server = Api()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Tracker.objects.filter(pk=github[0].pk).update(api=server.url)
    yield server
    server.shutdown()
    server.server_close()


def test_a_ping_leaves_as_a_comment(cast: Cast, asked, api: Api) -> None:
    draft = ping_draft(fresh(asked[0]), clock("12:00"))
    assert draft.sends and draft.figures.people == 2
    chase.ping(fresh(asked[0]), text="And now?", by=cast.allie, at=clock("12:00"))
    send.send_due(clock("12:00"))
    (comment,) = api.comments
    assert comment["body"].startswith("And now?") and "zelda" not in comment["body"].lower()
    assert api.asked[0] == ("POST", "/repos/northwind/tiles/issues/12/comments", "Bearer t0ken")
    assert Letter.objects.get(kind="comment").state == "sent"
    send.send_due(clock("12:05"))
    assert len(api.comments) == 1


def test_our_own_comment_that_comes_back_is_no_answer(cast: Cast, github, asked, api: Api) -> None:
    chase.ping(fresh(asked[0]), text="And now?", by=cast.allie, at=clock("12:00"))
    send.send_due(clock("12:00"))
    comment = {
        "body": api.comments[0]["body"],
        "created_at": "2026-11-23T15:00:00Z",
        "user": {"login": "heard"},
    }
    body = {**issue("created"), "comment": {**comment, "author_association": "MEMBER"}}
    assert post(github, "issue_comment", body) == 200
    assert fresh(asked[0]).heard_at is None


@pytest.mark.parametrize(
    ("code", "state"), [(503, "queued"), (429, "queued"), (404, "failed"), (422, "failed")]
)
def test_a_comment_that_is_refused_is_tried_again_or_given_up(
    cast: Cast, asked, api: Api, code, state
) -> None:
    chase.ping(fresh(asked[0]), text="And now?", by=cast.allie, at=clock("12:00"))
    api.codes = [code]
    send.send_due(clock("12:00"))
    letter = Letter.objects.get(kind="comment")
    assert letter.state == state and str(code) in letter.trouble
    assert Alert.objects.filter(kind="unasked").exists() is (state == "failed")
    send.send_due(clock("12:02"))
    assert len(api.comments) == (state == "queued")


def test_a_comment_in_doubt_is_looked_for_before_it_is_posted_again(cast: Cast, asked, api: Api) -> None:
    chase.ping(fresh(asked[0]), text="And now?", by=cast.allie, at=clock("12:00"))
    api.forgets = 1
    send.send_due(clock("12:00"))
    assert Letter.objects.get(kind="comment").maybe_twice
    send.send_due(clock("12:02"))
    assert Letter.objects.get(kind="comment").state == "sent"
    assert len(api.comments) == 1


def test_no_host_inside_our_network_is_called(cast: Cast, asked, api: Api, settings) -> None:
    settings.HEARD_INSIDE_HOSTS, settings.HEARD_IS_LOCAL = (), False
    chase.ping(fresh(asked[0]), text="And now?", by=cast.allie, at=clock("12:00"))
    send.send_due(clock("12:00"))
    assert not api.asked and "inside" in Letter.objects.get(kind="comment").trouble


def test_an_answer_takes_the_waiting_comment_back(cast: Cast, github, asked, api: Api) -> None:
    chase.ping(fresh(asked[0]), text="And now?", by=cast.allie, at=clock("12:00"))
    post(github, "issues", issue("closed"))
    send.send_due(present.now() + timedelta(days=3))
    assert Letter.objects.get(kind="comment").state == "recalled" and not api.comments


def test_an_entry_is_one_however_it_is_written(cast: Cast, github) -> None:
    first = tracker.entry(f"{ENTRY}/?x=1#top", at=datetime(2026, 11, 23, tzinfo=UTC))
    assert first == tracker.entry(ENTRY, at=datetime(2026, 11, 23, tzinfo=UTC)) == TrackerEntry.objects.get()
    assert first.tracker == github[0]
