"""What the DNS must say so that letters of a domain arrive: SPF, DKIM, DMARC, and the records to paste.

It judges what it can see and says plainly what it cannot. Records: RFC 7208 (SPF), 6376 (DKIM), 7489 (DMARC).
"""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from heard.letters.post import Secret
from heard.letters.signing import signs_for

SECONDS = 2.0
"""How long one question to the DNS may take."""

type Ask = Callable[[str], list[str] | None]
"""The TXT records of a name; None when the DNS cannot be asked."""


class Signer(Protocol):
    """Who signs letters, as HEARD_DKIM_NAME and HEARD_DKIM_KEY say."""

    selector: str
    domain: str
    key: Secret

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Record:
    """One line for the DNS: a TXT record."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """How one of the three stands. `why` is a key of the page's words; `now` what the DNS says; `paste` what it
    should say."""

    what: Literal["spf", "dkim", "dmarc"]
    state: Literal["fine", "look", "missing", "unknown"]
    why: str
    now: str = ""
    paste: Record | None = None


def findings(domain: str, *, mail_server: str, signer: Signer | None, ask: Ask) -> list[Finding]:
    """How a domain stands from which letters leave.

    Args:
        mail_server: the host of HEARD_SMTP_URL; "" where none is set, or where it is this machine or a bare number.
    """
    return [
        _spf(domain, mail_server, ask(domain)),
        _dkim(domain, signer, ask),
        _dmarc(domain, ask(f"_dmarc.{domain}")),
    ]


def _spf(domain: str, mail_server: str, found: list[str] | None) -> Finding:
    wanted = f"a:{mail_server}" if mail_server else "mx"
    fresh = Record(domain, f"v=spf1 {wanted} ~all")
    if found is None:
        return Finding("spf", "unknown", "no_dns", paste=fresh)
    records = [text for text in found if re.match(r"v=spf1(\s|$)", text, re.I)]
    if not records:
        return Finding("spf", "missing", "spf_missing", paste=fresh)
    if len(records) > 1:
        return Finding("spf", "missing", "spf_twice", now="\n".join(records))
    record = records[0]
    words = record.lower().split()
    if not mail_server:
        return Finding("spf", "look", "spf_relayed", now=record)
    if wanted in words or any(word.endswith(_above(mail_server)) for word in words):
        return Finding("spf", "fine", "spf_fine", now=record)
    added = re.sub(r"(?=\s[-~?+]?all\b|\sredirect=|$)", f" {wanted}", record, count=1)
    return Finding("spf", "look", "spf_unnamed", now=record, paste=Record(domain, added))


def _above(host: str) -> str:
    """The end that a host shares with what else its owner runs: example.com of mail.example.com."""
    return ".".join(host.lower().split(".")[-2:])


def _dkim(domain: str, signer: Signer | None, ask: Ask) -> Finding:
    if signer is None:
        return Finding("dkim", "look", "dkim_unset")
    if not signs_for(f"@{domain}", signer.domain):
        return Finding("dkim", "missing", "dkim_other_domain", now=signer.domain)
    key = public_key(signer)
    paste = Record(signer.name, f"v=DKIM1; k=rsa; p={key}")
    found = ask(signer.name)
    if found is None:
        return Finding("dkim", "unknown", "no_dns", paste=paste)
    if not found:
        return Finding("dkim", "missing", "dkim_missing", paste=paste)
    if any(key in re.sub(r"\s", "", text) for text in found):
        return Finding("dkim", "fine", "dkim_fine", now=found[0])
    return Finding("dkim", "missing", "dkim_other_key", now=found[0], paste=paste)


def public_key(signer: Signer) -> str:
    """The public half of the signing key, as its DNS record wants it (base64 of SubjectPublicKeyInfo)."""
    key = load_pem_private_key(signer.key.reveal().encode(), password=None).public_key()
    return b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def _dmarc(domain: str, found: list[str] | None) -> Finding:
    paste = Record(f"_dmarc.{domain}", f"v=DMARC1; p=none; rua=mailto:postmaster@{domain}")
    if found is None:
        return Finding("dmarc", "unknown", "no_dns", paste=paste)
    records = [text for text in found if re.match(r"v=DMARC1\b", text, re.I)]
    if not records:
        return Finding("dmarc", "missing", "dmarc_missing", paste=paste)
    return Finding("dmarc", "fine", "dmarc_fine", now=records[0])


def ask_dns(name: str) -> list[str] | None:
    """The TXT records of a name, asked now; [] when there are none, None when nobody answers."""
    import dns.exception  # slow to import, and every web process has this module
    import dns.resolver

    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError):
        return None
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def patient(ask: Ask) -> Ask:
    """The same, but once nobody answered nobody is asked again: a page must not wait for each of many names."""
    is_away = False

    def once(name: str) -> list[str] | None:
        nonlocal is_away
        found = None if is_away else ask(name)
        is_away = found is None
        return found

    return once
