"""What a delivery report says: which addresses failed or wait, and why (RFC 3464, and the many that are not).

It says what the report claims. Whether the report is ours is decided elsewhere, by its signed return path.
"""

import re
from collections.abc import Iterable

from heard.channels.mail.addresses import addresses, tidy
from heard.channels.mail.charset import decode
from heard.channels.mail.headers import Headers, message_id
from heard.channels.mail.parts import Layout, Leaf
from heard.record.arrival import Bounce, FailedRecipient

RECIPIENTS_LIMIT = 1_000
DIAGNOSTIC_LIMIT = 1_000  # characters

_REPORT_TYPES = ("message/delivery-status", "message/global-delivery-status", "message/delivery")
_COPY_TYPES = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/rfc822-headers",
    "text/rfc822",
)
_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{1,40}):[ \t]*(.*(?:\n[ \t]+.*)*)", re.M)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_SMTP_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])(?![ -]?(?:bytes|seconds|messages))")
# RFC 3463, 3.2 to 3.4: what the commonest words mean.
_MEANINGS = (
    (
        re.compile(
            r"(?:mail ?box|quota|disk).{0,40}(?:full|exceeded)|over ?quota|insufficient storage", re.I
        ),
        "5.2.2",
    ),
    (
        re.compile(
            r"(?:user|recipient|mailbox|account|address|alias)\b.{0,40}(?:unknown|not found"
            r"|does ?n[o']t exist|rejected|disabled|unavailable|invalid)|(?:no such|unknown"
            r"|invalid) (?:user|recipient|mailbox|address|local)",
            re.I,
        ),
        "5.1.1",
    ),
    (
        re.compile(
            r"(?:host|domain)\b.{0,40}(?:unknown|not found|does ?n[o']t exist)|unknown (?:host|domain)", re.I
        ),
        "5.1.2",
    ),
)
_ADDRESS = r"[^\s<>()\"',:;\[\]]{1,64}@[^\s<>()\"',:;\[\]]{2,200}"
_ADDRESS_IN_TEXT = re.compile(_ADDRESS)
_COPY_BEGINS = re.compile(
    r"^.{0,4}-{2,}.{0,20}(?:copy of|original|returned|undelivered|below this line|message follows"
    r"|transcript).*$|^(?:Received|Return-Path|Message-I[Dd]|DKIM-Signature):\s"
    r"|^.{0,80}(?:original message|message headers).{0,40}:?\s*$",
    re.M | re.I,
)


def report(headers: Headers, parts: Layout) -> Bounce | None:
    """The machine-readable part of a delivery report, or None if there is none."""
    leaf = next((leaf for leaf in parts.files if leaf.type in _REPORT_TYPES), None)
    if leaf is None:
        return None
    recipients = _per_recipient(_text_of(leaf))
    return Bounce(tuple(recipients), _original_id(parts))


def _to_of_copy(parts: Layout, text: str) -> list[str]:
    """No address in the report itself: the one the returned mail went to."""
    copies = [_text_of(leaf)[:20_000] for leaf in parts.files if leaf.type in _COPY_TYPES] or [text[:20_000]]
    found = re.search(r"^[ >]*To:\s*(\S.*)$", copies[0], re.M | re.I)
    return list(addresses([found[1]]))[:1] if found else []


def from_text(headers: Headers, parts: Layout, text: str, *, delayed: bool) -> Bounce:
    """What a report without a machine-readable part says, read from its words as well as can be."""
    own = _own_words(text)
    embedded = _per_recipient(own)
    if embedded:
        return Bounce(tuple(embedded), _original_id(parts))
    named = list(addresses(headers.all("x-failed-recipients"))) or _addresses_in(own, headers)
    named = named or _to_of_copy(parts, text)
    action = "delayed" if delayed else "failed"
    status = _status_in(own)
    diagnostic = _diagnostic_in(own)
    return Bounce(
        tuple(FailedRecipient(address, action, status, diagnostic) for address in named[:RECIPIENTS_LIMIT]),
        _original_id(parts) or _original_id_in(text),
    )


