"""Lists, pages, filters, files and the log; and that nobody reads what is not theirs."""

from datetime import timedelta

import pytest

from api.conftest import Asker, Stage, error
from heard.record import files
from heard.record.actions import agent, note, promise, ticket, token
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.arrival import Arrival, AttachedFile
from heard.record.models.event import Event
from heard.record.models.intake import Intake
from heard.record.models.message import Attachment
from heard.record.models.token import Token
from heard.record.sealer import seal

RAW = b"From: zelda@northwind.example\r\nSubject: \xff\xfe\r\n\r\nHello\r\n"


def ids(asker: Asker, path: str, **parameters: object) -> list[str]:
    """Ids of everything in a list, page by page; no page repeats a row."""
    found, cursor = [], ""
    while True:
        page = asker.get(path, cursor=cursor, **parameters)
        assert page.status_code == 200, page.json()
        found += [item["id"] for item in page.json()["items"]]
        assert len(found) == len(set(found))
        cursor = page.json()["next"]
        if cursor is None:
            return found


@pytest.fixture
def arrived(stage: Stage) -> dict[str, Intake]:
    """Arrivals at both desks, and one that no desk could be found for."""
    desks = {"support": stage.cast.desk, "quiet": stage.cast.quiet, "nowhere": None}
    return {
        name: Intake.objects.create(
            door="smtp",
            digest=files.keep(RAW),
            size=len(RAW),
            envelope_to=["support@heard.example"],
            received_at=stage.at,
            desk=desk,
            state="quarantined",
            reason="cannot be parsed",
        )
        for name, desk in desks.items()
    }


