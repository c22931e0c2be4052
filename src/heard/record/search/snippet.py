"""Where the words stand in a text: a few words around the first of them, each found one marked."""

import re
import unicodedata
from collections.abc import Sequence

Part = tuple[str, bool]
BEFORE, LONGEST = 40, 150
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")


def snippet(text: str, words: Sequence[str]) -> list[Part]:
    """A piece of the text as parts, each with whether it is one of the words; empty if none stands there.

    Accents and case make no difference, and a word may be the beginning of one in the text.
    """
    text = _SPACE.sub(" ", text).strip()
    wanted = tuple(folded(word) for word in words)
    hits = (
        [found.span() for found in _WORD.finditer(text) if folded(found[0]).startswith(wanted)]
        if wanted
        else []
    )
    if not hits:
        return []
    begins = max(0, hits[0][0] - BEFORE)
    if begins:
        begins = text.find(" ", begins) + 1 or begins
    begins = min(begins, hits[0][0])
    ends = min(len(text), begins + LONGEST)
    parts: list[Part] = [("… ", False)] if begins else []
    place = begins
    for start, stop in hits:
        if stop > ends:
            break
        parts += [(text[place:start], False), (text[start:stop], True)]
        place = stop
    parts.append((text[place:ends] + ("…" if ends < len(text) else ""), False))
    return [part for part in parts if part[0]]


def folded(word: str) -> str:
    """The word in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", word)
    return "".join(mark for mark in plain if not unicodedata.combining(mark)).lower()
