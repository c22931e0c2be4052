"""The languages that people outside are spoken to in: the one list. How to add one: docs/languages.md."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Literal, Self, get_args

type Language = Literal["en", "de", "fr", "es", "ar"]
LANGUAGES: tuple[Language, ...] = get_args(Language.__value__)
DESK_LANGUAGES = ("en", "de")
"""Those in which agents get letters and alerts."""
RIGHT_TO_LEFT = frozenset({"ar"})


def spoken(language: str) -> Language:
    """The language we speak for a wanted one: "de" for "de-AT", English for one that we do not speak."""
    short = language[:2].lower()
    return next((known for known in LANGUAGES if known == short), "en")


def spoken_to_agents(language: str) -> Language:
    """The language of a letter or alert to an agent: theirs where we speak it to agents, else English."""
    short = spoken(language)
    return short if short in DESK_LANGUAGES else "en"


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Which way the text of a language runs, as HTML says it."""
    return "rtl" if spoken(language) in RIGHT_TO_LEFT else "ltr"


class Sentence(str):
    """A sentence made where nobody knows who reads it: English as it stands, with its pattern and facts beside it, so
    that a door can say it in the reader's language.

    Attributes:
        pattern: the sentence with its places, as it is translated: "%(agent)s does not answer on this desk."
        facts: what stands in those places. A sentence among them is said in the same language.
    """

    __slots__ = ("facts", "pattern")
    pattern: str
    facts: dict[str, Any]

    def __new__(cls, pattern: str, **facts: Any) -> Self:
        made = super().__new__(cls, pattern % facts if facts else pattern)
        made.pattern, made.facts = pattern, facts
        return made


def recognized(text: str, patterns: Iterable[str]) -> str:
    """Text that was kept in English as the sentence that it was, if it is one of these; else as it is."""
    for pattern in patterns:
        places = re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(pattern))
        if found := re.fullmatch(places, text, re.S):
            return Sentence(pattern, **found.groupdict())
    return text


def in_words(text: str, translate: Callable[[str], str]) -> str:
    """A sentence of ours in the language that `translate` (gettext) speaks; any other text as it is."""
    if not isinstance(text, Sentence):
        return translate(text) if text else ""
    if not text.facts:
        return translate(text.pattern)
    facts = {
        name: in_words(fact, translate) if isinstance(fact, Sentence) else fact
        for name, fact in text.facts.items()
    }
    return translate(text.pattern) % facts
