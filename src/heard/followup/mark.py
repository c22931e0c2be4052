"""The numbers follow what happened: counted from the log for a while, and again the next time."""

from time import monotonic

from heard.record.actions import mark

AT_A_TIME = 1.0


def count(most_seconds: float = AT_A_TIME) -> int:
    """Count what happened and has not been counted, for about `most_seconds`; how many pieces that were."""
    pieces, ends = 0, monotonic() + most_seconds
    while mark.count_some():
        pieces += 1
        if monotonic() >= ends:
            break
    return pieces
