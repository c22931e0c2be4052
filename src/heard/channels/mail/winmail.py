"""What Outlook packed into winmail.dat, put in its place: its files are files of the mail, its text serves where
the mail has none."""

from dataclasses import dataclass, field

from heard.channels.mail import lzfu, tnef
from heard.channels.mail.html_text import to_text
from heard.channels.mail.names import file_name
from heard.record.arrival import AttachedFile

_TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")
BROKEN = "winmail.dat breaks off; what could be read of it is attached beside it"
AS_RTF = "the text is only there as RTF; it is attached"


@dataclass(slots=True)
class Opened:
    """The files of a mail with the packed ones in place, and the text that was packed with them."""

    files: list[AttachedFile] = field(default_factory=list)
    text: str = ""
    html: str | None = None


def opened(files: list[AttachedFile], problems: list[str], *, has_text: bool) -> Opened:
    """Open every winmail.dat among the files; one that holds nothing we can read stays as it came."""
    found = Opened()
    for file in files:
        packed = tnef.unpack(file.content) if _is_packed(file) else None
        if packed is None or not (packed.files or packed.text or packed.html or packed.rtf):
            found.files.append(file)
            continue
        inside = list(_files(packed, len(found.files) + 1))
        text = packed.text or to_text(packed.html)
        if not has_text and not text and (rtf := lzfu.unpack(packed.rtf)):
            problems.append(AS_RTF)
            inside.append(AttachedFile("message.rtf", "application/rtf", rtf))
        if not packed.whole:
            problems.append(BROKEN)
            inside.append(file)
        found.files += inside
        found.text = found.text or text
        found.html = found.html or packed.html or None
    return found


def _is_packed(file: AttachedFile) -> bool:
    return file.type in _TYPES or file.name.lower() == "winmail.dat"


def _files(packed: tnef.Envelope, number: int) -> list[AttachedFile]:
    """The files in their order; of a message among them its text, then its files."""
    made: list[AttachedFile] = []
    for file in packed.files:
        if file.inside is None:
            made.append(_file(file, number + len(made)))
            continue
        if text := file.inside.text or to_text(file.inside.html):
            name = file_name(file.inside.subject or file.name or "message", "text/plain", 0)
            made.append(AttachedFile(f"{name}.txt", "text/plain", text.encode()))
        made += _files(file.inside, number + len(made))
    return made


def _file(file: tnef.PackedFile, number: int) -> AttachedFile:
    """Its type as far as it is one: what else stands there could become a header."""
    kind = file.type.lower() if file.type.isascii() and file.type.count("/") == 1 else ""
    kind = kind if kind.replace("/", "").replace("-", "").replace(".", "").replace("+", "").isalnum() else ""
    kind = kind[:100] or "application/octet-stream"
    return AttachedFile(
        name=file_name(file.name, kind, number),
        type=kind,
        content=file.content,
        inline=bool(file.content_id),
        content_id=file.content_id.strip("<> ")[:500],
    )
