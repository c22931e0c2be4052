"""Raw bytes to Arrival: pure, no I/O, no clock, no Django.

The order: the standard library finds the structure (`compat32`, its cheapest policy), everything else is
read here. Nothing raises but Unreadable and, on absurd nesting, RecursionError; both mean quarantine.
"""

import html as html_escapes
import re
from email.parser import BytesParser
from email.policy import Policy, compat32
from typing import cast

from heard.channels.mail import flowed, invitation, machine, quotes, uu, winmail
from heard.channels.mail.addresses import Mailbox, addresses, mailboxes, tidy
from heard.channels.mail.charset import clean, decode
from heard.channels.mail.headers import (
    Headers,
    date,
    eight_bit,
    message_id,
    message_ids,
    parameters,
    unfolded,
)
from heard.channels.mail.html_text import to_text
from heard.channels.mail.names import file_name
from heard.channels.mail.parts import PARTS_LIMIT, Layout, Leaf, Part, Unreadable, layout
from heard.record.arrival import Arrival, AttachedFile, Door
from heard.wording import language

__all__ = ["PARTS_LIMIT", "Unreadable", "parse"]

TEXT_LIMIT = 500_000  # characters of readable text kept of one mail; the raw mail keeps the rest

_PARSER = BytesParser(Part, policy=cast("Policy[Part]", compat32))
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_BOUNDARY = re.compile(rb"boundary\s{0,10}=\s{0,10}\"?([^\"\s;]{1,70})", re.I)
_STUB = re.compile(r"\bhtml\b", re.I)
_DEFECTS = {
    "StartBoundaryNotFoundDefect": "a part's boundary never comes",
    "CloseBoundaryNotFoundDefect": "the last boundary is missing",
    "NoBoundaryInMultipartDefect": "several parts are announced without a boundary",
    "MultipartInvariantViolationDefect": "several parts are announced, one came",
    "InvalidMultipartContentTransferEncodingDefect": "an encoding is named for several parts at once",
    "MissingHeaderBodySeparatorDefect": "a line that is no header stands among the headers",
    "FirstHeaderLineIsContinuationDefect": "the first header line is a continuation",
    "MisplacedEnvelopeHeaderDefect": "a mailbox line stands among the headers",
}


def parse(
    raw: bytes, *, door: Door = "pipe", envelope_from: str | None = None, envelope_to: tuple[str, ...] = ()
) -> Arrival:
    """Read one raw mail.

    `envelope_from` is None where the door does not know it and "" for the null return path. Raises Unreadable
    for what is no mail (empty, more than 1,000 parts).
    """
    problems: list[str] = []
    message = _structure(raw, problems)
    headers = Headers(message)
    parts = layout(message, headers)
    files: list[AttachedFile] = []
    text = _text(parts, files, problems)
    html = _html(parts, problems)
    files.extend(_file(leaf, number) for number, leaf in enumerate(parts.files, len(files) + 1))
    packed = winmail.opened(files, problems, has_text=bool(text))
    text, html = text or packed.text[:TEXT_LIMIT], html or packed.html
    _note_defects(message, parts, problems)
    headers.charset = next((leaf.charset for leaf in (*parts.text, *parts.html) if leaf.charset), "")
    sender = _sender(headers, problems)
    subject = headers.text("subject")
    split = quotes.split(text, subject=subject)
    invited = _invited(parts)
    envelope_from = machine.return_path(headers, envelope_from)
    verdict = machine.judge(headers, parts, subject=subject, text=text, envelope_from=envelope_from)
    return Arrival(
        door=door,
        from_address=sender.address,
        from_name=sender.name,
        subject=subject[:2_000],
        text=_with(text, invited),
        reply=_with(split.reply, invited),
        signature=split.signature,
        html=html,
        to=addresses(headers.all("to")),
        cc=addresses(headers.all("cc")),
        reply_to=addresses(headers.all("reply-to")),
        envelope_from=envelope_from,
        envelope_to=envelope_to,
        delivered_to=addresses(headers.all("delivered-to") + headers.all("x-original-to")),
        message_id=message_id(headers.raw("message-id")),
        in_reply_to=next(iter(message_ids(headers.all("in-reply-to"))), ""),
        references=message_ids(headers.all("references")),
        date=date(headers.raw("date"), problems),
        language=_language(headers, split.reply),
        attachments=tuple(packed.files),
        machine=verdict.kind,
        bounce=verdict.bounce,
        auto_submitted=headers.text("auto-submitted")[:100],
        list_address=machine.list_address(headers),
        authentication_results=tuple(
            clean(eight_bit(unfolded(value)))[:4_000] for value in headers.all("authentication-results")[:10]
        ),
        sender=_on_behalf(headers, sender),
        problems=tuple(dict.fromkeys(problems)),
    )