def _text_of(leaf: Leaf) -> str:
    return decode(leaf.content()[:500_000], leaf.charset, [])


def _per_recipient(text: str) -> list[FailedRecipient]:
    """One entry per block of fields that names a recipient."""
    found: list[FailedRecipient] = []
    for block in re.split(r"\n[ \t]*\n", text):
        if "ecipient" not in block:
            continue
        one = _recipient(_fields(block))
        if one is not None and len(found) < RECIPIENTS_LIMIT:
            found.append(one)
    return found


def _fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(block):
        fields.setdefault(name.lower(), " ".join(value.split()))
    return fields


def _recipient(fields: dict[str, str]) -> FailedRecipient | None:
    final, original = (
        _address(fields.get("final-recipient", "")),
        _address(fields.get("original-recipient", "")),
    )
    address = final if "@" in final else original or final
    if not address:
        return None
    diagnostic = fields.get("diagnostic-code", "").partition(";")[2].strip() or fields.get(
        "diagnostic-code", ""
    )
    status = _better(_code_in(fields.get("status", "")), diagnostic)
    return FailedRecipient(
        address, _action(fields.get("action", ""), status), status, diagnostic[:DIAGNOSTIC_LIMIT]
    )


def _address(value: str) -> str:
    """RFC 3464, 2.3.1: "rfc822; zelda@example.com"; the type is often missing."""
    bare = value.partition(";")[2] or value
    inner = _ADDRESS_IN_TEXT.search(bare[:1_000])
    return tidy(inner[0]) if inner else tidy(bare)[:300]


def _action(said: str, status: str) -> str:
    word = said.split("(")[0].strip().lower()
    if word in ("failed", "failure", "delayed", "delivered", "relayed", "expanded"):
        return "failed" if word == "failure" else word
    return {"4": "delayed", "2": "delivered"}.get(status[:1], "failed")


def _own_words(text: str) -> str:
    """The report's own text, without the copy of the mail it speaks of."""
    copy = _COPY_BEGINS.search(text[:50_000], 20)
    return text[: copy.start()] if copy else text[:20_000]


def _addresses_in(own: str, headers: Headers) -> list[str]:
    """Addresses in the text that are neither the reporter's nor the one the report was sent to."""
    ours = {
        a.lower()
        for name in ("from", "to", "return-path", "delivered-to")
        for a in addresses(headers.all(name))
    }
    found: Iterable[str] = (tidy(a).rstrip(".") for a in _ADDRESS_IN_TEXT.findall(own[:20_000]))
    kept = [
        a for a in dict.fromkeys(found) if a.lower() not in ours and not a.lower().startswith("postmaster@")
    ]
    return kept[:20]


def _code_in(text: str) -> str:
    said = _STATUS.search(text)
    return said[1] if said else ""


def _better(status: str, words: str) -> str:
    """A status that says no more than "failed" gives way to a more exact one in the words (RFC 3463)."""
    if status and not status.endswith(".0.0"):
        return status
    exact = _code_in(words)
    if exact and not exact.endswith(".0.0") and exact[:1] == (status or exact)[:1]:
        return exact
    for pattern, meant in _MEANINGS:
        if pattern.search(words) and meant[0] == (status or meant)[0]:
            return meant
    return status or exact


def _status_in(own: str) -> str:
    code = _SMTP_CODE.search(own)
    return _better(_code_in(own) or (f"{code[1]}.0.0" if code else ""), own)


def _diagnostic_in(own: str) -> str:
    for line in own.split("\n"):
        if _STATUS.search(line) or _SMTP_CODE.search(line):
            return line.strip()[:DIAGNOSTIC_LIMIT]
    return ""


def _original_id(parts: Layout) -> str:
    """The Message-ID of the mail the report speaks of, from the copy that came with it."""
    for leaf in parts.files:
        if leaf.type in _COPY_TYPES:
            found = _original_id_in(_text_of(leaf)[:100_000])
            if found:
                return found
    return ""


def _original_id_in(text: str) -> str:
    found = re.search(r"^[ >]*Message-I[Dd]:\s*(\S.*)$", text, re.M | re.I)
    return message_id(found[1]) if found else ""
