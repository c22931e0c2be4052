"""The public side of a problem: known right now, me too, it happened again; no names, no number under three."""

import pytest
from django.core.cache import cache
from django.test import Client

from heard.record.actions import broadcast, problem, requester
from heard.record.models.intake import Intake
from heard.record.models.problem import Counts, Problem
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket
from portal_story import page_of

pytestmark = pytest.mark.django_db
SAMPLE = "My drone comes back with the package."


@pytest.fixture
def found(story) -> Problem:
    """Zelda's drones, on the public page."""
    ticket = story.asks()
    made = problem.make(ticket, title="Drones come back", by=story.cast.allie, at=story.at)
    problem.word(
        made, language="en", by=story.cast.allie, at=story.at, title="Drones come back",
        workaround="Set the drop point by hand.", sample_text=SAMPLE,
    )  # fmt: skip
    problem.publish(made, shown=True, by=story.cast.allie, at=story.at)
    return Problem.objects.select_related("desk").get(pk=made.pk)


def place(found: Problem, rest: str = "") -> str:
    return f"/d/{found.desk.slug}/problems/{found.public_id}/{rest}"


def says(found: Problem, email: str, text: str = SAMPLE, **more: str):
    values = {"email": email, "text": text, "name": "", **more}
    return Client(HTTP_ACCEPT_LANGUAGE="en").post(place(found), values)


def seen(response) -> str:
    return response.content.decode()


def test_the_front_page_names_what_is_known(story, found):
    shown = seen(Client(HTTP_ACCEPT_LANGUAGE="en").get(f"/d/{found.desk.slug}/"))
    assert (
        "Known right now" in shown and "Drones come back" in shown and "Set the drop point by hand." in shown
    )
    problem.set_state(found, state="fixed", by=story.cast.allie, at=story.at)
    assert "Known right now" not in seen(Client().get(f"/d/{found.desk.slug}/"))


def test_what_is_not_public_is_not_there(story, found):
    problem.publish(found, shown=False, by=story.cast.allie, at=story.at)
    assert Client().get(place(found)).status_code == 404
    assert says(found, "nora@northwind.example").status_code == 404
    assert Client().get(f"/d/quiet/problems/{found.public_id}/").status_code == 404
    assert found.counts.reports == 1


def test_no_number_under_three_voices_and_never_a_name(story, found):
    for address in ("nora@northwind.example", "olga@northwind.example"):
        shown = seen(Client().get(place(found)))
        assert "people told us" not in shown and "Zelda" not in shown and "northwind" not in shown
        says(found, address)
        cache.clear()
    shown = seen(Client(HTTP_ACCEPT_LANGUAGE="en").get(place(found)))
    assert "3 people told us 3 times" in shown and "nora" not in shown and "Zelda" not in shown


def test_me_too_is_a_request_of_its_own_behind_the_problem(story, found):
    answer = says(found, "nora@northwind.example", zone="Europe/Berlin")
    assert answer.status_code == 302 and answer.url == place(found, "counted/")
    ticket = Ticket.objects.get(requester__addresses__address="nora@northwind.example")
    assert ticket.problem == found and ticket.is_open and ticket.promise.told_at
    assert ticket.requester.zone == "Europe/Berlin"
    # They used the words we gave them, which ask nothing.
    assert ticket.messages.get().settled == "stands"
    assert Intake.objects.get(ticket=ticket).state == "ticket"
    assert "It counts." in seen(Client(HTTP_ACCEPT_LANGUAGE="en").get(answer.url))


def test_who_wrote_words_of_their_own_is_owed_a_reading(story, found):
    says(found, "nora@northwind.example", text="Mine comes back too. When do I get my money?")
    ticket = Ticket.objects.get(requester__addresses__address="nora@northwind.example")
    assert ticket.messages.get().settled_at is None


def test_the_same_address_again_is_one_voice_and_nobody_learns_that_it_is_known(story, found):
    story.now("9:30")
    first, again = (says(found, story.cast.zelda.address, text="Mine again!") for _ in range(2))
    assert (first.status_code, first.url) == (again.status_code, again.url) == (302, place(found, "counted/"))
    zeldas = Ticket.objects.get(requester=story.cast.zelda)
    assert found.counts == Counts(people=1, organizations=0, reports=2)
    # Nothing proves that it is Zelda: agents see it, it moves nothing, and her page does not show it.
    assert not zeldas.messages.filter(n__gt=1, verified=True).exists()
    assert "Mine again!" not in seen(story.browser(zeldas).get(page_of(zeldas)))


