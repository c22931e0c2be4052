"""The arithmetic of the numbers the desk lives by (docs/numbers.md). Pure: no Django, no clock. Read in this order:

history.py    frozen facts: all that counts of one ticket
marks.py      a history to its marks: what counts, on which day, for whom
share.py      shares with their interval, medians with what is still open, two times side by side
weekly.py     a week beside the four before: what got better, what slips
"""

from heard.numbers.history import Chased, History, Opinion, Promised, Restated, Stay, Talked, Word
from heard.numbers.marks import MEASURES, Mark, marks
from heard.numbers.share import Change, Share, change, interval, median, said_as, tenths

__all__ = [
    "MEASURES",
    "Change",
    "Chased",
    "History",
    "Mark",
    "Opinion",
    "Promised",
    "Restated",
    "Share",
    "Stay",
    "Talked",
    "Word",
    "change",
    "interval",
    "marks",
    "median",
    "said_as",
    "tenths",
]
