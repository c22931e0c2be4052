"""What of a text the writer says themselves, sentence by sentence: no quotes, no code, no signature.

What is left out is blanked, not cut, so that every place in a sentence is the same place in the text.
"""

import re
from dataclasses import dataclass

LONGEST = 8_000
"""Characters that are read; a longer text is read from its beginning."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it begins in the text. `asks` when it ends with a question mark, not a mere "ok?"."""

    text: str
    start: int
    asks: bool = False


_NOT_OURS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"^-- \n.*\Z", re.M | re.S),
        (
            r"^(?:mit )?(?:best|kind|warm|viele|beste|freundliche[nr]?|liebe|schöne) "
            r"(?:regards|wishes|gr(?:ü|ue)(?:ß|ss)en?)\b.*\Z",
            re.M | re.S | re.I,
        ),
        (r"^[ \t]*>.*$", re.M),
        (r"^(?:On|Am) .{6,80}(?:wrote|schrieb\b.{0,60}):[ \t]*$", re.M),
        (r"```.*?(?:```|\Z)", re.S),
        (r"`[^`\n]+`", 0),
        (r"https?://\S+", 0),
        (r"“[^“”]*”", 0),
        (r"„[^„“”]*[“”]", 0),
        (r"«[^«»]*»", 0),
        (r'(?<!\w)"[^"\n]*"', 0),
    )
)
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$|\.\d{1,2}\.$")
_END = re.compile(r"(?P<mark>[.!?…]+)(?P<after>[*_\")\]]*)(?=\s|$)|(?P<line>\n+)|(?P<half>;)")


def own_words(text: str) -> str:
    """The text with all that is not the writer's own blanked, and of the same length; apostrophes are straight."""
    said = text[:LONGEST].replace("\r", " ").replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    for pattern in _NOT_OURS:
        said = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), said)
    return said


def sentences(text: str) -> list[Sentence]:
    """The sentences of the writer's own words, in order. A semicolon parts like a full stop."""
    said, found, begin = own_words(text), [], 0
    for end in _END.finditer(said):
        if not _parts(said, begin, end):
            continue
        found.append(_sentence(said, begin, end.end(), asks="?" in (end["mark"] or "")))
        begin = end.end()
    found.append(_sentence(said, begin, len(said)))
    return [sentence for sentence in found if sentence.text]


def _parts(said: str, begin: int, end: re.Match[str]) -> bool:
    """Whether a mark ends a sentence: not in "16. Dezember" or "2 p.m. today", nor at a line that runs on."""
    rest = said[end.end() :].lstrip(" ")
    if end["line"]:
        return (
            len(end["line"]) > 1 or not rest[:1].islower() or said[begin : end.start()].rstrip()[-1:] in ",:"
        )
    if end["half"] or end["mark"] != ".":
        return True
    if _ORDINAL.search(said[begin : end.end()]):
        return not rest or rest[0] == "\n" or (rest[0].isupper() and not _MONTH.match(rest))
    return not rest or not rest[0].islower()


_MONTH = re.compile(r"(?:Jan|Feb|Mär|Maer|Mar|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[kc]t|Nov|De[zc])\w*\b")


_AGREES = re.compile(r",\s*(?:ok(?:ay)?|alright|all right|in ordnung|einverstanden)\s*\?\s*$", re.I)


def _sentence(said: str, begin: int, end: int, *, asks: bool = False) -> Sentence:
    part = said[begin:end]
    return Sentence(part.strip(), begin + len(part) - len(part.lstrip()), asks and not _AGREES.search(part))
