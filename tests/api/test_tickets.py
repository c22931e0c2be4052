"""A ticket's life through the API, with twins that must not change."""

from datetime import UTC, datetime, timedelta

import pytest

from api.conftest import Stage, error
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket


def fresh(ticket: Ticket) -> Ticket:
    """The ticket as the database has it."""
    return Ticket.objects.select_related("promise", "owner").get(pk=ticket.pk)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def twin(stage: Stage) -> Ticket:
    """Yusuf's ticket, which nothing here is about."""
    return stage.cast.writes(
        stage.cast.yusuf, "The label printer is blank.", at=stage.at - timedelta(minutes=50)
    )


def test_a_ticket_is_created_promised_and_receipted(stage: Stage) -> None:
    new = {
        "desk": stage.cast.desk.public_id,
        "requester": {"address": "Nora@example.com", "name": "Nora Nilsen"},
        "subject": "Door 4",
        "text": "It does not open.",
    }
    made = stage.allie.post("tickets", new)
    assert made.status_code == 201, made.json()
    shown = made.json()
    ticket = Ticket.objects.get(public_id=shown["id"])
    assert (ticket.subject, ticket.requester.name, ticket.requester.address) == (
        "Door 4",
        "Nora Nilsen",
        "nora@example.com",
    )
    assert shown["state"] == "open" and shown["steps"]["heard"] is None
    assert shown["promise"]["kind"] == "first" and at(shown["promise"]["due_at"]) == ticket.promise.due_at
    assert [m["text"] for m in shown["messages"]] == ["It does not open."]
    assert shown["messages"][0]["by"]["requester"]["name"] == "Nora Nilsen"
    receipt = Letter.objects.get(ticket=ticket)
    assert (receipt.kind, receipt.told_due_at) == ("receipt", ticket.promise.due_at)


def test_the_only_desk_need_not_be_named_but_several_must(stage: Stage) -> None:
    new = {"requester": {"address": "nora@example.com"}, "text": "Hello"}
    assert stage.allie.post("tickets", new).status_code == 201
    refused = stage.robot.post("tickets", new)
    assert (refused.status_code, error(refused)["field"]) == (422, "desk")


def test_looking_through_the_api_opens_nothing(stage: Stage) -> None:
    before = fresh(stage.drones)
    assert stage.allie.get(f"tickets/{stage.drones.public_id}").status_code == 200
    now = fresh(stage.drones)
    assert (now.opened_at, now.last_n) == (None, before.last_n)


def test_a_reply_with_a_time_acknowledges_and_promises(stage: Stage, twin: Ticket) -> None:
    due = stage.later(3)
    word = {"text": "Looking into it.", "next": {"due_at": due.isoformat()}}
    answer = stage.allie.post(f"tickets/{stage.drones.public_id}/reply", word)
    assert answer.status_code == 200, answer.json()
    shown = answer.json()
    assert shown["message"]["by"]["agent"]["name"] == "Allie Ames" and shown["message"]["by_person"]
    assert at(shown["ticket"]["promise"]["due_at"]) == due
    assert shown["ticket"]["promise"]["agent"]["name"] == "Allie Ames"
    ticket = fresh(stage.drones)
    assert ticket.acknowledged_at and ticket.owner == stage.cast.allie
    assert ticket.promises.get(kind="first").outcome == "kept"
    told = Letter.objects.get(message__public_id=shown["message"]["id"])
    assert told.told_due_at == ticket.promise.due_at == due
    assert fresh(twin).acknowledged_at is None


def test_a_call_is_logged_with_the_way_of_its_promise(stage: Stage) -> None:
    following = {"due_at": stage.later(3).isoformat(), "how": "ring"}
    word = {"text": "We restart it.", "spoken": True, "next": following}
    assert stage.allie.post(f"tickets/{stage.drones.public_id}/reply", word).status_code == 200
    assert fresh(stage.drones).promise.how == "ring"
    assert fresh(stage.drones).messages.filter(kind="call").count() == 1
    wrong = stage.allie.post(
        f"tickets/{stage.drones.public_id}/reply", {"text": "Hm.", "next": {"stands": True, "how": "ring"}}
    )
    assert (wrong.status_code, error(wrong)["code"]) == (422, "invalid")


