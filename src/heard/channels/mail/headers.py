"""Header values: unfolding, encoded words (RFC 2047), parameters (RFC 2231), ids and dates.

The standard library parses headers right but costs seven times as much and falls over on hostile ones, so
the raw values are read here. Everything is linear in the length of a header, and headers have a limit.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from heard.channels.mail.charset import clean, decode_header_bytes

HEADER_LIMIT = 100_000  # characters of one header that are looked at
IDS_LIMIT = 100  # references kept of one mail

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_ID = re.compile(r"<([^<>\s]{1,900})>")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.S)


class Headers:
    """The header fields of one part by lower-case name, as raw text with surrogates for 8-bit bytes.

    `charset` is how bare 8-bit bytes are read when they are no UTF-8: the charset of the mail's own text.
    """

    def __init__(self, message: Message) -> None:
        self.charset = ""
        self._values: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._values.setdefault(name.lower(), []).append(str(value)[:HEADER_LIMIT])

    def all(self, name: str) -> list[str]:
        """Every raw value of a header, in order; empty if it is absent. The name is lower case."""
        return self._values.get(name, [])

    def raw(self, name: str) -> str:
        """The first raw value of a header, "" if it is absent."""
        values = self._values.get(name)
        return values[0] if values else ""

    def text(self, name: str) -> str:
        """The first value of a header as readable text on one line."""
        return decoded(self.raw(name), self.charset)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def names(self) -> Iterable[str]:
        """The lower-case names of all headers there are."""
        return self._values


def unfolded(value: str) -> str:
    """A folded header on one line; 8-bit bytes are still surrogates."""
    return _FOLD.sub(" ", value) if "\n" in value or "\r" in value else value


def decoded(value: str, charset: str = "") -> str:
    """A raw header value as text: unfolded, encoded words read, bare 8-bit bytes as UTF-8 or `charset`."""
    value = unfolded(value)
    value = _decode_words(value, charset) if "=?" in value else eight_bit(value, charset)
    return clean(value).replace("\n", " ").strip()


def eight_bit(value: str, charset: str = "") -> str:
    """Raw 8-bit bytes in a header, which the parser keeps as surrogates, read as text."""
    if value.isascii():
        return value
    raw = value.encode("utf-8", "surrogateescape")
    return decode_header_bytes(raw) if not charset or _is_utf8(raw) else decode_header_bytes(raw, charset)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decode_words(value: str, fallback: str) -> str:
    value = _BETWEEN_WORDS.sub(r"\1", value)
    out: list[str] = []
    held, held_charset, end = b"", "", 0
    for word in _WORD.finditer(value):
        charset = word[1].partition("*")[0].lower()  # RFC 2231: a language may follow
        # A character may be split over two words (forbidden, common), so equal charsets are joined first.
        if word.start() != end or charset != held_charset:
            if held:
                out.append(decode_header_bytes(held, held_charset))
            held = b""
            out.append(eight_bit(value[end : word.start()], fallback))
        held, held_charset, end = held + _word_bytes(word[2], word[3]), charset, word.end()
    if held:
        out.append(decode_header_bytes(held, held_charset))
    out.append(eight_bit(value[end:], fallback))
    return "".join(out)


def _word_bytes(encoding: str, data: str) -> bytes:
    raw = data.encode("utf-8", "surrogateescape")
    if encoding in "bB":
        return lenient_base64(raw)
    return binascii.a2b_qp(raw.replace(b"_", b" "), header=False)


def lenient_base64(raw: bytes) -> bytes:
    """Base64 with strange characters left out and the padding mended; what can be read is read."""
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        pass
    raw = re.sub(rb"[^A-Za-z0-9+/]+", b"", raw)
    if len(raw) % 4 == 1:
        raw = raw[:-1]
    return base64.b64decode(raw + b"=" * (-len(raw) % 4))


def message_ids(values: Iterable[str]) -> tuple[str, ...]:
    """The ids in References or In-Reply-To headers, without brackets, in order, each once.

    Of more than 100, the first (the root of the thread) and the last 99 are kept.
    """
    found: dict[str, None] = {}
    for value in values:
        for one in _ID.findall(unfolded(value)):
            found.setdefault(clean(eight_bit(one)))
    ids = tuple(one for one in found if one)
    return ids if len(ids) <= IDS_LIMIT else (ids[0], *ids[1 - IDS_LIMIT :])


def message_id(value: str) -> str:
    """A Message-ID without brackets; one that has none in the first place is taken as it stands."""
    ids = message_ids([value])
    if ids:
        return ids[0]
    bare = clean(eight_bit(unfolded(value))).strip("<> \t\n")
    return bare.split()[0][:900] if bare else ""


def date(value: str, problems: list[str]) -> datetime | None:
    """A Date header in UTC, or None when it says no instant; a zone that is missing is read as UTC."""
    if not value.strip():
        return None
    try:
        when = parsedate_to_datetime(decoded(value)[:100])
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        problems.append(f"unreadable date {decoded(value)[:60]!r}")
        return None


def parameters(value: str) -> dict[str, str]:
    """The parameters of a Content-Type or Content-Disposition value, RFC 2231 pieces joined and decoded."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, data in _PARAMETER.findall(unfolded(value)[:16_000]):
        if data[:1] == '"':
            data = re.sub(r"\\(.)", r"\1", data[1:-1]) if data[-1:] == '"' and len(data) > 1 else data[1:]
        name, star, rest = name.lower().partition("*")
        if not star:
            plain.setdefault(name, decoded(data.strip()))
            continue
        number, coded = rest.rstrip("*"), rest.endswith("*") or not rest
        if not number or number.isascii() and number.isdigit():
            pieces.setdefault(name, {})[int(number[:5] or 0)] = (data.strip(), coded)
    for name, numbered in pieces.items():
        plain[name] = _joined(numbered)
    return plain


def _joined(numbered: dict[int, tuple[str, bool]]) -> str:
    """The pieces of one RFC 2231 parameter in order: charset'language'text, %XX where a piece is coded."""
    charset, out = "", b""
    for position, number in enumerate(sorted(numbered)):
        data, coded = numbered[number]
        if coded and position == 0 and data.count("'") >= 2:
            charset, _, data = data.split("'", 2)
        raw = data.encode("utf-8", "surrogateescape")
        out += unquote_to_bytes(raw) if coded else raw
    return clean(decode_header_bytes(out, charset)).replace("\n", " ").strip()
