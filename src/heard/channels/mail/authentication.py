"""Whether a mail is from whom it says, as far as anybody can prove it (RFC 8601, RFC 6376, RFC 7489).

Believed are two: the Authentication-Results of the host named in HEARD_AUTHENTICATION, which is our own mail
server, and a DKIM signature that we check ourselves. Either counts only for the domain in From ("aligned").
SPF and DMARC's "fail" are known only from our mail server: its address is what we would see of the sender.
"""

import contextlib
import marshal
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import lru_cache

import structlog
from publicsuffixlist import PublicSuffixList

from heard.channels.mail.addresses import mailboxes
from heard.channels.mail.headers import unfolded
from heard.record.arrival import Arrival, Proof

HEAD_LIMIT = 200_000  # bytes from the start of a mail in which its header must end
SIGNATURES_LIMIT = 3  # of the sender's own domain, that are looked at
DNS_SECONDS = 3.0
CHECK_SECONDS = 8.0
SPEAK = {"dmarc": {"header.from"}, "dkim": {"header.d", "header.i"}, "spf": {"smtp.mailfrom"}}
"""Which property of a result names the domain that it speaks for."""

log = structlog.get_logger()

_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:(.*(?:\r?\n[ \t].*)*)", re.M)
_TAG = re.compile(r"(?:^|;)\s*([a-z]{1,10})\s*=\s*([^;]*)")
_DOMAIN = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9])?")
_RESULT = re.compile(r"^\s*([a-z][a-z0-9-]*)(?:/\d+)?\s*=\s*([a-z]+)", re.I)
_PROPERTY = re.compile(r"(?<=\s)((?:header|smtp)\.\w+)\s*=\s*(\S+)", re.I)
_HARMLESS = re.compile(r"[A-Za-z0-9.@+-]")


def judged(arrival: Arrival, *, trusted: str) -> Arrival:
    """The arrival with what our own mail server found out about its sender.

    Args:
        trusted: the name that server signs Authentication-Results with; "": nobody's word is taken.
    """
    return replace(arrival, sender_is=said_by(arrival, trusted)) if trusted else arrival


def said_by(arrival: Arrival, trusted: str) -> Proof:
    """What the results that bear the trusted host's name say of the address in From.

    New results are put on top, so of each method only the topmost header counts; a failed DMARC outweighs all.
    """
    domain = domain_of(arrival.from_address)
    above: set[str] = set()
    passed = False
    for host, results in map(read_results, arrival.authentication_results):
        if host != trusted.lower():
            continue
        counting = [result for result in results if result.method not in above]
        if any(one.method == "dmarc" and one.says == "fail" for one in counting):
            return "refuted"
        passed = passed or any(one.says == "pass" and one.speaks_for(domain) for one in counting)
        above.update(one.method for one in results)
    return "proven" if passed else "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """One method's result, with the domains it was found for."""

    method: str
    says: str
    domains: tuple[str, ...]

    def speaks_for(self, domain: str) -> bool:
        """Whether one of its domains is the sender's."""
        return any(is_aligned(one, domain, self.method) for one in self.domains)


def read_results(value: str) -> tuple[str, list[Result]]:
    """An Authentication-Results value: the host that says it, and its results."""
    pieces = _pieces(value)
    host = pieces[0].split()[0].lower() if pieces[0].split() else ""
    found = []
    for piece in pieces[1:]:
        result = _RESULT.match(piece)
        if result:
            method = result[1].lower()
            named = _PROPERTY.findall(piece) if method in SPEAK else ()
            domains = [data.rpartition("@")[2].lower().rstrip(".") for name, data in named]
            wanted = [
                one for one, (name, _) in zip(domains, named, strict=True) if name.lower() in SPEAK[method]
            ]
            found.append(Result(method, result[2].lower(), tuple(wanted)))
    return host, found


