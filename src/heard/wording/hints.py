"""Honest wording: what a draft should not say, or leaves out; each with a better wording.

Hints are never counted, stored or shown to anybody but the one who writes. They forbid nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from heard.hours.languages import spoken
from heard.wording import honest as words
from heard.wording.promised import promises
from heard.wording.prose import Sentence, own_words, sentences
from heard.wording.times import times

type Kind = Literal["fix", "vague", "blame", "owner", "never", "issue", "workaround", "watch", "jargon"]


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to say better. `old` is the part of the text to put `new` for.

    With no `old`, `new` is a sentence to add. With no `new` only a person knows the words.
    """

    kind: Kind
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class About:
    """What the text is about, as far as the desk knows.

    language: of the reader, "en" or "de". told: the next time in words ("2:00 pm today"), or "". subject and theirs:
    what the reader wrote; a word they use themselves is no jargon to them. is_first: nobody wrote to them yet.
    workaround, watch: what works meanwhile and where progress shows, as the problem behind it says, or "".
    """

    language: str = "en"
    told: str = ""
    subject: str = ""
    theirs: str = ""
    is_first: bool = False
    workaround: str = ""
    watch: str = ""


_ENOUGH = 7
"""Words from which on a draft is looked at for what it leaves out."""


def hints(text: str, about: About) -> list[Hint]:
    """All hints for a draft, the weightiest first; the page shows one at a time. None in a language that is spoken to
    the reader and has no hints yet: nobody wants English words in a Spanish letter."""
    said, language = sentences(text), spoken(about.language)
    if language not in words.WORDS:
        return []
    return [
        *_said(text, said, about, language),
        *_left_out(text, said, about, language),
        *_jargon(text, about, language),
    ]


def _said(text: str, said: Sequence[Sentence], about: About, language: str) -> Iterator[Hint]:
    """What the text says and should not."""
    put = words.WORDS[language]
    for sentence in said:
        if not sentence.asks and _promises_a_fix(sentence.text):
            yield Hint(
                "fix", _as_written(text, sentence), put["fix"].format(when=_when(sentence.text, about, put))
            )
    for sentence in said:
        found = words.VAGUE.search(sentence.text)
        if found and not sentence.asks and not words.THEIRS_TO_SAY.search(sentence.text):
            yield Hint("vague", found[0], _by(sentence, found, about, put))
    for sentence in said:
        yield from _blame(sentence, language)


def _promises_a_fix(sentence: str) -> bool:
    sure = words.SURE.search(sentence)
    if sure and not words.NOT_SURE.search(sentence) and not words.SAYS.search(sentence, 0, sure.start()):
        return True
    return bool(words.FIX.search(sentence)) and not words.MAY_FAIL.search(sentence)


def _by(sentence: Sentence, vague: re.Match[str], about: About, put: dict[str, str]) -> str:
    """The time to put for a vague one; "" where a time stands already, or what is put off is not ours."""
    if not about.told or _has_time(sentence.text) or not words.OURS.search(sentence.text):
        return ""
    by = put["by"].format(time=about.told)
    return by[:1].upper() + by[1:] if vague.start() == 0 else by


def _as_written(text: str, sentence: Sentence) -> str:
    return text[sentence.start : sentence.start + len(sentence.text)].strip()


def _when(sentence: str, about: About, put: dict[str, str]) -> str:
    """The time of a promised fix as the time of a word; else the one that is told."""
    found = times(sentence)
    time = sentence[found[0].start : found[0].end] if found else about.told
    return (
        f"{put['by'].format(time=time)}, ".replace(", ", ", " if put["by"].startswith("by") else " ")
        if time
        else ""
    )


def _has_time(sentence: str) -> bool:
    return any(True for _ in promises(sentence))


def _blame(sentence: Sentence, language: str) -> Iterator[Hint]:
    for pattern, better in _blaming(language):
        found = pattern.search(sentence.text)
        if not found or words.SAYS.search(sentence.text, 0, found.start()):
            continue
        old, new = found[0], better or ""
        if better == "":
            new = sentence.text[found.end() : found.end() + 1]
            old = found[0] + new
        yield Hint("blame", old, new[:1].upper() + new[1:] if found.start() == 0 else new)
        return


@cache
def _blaming(language: str) -> tuple[tuple[re.Pattern[str], str | None], ...]:
    return tuple((re.compile(rf"\b(?:{pattern})", re.I), better) for pattern, better in words.BLAME[language])


def _left_out(text: str, said: Sequence[Sentence], about: About, language: str) -> Iterator[Hint]:
    """What the text should say and does not."""
    own, put = own_words(text), words.WORDS[language]
    if len(own.split()) < _ENOUGH:
        return
    if words.PASSED_ON.search(own) and not words.WHO_HAS_IT.search(own):
        yield Hint("owner", "", put["owner"])
    if words.FOR_LATER.search(own) and not words.MAY_NEVER.search(own):
        yield Hint("never", "", put["never"])
    if about.is_first and about.subject and not _names(own, f"{about.subject} {about.theirs}"):
        yield Hint("issue", "", put["issue"].format(subject=about.subject.strip(" .!?")))
    if about.workaround and not words.MEANWHILE.search(own) and not _names(own, about.workaround):
        yield Hint("workaround", "", put["workaround"].format(workaround=about.workaround))
    if about.watch and about.watch not in text:
        yield Hint("watch", "", put["watch"].format(watch=about.watch))


_COMMON = frozenset(
    "about after again because before could every first found hello please problem question request should since still "
    "thank thanks their there these thing things think those though today tomorrow until where which while would write "
    "bitte danke diese dieser dieses einen einer etwas frage gerade guten haben heute hallo ihnen ihre immer jetzt "
    "können leider morgen nicht nichts schon unsere viele warum werden wieder wurde message answer "
    "antwort nachricht".split()
)


def _names(own: str, theirs: str) -> bool:
    """Whether the text shares a word of its own with what it is about; true where there is no such word to share."""
    about = {word[:6] for word in _content(theirs)}
    return not about or bool(about & {word[:6] for word in _content(own)})


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]{5,}", text.casefold()) if word not in _COMMON}


def _jargon(text: str, about: About, language: str) -> Iterator[Hint]:
    own, theirs = own_words(text), f"{about.subject} {about.theirs}".casefold()
    rides = words.NO_JARGON.search(own)
    for found in _trade(language).finditer(own):
        is_fare = rides and found[0].casefold().startswith("ticket")
        if not is_fare and found[0].casefold() not in theirs:
            yield Hint("jargon", found[0], words.JARGON[language][found[0].casefold()])


@cache
def _trade(language: str) -> re.Pattern[str]:
    """The words of the trade, the longest first."""
    known = "|".join(re.escape(word) for word in sorted(words.JARGON[language], key=len, reverse=True))
    return re.compile(rf"(?<![\w/.#-])(?:{known})(?![\w/#-]|\.\w)", re.I)
