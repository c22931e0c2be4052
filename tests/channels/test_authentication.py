"""Whether a mail is from whom it says: results of the trusted host, and DKIM with keys and a name server of our own."""

import base64
import functools
import smtplib

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from cast import assemble, clock
from channels.arriving import DESK, arrive, from_zelda
from channels.mails import mail
from channels.names import answering
from channels.running import eventually, listening
from heard.channels.mail import authentication
from heard.channels.mail.parse import parse
from heard.channels.mail.pipeline import Pipeline
from heard.record.models.intake import Intake

OURS = "mx.heard.example"
ZELDA = "Zelda Marsh <zelda@northwind.example>"

RESULTS = [
    ("dmarc=pass header.from=northwind.example", "proven"),
    ("dmarc=pass (p=reject dis=none) header.from=NORTHWIND.example", "proven"),
    ("dkim=pass header.d=northwind.example", "proven"),
    ("dkim=pass header.i=@mail.northwind.example header.s=s1", "proven"),
    ("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=zelda@northwind.example", "proven"),
    ("dkim=fail header.d=northwind.example; dkim=pass header.d=northwind.example", "proven"),
    ("dmarc=fail (p=reject) header.from=northwind.example", "refuted"),
    ("dkim=pass header.d=northwind.example; dmarc=fail header.from=northwind.example", "refuted"),
    ("none", "unknown"),
    ("dmarc=none header.from=northwind.example", "unknown"),
    ("dkim=pass header.d=other.example", "unknown"),
    ("dmarc=pass header.from=other.example", "unknown"),
    ("dmarc=pass header.from=evil-northwind.example", "unknown"),
    ("dmarc=pass header.d=northwind.example", "unknown"),
    ("spf=pass smtp.helo=northwind.example", "unknown"),
    ("spf=pass smtp.mailfrom=northwind.example.evil.example", "unknown"),
    # What a stranger chose may stand in a result: it must not be read as one.
    ('spf=pass smtp.mailfrom="a\\" header.d=northwind.example;dmarc=pass x"@evil.example', "unknown"),
    ('spf=fail smtp.mailfrom="; dmarc=pass header.from=northwind.example;"@evil.example', "unknown"),
    ("spf=fail (dmarc=pass header.from=northwind.example) smtp.mailfrom=evil.example", "unknown"),
    ("spf=fail (\\) ; dmarc=pass header.from=northwind.example) smtp.mailfrom=evil.example", "unknown"),
    ("spf=pass smtp.mailfrom=dkim=pass.header.d=northwind.example@evil.example", "unknown"),
    (
        "spf=pass smtp.mailfrom==?utf-8?q?x=3Bdmarc=3Dpass=20header.from=3Dnorthwind.example?=@e.example",
        "unknown",
    ),
    ('spf=fail reason="x; dmarc=pass header.from=northwind.example"', "unknown"),
    ("x-dmarc=pass header.from=northwind.example", "unknown"),
    ("dmarc=pass", "unknown"),
    ("", "unknown"),
]


@pytest.mark.parametrize(("results", "expected"), RESULTS)
def test_the_results_of_the_trusted_host(results, expected):
    header = f"Authentication-Results: {OURS}; {results}"
    assert _said(mail(header, sender=ZELDA)) == expected
    assert _said(mail(header.replace("mx.heard", "mx.other"), sender=ZELDA)) == "unknown"
    assert _said(mail(header, sender=ZELDA), trusted="") == "unknown"


SEVERAL = [
    # The topmost of each method counts: the mail server puts its own on top.
    (["dmarc=fail header.from=northwind.example", "dmarc=pass header.from=northwind.example"], "refuted"),
    (["dkim=none", "dkim=pass header.d=northwind.example"], "unknown"),
    (["spf=pass smtp.mailfrom=northwind.example", "dkim=none"], "proven"),
    (["dkim=pass header.d=northwind.example", "dmarc=fail header.from=northwind.example"], "refuted"),
]


@pytest.mark.parametrize(("headers", "expected"), SEVERAL)
def test_several_headers_of_the_trusted_host(headers, expected):
    raw = mail(*(f"Authentication-Results: {OURS};\r\n\t{one}" for one in headers), sender=ZELDA)
    assert _said(raw) == expected


@pytest.mark.parametrize("value", ["(" * 100_000, '"' * 99_999, "; " * 50_000, "\\" * 100_000, "a" * 100_000])
def test_hostile_results_are_read_quickly(value):
    assert _said(mail(f"Authentication-Results: {OURS}; {value}", sender=ZELDA)) == "unknown"


def _said(raw: bytes, *, trusted: str = OURS) -> str:
    return authentication.judged(parse(raw), trusted=trusted).sender_is


ALIGNED = [
    ("dkim", "northwind.example", "northwind.example", True),
    ("dkim", "mail.northwind.example", "news.northwind.example", True),
    ("dkim", "example.co.uk", "mail.example.co.uk", True),
    ("dkim", "co.uk", "example.co.uk", False),
    ("dkim", "one.co.uk", "two.co.uk", False),
    ("dkim", "northwind.example", "eastwind.example", False),
    ("dkim", "", "", False),
    ("dmarc", "mail.northwind.example", "northwind.example", False),
    ("spf", "bounce.northwind.example", "northwind.example", True),
]


