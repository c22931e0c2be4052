"""DKIM: what leaves is signed with the key whose public half the Mail out page gives for the DNS."""

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from cast import clock
from heard.letters import delivery
from heard.letters.send import send_due
from heard.letters.signing import signs_for
from heard.record import files
from heard.record.actions import promise
from heard.record.actions.message import Word
from heard.record.models.letter import Letter
from heard.site.addresses import WrongSetting
from heard.site.dkim import Signer, signer

NAME = "heard._domainkey.heard.example"
PEM = serialization.Encoding.PEM


@pytest.fixture(scope="module")
def keys() -> dict[str, str]:
    """One key in both of the forms that openssl writes."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forms = {"pkcs1": "TraditionalOpenSSL", "pkcs8": "PKCS8"}
    return {
        name: key.private_bytes(
            PEM, getattr(serialization.PrivateFormat, form), serialization.NoEncryption()
        ).decode()
        for name, form in forms.items()
    }


@pytest.fixture(params=["pkcs1", "pkcs8"])
def ours(request, keys, settings) -> Signer:
    settings.HEARD_DKIM = signer(NAME, keys[request.param].strip())
    return settings.HEARD_DKIM


def verified(content: bytes, ours: Signer) -> bool:
    def dns(name: bytes, timeout: int = 5) -> bytes | None:
        return (
            f"v=DKIM1; k=rsa; p={delivery.public_key(ours)}".encode()
            if name.decode().rstrip(".") == NAME
            else None
        )

    return dkim.verify(content, dnsfunc=dns)


def test_what_leaves_is_signed_and_any_change_shows(cast, sink, ours):
    request = cast.writes(cast.zelda, "It comes back.", at=clock("9:02"))
    promise.say(
        request,
        Word(text="Grüße ✓\n.dot", way="next", due_at=clock("14:00")),
        by=cast.allie,
        at=clock("9:20"),
    )
    assert send_due(clock("9:20")) == 2
    for content in sink.mails:
        assert content.startswith(b"DKIM-Signature:") and verified(content, ours)
        assert not verified(content.replace(b"Subject: ", b"Subject: Spam "), ours)
        assert not verified(content.replace(b"From: ", b"From: Mallory <m@evil.example>\r\nFrom: "), ours)
        assert not verified(content.replace(b"heard", b"h3ard", 50)[: len(content)], ours)
    assert sink.mails[0] == files.read(Letter.objects.get(kind="receipt").body), "signed once, kept so"


def test_another_domain_is_not_signed_for(cast, sink, settings, keys):
    settings.HEARD_DKIM = signer("heard._domainkey.other.example", keys["pkcs1"])
    cast.writes(cast.zelda, "It comes back.", at=clock("9:02"))
    send_due(clock("9:02"))
    assert b"DKIM-Signature" not in sink.mails[0]


@pytest.mark.parametrize(
    ("address", "domain", "expected"),
    [
        ("a@heard.example", "heard.example", True),
        ("a@help.heard.example", "heard.example", True),
        ("a@notheard.example", "heard.example", False),
        ("a@example", "heard.example", False),
    ],
)
def test_for_whom_a_signature_counts(address, domain, expected):
    assert signs_for(address, domain) is expected


@pytest.mark.parametrize(
    ("name", "key", "wrong"),
    [
        (NAME, "", "HEARD_DKIM_KEY"),
        ("", "x", "HEARD_DKIM_NAME"),
        ("heard.example", "x", "HEARD_DKIM_NAME"),
        (NAME, "not a key", "HEARD_DKIM_KEY"),
        (NAME, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", "HEARD_DKIM_KEY"),
    ],
)
def test_a_wrong_setting_says_its_name_and_the_mend(name, key, wrong):
    with pytest.raises(WrongSetting) as refused:
        signer(name, key)
    assert refused.value.name == wrong


def test_unset_signs_nothing():
    assert signer("", "") is None