def _pieces(value: str) -> list[str]:
    """What stands between semicolons, without comments. Quoted text becomes one harmless word."""
    pieces, depth, quoted, escaped = [""], 0, False, False
    for sign in unfolded(value):
        if escaped or (sign == "\\" and (quoted or depth)):
            escaped = not escaped
            sign = "_"
        elif sign == '"' and not depth:
            quoted = not quoted
            continue
        elif not quoted and sign == "(":
            depth += 1
        elif not quoted and sign == ")" and depth:
            depth -= 1
            continue
        elif sign == ";" and not quoted and not depth:
            pieces.append("")
            continue
        if not depth:
            pieces[-1] += "_" if quoted and not _HARMLESS.match(sign) else sign
    return pieces


def checked(arrival: Arrival, raw: bytes) -> Arrival:
    """The arrival with what its own DKIM signatures prove, when nothing is known of its sender yet.

    Asks the DNS and starts a process, so it is for mails for which it makes a difference.
    """
    domain = domain_of(arrival.from_address)
    if arrival.sender_is != "unknown" or not domain:
        return arrival
    keys: dict[str, bytes] = {}
    for signer, selector in _signers(raw, arrival.from_address):
        name = f"{selector}._domainkey.{signer}"
        if is_aligned(signer, domain, "dkim") and len(keys) < SIGNATURES_LIMIT and (record := key_of(name)):
            keys[name] = record
    if keys and any(is_aligned(signer, domain, "dkim") for signer in _holding(raw, keys)):
        return replace(arrival, sender_is="proven")
    return arrival


def _signers(raw: bytes, sender: str) -> list[tuple[str, str]]:
    """(domain, selector) of each signature. None of a mail with two senders, where it is open who is meant."""
    head = re.split(rb"\r?\n\r?\n", raw[:HEAD_LIMIT], maxsplit=1)[0]
    fields = [
        (name.lower(), value.decode("utf-8", "surrogateescape")) for name, value in _FIELD.findall(head)
    ]
    froms = [value for name, value in fields if name == b"from"]
    if len(froms) != 1 or [box.address for box in mailboxes(froms)] != [sender]:
        return []
    found = []
    for name, value in fields:
        tags = dict(_TAG.findall(re.sub(r"\s+", "", unfolded(value)))) if name == b"dkim-signature" else {}
        signer, selector = tags.get("d", "").lower(), tags.get("s", "").lower()
        if _DOMAIN.fullmatch(signer) and _DOMAIN.fullmatch(selector):
            found.append((signer, selector))
    return found


def key_of(name: str) -> bytes | None:
    """The key record of that name in the DNS; None where there is none, or no DNS."""
    import dns.exception  # slow to import, needed only where a proof decides something
    import dns.resolver

    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=DNS_SECONDS, search=False)
    except (dns.exception.DNSException, OSError) as trouble:
        log.info("authentication.no_key", name=name, trouble=type(trouble).__name__)
        return None
    return b"".join(answer[0].strings)


def _holding(raw: bytes, keys: dict[str, bytes]) -> list[str]:
    """The domains whose signature holds; none when the check ends badly or takes too long."""
    command = [sys.executable, "-m", "heard.channels.mail.signature"]
    with contextlib.suppress(subprocess.TimeoutExpired):
        done = subprocess.run(
            command, input=marshal.dumps((keys, raw)), capture_output=True, timeout=CHECK_SECONDS
        )
        return done.stdout.decode("ascii", "replace").split() if done.returncode == 0 else []
    return []


def domain_of(address: str) -> str:
    """The domain of an address, as it stands in the DNS; "" when it is none."""
    domain = address.rpartition("@")[2].lower().rstrip(".")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    return domain if "@" in address and _DOMAIN.fullmatch(domain) else ""


def is_aligned(signer: str, domain: str, method: str) -> bool:
    """Whether a proof for one domain speaks for another: the same, or (but for DMARC) of one organization."""
    if not signer or not domain:
        return False
    if method == "dmarc" or signer == domain:
        return signer == domain
    return method in ("dkim", "spf") and _organization(signer) == _organization(domain) != ""


@lru_cache(maxsize=1024)
def _organization(domain: str) -> str:
    """The part of a domain that somebody registered; "" for a public suffix such as co.uk."""
    return _suffixes().privatesuffix(domain) or ""


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