def test_my_time_stands_keeps_the_promise_open(stage: Stage) -> None:
    path = f"tickets/{stage.drones.public_id}/reply"
    due = (stage.later(3)).isoformat()
    stage.allie.post(path, {"text": "Looking.", "next": {"due_at": due}})
    before = fresh(stage.drones).promise.pk
    answer = stage.allie.post(path, {"text": "One more thing.", "next": {"stands": True}})
    assert answer.status_code == 200
    assert Promise.objects.get(open_for=stage.drones.pk).pk == before


def test_stands_is_refused_while_no_persons_time_stands(stage: Stage) -> None:
    answer = stage.allie.post(
        f"tickets/{stage.drones.public_id}/reply", {"text": "Hello.", "next": {"stands": True}}
    )
    assert (answer.status_code, error(answer)["code"], error(answer)["field"]) == (422, "way", "way")


@pytest.mark.parametrize(
    ("following", "code"),
    [
        (None, "no_next"),
        ({}, "invalid"),
        ({"stands": True, "resolves": True}, "invalid"),
        ({"stands": False}, "invalid"),
        ({"due_at": "2030-01-01T12:00:00"}, "invalid"),
        ({"due_at": "soonish"}, "invalid"),
        ({"due_at": 1900000000}, "invalid"),
        ({"due_at": "2020-01-01T12:00:00Z"}, "past"),
        ({"due_at": "2199-01-01T12:00:00Z"}, "too_far"),
        ({"due_at": "9999-12-31T23:59:00Z"}, "too_far"),
        ({"due_at": "2030-01-01T12:00:30Z"}, "seconds"),
        ({"due_at": "0001-01-01T00:00:00+14:00"}, "invalid"),
        ({"resolves": True, "agreed": "her mail"}, "invalid"),
        ({"resolves": True, "surprise": 1}, "unknown_field"),
    ],
)
def test_what_cannot_be_promised_is_refused_and_sends_nothing(
    stage: Stage, following: dict | None, code: str
) -> None:
    word = {"text": "Hello.", **({} if following is None else {"next": following})}
    answer = stage.allie.post(f"tickets/{stage.drones.public_id}/reply", word)
    assert (answer.status_code, error(answer)["code"]) == (422, code), answer.json()
    assert not Message.objects.filter(ticket=stage.drones, kind="outbound").exists()
    assert fresh(stage.drones).promise.kind == "first"


def test_a_refused_time_comes_with_good_offers(stage: Stage) -> None:
    word = {"text": "Hello.", "next": {"due_at": "2199-01-01T12:00:00Z"}}
    offers = error(stage.allie.post(f"tickets/{stage.drones.public_id}/reply", word))["offers"]
    assert offers and all(at(offer) > stage.at for offer in offers)


def test_a_naive_instant_is_refused_with_an_example(stage: Stage) -> None:
    word = {"text": "Hello.", "next": {"due_at": "2026-11-23T14:00:00"}}
    said = error(stage.allie.post(f"tickets/{stage.drones.public_id}/reply", word))
    assert said["field"] == "next.due_at" and "offset" in said["message"]


def test_an_offset_is_kept_as_the_instant_it_means(stage: Stage) -> None:
    due = (stage.later(3)).astimezone(UTC)
    elsewhere = due.astimezone(tz=None).isoformat()
    stage.allie.post(
        f"tickets/{stage.drones.public_id}/reply", {"text": "Hello.", "next": {"due_at": elsewhere}}
    )
    assert fresh(stage.drones).promise.due_at == due


