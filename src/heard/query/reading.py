"""Reading a query: words, "phrases", -without, field:value, one,or,the,other. What cannot be read is refused with the
word it is about and the nearest that would do; nothing that was typed is lost."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from heard.hours.languages import Sentence
from heard.query.days import Span, span_of

IS = (
    *("open", "resolved", "late", "unheard", "unread", "waiting", "parked", "mine", "unreached"),
    *("solved", "spam", "withdrawn", "merged", "sample"),
)
HAS = ("attachment", "note", "chase", "problem", "owner")
IMPACT = ("normal", "degraded", "blocked")
FIELDS: Mapping[str, str] = {
    "is": Sentence("how it stands: %(choices)s", choices=", ".join(IS)),
    "owner": Sentence("who has it: me, nobody, or a part of a name"),
    "follows": Sentence("who follows it: me, nobody, or a part of a name"),
    "desk": Sentence("on which desk, by a part of its name"),
    "from": Sentence("who asks: a part of a name or an address"),
    "org": Sentence("where they belong, by a part of its name"),
    "subject": Sentence("words of the subject"),
    "problem": Sentence("any, none, or words of its title"),
    "tag": Sentence("a whole tag; any, none"),
    "impact": Sentence("how much has stopped: %(choices)s", choices=", ".join(IMPACT)),
    "has": Sentence("what belongs to it: %(choices)s", choices=", ".join(HAS)),
    "file": Sentence("a part of the name of an attachment"),
    "note": Sentence("words of a note"),
    "mentions": Sentence("who is named in a note: me, or a part of a name"),
    "number": Sentence("the number people say; #1042 is the same"),
    "field.": Sentence("what stands in a field of the desk, by its name: field.serial:1234; any, none"),
    "created": Sentence("when it came in"),
    "due": Sentence("by when a word is owed"),
    "resolved": Sentence("when it was resolved"),
}
CHOICES: Mapping[str, tuple[str, ...]] = {"is": IS, "has": HAS, "impact": IMPACT}
OWN = "field."
"""Begins the names of fields that desks made for themselves."""
TIMES = ("created", "due", "resolved")
AHEAD = ("due",)
DAYS = "2026-11-01, 2026-11, today, week, 3d, <2h, >=2026-11-01, or 2026-11-01..2026-11-07"
MOST = 30
"""Terms of one query."""
OPEN, CLOSE = '"“„', '"”“'
PIECE = re.compile(
    rf"(?P<no>-)?(?:(?P<field>field\.[\w-]+|[^\W\d_]+):)?(?:[{OPEN}](?P<quoted>[^{CLOSE}]*)[{CLOSE}]?|(?P<bare>\S*))"
)


class Unreadable(Exception):
    """A query that cannot be read.

    Attributes:
        word: the part it is about, as typed.
        says: one sentence that says what to do.
        offer: the whole query with the nearest good word in its place, or "".
    """

    def __init__(self, word: str, says: str, offer: str = "") -> None:
        super().__init__(says)
        self.word, self.says, self.offer = word, says, offer


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a query. All of them must hold; of several values one is enough.

    Attributes:
        field: one of FIELDS, or "" for words of the text.
        is_not: whether it must not hold.
        is_whole: whether the words are quoted: in this order, none of them a beginning.
        spans: for a field of time the instants that each value means.
    """

    field: str
    values: tuple[str, ...]
    is_not: bool = False
    is_whole: bool = False
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody typed, read."""

    terms: tuple[Term, ...] = ()

    @property
    def words(self) -> tuple[Term, ...]:
        """The words of the text that must occur."""
        return tuple(term for term in self.terms if not term.field and not term.is_not)

    @property
    def others(self) -> tuple[Term, ...]:
        """All terms but those."""
        return tuple(term for term in self.terms if term.field or term.is_not)

    def asks(self, field: str, *values: str) -> bool:
        """Whether a term of this field asks for one of these values, and for no other."""
        return any(
            term.field == field and not term.is_not and set(term.values) <= set(values) for term in self.terms
        )


def read(text: str, *, now: datetime, zone: str, fields: Mapping[str, str] = FIELDS) -> Query:
    """Read what somebody typed.

    Args:
        now: the instant of asking, UTC; days are those of `zone`.
        fields: those this reader may ask for.

    Raises:
        Unreadable: a field, a value or a time that does not exist.
    """
    terms = tuple(_terms(text, now=now, zone=zone, fields=fields))
    if len(terms) > MOST:
        raise Unreadable("", Sentence("That is more than %(most)s words. Leave some out.", most=MOST))
    return Query(terms)


def _terms(text: str, *, now: datetime, zone: str, fields: Mapping[str, str]) -> Iterator[Term]:
    for found in PIECE.finditer(text):
        name, quoted, bare = (found["field"] or "").lower(), found["quoted"], (found["bare"] or "").strip(",")
        if name and (bare.startswith("//") or not (bare or quoted)) and name not in fields:
            name, bare = "", f"{found['field']}:{bare}"  # an address of the web, or "Re:"
        if not (bare or quoted):
            if name and quoted is None:
                raise Unreadable(
                    found[0], Sentence("%(name)s: say %(meaning)s.", name=name, meaning=fields[name])
                )
            continue
        if not name and re.fullmatch(r"#\d{1,14}", bare):
            name = "number"
        term = Term(
            name,
            (quoted,) if quoted is not None else _values(name, bare),
            bool(found["no"]),
            quoted is not None,
        )
        yield _checked(term, text, found, now=now, zone=zone, fields=fields)


def _values(name: str, bare: str) -> tuple[str, ...]:
    return tuple(value for value in bare.split(",") if value) if name else (bare,)


def _checked(
    term: Term, text: str, found: re.Match[str], *, now: datetime, zone: str, fields: Mapping[str, str]
) -> Term:
    """The term, if there is such a field and such a value."""

    def mended(old: str, new: str) -> str:
        return text[: found.start()] + found[0].replace(old, new, 1) + text[found.end() :]

    if term.field and term.field not in fields:
        is_own = term.field.startswith(OWN)
        near = _nearest(term.field, tuple(name for name in fields if name.startswith(OWN) == is_own))
        says = Sentence(
            "There is no field %(field)s. Put it in quotes to look for the words.", field=term.field
        )
        offer = mended(f"{found['field']}:", f"{near}:") if near else mended(found[0], f'"{found[0]}"')
        raise Unreadable(found[0], says, offer)
    for value in term.values:
        choices = [one for one in CHOICES.get(term.field, ()) if one != "note" or "note" in fields]
        if choices and value.lower() not in choices:
            near = _nearest(value.lower(), tuple(choices))
            says = Sentence("%(field)s: is one of %(choices)s.", field=term.field, choices=", ".join(choices))
            raise Unreadable(found[0], says, mended(value, near) if near else "")
    if term.field == "number" and not all(value.lstrip("#").isdecimal() for value in term.values):
        raise Unreadable(found[0], "number: takes a number, like 1042.")
    if term.field not in TIMES:
        return term
    try:
        ahead = term.field in AHEAD
        spans = tuple(span_of(value.lower(), now=now, zone=zone, ahead=ahead) for value in term.values)
    except (ValueError, OverflowError):
        raise Unreadable(
            found[0], Sentence("%(field)s: takes a day or an age: %(days)s.", field=term.field, days=DAYS)
        ) from None
    return Term(term.field, term.values, term.is_not, term.is_whole, spans)


def _nearest(word: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.5)), "")
