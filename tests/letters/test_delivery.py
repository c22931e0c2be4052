"""What the DNS says of a domain, judged; and what it should say."""

from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from heard.letters.delivery import findings, patient, public_key
from heard.letters.verdict import code_in, is_of_address
from heard.site.addresses import Secret
from heard.site.dkim import Signer

DOMAIN, SERVER = "heard.example", "mail.provider.example"


@dataclass
class Dns:
    """Names with their TXT records; a name that is None cannot be asked."""

    records: dict[str, list[str] | None]
    asked: int = 0

    def __call__(self, name: str) -> list[str] | None:
        self.asked += 1
        return self.records.get(name, [])


@pytest.fixture(scope="module")
def ours() -> Signer:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return Signer("heard", DOMAIN, Secret(pem.decode()))


def judged(records: dict, *, server: str = SERVER, signer: Signer | None = None) -> dict:
    return {one.what: one for one in findings(DOMAIN, mail_server=server, signer=signer, ask=Dns(records))}


@pytest.mark.parametrize(
    ("records", "state", "why", "paste"),
    [
        ([], "missing", "spf_missing", "v=spf1 a:mail.provider.example ~all"),
        (["other text"], "missing", "spf_missing", "v=spf1 a:mail.provider.example ~all"),
        (None, "unknown", "no_dns", "v=spf1 a:mail.provider.example ~all"),
        (["v=spf1 a:mail.provider.example -all"], "fine", "spf_fine", ""),
        (["v=spf1 include:_spf.provider.example ~all"], "fine", "spf_fine", ""),
        (["v=spf1 mx -all"], "look", "spf_unnamed", "v=spf1 mx a:mail.provider.example -all"),
        (["v=spf1 mx"], "look", "spf_unnamed", "v=spf1 mx a:mail.provider.example"),
        (["v=spf1 redirect=x.example"], "look", "spf_unnamed", "v=spf1 a:mail.provider.example redirect=x.example"),
        (["v=spf1 mx", "v=spf1 a"], "missing", "spf_twice", ""),
        (["v=spf10 mx"], "missing", "spf_missing", "v=spf1 a:mail.provider.example ~all"),
    ],
)  # fmt: skip
def test_who_may_send(records, state, why, paste):
    found = judged({DOMAIN: records})["spf"]
    assert (found.state, found.why, found.paste.value if found.paste else "") == (state, why, paste)


def test_a_relay_on_this_machine_tells_nothing_of_who_sends():
    assert judged({DOMAIN: ["v=spf1 mx -all"]}, server="")["spf"].why == "spf_relayed"


def test_the_key_in_the_dns(ours):
    name = "heard._domainkey.heard.example"
    wanted = f"v=DKIM1; k=rsa; p={public_key(ours)}"
    cases = {
        "dkim_missing": {},
        "dkim_other_key": {name: ["v=DKIM1; p=AAAA"]},
        "dkim_fine": {name: [wanted.replace("MII", "MI I")]},
        "no_dns": {name: None},
    }
    for why, records in cases.items():
        found = judged(records, signer=ours)["dkim"]
        assert found.why == why
        assert (
            found.paste is None
            if why == "dkim_fine"
            else (found.paste.name, found.paste.value) == (name, wanted)
        )
    assert judged({})["dkim"].why == "dkim_unset"
    other = Signer("heard", "other.example", ours.key)
    assert judged({}, signer=other)["dkim"].why == "dkim_other_domain"


def test_what_others_do_with_what_fails():
    assert judged({})["dmarc"].why == "dmarc_missing"
    assert judged({"_dmarc.heard.example": ["v=DMARC1; p=reject"]})["dmarc"].state == "fine"


def test_once_nobody_answers_nobody_is_asked_again():
    dns = Dns({"a.example": None})
    ask = patient(dns)
    assert [ask(name) for name in ("b.example", "a.example", "b.example", "c.example")] == [
        [],
        None,
        None,
        None,
    ]
    assert dns.asked == 2


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ("550 5.1.1 no such person", True),
        ("550 5.1.10 recipient not found", True),
        ("550 5.4.1 Recipient address rejected: Access denied", True),
        ("550 5.4.310 DNS domain does not exist", True),
        ("550 5.2.1 mailbox disabled", True),
        ("550 5.5.0 mailbox unavailable", True),
        ("550 unknown user", True),
        ("550 5.2.2 mailbox full", False),
        ("552 5.3.4 too large", False),
        ("550 5.7.1 relaying denied", False),
        ("550 5.1.8 your sender address is bad", False),
        ("550 5.4.6 loop", False),
        ("554 5.6.0 content", False),
        ("550 relay not permitted", False),
        ("554 blocked by policy", False),
        ("550 4.4.7 expired", False),
    ],
)
def test_what_a_no_is_about(says, expected):
    assert is_of_address(code_in(says), says) is expected
