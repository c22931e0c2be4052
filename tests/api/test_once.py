"""A POST with an Idempotency-Key happens once, also when it comes twice at the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from api.conftest import Stage, error, set_stage
from heard.api.once import KEPT, forget
from heard.record.models.message import Message
from heard.record.models.note import Note
from heard.record.models.ticket import Ticket
from heard.record.models.token import IdempotencyKey

NEW = {"requester": {"address": "nora@example.com"}, "text": "It does not open."}


def test_a_repeat_gets_the_same_answer_and_changes_nothing(stage: Stage) -> None:
    first = stage.allie.post("tickets", NEW, key="one")
    again = stage.allie.post("tickets", NEW, key="one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    assert Ticket.objects.count() == 2


def test_without_a_key_it_happens_twice(stage: Stage) -> None:
    stage.allie.post("tickets", NEW)
    stage.allie.post("tickets", NEW)
    assert Ticket.objects.count() == 3


def test_the_same_key_for_something_else_is_refused(stage: Stage) -> None:
    path = f"tickets/{stage.drones.public_id}/note"
    stage.allie.post(path, {"text": "one"}, key="k")
    for other in (
        stage.allie.post(path, {"text": "two"}, key="k"),
        stage.allie.post("tickets", NEW, key="k"),
    ):
        assert (other.status_code, error(other)["code"]) == (422, "idempotency_key")
    assert Note.objects.count() == 1


def test_a_key_belongs_to_its_token(stage: Stage) -> None:
    path = f"tickets/{stage.drones.public_id}/note"
    stage.allie.post(path, {"text": "one"}, key="k")
    assert stage.robot.post(path, {"text": "one"}, key="k").status_code == 201
    assert Note.objects.count() == 2


def test_what_was_refused_may_be_mended_under_the_same_key(stage: Stage) -> None:
    path = f"tickets/{stage.drones.public_id}/reply"
    refused = stage.allie.post(path, {"text": "Hello", "next": {"stands": True}}, key="k")
    assert refused.status_code == 422 and not IdempotencyKey.objects.exists()
    assert stage.allie.post(path, {"text": "Hello", "next": {"resolves": True}}, key="k").status_code == 200
    assert Message.objects.filter(kind="outbound").count() == 1


def test_a_key_is_not_read_without_a_token(stage: Stage) -> None:
    stage.allie.post("tickets", NEW, key="k")
    assert stage.nobody.post("tickets", NEW, key="k").status_code == 401


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_that_protects_nothing_is_refused(stage: Stage, key: str) -> None:
    assert error(stage.allie.post("tickets", NEW, key=key))["field"] == "Idempotency-Key"
    assert Ticket.objects.count() == 1


@pytest.fixture
def committed(transactional_db: None) -> Stage:
    """The stage with everything committed, so that several connections see it."""
    return set_stage()


def test_four_at_the_same_moment_are_one(committed: Stage) -> None:
    barrier, answers = threading.Barrier(4), []

    def ask() -> None:
        try:
            barrier.wait()
            answers.append(committed.allie.post("tickets", NEW, key="race"))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Ticket.objects.count() == 2


def test_a_key_is_forgotten_after_a_week_and_not_before(stage: Stage) -> None:
    stage.allie.post("tickets", NEW, key="k")
    row = IdempotencyKey.objects.get()
    assert forget(row.at + KEPT) == 0
    assert forget(row.at + KEPT + timedelta(seconds=1)) == 1
    stage.allie.post("tickets", NEW, key="k")
    assert Ticket.objects.count() == 3


def test_an_answer_that_is_a_list_is_remembered_too(stage: Stage) -> None:
    first = stage.allie.post("me/alerts", {"routes": {}}, key="one")
    again = stage.allie.post("me/alerts", {"routes": {}}, key="one")
    assert (first.status_code, first.json()) == (200, again.json()) and first.json()
