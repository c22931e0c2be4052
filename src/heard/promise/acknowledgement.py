"""The five steps of one conversation, each done or not (method.md: Hear to Meet)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Steps:
    """When each step was done, UTC, or None. `restated` is half lit until the requester confirmed."""

    heard: datetime | None = None
    acknowledged: datetime | None = None
    restated: datetime | None = None
    confirmed: datetime | None = None
    estimated: datetime | None = None
    met: datetime | None = None


def is_acknowledgement(*, by_person: bool, was_open: bool, bulk: bool, before: datetime | None) -> bool:
    """Whether a message acknowledges: the first by a person, to this requester alone, with the ticket open.

    Args:
        before: when the ticket was acknowledged already, or None.
    """
    return by_person and was_open and not bulk and before is None
