"""Mail by a provider's webhook: the right signature or nothing, on disk before 200, the very bytes kept."""

import base64
import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.db import OperationalError
from django.test import Client

from cast import assemble
from channels.arriving import DESK, from_zelda
from channels.running import eventually
from heard.channels.mail import webhook
from heard.channels.mail.pipeline import Pipeline
from heard.record import files
from heard.record.models.door import Door
from heard.record.models.intake import Intake
from heard.record.models.ticket import Ticket
from heard.site.addresses import Secret

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "a green key"
RAW = from_zelda(
    "Subject: Drones return",
    "Message-ID: <a@northwind.example>",
    'Content-Type: text/plain; charset="iso-8859-1"',
    "Content-Transfer-Encoding: 8bit",
    body=b"Gr\xfc\xdfe, it comes back.\r\n--not a boundary\r\n",
)


@pytest.fixture(autouse=True)
def cast(settings):
    """Everybody; nothing is placed by another thread after the test."""
    settings.HEARD_WEBHOOKS = {}
    yield assemble()
    webhook._placing.submit(int).result()


@pytest.fixture
def post(client):
    """Post to a provider's address."""

    def send(provider: str, data, content_type: str, **headers):
        return client.post(f"/hooks/{provider}/", data, content_type=content_type, headers=headers)

    return send


