"""Webhooks of telephone exchanges: signed, in time, once; on the open request of whose number it is, or a new one."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.test import Client

from cast import assemble
from heard import clock
from heard.channels.phone import hook, reading
from heard.hours.languages import LANGUAGES
from heard.letters.render import compose
from heard.record import files
from heard.record.actions import exchange as exchanges
from heard.record.actions import intake, phone
from heard.record.errors import Refused
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket
from heard.wording.rang import SUBJECT, TEXT, WITHHELD

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NUMBER = "+12125550117"
SOUND = {"name": "tone.mp3", "type": "audio/mpeg", "content": base64.b64encode(b"ID3 hello").decode()}


@pytest.fixture
def cast(db):
    return assemble(at=clock.now() - timedelta(days=30))


@pytest.fixture
def exchange(cast):
    """The exchange and its secret."""
    return exchanges.add(name="Switch", desk=cast.desk, by=cast.carla, at=clock.now())


def rings(exchange, *, id="c1", ago=0, secret="", body=None, signed=None, **call):
    """What the exchange posts; the status and the words of the answer."""
    made, own = exchange
    content = body or json.dumps({"kind": "missed", "number": NUMBER, **call}).encode()
    stamp = str(int((clock.now() - timedelta(seconds=ago)).timestamp()))
    key = base64.b64decode((secret or own).removeprefix("whsec_"))
    mac = hmac.new(key, f"{id}.{stamp}.".encode() + (signed or content), hashlib.sha256).digest()
    headers = {
        "Webhook-Id": id,
        "Webhook-Timestamp": stamp,
        "Webhook-Signature": "v1," + base64.b64encode(mac).decode(),
    }
    path = f"/hooks/calls/{made.public_id}/"
    answer = Client().post(path, content, content_type="application/json", headers=headers)
    return answer.status_code, answer.content.decode()


def test_a_missed_call_is_a_request_with_a_promise_to_ring(cast, exchange):
    assert rings(exchange, name="Nadia Noor", time="2026-11-23T09:31:00+01:00") == (200, "taken")
    ticket = Ticket.objects.get()
    assert (ticket.subject, str(ticket.requester), ticket.requester.phone) == (
        "Missed call",
        "Nadia Noor",
        NUMBER,
    )
    promise = ticket.standing
    assert (promise.kind, promise.how, promise.agent, promise.told_at) == ("first", "ring", None, None)
    assert "(212) 555-0117" in ticket.messages.get().text
    arrival = Intake.objects.get()
    assert (arrival.door, arrival.state, arrival.ticket) == ("phone", "ticket", ticket)
    assert json.loads(files.read(arrival.digest))["name"] == "Nadia Noor"
    assert not Letter.objects.exists()


def test_the_same_call_counts_once_and_another_again(cast, exchange):
    assert [rings(exchange, id=id)[1] for id in ("c1", "c1", "c2")] == ["taken", "nothing new", "taken"]
    ticket = Ticket.objects.get()
    assert [each.kind for each in ticket.events.filter(kind="call.missed")] == ["call.missed"]
    assert ticket.messages.count() == 2
    assert Requester.objects.filter(phones__number=NUMBER).count() == 1


def test_who_has_an_open_request_tried_to_call_about_it(cast, exchange):
    phone.add(cast.zelda, number=NUMBER, by=cast.allie, at=clock.now())
    ticket = cast.writes(cast.zelda, "They come back.", at=clock.now() - timedelta(minutes=9))
    other = cast.writes(cast.yusuf, "Mine too.", at=clock.now() - timedelta(minutes=8))
    assert rings(exchange, number="(212) 555-0117") == (200, "taken")
    said = ticket.messages.get(door="phone")
    assert (said.requester, said.settled_at, Intake.objects.get(message=said).state) == (
        cast.zelda,
        None,
        "reply",
    )
    assert ticket.events.filter(kind="call.missed").count() == 1
    assert other.messages.count() == 1
    assert Ticket.objects.count() == 2


def test_of_several_at_one_number_it_is_nobodys_by_name(cast, exchange):
    for person in (cast.zelda, cast.yusuf):
        phone.add(person, number=NUMBER, by=cast.allie, at=clock.now())
    mine = cast.writes(cast.zelda, "They come back.", at=clock.now() - timedelta(minutes=9))
    rings(exchange, kind="voicemail", recording=SOUND)
    made = Ticket.objects.exclude(pk=mine.pk).get()
    assert (made.requester.name, bool(made.requester.shared_at)) == ("", True)
    assert mine.messages.count() == 1


def test_a_voicemail_brings_its_recording(cast, exchange):
    assert rings(exchange, kind="voicemail", recording=SOUND)[0] == 200
    file = Ticket.objects.get().messages.get().attachments.get()
    assert (file.name, file.type, files.read(file.digest)) == ("tone.mp3", "audio/mpeg", b"ID3 hello")


def test_who_can_be_written_to_is_told_when_we_ring(cast, exchange):
    phone.add(cast.zelda, number=NUMBER, by=cast.allie, at=clock.now())
    rings(exchange)
    letter = Letter.objects.get()
    words = compose(letter).text
    assert letter.kind == "receipt"
    assert "A person will ring you back by" in " ".join(words.split())
    assert letter.told_due_at == Ticket.objects.get().standing.due_at


@pytest.mark.parametrize("number", ["", "anonymous", "Restricted"])
def test_a_withheld_number_is_filed_unless_something_was_said(cast, exchange, number):
    assert rings(exchange, number=number) == (200, "taken")
    filed = Intake.objects.get()
    assert (filed.state, "withheld" in filed.reason) == ("filed", True)
    assert not Ticket.objects.exists()
    with pytest.raises(Refused, match="Only mail"):
        intake.replay(filed, by=cast.allie, at=clock.now())
    assert rings(exchange, id="c2", number=number, kind="voicemail", recording=SOUND)[0] == 200
    assert "withheld" in Ticket.objects.get().messages.get().text


@pytest.mark.parametrize(
    "change",
    [
        {"secret": "whsec_" + base64.b64encode(b"x" * 32).decode()},
        {"ago": 301},
        {"ago": -301},
        {"signed": b"{}"},
    ],
)
def test_what_proves_nothing_is_refused_and_shown(cast, exchange, change):
    assert rings(exchange, **change) == (403, "refused")
    assert not Intake.objects.exists()
    exchange[0].refresh_from_db()
    assert exchange[0].trouble
    rings(exchange)
    exchange[0].refresh_from_db()
    assert (exchange[0].trouble, bool(exchange[0].heard_at)) == ("", True)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"[]", "no JSON object"),
        (b'{"kind": "fax"}', "kind is neither"),
        (b'{"kind": "missed", "number": 5}', "number is no text"),
        (b'{"kind": "missed", "time": "2026-11-23T09:31:00"}', "offset"),
        (b'{"kind": "missed", "time": 5}', "offset"),
        (b'{"kind": "voicemail", "recording": {"type": "audio/mpeg", "content": "%"}}', "base64"),
        (b'{"kind": "voicemail", "recording": {"type": "text/html", "content": "aGk="}}', "no audio"),
        (b'{"kind": "voicemail", "recording": {"type": "audio/mpeg", "content": ""}}', "empty"),
        (b'{"kind": "voicemail", "recording": "aGk="}', "base64"),
    ],
)
def test_what_is_not_understood_is_said(cast, exchange, body, says):
    code, words = rings(exchange, body=body)
    assert (code, says in words) == (422, True)
    assert not Intake.objects.exists()


def test_what_is_too_large_is_refused(cast, exchange, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 8)
    assert rings(exchange, kind="voicemail", recording=SOUND)[0] == 422
    monkeypatch.setattr(hook, "LARGEST", 60)
    assert rings(exchange, kind="voicemail", recording=SOUND)[0] == 413
    assert not Intake.objects.exists()


def test_a_dropped_exchange_is_nowhere(cast, exchange):
    exchanges.drop(exchange[0], by=cast.carla, at=clock.now())
    assert rings(exchange)[0] == 404
    assert not Intake.objects.exists()


@pytest.mark.parametrize("words", [SUBJECT, TEXT, WITHHELD])
def test_calls_are_spoken_of_in_every_language(words):
    assert set(words) == set(LANGUAGES)
