"""The one list of languages, and what each of them must have."""

import pytest

from heard.hours.languages import DESK_LANGUAGES, LANGUAGES, direction, spoken, spoken_to_agents
from heard.hours.said import _DAYS


@pytest.mark.parametrize(
    "wanted, known",
    [("en", "en"), ("de-AT", "de"), ("FR", "fr"), ("es-MX", "es"), ("ar-EG", "ar"), ("it", "en"), ("", "en")],
)
def test_the_language_that_is_spoken_for_a_wanted_one(wanted, known):
    assert spoken(wanted) == known


@pytest.mark.parametrize("wanted, known", [("de-CH", "de"), ("fr", "en"), ("ar", "en"), ("en-GB", "en")])
def test_agents_are_written_to_in_fewer(wanted, known):
    assert spoken_to_agents(wanted) == known


def test_arabic_alone_runs_from_right_to_left():
    assert [language for language in LANGUAGES if direction(language) == "rtl"] == ["ar"]


def test_agents_languages_are_among_all():
    assert set(DESK_LANGUAGES) < set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_words_of_times(language):
    assert _DAYS.keys() == set(LANGUAGES)
    assert _DAYS[language].keys() == _DAYS["en"].keys()