def form(fields: dict[str, bytes], *, attached: tuple[str, bytes] | None = None) -> tuple[bytes, str]:
    """A form as a provider posts it."""
    pieces = [
        b'--cut\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    ]
    if attached:
        head = f'--cut\r\nContent-Disposition: form-data; name="attachment-1"; filename="{attached[0]}"\r\n'
        kind = b"Content-Type: application/octet-stream\r\n\r\n"
        pieces.append(head.encode() + kind + attached[1] + b"\r\n")
    return b"".join(pieces) + b"--cut--\r\n", "multipart/form-data; boundary=cut"


def mailgun(raw: bytes | None = RAW, *, key: str = KEY, **more: bytes) -> dict[str, bytes]:
    """What Mailgun posts, signed."""
    signature = hmac.new(key.encode(), b"1700000000token", hashlib.sha256).hexdigest()
    fields = {
        "timestamp": b"1700000000",
        "token": b"token",
        "signature": signature.encode(),
        "sender": b"zelda@northwind.example",
        "recipient": DESK.encode(),
        **more,
    }
    return {**fields, "body-mime": raw} if raw is not None else fields


def basic(words: str) -> str:
    return "Basic " + base64.b64encode(words.encode()).decode()


def kept(raw: bytes = RAW) -> None:
    """The mail was kept as it came, and is a ticket."""
    row = Intake.objects.get()
    assert (row.door, row.envelope_to) == ("webhook", [DESK])
    assert files.read(row.digest) == raw
    eventually(lambda: Ticket.objects.filter(subject="Drones return").exists())


@pytest.mark.parametrize("kind", ["form", "urlencoded"])
def test_mailgun(post, settings, kind):
    settings.HEARD_WEBHOOKS = {"mailgun": Secret(KEY)}
    if kind == "form":
        answer = post("mailgun", *form(mailgun()))
    else:
        answer = post("mailgun", urlencode(mailgun()), "application/x-www-form-urlencoded")
    assert answer.status_code == 200
    kept()
    door = Door.objects.get(name="webhook mailgun")
    assert door.mail_at and not door.trouble


def test_mailgun_without_the_whole_mail(post, settings):
    settings.HEARD_WEBHOOKS = {"mailgun": Secret(KEY)}
    heads = [["From", "Zelda <zelda@northwind.example>"], ["To", DESK], ["Subject", "Drones return"]]
    more = {
        "message-headers": json.dumps(heads).encode(),
        "body-plain": b"It comes back.",
        "attachment-count": b"1",
    }
    data = form(mailgun(None, **more), attached=("log.txt", b"\x00\xff12"))
    assert post("mailgun", *data).status_code == 200
    eventually(lambda: Ticket.objects.filter(subject="Drones return").exists())
    (message,) = Ticket.objects.get().messages.all()
    assert message.text == "It comes back."
    (attached,) = message.attachments.all()
    assert (attached.name, files.read(attached.digest)) == ("log.txt", b"\x00\xff12")


def test_sendgrid(post, settings):
    settings.HEARD_WEBHOOKS = {"sendgrid": Secret("desk:a green door")}
    envelope = json.dumps({"from": "zelda@northwind.example", "to": [DESK]}).encode()
    data = form({"email": RAW, "envelope": envelope})
    assert post("sendgrid", *data, Authorization=basic("desk:wrong")).status_code == 403
    assert post("sendgrid", *data, Authorization=basic("desk:a green door")).status_code == 200
    kept()


def test_postmark(post, settings):
    settings.HEARD_WEBHOOKS = {"postmark": Secret("desk:a green door")}
    ascii_mail = from_zelda("Subject: Drones return", body="It comes back.")
    data = json.dumps({"RawEmail": ascii_mail.decode(), "OriginalRecipient": DESK, "FromFull": {}})
    answer = post("postmark", data, "application/json", Authorization=basic("desk:a green door"))
    assert answer.status_code == 200
    kept(ascii_mail)


def test_mandrill(post, settings):
    settings.HEARD_WEBHOOKS = {"mandrill": Secret(KEY)}
    raw = from_zelda("Subject: Drones return", body="It comes back.")
    events = json.dumps([{"event": "inbound", "ts": 1, "msg": {"raw_msg": raw.decode(), "email": DESK}}])
    signed = f"{settings.HEARD_URL}/hooks/mandrill/mandrill_events{events}"
    signature = base64.b64encode(hmac.new(KEY.encode(), signed.encode(), hashlib.sha1).digest()).decode()
    data = urlencode({"mandrill_events": events})
    headers = {"X-Mandrill-Signature": signature}
    kind = "application/x-www-form-urlencoded"
    assert post("mandrill", data, kind, **{"X-Mandrill-Signature": "no"}).status_code == 403
    assert post("mandrill", data, kind, **headers).status_code == 200
    kept(raw)


def test_mailersend(post, settings):
    settings.HEARD_WEBHOOKS = {"mailersend": Secret(KEY)}
    raw = from_zelda("Subject: Drones return", body="It comes back.")
    data = json.dumps(
        {
            "type": "inbound.message",
            "data": {
                "raw": raw.decode(),
                "sender": {"email": "zelda@northwind.example"},
                "recipients": {"rcptTo": [{"email": DESK}]},
            },
        }
    )
    signature = hmac.new(KEY.encode(), data.encode(), hashlib.sha256).hexdigest()
    assert post("mailersend", data, "application/json").status_code == 403
    assert post("mailersend", data, "application/json", Signature=signature).status_code == 200
    kept(raw)


def test_postal(post, settings):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    settings.HEARD_WEBHOOKS = {"postal": Secret(base64.b64encode(pem).decode())}
    data = json.dumps({"message": base64.b64encode(RAW).decode(), "base64": True, "rcpt_to": DESK})
    signature = base64.b64encode(key.sign(data.encode(), padding.PKCS1v15(), hashes.SHA1())).decode()
    wrong = base64.b64encode(b"x" * 256).decode()
    assert post("postal", data, "application/json", **{"X-Postal-Signature": wrong}).status_code == 403
    assert post("postal", data, "application/json", **{"X-Postal-Signature": signature}).status_code == 200
    kept()


def test_a_wrong_signature_is_refused_and_shown(post, settings):
    settings.HEARD_WEBHOOKS = {"mailgun": Secret(KEY)}
    assert post("mailgun", *form(mailgun(key="another"))).status_code == 403
    assert post("mailgun", *form({"body-mime": RAW})).status_code == 403
    assert not Intake.objects.exists()
    door = Door.objects.get(name="webhook mailgun")
    assert "signature" in door.trouble and "HEARD_WEBHOOKS" in door.mend
    assert KEY not in door.trouble + door.mend


def test_a_provider_that_is_not_set_is_not_there(post, settings):
    assert post("mailgun", *form(mailgun())).status_code == 404
    settings.HEARD_WEBHOOKS = {"mailgun": Secret(KEY)}
    assert post("sendgrid", *form(mailgun())).status_code == 404


@pytest.mark.parametrize("trouble", [OSError("no space left"), OperationalError("database is away")])
def test_unsure_is_503_and_the_next_try_succeeds(post, settings, monkeypatch, trouble):
    def refuse(*_args, **_more):
        raise trouble

    settings.HEARD_WEBHOOKS = {"mailgun": Secret(KEY)}
    target = "heard.record.files.keep" if isinstance(trouble, OSError) else "heard.record.actions.intake.note"
    with monkeypatch.context() as away:
        away.setattr(target, refuse)
        assert post("mailgun", *form(mailgun())).status_code == 503
    assert not Intake.objects.exists()
    assert post("mailgun", *form(mailgun())).status_code == 200
    kept()


def test_a_proved_request_without_a_mail_is_503_and_says_why(post, settings):
    settings.HEARD_WEBHOOKS = {"mailgun": Secret(KEY), "postmark": Secret("a:b")}
    assert post("mailgun", *form(mailgun(None))).status_code == 503
    answer = post("postmark", "no json", "application/json", Authorization=basic("a:b"))
    assert answer.status_code == 503
    troubles = dict(Door.objects.values_list("name", "trouble"))
    assert "lacks" in troubles["webhook mailgun"] and "no JSON" in troubles["webhook postmark"]


def test_a_large_mail_is_taken_whole_and_one_beyond_all_measure_is_not(post, settings, monkeypatch):
    settings.HEARD_WEBHOOKS = {"mailgun": Secret(KEY)}
    large = RAW + b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 100_000
    assert post("mailgun", *form(mailgun(large))).status_code == 200
    assert files.read(Intake.objects.get().digest) == large
    monkeypatch.setattr(webhook, "LARGEST", 500)
    assert post("mailgun", *form(mailgun())).status_code == 413


def test_the_same_mail_again_makes_no_second_ticket(post, settings):
    """The provider did not see our yes."""
    settings.HEARD_WEBHOOKS = {"mailgun": Secret(KEY)}
    for _ in range(3):
        assert post("mailgun", *form(mailgun())).status_code == 200
    eventually(lambda: not Intake.objects.filter(state="received").exists())
    assert Ticket.objects.count() == 1 and Intake.objects.count() == 3


def test_what_was_kept_and_not_placed_is_taken_up_by_the_mail_door(post, settings, monkeypatch):
    settings.HEARD_WEBHOOKS = {"mailgun": Secret(KEY)}
    with monkeypatch.context() as crash:
        crash.setattr(webhook, "_place", lambda *_args: None)
        assert post("mailgun", *form(mailgun())).status_code == 200
    assert Intake.objects.get().state == "received"
    with Pipeline():
        eventually(lambda: Ticket.objects.exists())


def test_a_hostile_mail_does_not_reach_our_own_parser(post, settings):
    settings.HEARD_WEBHOOKS = {"mailgun": Secret(KEY)}
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(5000)
    )
    assert post("mailgun", *form(mailgun(b"From: x@example.com\r\n" + deep))).status_code == 200
    eventually(lambda: Intake.objects.filter(state="quarantined").exists())


def test_no_form_of_ours_is_needed_and_no_sign_in(settings):
    settings.HEARD_WEBHOOKS = {"mailgun": Secret(KEY)}
    data, kind = form(mailgun())
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/hooks/mailgun/", data, content_type=kind).status_code == 200
    assert strict.get("/hooks/mailgun/").status_code == 405
