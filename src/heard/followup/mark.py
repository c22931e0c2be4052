"""The numbers follow what happened: counted from the log for a while, and again the next time."""

from datetime import datetime
from time import monotonic

from heard.record.actions import mark

AT_A_TIME = 1.0


def count(at: datetime, most_seconds: float = AT_A_TIME) -> int:
    """Count what happened and has not been counted, and judge the predictions whose time had passed by `at` (UTC), for
    about `most_seconds`; how many pieces that were."""
    pieces, ends = 0, monotonic() + most_seconds
    while mark.count_some() or mark.judge_some(at=at):
        pieces += 1
        if monotonic() >= ends:
            break
    return pieces
