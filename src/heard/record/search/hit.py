"""What a full-text search answers with."""

from typing import NamedTuple


class Hit(NamedTuple):
    """A row that holds the words, and its ticket."""

    ticket: int
    row: int
