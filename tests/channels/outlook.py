"""winmail.dat as Outlook packs it, made here, so that a test shows every byte of it."""

import struct

NARROW, WIDE, OBJECT, BINARY, LONG = 0x1E, 0x1F, 0x0D, 0x102, 0x03
MESSAGE = bytes.fromhex("0703020000000000c000000000000046")


def attribute(level: int, name: int, value: bytes, kind: int = 6) -> bytes:
    """One attribute with its checksum."""
    return (
        struct.pack("<BHHI", level, name, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    )


def properties(*given: tuple[int, int, bytes]) -> bytes:
    """Properties as (kind, name, value)."""
    out = struct.pack("<I", len(given))
    for kind, name, value in given:
        out += struct.pack("<HH", kind, name)
        if kind != LONG:
            out += struct.pack("<II", 1, len(value))
        out += value + b"\0" * (-len(value) % 4)
    return out


def file(name: str, content: bytes, *, type: str = "", old: bool = False, cid: str = "") -> bytes:
    """A file: as attributes of its own, as old programs pack it, or as properties."""
    begun = attribute(2, 0x9002, bytes(14))
    if old:
        return begun + attribute(2, 0x8010, name.encode("cp1252") + b"\0", 1) + attribute(2, 0x800F, content)
    given = [(WIDE, 0x3707, (name + "\0").encode("utf-16-le")), (BINARY, 0x3701, content)]
    given += [(NARROW, 0x370E, type.encode() + b"\0")] if type else []
    given += [(WIDE, 0x3712, cid.encode("utf-16-le"))] if cid else []
    return begun + attribute(2, 0x9005, properties(*given))


def message_inside(packed: bytes) -> bytes:
    """A message as a file of another."""
    return attribute(2, 0x9002, bytes(14)) + attribute(
        2, 0x9005, properties((OBJECT, 0x3701, MESSAGE + packed))
    )


def winmail(*pieces: bytes, text: str = "", html: bytes = b"", rtf: bytes = b"", page: int = 1252) -> bytes:
    """The whole envelope."""
    given = [(WIDE, 0x1000, (text + "\0").encode("utf-16-le"))] if text else []
    given += [(LONG, 0x3FDE, struct.pack("<I", 65001)), (BINARY, 0x1013, html)] if html else []
    given += [(BINARY, 0x1009, rtf)] if rtf else []
    named = attribute(1, 0x9007, struct.pack("<II", page, 0)) + attribute(1, 0x9003, properties(*given))
    return struct.pack("<IH", 0x223E9F78, 1) + named + b"".join(pieces)