def test_pages_hold_every_ticket_once_the_newest_first(stage: Stage) -> None:
    made = [
        stage.cast.writes(stage.cast.yusuf, f"Number {n}", at=stage.at - timedelta(seconds=n // 2))
        for n in range(7)
    ]
    newest = sorted([*made, stage.drones], key=lambda t: (t.received_at, t.pk), reverse=True)
    assert ids(stage.allie, "tickets", limit=3) == [ticket.public_id for ticket in newest]


def test_a_ticket_that_arrives_meanwhile_moves_no_page(stage: Stage) -> None:
    made = [stage.cast.writes(stage.cast.yusuf, f"Number {n}", at=stage.at) for n in range(4)]
    first = stage.allie.get("tickets", limit=2).json()
    stage.cast.writes(stage.cast.yusuf, "Later", at=stage.at + timedelta(seconds=5))
    second = stage.allie.get("tickets", limit=2, cursor=first["next"]).json()
    shown = [item["id"] for item in first["items"] + second["items"]]
    assert shown == [ticket.public_id for ticket in reversed(made)]


def test_filters_of_tickets(stage: Stage) -> None:
    cast = stage.cast
    printer = cast.writes(cast.yusuf, "The label printer is blank.", at=stage.at, subject="Printer")
    promise.say(printer, Word(text="Done.", way="solves"), by=cast.bob, at=stage.at)

    def found(**filters: str) -> list[str]:
        return ids(stage.allie, "tickets", **filters)

    drones, blank = stage.drones.public_id, printer.public_id
    assert found(state="open") == [drones]
    assert found(state="resolved") == [blank]
    assert found(owner=cast.bob.public_id) == [blank]
    assert found(requester=cast.zelda.public_id) == [drones]
    assert found(requester=cast.zelda.public_id, state="resolved") == []
    assert found(q="printer") == [blank]
    assert found(q="package", state="open") == [drones]
    assert found(q="package", state="resolved") == []
    assert set(found(desk=cast.desk.public_id)) == {drones, blank}


def test_found_tickets_come_in_pages_too(stage: Stage) -> None:
    for n in range(5):
        stage.cast.writes(stage.cast.yusuf, f"Blank label {n}", at=stage.at)
    assert len(ids(stage.allie, "tickets", q="label", limit=2)) == 5


def test_a_desk_of_others_is_no_filter_and_looks_like_none(stage: Stage) -> None:
    for desk in (stage.cast.quiet.public_id, "0" * 32):
        said = error(stage.allie.get("tickets", desk=desk))
        assert (said["code"], said["field"]) == ("absent", "desk")


def test_nobody_reads_what_is_on_another_desk(stage: Stage, arrived: dict[str, Intake]) -> None:
    cast = stage.cast
    note.write(stage.drones, text="secret", by=cast.allie, at=stage.at)
    promise.say(
        stage.drones,
        Word(text="Here.", way="solves", files=(AttachedFile("a.txt", "text/plain", b"secret"),)),
        by=cast.allie,
        at=stage.at,
    )
    seal(1000)
    file = Attachment.objects.get()
    hidden = [
        f"tickets/{stage.drones.public_id}",
        f"desks/{cast.desk.public_id}",
        f"attachments/{file.public_id}",
        f"intake/{arrived['support'].public_id}",
        f"intake/{arrived['support'].public_id}/raw",
        f"letters/{stage.drones.letters.first().public_id}",
    ]
    for path in hidden:
        assert stage.allie.get(path).status_code == 200, path
        assert stage.mallory.get(path).status_code == 404, path
        assert stage.mallory.get(path).content == stage.mallory.get("tickets/" + "0" * 32).content
    for path in ("tickets", "messages", "promises", "letters"):
        assert ids(stage.allie, path), path
        assert ids(stage.mallory, path) == [], path
    assert ids(stage.mallory, "tickets", q="drones") == []
    assert {row["desk"] for row in stage.mallory.get("events").json()["items"]} == {cast.quiet.public_id}
    for path, body in {
        "reply": {"text": "x", "next": {"resolves": True}},
        "note": {"text": "x"},
        "resolve": {"text": "x"},
        "assign": {"owner": None},
        "impact": {"impact": "blocked"},
        "triage": {"stops": True},
    }.items():
        assert stage.mallory.post(f"tickets/{stage.drones.public_id}/{path}", body).status_code == 404


def test_a_robot_sees_every_desk(stage: Stage, arrived: dict[str, Intake]) -> None:
    assert stage.drones.public_id in ids(stage.robot, "tickets")
    assert len(ids(stage.robot, "desks")) == 2
    assert len(ids(stage.robot, "intake")) == 3


def test_what_no_desk_was_found_for_goes_to_the_leads(stage: Stage, arrived: dict[str, Intake]) -> None:
    nowhere = arrived["nowhere"].public_id
    assert nowhere in ids(stage.carla, "intake")
    assert nowhere not in ids(stage.allie, "intake")
    assert stage.allie.get(f"intake/{nowhere}/raw").status_code == 404


def test_the_raw_mail_comes_byte_for_byte_and_as_a_download(stage: Stage, arrived: dict[str, Intake]) -> None:
    answer = stage.allie.get(f"intake/{arrived['support'].public_id}/raw")
    assert answer.content == RAW
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    shown = stage.allie.get(f"intake/{arrived['support'].public_id}").json()
    assert (shown["state"], shown["reason"], shown["size"]) == ("quarantined", "cannot be parsed", len(RAW))


def test_what_was_quarantined_is_read_again_and_what_became_a_ticket_is_not(
    stage: Stage, arrived: dict[str, Intake]
) -> None:
    row = arrived["support"]
    path = f"intake/{row.public_id}/replay"
    assert (stage.allie.post(path).status_code, stage.mallory.post(path).status_code) == (403, 403)
    answer = stage.carla.post(path)
    assert (answer.status_code, answer.json()["state"], answer.json()["reason"]) == (202, "received", "")
    assert error(stage.carla.post(path))["code"] == "state"
    Intake.objects.filter(pk=row.pk).update(state="ticket", ticket=stage.drones)
    assert error(stage.carla.post(path))["code"] == "state"
    admin_elsewhere = stage.asker(stage.cast.mallory, scope="admin")
    assert admin_elsewhere.post(path).status_code == 404
    assert Event.objects.filter(kind="intake.replayed").count() == 1


def test_an_attachment_is_a_download_whatever_it_says_it_is(stage: Stage) -> None:
    page = AttachedFile('a"\r\nb.html', "text/html", b"<script>alert(1)</script>")
    arrival = Arrival(door="smtp", from_address="z@x.example", text="Look", attachments=(page,))
    ticket.add_reply(stage.drones, arrival, requester=stage.cast.zelda, at=stage.at)
    shown = stage.allie.get(f"tickets/{stage.drones.public_id}").json()["messages"][-1]["attachments"][0]
    answer = stage.allie.get(f"attachments/{shown['id']}")
    assert answer.content == page.content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer.headers["Content-Disposition"]


def test_letters_show_state_and_attempts(stage: Stage) -> None:
    receipt = stage.drones.letters.get()
    shown = stage.allie.get(f"letters/{receipt.public_id}").json()
    assert (shown["kind"], shown["state"], shown["attempts"]) == ("receipt", "queued", 0)
    assert shown["promise"] == stage.drones.promise.public_id
    assert ids(stage.allie, "letters", state="queued") == [receipt.public_id]
    assert ids(stage.allie, "letters", state="sent") == []


def test_the_log_is_read_by_seq_and_only_what_is_sealed(stage: Stage) -> None:
    assert stage.robot.get("events").json() == {"items": [], "last": 0, "more": False}
    sealed = seal(1000)
    first = stage.robot.get("events", limit=3).json()
    assert [row["seq"] for row in first["items"]] == [1, 2, 3] and first["more"]
    rest = stage.robot.get("events", after=first["last"], limit=200).json()
    assert [row["seq"] for row in rest["items"]] == list(range(4, sealed + 1)) and not rest["more"]
    again = stage.robot.get("events", after=rest["last"]).json()
    assert again == {"items": [], "last": sealed, "more": False}


def test_an_event_shows_public_ids_and_no_number_from_inside(stage: Stage) -> None:
    cast = stage.cast
    promise.say(stage.drones, Word(text="Done.", way="solves"), by=cast.allie, at=stage.at)
    seal(1000)
    log = stage.robot.get("events", limit=200).json()["items"]
    kept = next(row for row in log if row["kind"] == "promise.kept")
    assert kept["data"]["promise"] == stage.drones.promises.get(kind="first").public_id
    assert kept["ticket"] == stage.drones.public_id and kept["by"]["agent"]["id"] == cast.allie.public_id
    for row in log:
        numbers = [value for value in row["data"].values() if isinstance(value, int)]
        assert not numbers, row
    assert Event.objects.filter(kind="agent.made").exists()


def test_events_of_no_desk_are_for_admins_and_robots(stage: Stage) -> None:
    seal(1000)
    kinds = {row["kind"] for row in stage.allie.get("events", limit=200).json()["items"]}
    assert "agent.made" not in kinds and "ticket.received" in kinds
    assert "agent.made" in {row["kind"] for row in stage.robot.get("events", limit=200).json()["items"]}


def test_me_says_for_whom_a_token_speaks(stage: Stage) -> None:
    mine = stage.allie.get("me").json()
    assert mine["agent"]["id"] == stage.cast.allie.public_id
    assert (mine["robot"], mine["scope"], mine["role"]) == (None, "write", "agent")
    assert [desk["id"] for desk in mine["desks"]] == [stage.cast.desk.public_id]
    theirs = stage.robot.get("me").json()
    assert (theirs["agent"], theirs["robot"], len(theirs["desks"])) == (None, "Deployer", 2)


def test_a_requester_is_found_by_address(stage: Stage) -> None:
    (zelda,) = stage.allie.get("requesters", address="Zelda@Northwind.example").json()["items"]
    assert zelda["id"] == stage.cast.zelda.public_id
    assert stage.allie.get(f"requesters/{zelda['id']}").json() == zelda


def test_a_desk_names_its_members(stage: Stage) -> None:
    shown = stage.allie.get(f"desks/{stage.cast.desk.public_id}").json()
    assert [member["name"] for member in shown["members"]] == ["Allie Ames", "Bob Bauer", "Carla Diaz"]
    assert shown["addresses"] == ["support@heard.example"]


def test_messages_of_one_ticket(stage: Stage) -> None:
    other = stage.cast.writes(stage.cast.yusuf, "Blank.", at=stage.at)
    shown = stage.allie.get("messages", ticket=other.public_id).json()["items"]
    assert [message["text"] for message in shown] == ["Blank."]
    refused = stage.mallory.get("messages", ticket=other.public_id)
    assert (refused.status_code, error(refused)["field"]) == (422, "ticket")


@pytest.mark.parametrize(
    "path", ["tickets", "messages", "promises", "letters", "intake", "desks", "requesters"]
)
@pytest.mark.parametrize("cursor", ["x", "W10", "WzFd" * 9, "eyJhIjoxfQ", "WyJhIiwxXQ", "é", "W251bGxd"])
def test_a_strange_cursor_is_refused(stage: Stage, path: str, cursor: str) -> None:
    answer = stage.allie.get(path, cursor=cursor)
    assert (answer.status_code, error(answer)["field"]) == (422, "cursor")


def test_a_token_of_a_disabled_agent_reads_nothing(stage: Stage) -> None:
    agent.disable(stage.cast.allie, by=HEARD, at=stage.at)
    assert stage.allie.get("me").status_code == 401


def test_a_revoked_token_reads_nothing(stage: Stage) -> None:
    row = Token.objects.get(agent=stage.cast.allie)
    token.revoke(row, by=HEARD, at=stage.at)
    assert stage.allie.get("me").status_code == 401
    assert stage.mallory.get("me").status_code == 200