def _structure(raw: bytes, problems: list[str]) -> Part:
    bare = raw.lstrip(b"\xef\xbb\xbf\r\n\t \x00")
    if not bare:
        raise Unreadable("the mail is empty")
    if not raw.startswith(bare[:1]):
        problems.append("blank lines or marks before the first header")
    if _announced_parts(bare) > 2 * PARTS_LIMIT:
        raise Unreadable(f"more than {PARTS_LIMIT} parts")
    if b"\0" in bare:
        problems.append("NUL bytes, left out of texts")
    message = _PARSER.parsebytes(bare)
    if any(type(d).__name__ == "MissingHeaderBodySeparatorDefect" for d in message.defects):
        mended = _without_stray_lines(bare)
        if mended is not None:
            problems.append(_DEFECTS["MissingHeaderBodySeparatorDefect"])
            return _PARSER.parsebytes(mended)
    return message


def _announced_parts(raw: bytes) -> int:
    """How many boundary lines there are, counted before the parser spends seconds on a hundred thousand."""
    boundaries = set(_BOUNDARY.findall(raw)[:1_000])
    return sum(raw.count(b"\n--" + boundary) for boundary in list(boundaries)[:20])


def _without_stray_lines(raw: bytes) -> bytes | None:
    """The mail without lines in its header that are none, if most of them are; None if that does not help."""
    head, blank, body = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw[:65536] else b"\n\n")
    lines = head.split(b"\n")
    good = [line for line in lines if _HEADER_LINE.match(line) or line[:1] in (b" ", b"\t")]
    if not blank or len(lines) > 2_000 or len(good) * 2 < len(lines) or len(good) == len(lines):
        return None
    return b"\n".join(good) + blank + body


def _note_defects(message: Part, parts: Layout, problems: list[str]) -> None:
    leaves = [leaf.message for leaf in (*parts.text, *parts.html, *parts.files)]
    for one in (message, *leaves):
        for defect in one.defects:
            problems.append(_DEFECTS.get(type(defect).__name__, "the structure is malformed"))


def _sender(headers: Headers, problems: list[str]) -> Mailbox:
    """Who wrote: From, else Sender, else Return-Path. Several From headers or addresses are noted."""
    boxes = mailboxes(headers.all("from"), headers.charset)
    if len(headers.all("from")) > 1:
        problems.append("several From headers, the first is used")
    best = next((box for box in boxes if "@" in box.address), None)
    if best is not None:
        return best
    name = boxes[0].name if boxes else ""
    for header in ("sender", "reply-to", "return-path"):
        other = next((box for box in mailboxes(headers.all(header)) if "@" in box.address), None)
        if other is not None:
            problems.append(f"no sender's address in From, {header} is used")
            return Mailbox(name or other.name, other.address)
    problems.append("no sender's address")
    bare = boxes[0].address if boxes else ""
    return Mailbox(name, tidy(bare) if bare else "")


def _on_behalf(headers: Headers, author: Mailbox) -> str:
    """Who sent it for the author, where the mail says so (RFC 5322, 3.6.2)."""
    others = addresses(headers.all("sender")[:1])
    return others[0] if others and "@" in others[0] and others[0].lower() != author.address.lower() else ""


