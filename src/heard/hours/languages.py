"""The languages that people outside are spoken to in: the one list. How to add one: docs/languages.md."""

from typing import Literal, get_args

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
