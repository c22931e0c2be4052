"""The composer reads along: a time in the text fills the field, what disagrees is said, one hint with better words."""

import re

import pytest

from agents.conftest import seen, url
from heard.record.actions import problem
from heard.record.models.draft import Draft
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db
TWO = "I look at it. You'll hear from me tomorrow by 2pm."


@pytest.fixture
def found(stage) -> Ticket:
    return stage.asks(stage.zelda, "They come back with the package", subject="Drones return")


def judged(browser, about: Ticket, **values: str) -> str:
    """What comes back while somebody types."""
    form = {"text": TWO, "way": "next", "due": "", "seen_n": "99", **values}
    form.setdefault("restating", form["text"].partition(".")[0])
    return seen(browser.patch("post", url(about, "draft"), form, at="div#judged"))


def filled(told: str) -> dict[str, str]:
    """What the page is asked to put into the form."""
    span = re.search(r"<span hidden data-fill[^>]*>", told)
    return dict(re.findall(r'data-([\w-]+)="([^"]*)"', span[0])) if span else {}


def hint(told: str) -> str:
    """The hint's sentence."""
    shown = re.search(r'<p class="hint"><span>(.*?)</span>', told)
    return shown[1] if shown else ""


# --- the time ----------------------------------------------------------------------------------------------


def test_a_time_in_the_text_fills_the_empty_field_and_the_button(allie, found):
    told = judged(allie, found)
    assert filled(told) == {"fill": "tomorrow by 2pm", "was": "", "way": "next", "way-was": "next"}
    assert (
        "back by 2:00 pm tomorrow in New York" in told
        and 'name="found" id="found" value="tomorrow by 2pm"' in told
    )
    draft = Draft.objects.get()
    judged(allie, found, text="I look at it.", due="tomorrow 2pm")
    assert draft.typed == "tomorrow by 2pm" and draft.due_at == Draft.objects.get().due_at


def test_what_was_typed_by_hand_is_left_alone_and_the_difference_is_said(allie, found):
    told = judged(allie, found, due="tomorrow 3pm")
    assert not filled(told) and Draft.objects.get().typed == "tomorrow 3pm"
    assert (
        "Your text says 2:00 pm tomorrow in New York, the field says 3:00 pm tomorrow in New York."
        in hint(told)
    )
    assert 'data-typed="tomorrow by 2pm"' in told
    assert hint(judged(allie, found, due="tomorrow 14:00")) == ""


def test_the_field_follows_the_text_only_while_the_text_filled_it(allie, found):
    three = TWO.replace("2pm", "3pm")
    told = judged(allie, found, text=three, due="tomorrow by 2pm", found="tomorrow by 2pm")
    assert filled(told)["fill"] == "tomorrow by 3pm"
    gone = judged(allie, found, text="I look at it.", due="tomorrow by 2pm", found="tomorrow by 2pm")
    assert filled(gone) == {"fill": "", "was": "tomorrow by 2pm", "way": "next", "way-was": "next"}
    assert not filled(judged(allie, found, text=three, due="tomorrow by 2pm"))


def test_a_new_time_in_the_text_is_a_new_time_not_one_that_stands(stage, allie, found):
    stage.answers(found, "I look", due=120)
    told = judged(allie, found, way="stands")
    assert filled(told)["way"] == "next" and Draft.objects.get().way == "next"
    again = judged(allie, found, way="stands", due="tomorrow by 2pm", found="tomorrow by 2pm")
    assert not filled(again) and "stands." in hint(again)


def test_solved_with_a_promise_in_the_text_is_said(allie, found):
    told = judged(allie, found, way="solves")
    assert not filled(told) and "Solved, nobody is reminded of it." in hint(told)


def test_nothing_is_filled_in_on_sending(stage, allie, found):
    """The twin without a script: what was not seen is not sent."""
    form = {"text": TWO, "way": "next", "due": "", "seen_n": "99"}
    answer = allie.patch("post", url(found, "send"), form)
    assert answer.status_code == 422 and not found.messages.filter(kind="outbound").exists()
    told = seen(allie.post(url(found, "draft"), form, follow=True))
    assert 'id="due" name="due" value=""' in told


def test_what_disagrees_does_not_keep_anybody_from_sending(stage, allie, found):
    form = {"text": TWO, "way": "next", "due": "tomorrow 3pm", "seen_n": "99"}
    assert allie.patch("post", url(found, "send"), form).status_code == 200
    assert found.messages.filter(kind="outbound").count() == 1


# --- hints -------------------------------------------------------------------------------------------------


def test_a_vague_word_is_offered_the_time_that_is_told(allie, found):
    told = judged(allie, found, text="I look at it and get back to you soon.", due="tomorrow 2pm")
    assert "“soon” is no time." in hint(told)
    assert 'data-old="soon" data-new="by 2:00 pm tomorrow"' in told


def test_in_the_language_of_the_reader(stage, allie):
    stage.yusuf.language = "de"
    stage.yusuf.save()
    found = stage.asks(stage.yusuf, "Er druckt leer", subject="Etikettendrucker")
    told = judged(allie, found, text="Ich melde mich bald.", due="tomorrow 2pm")
    assert 'data-old="bald" data-new="bis morgen um 14:00 Uhr"' in told


def test_dismissed_it_makes_room_for_the_next_and_nothing_is_stored(allie, found):
    text = "I look at it soon. You should have told us."
    assert "no time" in hint(judged(allie, found, text=text, due="tomorrow 2pm"))
    told = judged(allie, found, text=text, due="tomorrow 2pm", not_here="vague")
    assert "blame" in hint(told)
    assert hint(judged(allie, found, text=text, due="tomorrow 2pm", not_here="vague blame")) == ""
    kept = {field.name: getattr(Draft.objects.get(), field.name) for field in Draft._meta.fields}
    assert not any("vague" in str(value) for value in kept.values())
    assert "no time" in hint(seen(allie.get(url(found))))


def test_what_works_meanwhile_is_offered_from_the_problem(stage, allie, found):
    fault = problem.make(found, title="Drones come back", by=stage.allie, at=stage.now)
    problem.word(fault, language="en", workaround="set the drop point by hand", by=stage.allie, at=stage.now)
    told = judged(
        allie, found, text="I look at your drones that return. It is the map, I believe.", due="tomorrow 2pm"
    )
    assert 'data-new="Until then: set the drop point by hand"' in told


def test_a_letter_that_says_it_well_hears_nothing(allie, found):
    text = "The drones return. You'll hear from me tomorrow by 2pm, with a fix or a better time."
    told = judged(allie, found, text=text, restating="The drones return.")
    assert hint(told) == ""