def test_a_button_pressed_twice_is_one_report(story, found):
    once = "0" * 32
    for _ in range(2):
        says(found, "nora@northwind.example", once=once)
    assert Requester.objects.filter(addresses__address="nora@northwind.example").count() == 1
    assert found.counts.reports == 2


def test_programs_and_floods_are_held_off(story, found):
    assert says(found, "nora@northwind.example", website="http://x").status_code == 422
    assert says(found, "no address").status_code == 422
    answers = [says(found, "nora@northwind.example", text=f"Again {n}") for n in range(6)]
    assert [one.status_code for one in answers] == [302] * 5 + [429]


def test_in_ones_own_browser_it_is_one_button(story, found):
    zeldas = found.tickets.get()
    browser = story.browser(zeldas)
    shown = seen(browser.get(place(found)))
    assert "You told us already" in shown and "Me too" not in shown
    page = seen(browser.get(page_of(zeldas)))
    assert "You are not the only one" in page
    # What helps at once stands under the first line, before how far it is.
    assert page.index("Set the drop point by hand.") < page.index('<ol class="five"')
    before = zeldas.promise.pk
    story.now("9:30")
    assert browser.post(page_of(zeldas, "again/")).status_code == 302
    assert "It counts: you told us again at" in seen(browser.get(page_of(zeldas)))
    assert browser.post(page_of(zeldas, "again/")).status_code == 409
    zeldas.refresh_from_db()
    assert zeldas.promise.pk == before and found.counts.reports == 2


def test_strangers_cannot_press_on_somebodys_request(story, found):
    assert Client().post(page_of(found.tickets.get(), "again/")).status_code == 404
    assert found.counts.reports == 1


def test_the_next_word_is_the_one_that_was_told_and_a_missed_one_is_said(story, found):
    broadcast.press(
        found, texts={"en": "We look."}, due_at=story.now("14:00"), by=story.cast.carla, at=story.now("9:30")
    )
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert "Next word by 2:00\u00a0pm today." in seen(browser.get(place(found)))
    story.now("14:10")
    assert "it is late" in seen(browser.get(place(found)))


def test_it_speaks_german(story, found):
    requester.change(story.cast.zelda, by=story.cast.zelda, at=story.at, language="de")
    problem.word(found, language="de", by=story.cast.allie, at=story.at, title="Drohnen kehren um")
    shown = seen(Client(HTTP_ACCEPT_LANGUAGE="de").get(place(found)))
    assert "Drohnen kehren um" in shown and "Mir auch" in shown


TYPED = "Our drones come back with the package"


def typed(found: Problem, text: str = TYPED, *, language: str = "en") -> str:
    browser = Client(HTTP_ACCEPT_LANGUAGE=language)
    return seen(browser.post(f"/d/{found.desk.slug}/like/", {"happened": text, "doing": "", "stopped": ""}))


def test_while_somebody_types_the_known_problem_is_named(story, found):
    shown = typed(found)
    assert "Is it this?" in shown and ">Drones come back</bdi>" in shown
    assert ">Set the drop point by hand.</bdi>" in shown
    assert "reports)" not in shown and "Zelda" not in shown
    assert "Ist es das?" in typed(found, language="de")
    for address in ("nora@northwind.example", "olga@northwind.example"):
        says(found, address)
    cache.clear()
    assert "(3 reports)" in typed(found)


@pytest.mark.parametrize("text", ["", "drone back", "The invoice of October has a wrong address"])
def test_something_else_or_too_little_names_nothing(story, found, text):
    assert "Is it this?" not in typed(found, text)


def test_what_is_not_public_or_fixed_is_not_named_while_typing(story, found):
    problem.publish(found, shown=False, by=story.cast.allie, at=story.at)
    assert "Is it this?" not in typed(found)
    problem.publish(found, shown=True, by=story.cast.allie, at=story.at)
    assert "Is it this?" in typed(found)
    problem.set_state(found, state="fixed", by=story.cast.allie, at=story.at)
    assert "Is it this?" not in typed(found)


def test_me_too_carries_what_was_typed_and_sends_nothing_yet(story, found):
    given = {"happened": TYPED, "doing": "Deliver", "stopped": "", "email": "nora@northwind.example"}
    shown = seen(Client(HTTP_ACCEPT_LANGUAGE="en").post(place(found, "carry/"), given))
    assert TYPED in shown and "Deliver" in shown and "nora@northwind.example" in shown
    assert f'action="{place(found)}"' in shown
    assert found.counts.reports == 1 and Intake.objects.count() == 0
