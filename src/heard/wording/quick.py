"""The quick line: "Zelda: printer jam, solved by restart" as who, what, and how it goes on. Pure; en and de."""

import re
from dataclasses import dataclass
from typing import Literal

SOLVED = re.compile(r"(?:solved|fixed|done|gelöst|erledigt)\b(?:[ :]+(?P<by>.+))?", re.I)
BACK = re.compile(
    r"(?:i'll |ich )?(?P<how>back|write|ring|call|come|zurück|schreibe?|rufe?|komme?)\b[^\d]*?"
    r"\b(?:by|at|bis|um)\s+(?P<time>.+)",
    re.I,
)
HOWS = {
    "ring": "ring",
    "call": "ring",
    "ruf": "ring",
    "rufe": "ring",
    "come": "come",
    "komm": "come",
    "komme": "come",
}


@dataclass(frozen=True, slots=True)
class Quick:
    """What a line says. `who` as typed; `way` is "solves", "next" or "" where it does not say; `typed` the time."""

    who: str
    what: str
    way: Literal["solves", "next", ""] = ""
    how: Literal["write", "ring", "come"] = "write"
    typed: str = ""
    noted: str = ""


def read_line(line: str) -> Quick:
    """Read a line: who (up to the colon, else the first word), what, and after the last comma how it goes on."""
    line = " ".join(line.split())
    who, colon, rest = line.partition(":")
    if not colon or "," in who:
        who, _space, rest = line.partition(" ")
    what, comma, last = rest.rpartition(",")
    last = last.strip()
    if comma and (found := SOLVED.fullmatch(last)):
        return Quick(who.strip(), what.strip(), "solves", noted=_sentence(last if found["by"] else what))
    if comma and (found := BACK.fullmatch(last)):
        how = HOWS.get(found["how"].lower(), "write")
        return Quick(who.strip(), what.strip(), "next", how, found["time"], _sentence(what))  # type: ignore[arg-type]
    return Quick(who.strip(), rest.strip(), noted=_sentence(rest))


def _sentence(words: str) -> str:
    words = words.strip()
    return f"{words[:1].upper()}{words[1:]}{'' if words[-1:] in '.!?…' else '.'}" if words else ""
