"""Who is meant by @name in a note: a whole name, a first name where only one bears it, or a mail address.

What stands in `backquotes` or in a quoted line mentions nobody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

AT = re.compile(r"(?<![\w@./+-])@(?=[^\W\d_])")
QUOTED = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|^>.*$", re.DOTALL | re.MULTILINE)
WORD = re.compile(r"[^\W_]+(?:[.'’+-][^\W_]+)*(?:@[\w.-]+\.\w+)?")
NEAR = 3
"""Names that are offered at most in the place of one that is not clear."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be meant; `here` where they answer on the desk, and so are rather meant than others."""

    id: int
    name: str
    address: str = ""
    here: bool = True


class Unclear(Exception):
    """A name that nobody bears, or several.

    Attributes:
        written: as it stands in the text, with its @.
        offers: names that would do, the nearest first.
        several: whether each of the offers is meant as much as the others.
    """

    def __init__(self, written: str, offers: Sequence[str], *, several: bool) -> None:
        super().__init__(written)
        self.written, self.offers, self.several = written, tuple(offers), several


def mentioned(text: str, people: Sequence[Person]) -> list[Person]:
    """Everybody who is named, each once, in the order of the text.

    Raises:
        Unclear: a name is nobody's, or several people's.
    """
    plain = QUOTED.sub(lambda found: " " * len(found[0]), text)
    return list(dict.fromkeys(_meant(plain[found.end() :], people) for found in AT.finditer(plain)))


def _meant(rest: str, people: Sequence[Person]) -> Person:
    """Who is meant by the name at the beginning: the longest that fits, before shorter ones."""
    whole = [one for one in people if _begins(rest, one.name)]
    longest = max((len(one.name) for one in whole), default=0)
    if named := [one for one in whole if len(one.name) == longest]:
        return _one(named, named[0].name)
    word = _word(rest)
    for part in _shorter(word):
        if called := [one for one in people if part.casefold() in _short_names(one)]:
            return _one(called, part)
    raise Unclear(f"@{word}", _near(word, people), several=False)


def _begins(rest: str, name: str) -> bool:
    pattern = r"\s".join(re.escape(word) for word in name.split())
    return bool(pattern and re.match(rf"{pattern}(?!\w)", rest, re.IGNORECASE))


def _word(rest: str) -> str:
    found = WORD.match(rest)
    return found[0] if found else rest[:1]


def _shorter(word: str) -> Iterator[str]:
    """The word, then without what hangs on it: "bob.bauer", "Bob's", "Ada-Marie"."""
    while word:
        yield word
        parts = re.split(r"[.'’+@-]", word)
        word = word[: -len(parts[-1]) - 1] if len(parts) > 1 else ""


def _short_names(person: Person) -> set[str]:
    address = person.address.casefold()
    return {word.casefold() for word in person.name.split()[:1]} | {address, address.partition("@")[0]}


def _one(found: Sequence[Person], written: str) -> Person:
    """The only one; of several the only one who is here."""
    meant = [one for one in found if one.here] or list(found)
    if len(meant) > 1:
        same = len({one.name.casefold() for one in meant}) < len(meant)
        offers = [one.address if same and one.address else one.name for one in meant]
        raise Unclear(f"@{written}", sorted(offers), several=True)
    return meant[0]


def _near(word: str, people: Sequence[Person]) -> list[str]:
    """Names of those here that begin so or look like it."""
    here, typed = [one for one in people if one.here], word.casefold()
    begin = [one.name for one in here if any(each.casefold().startswith(typed) for each in one.name.split())]
    words = {one.name: [each.casefold() for each in (*one.name.split(), one.name)] for one in here}
    known = {each for said in words.values() for each in said}
    close = get_close_matches(typed, known, n=NEAR, cutoff=0.6)
    alike = [name for each in close for name, said in words.items() if each in said]
    return list(dict.fromkeys([*begin, *alike]))[:NEAR]
