"""Every language has every letter, every draft and every place in them; adding one is docs/languages.md."""

import re
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings

import catalogue
from heard.agents import absence, drift, help, sooner, voice
from heard.api.problem import Say
from heard.followup import forward, ping
from heard.followup import round as rounds
from heard.hours.languages import DESK_LANGUAGES, LANGUAGES, RIGHT_TO_LEFT, Language
from heard.wording.language import guess

LETTERS = catalogue.HEARD / "letters" / "templates" / "letters"
TO_AGENTS = {"alert", "consult", "digest", "kinds", "watch", "weekly"}
"""Letters to agents are written in `DESK_LANGUAGES` alone."""
TABLES = {
    "absence": {language: {"hi": hi, "wait": text} for language, (hi, text) in absence.WORDS.items()},
    "sooner": sooner.WORDS,
    "over": voice.OVER,
    "round": rounds.WORDS,
    "ping": ping.TEXTS,
    "forward": forward.TEXTS,
    "overloaded": {language: {"whole": text} for language, text in voice.OVERLOADED.items()},
    "help": {language: {"line": text} for language, text in help.WORDS.items()},
    "drift": {language: {"no": text} for language, text in drift.WORDS.items()},
    "frame": {language: {"frame": text} for language, text in voice.FRAME.items()},
}
OPEN, SHUT = "\u2068", "\u2069"
NAMES = "name agent who whom leader reader question event what names phone number version"


def letters_in(language: str) -> set[str]:
    return {path.stem for path in (LETTERS / language).glob("*.html")}


def shown_by(path: Path) -> set[str]:
    """What a template shows, and what it asks about."""
    text = path.read_text(encoding="utf-8")
    asked = " ".join(re.findall(r"{% (?:if|elif) (.*?) %}", text))
    words = set(re.findall(r"[a-z_.]+", re.sub(r'"[^"]*"', "", asked))) - {"and", "or", "not"}
    return words | set(re.findall(r"{{ ([a-z_.]+)", text))


def test_the_site_speaks_what_the_list_says():
    assert [code for code, _ in settings.LANGUAGES] == list(LANGUAGES)
    assert get_args(Say.model_fields["texts"].annotation)[0] is Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_letter(language):
    wanted = letters_in("en") if language in DESK_LANGUAGES else letters_in("en") - TO_AGENTS
    assert letters_in(language) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_shows_in_every_language_the_same(language):
    for name in sorted(letters_in(language)):
        shown = shown_by(LETTERS / language / f"{name}.html")
        assert shown == shown_by(LETTERS / "en" / f"{name}.html"), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TABLES)
def test_a_draft_has_in_every_language_the_same_places(name, language):
    table = TABLES[name]
    assert table.keys() == set(LANGUAGES)
    for key, text in table["en"].items():
        assert set(re.findall(r"{\w+}", table[language][key])) == set(re.findall(r"{\w+}", text)), key


@pytest.mark.parametrize("language", sorted(RIGHT_TO_LEFT))
def test_a_name_keeps_its_own_direction(language):
    names = "|".join(NAMES.split())
    for _, forms in catalogue.said(catalogue.translated(language)).items():
        for form in forms:
            bare = re.sub(rf"{OPEN}[^{OPEN}{SHUT}]*{SHUT}", "", form)
            assert not re.search(rf"%\((?:{names})\)s", bare), form
            assert form.count(OPEN) == form.count(SHUT), form


@pytest.mark.parametrize(
    "language, text",
    [
        ("fr", "Bonjour, je ne peux pas ouvrir la page et les drones reviennent avec le paquet."),
        ("es", "Hola, no puedo abrir la página y los drones vuelven con el paquete. Gracias."),
        ("ar", "مرحبا، لا أستطيع أن أفتح هذه الصفحة، هل يمكن أن ترسلوا لي كلمة مرور؟ شكرا"),
    ],
)
def test_the_language_of_a_mail_is_recognized(language, text):
    assert guess(text) == language
