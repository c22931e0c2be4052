"""Written help in public: suggested while somebody types, read in one's own language, "this helped"."""

import pytest
from django.test import Client

from heard.portal import limits
from heard.record import files
from heard.record.actions import guide, problem
from heard.record.models.guide import Guide
from heard.record.models.help import Helped
from heard.record.models.problem import Problem
from portal_story import text_of

pytestmark = pytest.mark.django_db
TITLE, TEXT = "Label printer prints blank labels", "Open the printer.\n\nTurn the **roll** around."
ASKED = {"happened": "Since the update our label printers print only blanks."}


@pytest.fixture
def found(story) -> Guide:
    """A public guide, in English."""
    made = guide.make(
        story.cast.desk, language="en", title=TITLE, text=TEXT, by=story.cast.allie, at=story.at
    )
    guide.publish(made, shown=True, by=story.cast.allie, at=story.at)
    return Guide.objects.select_related("help__desk").get()


def place(found: Guide, rest: str = "") -> str:
    return f"/d/{found.desk.slug}/guides/{found.public_id}/{rest}"


def said(found: Guide) -> list[bool]:
    return list(found.help.answers.order_by("id").values_list("helped", flat=True))


def test_what_is_typed_on_the_front_page_is_answered_with_what_may_help(story, found):
    front = f"/d/{found.desk.slug}/"
    answer = Client(HTTP_ACCEPT_LANGUAGE="en").post(f"{front}like/", ASKED)
    assert "This may help at once:" in text_of(answer) and place(found) in answer.content.decode()
    assert "Turn the roll around." in text_of(answer)
    other = Client().post(f"{front}like/", {"happened": "Please send the invoice for October."})
    assert text_of(other) == "" and text_of(Client().post("/d/quiet/like/", ASKED)) == ""
    assert "Written help" in text_of(Client(HTTP_ACCEPT_LANGUAGE="en").get(front))
    guide.publish(found, shown=False, by=story.cast.allie, at=story.at)
    assert text_of(Client().post(f"{front}like/", ASKED)) == ""
    assert "Written help" not in text_of(Client(HTTP_ACCEPT_LANGUAGE="en").get(front))


def test_it_is_listed_found_and_read(found):
    browser, everything = Client(HTTP_ACCEPT_LANGUAGE="en"), f"/d/{found.desk.slug}/guides/"
    assert TITLE in text_of(browser.get(everything)) and TITLE in text_of(
        browser.get(f"{everything}?q=rolls")
    )
    assert "Nothing written holds these words" in text_of(browser.get(f"{everything}?q=drones"))
    shown = browser.get(place(found)).content.decode()
    assert (
        f'<h1 class="first" lang="en" dir="auto">{TITLE}</h1>' in shown and "<strong>roll</strong>" in shown
    )
    assert "not there in your language" not in shown


def test_another_language_is_named_until_there_is_one(story, found):
    german = Client(HTTP_ACCEPT_LANGUAGE="de")
    shown = text_of(german.get(place(found)))
    assert TITLE in shown and "Das gibt es noch nicht in Ihrer Sprache" in shown and "Englisch" in shown
    words = {"language": "de", "title": "Drucker druckt leere Etiketten", "text": "Die Rolle umdrehen."}
    guide.write(found, **words, seen=0, by=story.cast.bob, at=story.at)
    shown = text_of(german.get(place(found)))
    assert "Drucker druckt leere Etiketten" in shown and "noch nicht in Ihrer Sprache" not in shown
    assert "Hat das geholfen?" in shown


def test_what_is_internal_is_not_there(story, found):
    guide.publish(found, shown=False, by=story.cast.allie, at=story.at)
    assert Client().get(place(found)).status_code == 404
    assert Client().post(place(found), {"helped": "yes"}).status_code == 404
    assert TITLE not in text_of(Client().get(f"/d/{found.desk.slug}/guides/"))
    assert not Helped.objects.exists()


def test_looking_counts_nothing_and_a_browser_counts_once(found):
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    for _ in range(2):
        assert "Did this help?" in text_of(browser.get(f"{place(found)}?helped=yes"))
    assert not [name for name in browser.cookies if "visitor" in name] and said(found) == []
    answer = browser.post(place(found), {"helped": "yes"})
    assert answer.status_code == 302 and answer.url == place(found) + "#helped"
    browser.post(place(found), {"helped": "yes"})
    assert said(found) == [True] and "You said that this helped." in text_of(browser.get(place(found)))
    browser.post(place(found), {"helped": "no"})
    assert said(found) == [False] and "a person answers" in text_of(browser.get(place(found)))
    Client().post(place(found), {"helped": "yes"})
    assert said(found) == [False, True]
    Client().post(place(found), {"helped": "perhaps"})
    assert said(found) == [False, True]


def test_a_person_counts_once_in_all_their_browsers(story, found):
    asked = story.asks()
    for browser in (story.browser(asked), story.browser(asked)):
        browser.post(place(found), {"helped": "yes"})
    assert said(found) == [True]
    assert "zelda" not in Helped.objects.get().visitor


def test_what_a_browser_said_before_it_was_known_is_the_same_word(story, found):
    asked, browser = story.asks(), Client()
    browser.post(place(found), {"helped": "no"})
    browser.post(f"/r/{story.token(asked)}/")
    browser.post(place(found), {"helped": "yes"})
    assert said(found) == [True]


def test_a_flood_is_held_off_and_said(found, monkeypatch):
    monkeypatch.setattr(limits, "ANSWERS", 2)
    answers = [Client(HTTP_ACCEPT_LANGUAGE="en").post(place(found), {"helped": "no"}) for _ in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert "Please wait until" in text_of(answers[2]) and said(found) == [False, False]


def test_a_picture_is_given_out_closed_and_only_while_it_is_shown(story, found):
    content = b"\x89PNG and so on"
    kept = found.help.pictures.create(
        digest=files.keep(content), size=9, added_at=story.at, added_by=story.cast.bob
    )
    address = place(found, f"pictures/{kept.public_id}/")
    assert Client().get(address).status_code == 404
    text = f"![The roll](picture:{kept.public_id})"
    guide.write(found, language="en", title=TITLE, text=text, seen=1, by=story.cast.bob, at=story.at)
    answer = Client().get(address)
    assert answer.content == content and answer["Content-Type"] == "image/png"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert f'<img src="{address}" alt="The roll">' in Client().get(place(found)).content.decode()
    guide.publish(found, shown=False, by=story.cast.allie, at=story.at)
    assert Client().get(address).status_code == 404


def test_it_stands_on_the_page_of_its_problem(story, found):
    fault: Problem = problem.make(story.asks(), title="Blank labels", by=story.cast.allie, at=story.at)
    problem.publish(fault, shown=True, by=story.cast.allie, at=story.at)
    address = f"/d/{found.desk.slug}/problems/{fault.public_id}/"
    assert TITLE not in text_of(Client().get(address))
    guide.about(found, problem=fault, by=story.cast.allie, at=story.at)
    assert TITLE in text_of(Client().get(address))


def test_looks_while_somebody_types_are_limited_by_the_hour(found, monkeypatch):
    monkeypatch.setattr(limits, "LOOKS", 2)
    place = f"/d/{found.desk.slug}/like/"
    one, other = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="203.0.113.8")
    assert [one.post(place, ASKED).status_code for _ in range(3)] == [200, 200, 429]
    assert text_of(one.post(place, ASKED)) == ""
    assert one.post(place, {"happened": "Hi"}).status_code == 200, "nothing was looked for"
    assert "This may help" in text_of(other.post(place, ASKED, HTTP_ACCEPT_LANGUAGE="en"))
