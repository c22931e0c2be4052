"""winmail.dat: the envelope in which Outlook packs files and text for its own kind (MS-OXTNEF), read leniently.

What can be read is taken out, bytes unchanged; where the packing breaks off, the rest is left. Nothing is copied but
the files themselves, and the work grows with the size alone, whatever the numbers in it claim.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from heard.channels.mail.charset import clean, decode

SIGNATURE = b"\x78\x9f\x3e\x22"
FILES_LIMIT = 1_000  # files of one envelope, those of messages inside included
DEPTH_LIMIT = 5  # messages inside messages

_BODY, _PROPERTIES, _CODE_PAGE = 0x800C, 0x9003, 0x9007
_FILE_BEGINS, _FILE_TITLE, _FILE_DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_TEXT, _HTML, _RTF, _TEXT_PAGE, _SUBJECT = 0x1000, 0x1013, 0x1009, 0x3FDE, 0x0037
_DATA, _SHORT_NAME, _LONG_NAME, _SHOWN_NAME, _TYPE, _CONTENT_ID = (
    0x3701,
    0x3704,
    0x3707,
    0x3001,
    0x370E,
    0x3712,
)

_NARROW, _WIDE, _OBJECT, _BINARY = 0x001E, 0x001F, 0x000D, 0x0102
_OF_ANY_SIZE = (_NARROW, _WIDE, _OBJECT, _BINARY)
_SIZES = {1: 0, 2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, 0x40: 8, 0x48: 16}
_SEVERAL, _HAS_NAME = 0x1000, 0x8000
_PAGES = {
    65000: "utf-7",
    65001: "utf-8",
    20127: "us-ascii",
    20866: "koi8-r",
    21866: "koi8-u",
    28591: "iso-8859-1",
}
_PAGES |= {28590 + part: f"iso-8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 15)}
_PAGES |= {50220: "iso-2022-jp", 51932: "euc-jp", 51949: "euc-kr", 54936: "gb18030"}


@dataclass(slots=True)
class PackedFile:
    """One file as it was packed; `inside` says that it is a message, opened."""

    name: str = ""
    type: str = ""
    content_id: str = ""
    content: bytes = b""
    inside: "Envelope | None" = None


@dataclass(slots=True)
class Envelope:
    """What was packed. `whole`: it was read to its end."""

    text: str = ""
    html: str = ""
    rtf: bytes = b""
    subject: str = ""
    files: list[PackedFile] = field(default_factory=list)
    whole: bool = True


class _Short(Exception):
    """The packing breaks off, or says what cannot be."""


class _Cursor:
    """Walks over bytes without copying them."""

    def __init__(self, data: memoryview) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> memoryview:
        if size > len(self.data) - self.at:
            raise _Short
        self.at += size
        return self.data[self.at - size : self.at]

    def number(self, form: str) -> int:
        (found,) = struct.unpack(form, self.take(struct.calcsize(form)))
        return int(found)

    def align(self, size: int) -> None:
        self.at = min(len(self.data), self.at + -size % 4)

    @property
    def is_at_end(self) -> bool:
        return self.at >= len(self.data)


def unpack(content: bytes) -> Envelope | None:
    """What an envelope holds; None when it is none."""
    return _unpack(memoryview(content), DEPTH_LIMIT, [FILES_LIMIT])


def _unpack(data: memoryview, depth: int, left: list[int]) -> Envelope | None:
    """`left` is how many more files may be taken out, counted over all messages inside."""
    if data[:4] != SIGNATURE:
        return None
    found, page = Envelope(), "cp1252"
    try:
        for name, value in _attributes(data):
            if name == _CODE_PAGE and len(value) >= 4:
                page = _charset(int.from_bytes(value[:4], "little"))
            elif name == _BODY:
                found.text = found.text or _narrow(value, page)
            elif name == _PROPERTIES:
                _message(found, value, page)
            elif name == _FILE_BEGINS:
                if not left[0]:
                    raise _Short
                left[0] -= 1
                found.files.append(PackedFile())
            elif found.files:
                _piece(found.files[-1], name, value, page, depth, left)
    except _Short:
        found.whole = False
    return found


def _attributes(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    cursor = _Cursor(data[6:])  # after the signature and a key that nobody needs
    while not cursor.is_at_end:
        cursor.take(1)
        name = cursor.number("<H")
        cursor.take(2)
        value = cursor.take(cursor.number("<I"))
        yield name, value
        cursor.take(2)


def _piece(file: PackedFile, name: int, value: memoryview, page: str, depth: int, left: list[int]) -> None:
    """One attribute of a file."""
    if name == _FILE_TITLE:
        file.name = file.name or _narrow(value, page)
    elif name == _FILE_DATA:
        file.content = bytes(value)
    elif name == _FILE_PROPERTIES:
        _properties_of(file, value, page, depth, left)


def _properties_of(file: PackedFile, value: memoryview, page: str, depth: int, left: list[int]) -> None:
    names: dict[int, str] = {}
    for name, kind, data in _properties(value):
        if name == _DATA and kind == _OBJECT:
            file.inside = _unpack(data[16:], depth - 1, left) if depth else None
            file.content = bytes(data[16:])
        elif name == _DATA:
            file.content = bytes(data)
        elif name in (_SHORT_NAME, _LONG_NAME, _SHOWN_NAME, _TYPE, _CONTENT_ID):
            names[name] = _words(kind, data, page)
    file.name = names.get(_LONG_NAME) or file.name or names.get(_SHORT_NAME) or names.get(_SHOWN_NAME, "")
    file.type, file.content_id = names.get(_TYPE, file.type), names.get(_CONTENT_ID, file.content_id)


def _message(found: Envelope, value: memoryview, page: str) -> None:
    """The properties of the message: its text in up to three forms."""
    html, text_page = b"", ""
    for name, kind, data in _properties(value):
        if name == _TEXT:
            found.text = _words(kind, data, page) or found.text
        elif name == _SUBJECT:
            found.subject = _words(kind, data, page)
        elif name == _HTML:
            html = bytes(data)
        elif name == _RTF:
            found.rtf = bytes(data)
        elif name == _TEXT_PAGE and len(data) >= 4:
            text_page = _charset(int.from_bytes(data[:4], "little"))
    if html:
        found.html = decode(html.rstrip(b"\0"), text_page or page, [])


def _properties(data: memoryview) -> Iterator[tuple[int, int, memoryview]]:
    """Number, kind and value of each property; of one with several values each by itself, or all together."""
    cursor = _Cursor(data)
    for _ in range(cursor.number("<I")):
        kind, name = cursor.number("<H"), cursor.number("<H")
        if name >= _HAS_NAME:
            _skip_name(cursor)
        several, kind = kind & _SEVERAL, kind & ~_SEVERAL
        if kind in _OF_ANY_SIZE:
            for _ in range(cursor.number("<I")):
                size = cursor.number("<I")
                yield name, kind, cursor.take(size)
                cursor.align(size)
        elif kind in _SIZES:
            size = _SIZES[kind] * (cursor.number("<I") if several else 1)
            yield name, kind, cursor.take(size)
            cursor.align(size)
        else:
            raise _Short


def _skip_name(cursor: _Cursor) -> None:
    cursor.take(16)
    if cursor.number("<I") == 0:
        cursor.take(4)
        return
    size = cursor.number("<I")
    cursor.take(size)
    cursor.align(size)


def _words(kind: int, data: memoryview, page: str) -> str:
    if kind == _WIDE:
        return clean(bytes(data).decode("utf-16-le", "replace"))
    return _narrow(data, page)


def _narrow(data: memoryview, page: str) -> str:
    return decode(bytes(data).rstrip(b"\0"), page, [])


def _charset(number: int) -> str:
    return _PAGES.get(number, f"cp{number}")
