"""Files sent ahead: named once, by the token that sent them, in a reply, a note or a new ticket."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api.conftest import Asker, Stage
from heard.api import upload
from heard.clock import now
from heard.record.actions import upload as verbs
from heard.record.models.message import Message
from heard.record.models.note import Note
from heard.record.models.ticket import Ticket
from heard.record.models.upload import Upload

pytestmark = pytest.mark.django_db


def send(asker: Asker, name="plan.pdf", content=b"north first", **headers):
    """The answer to a file that is sent ahead."""
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return asker.http.post(
        "/api/v1/files", {"file": file}, headers={"Authorization": f"Bearer {asker.secret}", **headers}
    )


def error(answer) -> tuple[int, str, str]:
    """Status, code and field of a refusal."""
    told = answer.json()["error"]
    return answer.status_code, told["code"], told["field"]


def test_a_file_goes_with_a_reply_and_is_read_again(stage: Stage):
    came = send(stage.allie)
    assert came.status_code == 201
    key = came.json()["id"]
    assert came.json() == {"id": key, "name": "plan.pdf", "type": "application/pdf", "size": 11}
    word = {"text": "Here it is.", "next": {"resolves": True}, "files": [key]}
    told = stage.allie.post(f"tickets/{stage.drones.public_id}/reply", word).json()
    (file,) = told["message"]["attachments"]
    assert stage.allie.get(f"attachments/{file['id']}").content == b"north first"
    assert not Upload.objects.exists()


def test_files_go_with_a_note_and_a_new_ticket(stage: Stage):
    keys = [send(stage.allie, name).json()["id"] for name in ("b.pdf", "a.pdf")]
    answer = stage.allie.post(f"tickets/{stage.drones.public_id}/note", {"text": "See", "files": keys})
    assert answer.status_code == 201
    assert [one.name for one in Note.objects.get().notefile_set.order_by("id")] == ["b.pdf", "a.pdf"]
    asked = {
        "requester": {"address": "nora@example.com"},
        "text": "Hello",
        "files": [send(stage.robot).json()["id"]],
    }
    made = stage.robot.post("tickets", {**asked, "desk": stage.cast.desk.public_id})
    assert made.status_code == 201
    assert Ticket.objects.latest("id").messages.get().attachments.get().name == "plan.pdf"


def test_a_file_goes_with_one_word_of_its_own_token(stage: Stage):
    key, place = send(stage.allie).json()["id"], f"tickets/{stage.drones.public_id}/note"
    assert error(stage.carla.post(place, {"text": "See", "files": [key]})) == (422, "no_file", "files")
    assert error(stage.allie.post(place, {"text": " ", "files": [key]}))[1] == "no_text"
    assert stage.allie.post(place, {"text": "See", "files": [key]}).status_code == 201
    assert error(stage.allie.post(place, {"text": "See", "files": [key]})) == (422, "no_file", "files")
    assert error(stage.allie.post(place, {"text": "See", "files": ["0" * 32] * 11})) == (
        422,
        "files",
        "files",
    )
    word = {"text": "Done.", "next": {"resolves": True}, "files": ["0" * 32]}
    assert error(stage.allie.post(f"tickets/{stage.drones.public_id}/reply", word)) == (
        422,
        "no_file",
        "files",
    )
    assert Note.objects.count() == 1 and not Message.objects.filter(kind="outbound").exists()


def test_what_cannot_be_sent_ahead_is_said(stage: Stage, monkeypatch):
    assert error(send(stage.allie, content=b"")) == (422, "empty", "file")
    monkeypatch.setattr(upload, "LARGEST", 10)
    assert error(send(stage.allie)) == (422, "too_large", "file")
    assert stage.allie.post("files", {"file": "plan"}).status_code == 422
    monkeypatch.setattr(upload, "LARGEST", 100)
    monkeypatch.setattr(upload, "WAITING", 1)
    assert send(stage.allie).status_code == 201 and error(send(stage.allie))[1] == "files"
    assert send(stage.carla).status_code == 201


def test_a_large_file_comes_through_and_a_repeat_with_its_key_is_the_same(stage: Stage):
    large = b"x" * (6 * 1024 * 1024)
    key = {"Idempotency-Key": "one"}
    first, again = send(stage.allie, content=large, **key), send(stage.allie, content=large, **key)
    assert first.status_code == again.status_code == 201 and first.json() == again.json()
    assert error(send(stage.allie, **key))[1] == "idempotency_key"


def test_what_nobody_named_is_forgotten_after_a_day(stage: Stage):
    send(stage.allie)
    assert verbs.sweep(at=now() + timedelta(hours=23)) == 0
    assert verbs.sweep(at=now() + timedelta(hours=25)) == 1