def test_a_robots_reply_is_sent_and_keeps_nothing(stage: Stage) -> None:
    before = fresh(stage.drones)
    answer = stage.robot.post(f"tickets/{stage.drones.public_id}/reply", {"text": "Deployed 4.2."})
    assert answer.status_code == 200, answer.json()
    assert answer.json()["message"]["by"]["robot"] == "Deployer"
    assert not answer.json()["message"]["by_person"]
    now = fresh(stage.drones)
    assert (now.promise.pk, now.acknowledged_at, now.owner) == (before.promise.pk, None, None)
    letter = Letter.objects.get(message__isnull=False, ticket=now)
    assert letter.promise is None


@pytest.mark.parametrize("following", [{"due_at": "2030-01-01T12:00:00Z"}, {"resolves": True}])
def test_a_robot_cannot_promise_or_resolve(stage: Stage, following: dict) -> None:
    answer = stage.robot.post(
        f"tickets/{stage.drones.public_id}/reply", {"text": "Deployed.", "next": following}
    )
    assert (answer.status_code, error(answer)["code"], error(answer)["field"]) == (422, "robot", "next")
    assert not Message.objects.filter(ticket=stage.drones, kind="outbound").exists()


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("renew", {"text": "Nothing yet.", "due_at": "2030-01-01T12:00:00Z"}),
        ("park", {"text": "Not soon.", "event": "4.2 is out"}),
        ("resolve", {"text": "Done."}),
        ("restate", {"restating": "It comes back.", "next": {"stands": True}}),
    ],
)
def test_what_only_a_person_does_is_refused_to_a_robot(stage: Stage, verb: str, body: dict) -> None:
    answer = stage.robot.post(f"tickets/{stage.drones.public_id}/{verb}", body)
    assert (answer.status_code, error(answer)["code"]) == (422, "robot")


def test_a_restatement_is_part_of_the_letter(stage: Stage) -> None:
    due = (stage.later(2)).isoformat()
    word = {
        "restating": "Every drone turns around over the river.",
        "text": "Thanks. Every drone turns around over the river. I look now.",
        "next": {"due_at": due},
    }
    answer = stage.allie.post(f"tickets/{stage.drones.public_id}/restate", word)
    assert answer.status_code == 200, answer.json()
    row = Restatement.objects.get(ticket=stage.drones)
    assert row.text == word["restating"] and not row.answer
    shown = stage.allie.get(f"tickets/{stage.drones.public_id}").json()
    assert shown["restatements"][0]["text"] == word["restating"] and shown["steps"]["restated"]


def test_renewed_in_time(stage: Stage) -> None:
    path = f"tickets/{stage.drones.public_id}"
    first, then = stage.later(2), stage.later(5)
    stage.allie.post(f"{path}/reply", {"text": "Looking.", "next": {"due_at": first.isoformat()}})
    answer = stage.allie.post(f"{path}/renew", {"text": "No news yet.", "due_at": then.isoformat()})
    assert answer.status_code == 200, answer.json()
    assert Promise.objects.get(ticket=stage.drones, due_at=first).outcome == "renewed"
    assert fresh(stage.drones).promise.due_at == then
    assert stage.allie.get(path).json()["steps"]["met"] == {
        "kept": 1,
        "renewed": 1,
        "lapsed": 0,
        "refuted": 0,
    }


def test_parked_until_an_event(stage: Stage) -> None:
    answer = stage.allie.post(
        f"tickets/{stage.drones.public_id}/park", {"text": "Not soon.", "event": "4.2 is out"}
    )
    promise = answer.json()["ticket"]["promise"]
    assert (promise["kind"], promise["event"], promise["due_at"]) == ("on_event", "4.2 is out", None)


def test_resolved_with_a_word(stage: Stage) -> None:
    answer = stage.allie.post(f"tickets/{stage.drones.public_id}/resolve", {"text": "Done."})
    assert answer.status_code == 200, answer.json()
    ticket = fresh(stage.drones)
    assert (ticket.is_open, ticket.resolution, ticket.promise) == (False, "solved", None)
    assert answer.json()["ticket"]["state"] == "resolved"


