"""Names of attached files: readable, harmless, never empty."""

import mimetypes
import re

NAME_LIMIT = 150  # characters

_BAD = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_TYPES = mimetypes.MimeTypes()  # the built-in table alone, so that a name is the same on every host


def file_name(name: str, type: str, number: int) -> str:
    """A name fit to save under: no folders, no control or direction marks, at most 150 characters.

    A file without a name gets one from its kind and its place in the mail.
    """
    name = re.split(r"[/\\]", name)[-1]
    name = _BAD.sub("_", name).strip(" .")
    if not name:
        return f"file-{number}{_ending(type)}"
    if len(name) <= NAME_LIMIT:
        return name
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: NAME_LIMIT - len(ending) - 1]}.{ending}"
    return name[:NAME_LIMIT]


def _ending(type: str) -> str:
    known = {"message/rfc822": ".eml", "text/calendar": ".ics", "message/delivery-status": ".txt"}
    return known.get(type) or _TYPES.guess_extension(type, strict=False) or ".bin"
