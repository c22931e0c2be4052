"""Files uuencoded in the middle of a text, as mail carried them before MIME and as some programs still do."""

import binascii
import re

from heard.record.arrival import AttachedFile

_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n", re.M)
_LINE = re.compile(rb"[\x20-\x60]{1,90}\Z")


def take_out(raw: bytes) -> tuple[bytes, list[AttachedFile]]:
    """A text without its uuencoded files, and those files. A block that does not decode stays in the text."""
    if b"begin " not in raw:
        return raw, []
    files: list[AttachedFile] = []
    kept: list[bytes] = []
    at = 0
    for begin in _BEGIN.finditer(raw):
        if begin.start() < at:
            continue
        block = _block(raw, begin.end())
        if block is None:
            continue
        content, end = block
        kept.append(raw[at : begin.start()])
        files.append(
            AttachedFile(begin[1].decode("utf-8", "replace").strip(), "application/octet-stream", content)
        )
        at = end
    kept.append(raw[at:])
    return b"".join(kept), files


def decode(raw: bytes) -> bytes:
    """The body of a part whose Content-Transfer-Encoding is uuencode; what cannot be read is left out."""
    begin = _BEGIN.search(raw)
    block = _block(raw, begin.end(), strict=False) if begin else None
    return block[0] if block else raw


def _block(raw: bytes, start: int, *, strict: bool = True) -> tuple[bytes, int] | None:
    """The decoded lines up to "end", and where the text goes on; None if they are no uuencode."""
    out: list[bytes] = []
    at = start
    while at < len(raw):
        stop = raw.find(b"\n", at)
        stop = len(raw) if stop < 0 else stop
        line = raw[at:stop].rstrip(b"\r")
        at = stop + 1
        if line == b"end":
            return b"".join(out), at
        try:
            if line.strip() and (_LINE.match(line) or not strict):
                out.append(_line(line))
            elif line.strip():
                return None
        except binascii.Error:
            if strict:
                return None
    return None if strict else (b"".join(out), at)


def _line(line: bytes) -> bytes:
    """One line; encoders that write too many blanks at the end are forgiven by the line's own count."""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        return binascii.a2b_uu(line[:length])