def test_spam_is_resolved_without_a_word(stage: Stage) -> None:
    path = f"tickets/{stage.drones.public_id}/resolve"
    assert error(stage.allie.post(path, {"text": "x", "resolution": "spam"}))["field"] == "text"
    answer = stage.allie.post(path, {"resolution": "spam"})
    assert answer.status_code == 200 and answer.json()["message"] is None
    assert fresh(stage.drones).resolution == "spam"
    assert not Message.objects.filter(ticket=stage.drones, kind="outbound").exists()


def test_solved_needs_a_text(stage: Stage) -> None:
    answer = stage.allie.post(f"tickets/{stage.drones.public_id}/resolve", {})
    assert error(answer)["code"] == "no_text" and fresh(stage.drones).is_open


def test_assigned_to_a_member_and_taken_off(stage: Stage) -> None:
    path = f"tickets/{stage.drones.public_id}/assign"
    assert stage.allie.post(path, {"owner": stage.cast.bob.public_id}).json()["owner"]["name"] == "Bob Bauer"
    refused = stage.allie.post(path, {"owner": stage.cast.mallory.public_id})
    assert error(refused)["code"] == "no_member" and fresh(stage.drones).owner == stage.cast.bob
    assert stage.allie.post(path, {"owner": None}).json()["owner"] is None


def test_impact_is_set_with_the_desks_word_for_it(stage: Stage) -> None:
    path = f"tickets/{stage.drones.public_id}/impact"
    assert stage.allie.post(path, {"impact": "blocked"}).json()["impact"] == "blocked"
    assert stage.allie.post(path, {"impact": "normal"}).json()["impact"] == "normal"
    assert error(stage.allie.post(path, {"impact": "huge"}))["field"] == "impact"


def test_a_time_that_has_passed_is_lapsed_for_the_reader_before_any_worker_comes(stage: Stage) -> None:
    old = stage.cast.writes(stage.cast.yusuf, "Blank.", at=stage.at - timedelta(hours=5))
    assert old.promise.due_at < stage.at
    shown = stage.allie.get(f"tickets/{old.public_id}").json()
    assert shown["promise"]["outcome"] == "lapsed"
    assert shown["promise"]["ended_at"] == shown["promise"]["due_at"]
    assert shown["steps"]["met"]["lapsed"] == 1
    assert Promise.objects.get(ticket=old).outcome is None, "reading writes nothing"
    lapsed = stage.allie.get("promises", state="lapsed").json()["items"]
    assert [promise["ticket"] for promise in lapsed] == [old.public_id]
    assert old.public_id not in [
        promise["ticket"] for promise in stage.allie.get("promises", state="open").json()["items"]
    ]


def test_a_note_is_written_and_never_read_back(stage: Stage) -> None:
    answer = stage.allie.post(f"tickets/{stage.drones.public_id}/note", {"text": "ask the map vendor"})
    assert answer.status_code == 201
    assert b"map vendor" not in answer.content
    for asker in (stage.allie, stage.robot):
        for path in ("tickets", f"tickets/{stage.drones.public_id}", "messages", "events"):
            assert b"map vendor" not in asker.get(path).content
        assert asker.get("tickets", q="vendor").json()["items"] == []


def test_triage_is_kept_and_says_what_it_speaks_for(stage: Stage) -> None:
    path = f"tickets/{stage.drones.public_id}/triage"
    empty = stage.allie.get(path).json()
    assert (empty["stops"], empty["theirs"], empty["agreed"], empty["suggested"], empty["at"]) == (
        None,
        None,
        "normal",
        None,
        None,
    )
    kept = stage.allie.post(
        path, {"stops": True, "only_way": False, "theirs": "blocked", "ours": "normal"}
    ).json()
    assert (kept["theirs"], kept["ours"], kept["agreed"], kept["suggested"]) == (
        "blocked",
        "normal",
        "normal",
        "degraded",
    )
    assert kept["talk_first"] == ["only_way"]
    assert stage.allie.get(path).json() == kept
    assert stage.robot.post(path, {"stops": True}).status_code == 422