@pytest.mark.parametrize(("method", "signer", "domain", "expected"), ALIGNED)
def test_for_which_domain_a_proof_speaks(method, signer, domain, expected):
    assert authentication.is_aligned(signer, domain, method) is expected


@functools.cache
def _key(bits: int) -> tuple[bytes, str]:
    """A private key, and the record that publishes its other half."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem, f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


NAME, OTHER = "s1._domainkey.northwind.example", "s2._domainkey.northwind.example"


def _signed(
    raw: bytes, *, domain: str = "northwind.example", bits: int = 2048, selector: str = "s1", **how: object
) -> bytes:
    return dkim.sign(raw, selector.encode(), domain.encode(), _key(bits)[0], **how) + raw


def _plain(*lines: str, sender: str = ZELDA) -> bytes:
    return mail("Subject: Re: x", "Date: Mon, 23 Nov 2026 09:00:00 -0500", *lines, sender=sender)


SIGNED = {
    "whole": (lambda: _signed(_plain()), "proven"),
    "relaxed": (lambda: _signed(_plain(), canonicalize=(b"relaxed", b"relaxed")), "proven"),
    "by the organization": (lambda: _signed(_plain(), domain="northwind.example"), "proven"),
    "beside a list's": (lambda: _signed(_signed(_plain()), domain="list.example"), "proven"),
    "changed text": (lambda: _signed(_plain()).replace(b"hello", b"hullo"), "unknown"),
    "changed subject": (lambda: _signed(_plain()).replace(b"Re: x", b"Re: y"), "unknown"),
    "by somebody else": (lambda: _signed(_plain(), domain="list.example"), "unknown"),
    "only a beginning of the text": (lambda: _signed(_plain(), length=True), "unknown"),
    "with another key than its own": (lambda: _signed(_plain(), selector="s2"), "unknown"),
    "a second sender on top": (lambda: b"From: " + ZELDA.encode() + b"\r\n" + _signed(_plain()), "unknown"),
    "two senders": (lambda: _signed(_plain(sender=f"{ZELDA}, mallory@other.example")), "unknown"),
    "no signature": (_plain, "unknown"),
    "a signature of nonsense": (
        lambda: b"DKIM-Signature: v=1; a=rsa-sha256; d=northwind.example; s=s1\r\n" + _plain(),
        "unknown",
    ),
}


@pytest.mark.parametrize("kind", SIGNED)
def test_signatures_are_checked_with_the_key_in_the_dns(kind):
    raw, expected = SIGNED[kind][0](), SIGNED[kind][1]
    records = {NAME: _key(2048)[1], "s1._domainkey.list.example": _key(2048)[1], OTHER: _key(1024)[1]}
    with answering(records) as asked:
        assert authentication.checked(parse(raw), raw).sender_is == expected
    assert set(asked) <= {NAME, OTHER}, "only the sender's own domain is asked"


def test_without_a_name_server_nothing_is_proven():
    raw = _signed(_plain())
    with answering({}):
        assert authentication.checked(parse(raw), raw).sender_is == "unknown"


@pytest.mark.parametrize("filling", [b" " * 2_000_000, b"\r\n" * 1_000_000 + b"x", b"\t \r" * 500_000])
def test_a_mail_that_makes_the_check_slow_is_given_up(filling, monkeypatch):
    monkeypatch.setattr(authentication, "CHECK_SECONDS", 2.0)
    raw = _signed(_plain(), canonicalize=(b"relaxed", b"relaxed")) + filling
    with answering({NAME: _key(2048)[1]}):
        assert authentication.checked(parse(raw), raw).sender_is == "unknown"


@pytest.mark.django_db(transaction=True)
def test_a_signed_mail_with_the_number_in_its_subject_comes_through_the_door_onto_its_request(settings):
    settings.HEARD_AUTHENTICATION = ""
    cast = assemble()
    ticket = arrive(from_zelda("Subject: Drones return"), at=clock("9:02")).ticket
    plain = mail(f"Subject: Re: (#{ticket.number})", "Date: Mon, 23 Nov 2026 09:00:00 -0500", sender=ZELDA)
    other = plain.replace(b"hello", b"another")
    with answering({NAME: _key(2048)[1]}) as asked, Pipeline() as pipeline, listening(pipeline) as port:
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail("zelda@northwind.example", [DESK], _signed(plain))
            client.sendmail("mallory@other.example", [DESK], other)
        eventually(lambda: Intake.objects.exclude(state="received").count() == 3)
        eventually(lambda: pipeline.is_idle)
    signed, unsigned = Intake.objects.order_by("id")[1:]
    assert (signed.state, signed.ticket, signed.message.verified) == ("reply", ticket, True)
    assert unsigned.state == "ticket" and unsigned.ticket != ticket
    assert asked == [NAME] and cast.desk == ticket.desk
