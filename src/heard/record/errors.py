"""What a verb says when it will not act: a code for programs, a sentence for people, nothing lost."""

from collections.abc import Sequence
from datetime import datetime


class Refused(Exception):
    """The act was refused and nothing changed.

    Attributes:
        code: stable word for programs.
        field: the input it is about, or "".
        says: one sentence that says what to do.
        offers: times that would be accepted, UTC.
    """

    def __init__(self, code: str, says: str, *, field: str = "", offers: Sequence[datetime] = ()) -> None:
        super().__init__(says)
        self.code, self.says, self.field, self.offers = code, says, field, tuple(offers)
