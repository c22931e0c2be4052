"""A cadence on the ticket's page, on the requester's, and through the API."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from agents.conftest import seen, url
from heard.record.actions import token
from heard.record.models.cadence import Cadence

pytestmark = pytest.mark.django_db


def values(stage, **more):
    day = stage.now.date() + timedelta(days=60)
    return {"rhythm": "10", "last_day": day.isoformat(), "agreed": "Zelda, on the phone", **more}


def test_it_is_noted_shown_and_ended_again(stage, allie, mallory):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    assert allie.patch("post", url(found, "cadence"), values(stage)).status_code == 200
    shown = seen(allie.get(url(found)))
    assert "A word every 10 working days until" in shown and "Zelda, on the phone" in shown
    assert "A word every 10" not in seen(allie.get(url(twin)))
    assert "What you keep here takes its place" in seen(allie.get(url(found, "cadence")))
    assert mallory.post(url(found, "cadence/end")).status_code == 404
    assert allie.patch("post", url(found, "cadence/end"), {}).status_code == 200
    kept = Cadence.objects.get()
    assert kept.ended_by_agent == stage.allie and "A word every 10" not in seen(allie.get(url(found)))


def test_what_is_wrong_is_said_in_the_field_and_nothing_typed_is_lost(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    answer = allie.patch("post", url(found, "cadence"), values(stage, last_day="2020-01-01"))
    said = answer.content.decode()
    assert answer.status_code == 422 and "That day is over." in said
    assert 'value="Zelda, on the phone"' in said and '<option value="10" selected>' in said
    assert not Cadence.objects.exists()


def test_a_program_reads_notes_and_ends_it(stage):
    found = stage.asks(stage.zelda, "They come back")
    secret = token.make(agent=stage.allie, scope="write", by=stage.allie, at=stage.now)[1]
    ask, headers = Client(), {"Authorization": f"Bearer {secret}"}
    place = f"/api/v1/tickets/{found.public_id}/cadence"
    assert ask.get(place, headers=headers).json()["rhythm"] is None
    body = json.dumps(values(stage))
    made = ask.post(place, body, content_type="application/json", headers=headers).json()
    assert (made["rhythm"], made["agreed"]) == ("10", "Zelda, on the phone")
    assert ask.get(place, headers=headers).json() == made
    wrong = ask.post(
        place, json.dumps(values(stage, rhythm="x")), content_type="application/json", headers=headers
    )
    assert wrong.status_code == 422 and wrong.json()["error"]["field"] == "rhythm"
    assert ask.post(f"{place}/end", headers=headers).json()["rhythm"] is None
    assert Cadence.objects.get().ended_by_agent == stage.allie
