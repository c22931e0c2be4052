"""The packed RTF in winmail.dat (MS-OXRTFCP), unpacked."""

LIMIT = 1_000_000  # bytes unpacked; it costs a microsecond each
_WINDOW = 4096
_BEGIN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpack(packed: bytes) -> bytes:
    """The RTF; as much of it as could be unpacked, b"" where it is no such thing."""
    kind, body = packed[8:12], packed[16:]
    size = min(int.from_bytes(packed[4:8], "little"), LIMIT)
    if kind == b"MELA":
        return body[:size]
    return _run(body, size) if kind == b"LZFu" else b""


def _run(body: bytes, size: int) -> bytes:
    """Eight pieces to a byte of flags: a byte as it is, or what stood in the window before."""
    out, at = bytearray(_BEGIN), 0
    while at < len(body) and len(out) < size + len(_BEGIN):
        flags, at = body[at], at + 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > len(body):
                    return bytes(out[len(_BEGIN) :])
                where, length = body[at] << 4 | body[at + 1] >> 4, (body[at + 1] & 15) + 2
                at += 2
                back = (len(out) - where) % _WINDOW
                if back == 0:  # it points at where it stands: the end
                    return bytes(out[len(_BEGIN) :])
                for _ in range(length):
                    out.append(out[-back] if back <= len(out) else 32)
            elif at < len(body):
                out.append(body[at])
                at += 1
    return bytes(out[len(_BEGIN) : len(_BEGIN) + size])
