"""Signatures: below "-- ", and the lines a phone or program adds by itself. A sign-off with a name is none."""

import re

from heard.channels.mail import quote_words as words
from heard.channels.mail.attribution import QUOTE_MARK, plain

_SIGNATURE_LINES = 40  # a signature below the exact mark "-- " is not longer
_LOOSE_LINES = 12  # below a mark that could as well divide a text
_SENTENCE = re.compile(r"(?:\S+\s+){7,}\S+[.?!]$")
_SENT_FROM = re.compile(rf"[<(\[*_]*(?:{words.SENT_FROM})(.*)$", re.I)
_DEVICE = re.compile(r"[\w\u0e31-\u0e4e .'’\-+/&®™|:]{0,60}\W{0,3}$")
_LINK = re.compile(r"[<(\[]*https?://\S+[>)\]]*|\[[^\]]*\]")


def signature_lines(lines: list[str], run: list[int]) -> list[int]:
    """Of a run of newly written lines (their numbers), those that are a signature."""
    for position, at in enumerate(run):
        if lines[at].strip() in ("--", "__", "—", "–") and _is_signature(lines, at, run[position + 1 :]):
            return [*_sent_from(lines, run[:position]), *run[position:]]
    return _sent_from(lines, run)


def _is_signature(lines: list[str], mark: int, below: list[int]) -> bool:
    """Below "-- " (RFC 3676, 4.3) anything short; below a mark without the blank, no sentences."""
    texts = [lines[at].strip() for at in below if lines[at].strip()]
    if not texts or any(QUOTE_MARK.match(text) for text in texts):
        return False
    if lines[mark] == "-- ":
        return len(texts) <= _SIGNATURE_LINES
    return len(texts) <= _LOOSE_LINES and sum(bool(_SENTENCE.match(text[:500])) for text in texts) <= 1


def _sent_from(lines: list[str], run: list[int]) -> list[int]:
    """Lines that a phone added by itself, each standing alone."""
    return [at for at in run if _is_sent_from(plain(lines[at])) and _alone(lines, at, run)]


def _is_sent_from(line: str) -> bool:
    if not 8 <= len(line) <= 200:
        return False
    found = _SENT_FROM.match(line)
    return found is not None and bool(_DEVICE.match(_LINK.sub("", found[1]).strip()))


def _alone(lines: list[str], at: int, run: list[int]) -> bool:
    """Between empty lines, or the very last line of what was written."""
    if any(lines[below].strip() for below in run if below > at):
        before = at == run[0] or not lines[at - 1].strip()
        return before and not lines[at + 1].strip()
    return True