def _text(parts: Layout, files: list[AttachedFile], problems: list[str]) -> str:
    """All readable text. A plain part that only says "see the HTML" gives way to the HTML."""
    text = _joined_texts(parts.text, files, problems)
    if not _says_something(text):
        readable = [leaf for leaf in parts.html if leaf.type == "text/html"]
        instead = _joined_texts([leaf for leaf in readable if leaf not in parts.text], files, problems)
        text = instead or text
    if not text:
        text = _joined_texts([leaf for leaf in parts.files if _is_last_resort(leaf)][:1], files, problems)
    if len(text) > TEXT_LIMIT:
        problems.append(f"the text is cut at {TEXT_LIMIT} characters; the raw mail has all of it")
        text = text[:TEXT_LIMIT]
    return text


def _invited(parts: Layout) -> str:
    """What a calendar in the mail asks or tells, in words; its file stays beside it."""
    calendars = [leaf for leaf in parts.files if leaf.type == "text/calendar"]
    for leaf in calendars:
        content = leaf.content()
        if said := invitation.said(decode(content, leaf.text_charset(content) or "utf-8", [])):
            return said
    return ""


def _with(text: str, more: str) -> str:
    return f"{text}\n\n{more}".strip("\n") if more else text


def _says_something(text: str) -> bool:
    bare = text.strip()
    return bool(bare) and not (
        len(bare) < 300 and "\n\n" not in bare and _STUB.search(bare) and _is_stub(bare)
    )


def _is_stub(bare: str) -> bool:
    low = bare.lower()
    return any(
        word in low for word in ("view", "support", "display", "enable", "anzeige", "darstell", "compatible")
    )


def _is_last_resort(leaf: Leaf) -> bool:
    """A kind of text nobody shows, but better than nothing."""
    return leaf.disposition != "attachment" and leaf.type in (
        "text/enriched",
        "text/richtext",
        "text/markdown",
    )


def _joined_texts(leaves: list[Leaf], files: list[AttachedFile], problems: list[str]) -> str:
    pieces = (_leaf_text(leaf, files, problems).strip("\n") for leaf in leaves)
    return "\n\n".join(piece.rstrip() for piece in pieces if piece.strip())


def _leaf_text(leaf: Leaf, files: list[AttachedFile], problems: list[str]) -> str:
    content = leaf.content()
    if leaf.type == "text/plain":
        content, found = uu.take_out(content)
        files.extend(AttachedFile(file_name(f.name, f.type, 0), f.type, f.content) for f in found)
    text = decode(content, leaf.text_charset(content), problems)
    if leaf.type in ("text/html", "text/enriched", "text/richtext"):
        return to_text(text)
    given = parameters(leaf.headers.raw("content-type"))
    if given.get("format", "").lower() == "flowed":
        text = flowed.unflow(text, delete_space=given.get("delsp", "").lower() == "yes")
    return text


def _html(parts: Layout, problems: list[str]) -> str | None:
    """The HTML as the sender made it, never to be shown unsanitised; plain parts between are kept as text."""
    if not any(leaf.type == "text/html" for leaf in parts.html):
        return None
    pieces = []
    for leaf in parts.html:
        content = leaf.content()
        text = decode(content, leaf.text_charset(content), problems)
        pieces.append(text if leaf.type == "text/html" else f"<pre>{html_escapes.escape(text)}</pre>")
    return "\n".join(pieces)


def _file(leaf: Leaf, number: int) -> AttachedFile:
    name = leaf.name
    if not name and leaf.type == "message/rfc822" and (inside := leaf.message.children()):
        name = Headers(inside[0]).text("subject")[:80] + ".eml"
    return AttachedFile(
        name=file_name(name, leaf.type, number),
        type=leaf.type[:100],
        content=leaf.content(),
        inline=leaf.shown_inline,
        content_id=leaf.content_id[:500],
    )


def _language(headers: Headers, reply: str) -> str:
    said = headers.text("content-language").partition(",")[0].strip()[:2].lower()
    return said if said.isalpha() and len(said) == 2 and not reply else language.guess(reply) or said
