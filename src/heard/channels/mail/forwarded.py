"""Who wrote what somebody passed on: the sender named above the forwarded text, or in the mail attached. Pure.

It is only ever offered: the lines are text that anybody can type.
"""

import re

from heard.channels.mail import quote_words as words
from heard.channels.mail.addresses import Mailbox, mailboxes
from heard.channels.mail.attribution import header_block, is_forward_mark, plain
from heard.record.arrival import Arrival, AttachedFile

LINES = 400  # from the start of a text, among which a forward must begin
BLOCK = 15  # lines of a header block in which its sender stands
HEAD_LIMIT = 50_000  # bytes of an attached mail that are looked at

_FROM = re.compile(rf"[\s>*_|]*(?:{words.LABELS['from']})[\s*_]*[:：][*_]*\s*(\S.*)$", re.I)
_FROM_HEADER = re.compile(rb"^From[ \t]*:(.*(?:\r?\n[ \t].*)*)", re.M | re.I)


def original_sender(arrival: Arrival) -> Mailbox | None:
    """Who wrote the mail that this one passes on; None when it passes none on, or nobody can be made out."""
    found = _in_text(arrival) or next(filter(None, map(_in_mail, arrival.attachments)), None)
    if found is None or found.address.lower() == arrival.from_address.lower():
        return None
    return found


def _in_text(arrival: Arrival) -> Mailbox | None:
    is_forward = bool(words.FORWARD_SUBJECT.match(arrival.subject))
    lines = [line.lstrip("> ") for line in arrival.text.split("\n", LINES)[:LINES]]
    for at, line in enumerate(lines):
        if is_forward_mark(plain(line)) or (is_forward and header_block(lines, at)):
            return _sender(lines[at : at + BLOCK])
    return None


def _sender(lines: list[str]) -> Mailbox | None:
    for line in lines:
        named = _FROM.match(plain(line))
        if named:
            return _usable(mailboxes([re.sub(r"[\[(]mailto:([^\])]*)[\])]", r"<\1>", named[1])]))
    return None


def _in_mail(file: AttachedFile) -> Mailbox | None:
    if file.type != "message/rfc822":
        return None
    head = re.split(rb"\r?\n\r?\n", file.content[:HEAD_LIMIT], maxsplit=1)[0]
    named = _FROM_HEADER.search(head)
    return _usable(mailboxes([named[1].decode("utf-8", "surrogateescape")])) if named else None


def _usable(found: list[Mailbox]) -> Mailbox | None:
    return next((box for box in found if "@" in box.address), None)
