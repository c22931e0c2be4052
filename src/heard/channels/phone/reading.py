"""What an exchange's webhook says, read into one shape. Asks no database; what is strange is `NotRead`."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Any

from heard.channels.tracker.reading import NotRead, parsed
from heard.channels.tracker.trouble import NO_TEXT
from heard.hours.languages import Sentence
from heard.record.actions.exchange import Rang
from heard.record.arrival import AttachedFile

LARGEST = 20 * 2**20
"""Bytes of a recording."""
KINDS = ("missed", "voicemail")


def call(body: bytes, *, now: datetime) -> Rang:
    """The call that a body tells of. Fields that we do not know are left alone.

    Raises:
        NotRead: a part is missing, or is not what it should be.
    """
    found = parsed(body)
    kind = found.get("kind")
    if kind not in KINDS:
        raise NotRead('kind is neither "missed" nor "voicemail"')
    return Rang(
        kind=kind,
        at=_instant(found.get("time"), now),
        number=_line(found, "number", 64),
        name=_line(found, "name", 200),
        recording=_recording(found.get("recording")),
    )


def _line(found: dict[str, Any], name: str, most: int) -> str:
    value = found.get(name) or ""
    if not isinstance(value, str):
        raise NotRead(Sentence(NO_TEXT.pattern, part=name))
    return " ".join(value.replace("\0", " ").split())[:most]


def _instant(value: Any, now: datetime) -> datetime:
    """When they rang, by the exchange's clock; now where it does not say, or says what lies ahead."""
    if value is None:
        return now
    try:
        at = datetime.fromisoformat(value).astimezone(UTC).replace(microsecond=0)
        if datetime.fromisoformat(value).tzinfo is None:
            raise ValueError("no offset")
    except (ValueError, TypeError, OverflowError) as wrong:
        raise NotRead("time is no instant with an offset, like 2026-11-23T09:31:00+01:00") from wrong
    return min(at, now)


def _recording(value: Any) -> AttachedFile | None:
    if value is None:
        return None
    try:
        content = base64.b64decode(value["content"], validate=True)
        name, kind = str(value.get("name") or "voicemail"), str(value["type"]).lower()
    except (KeyError, TypeError, AttributeError, binascii.Error, ValueError) as wrong:
        raise NotRead("recording needs a type and its content in base64") from wrong
    if not kind.startswith("audio/"):
        raise NotRead("recording is no audio")
    if not content or len(content) > LARGEST:
        raise NotRead("recording is empty, or larger than 20 MB")
    return AttachedFile(
        name=" ".join(name.replace("\0", " ").split())[:200], type=kind[:127], content=content
    )
