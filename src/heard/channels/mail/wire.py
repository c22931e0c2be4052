"""An Arrival as plain values and back, for the pipe between the guarded child and its parent."""

from dataclasses import astuple, fields
from datetime import UTC, datetime
from typing import Any

from heard.record.arrival import Arrival, AttachedFile, Bounce, FailedRecipient

_NAMES = tuple(field.name for field in fields(Arrival))


def pack(arrival: Arrival) -> dict[str, Any]:
    """Only what `marshal` knows: texts, bytes, numbers, None, tuples, dicts."""
    plain = {name: getattr(arrival, name) for name in _NAMES}
    plain["date"] = arrival.date.timestamp() if arrival.date else None
    plain["attachments"] = tuple(
        (file.name, file.type, file.content, file.inline, file.content_id) for file in arrival.attachments
    )
    plain["bounce"] = astuple(arrival.bounce) if arrival.bounce else None
    return plain


def unpack(plain: dict[str, Any]) -> Arrival:
    """The Arrival that was packed."""
    values = dict(plain)
    values["date"] = datetime.fromtimestamp(plain["date"], UTC) if plain["date"] is not None else None
    values["attachments"] = tuple(AttachedFile(*file) for file in plain["attachments"])
    if plain["bounce"]:
        recipients, original = plain["bounce"]
        values["bounce"] = Bounce(tuple(FailedRecipient(*one) for one in recipients), original)
    return Arrival(**values)
