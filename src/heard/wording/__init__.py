"""Reads along while a person writes. Pure: no Django, no clock, nothing stored. Read in this order:

prose.py       what of a text the writer says themselves, sentence by sentence
spoken.py      "half past two this afternoon" as it would be typed
times.py       the times of a sentence, and which of them name one instant
cues.py        how people say that they get back to somebody, English and German
promised.py    the times a text promises its reader: `promised`
honest.py      what the hints look for, and what they offer instead
hints.py       what a draft should not say or leaves out, each with a better wording: `hints`
variables.py   what `{requester.first}` stands for in canned text
"""

from heard.wording.hints import About, Hint, hints
from heard.wording.promised import Promised, promised

__all__ = ["About", "Hint", "Promised", "hints", "promised"]
