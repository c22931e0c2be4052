"""Who wrote what somebody passed on: the sender named above the forwarded text, or in the mail attached. Pure.

The lines are text that anybody can type, so it is only offered; but of an agent's own mail (see `passed_on.py`).
"""

import re
from dataclasses import dataclass

from heard.channels.mail import quote_words as words
from heard.channels.mail.addresses import Mailbox, mailboxes
from heard.channels.mail.attribution import header_block, is_forward_mark, is_rule, plain
from heard.record.arrival import Arrival, AttachedFile

LINES = 400  # from the start of a text, among which a forward must begin
BLOCK = 15  # lines of a header block in which its sender stands
HEAD_LIMIT = 50_000  # bytes of an attached mail that are looked at

_FROM = re.compile(rf"[\s>*_|]*(?:{words.LABELS['from']})[\s*_]*[:：][*_]*\s*(\S.*)$", re.I)
_QUOTED = re.compile(r"^ {0,3}> ?")
_FROM_HEADER = re.compile(rb"^From[ \t]*:(.*(?:\r?\n[ \t].*)*)", re.M | re.I)


def original_sender(arrival: Arrival) -> Mailbox | None:
    """Who wrote the mail that this one passes on; None when it passes none on, or nobody can be made out."""
    found = _in_text(arrival) or next(filter(None, map(_in_mail, arrival.attachments)), None)
    if found is None or found.address.lower() == arrival.from_address.lower():
        return None
    return found


@dataclass(frozen=True, slots=True)
class Halves:
    """A text that passes a mail on: what was written over it, and the mail's own words."""

    over: str
    inside: str


def halves(arrival: Arrival) -> Halves | None:
    """The two parts of a text in which a mail is passed on; None where none is."""
    start = _begins(arrival)
    if start is None:
        return None
    lines = arrival.text.split("\n")
    bare = [line.lstrip("> ") for line in lines[start : start + BLOCK]]
    block = next((at for at in range(len(bare)) if header_block(bare, at)), None)
    if block is None:
        return None
    over = lines[:start]
    while over and (not over[-1].strip() or is_rule(plain(over[-1]))):
        over.pop()
    inside = lines[start + header_block(bare, block) :]
    if lines[start + block].lstrip().startswith(">"):
        inside = [_QUOTED.sub("", line) for line in inside]
    return Halves("\n".join(over).strip(), "\n".join(inside).strip())


def _in_text(arrival: Arrival) -> Mailbox | None:
    start = _begins(arrival)
    if start is None:
        return None
    return _sender([line.lstrip("> ") for line in arrival.text.split("\n", LINES)[start : start + BLOCK]])


def _begins(arrival: Arrival) -> int | None:
    """The line in which a text begins to pass a mail on."""
    is_forward = bool(words.FORWARD_SUBJECT.match(arrival.subject))
    lines = [line.lstrip("> ") for line in arrival.text.split("\n", LINES)[:LINES]]
    found = (
        at
        for at, line in enumerate(lines)
        if is_forward_mark(plain(line)) or (is_forward and header_block(lines, at))
    )
    return next(found, None)


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
