"""Every language of both books is complete, fits its sentences, and what is compiled is what is written."""

import re

import pytest
from django.test import Client

import catalogue
from portal_story import page_of, text_of

PLACES = re.compile(r"%\(\w+\)s|{\w+}|%%|<[^>]+>")


@pytest.mark.parametrize(("book", "language"), catalogue.EACH)
def test_every_sentence_is_translated(book, language):
    assert not catalogue.missing(language, book)


@pytest.mark.parametrize(("book", "language"), catalogue.EACH)
def test_no_translation_is_left_over(book, language):
    known = {message.id for message in catalogue.sentences(book)}
    assert not [
        message.id
        for message in catalogue.translated(language, book)
        if message.id and message.id not in known
    ]


@pytest.mark.parametrize(("book", "language"), catalogue.EACH)
def test_what_is_compiled_is_what_is_written(book, language):
    written = catalogue.said(catalogue.translated(language, book))
    assert catalogue.spoken(language, book) == written, "run: python tests/catalogue.py"


@pytest.mark.parametrize(("book", "language"), catalogue.EACH)
def test_a_translation_has_the_places_of_its_sentence(book, language):
    for message in catalogue.translated(language, book):
        if not message.id:
            continue
        ids, strings = (
            (message.id, message.string) if message.pluralizable else ([message.id], [message.string])
        )
        wanted = [set(PLACES.findall(sentence)) for sentence in (*ids, " ".join(ids))]
        for string in strings:
            assert set(PLACES.findall(string)) in wanted, message.id
            assert string.count("[") == string.count("]") == ids[0].count("["), message.id


def test_the_collector_sees_code_and_pages():
    found = {message.id for message in catalogue.sentences()}
    assert {"Received", "Have we got this right?", "Not quite", "There is nothing at this address."} <= found


@pytest.mark.django_db
def test_a_german_page_has_no_english_left(story):
    asked = story.asks("Drohnen.")
    story.now("9:20")
    story.says(asked, "Ich sehe nach.", due="12:00", restating="Ich sehe nach.")
    browser = story.browser(asked)
    browser.post(page_of(asked, "you/"), {"language": "de"})
    english = {str(message.id) for message in catalogue.sentences() if " " in str(message.id)}
    for address in (page_of(asked), page_of(asked, "you/"), f"/d/{asked.desk.slug}/", "/r/x/"):
        page = browser.get(address)
        text = text_of(page)
        assert not [sentence for sentence in english if sentence in text]


@pytest.mark.django_db
def test_a_stranger_with_a_german_browser_reads_german(story):
    stranger = Client(HTTP_ACCEPT_LANGUAGE="de-CH,fr;q=0.5")
    assert "Dafür braucht es einen neuen Link." in text_of(stranger.get("/r/x/"))
    assert "Offen bis 18:00 Uhr." in text_of(stranger.get(f"/d/{story.cast.desk.slug}/"))
