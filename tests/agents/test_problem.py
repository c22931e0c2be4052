"""Problems on the desk: `v` on a ticket, the page, the preview, sending, and what Mallory must not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.conftest import seen, url
from heard.record.access.today import lines
from heard.record.actions import broadcast, nudge, problem, requester
from heard.record.actor import HEARD
from heard.record.models.broadcast import Broadcast
from heard.record.models.problem import Problem
from heard.record.models.ticket import Ticket


@pytest.fixture
def found(stage) -> Problem:
    """Zelda's and Yusuf's drones come back; he reads German in Berlin."""
    requester.change(stage.yusuf, by=HEARD, at=stage.now, zone="Europe/Berlin", language="de")
    zeldas = stage.asks(stage.zelda, "My drone comes back with the package.")
    yusufs = stage.asks(stage.yusuf, "Die Drohne kehrt um.")
    made = problem.make(zeldas, title="Drones come back", by=stage.allie, at=stage.minutes(-20))
    problem.join(yusufs, problem=made, by=stage.allie, at=stage.minutes(-19))
    return Problem.objects.select_related("desk").get(pk=made.pk)


def place(found: Problem, *after: str) -> str:
    return f"/desk/problems/{found.public_id}/" + "".join(f"{part}/" for part in after)


KNOW = {"text_en": "The map is wrong.", "text_de": "Die Karte ist falsch.", "typed": "2h"}


def test_v_makes_a_problem_of_a_ticket_with_those_like_it(stage, allie):
    zeldas = stage.asks(stage.zelda, "My drone comes back with the package over the river.")
    yusufs = stage.asks(stage.yusuf, "The drone comes back, package and all, over the river.")
    printer = stage.asks(stage.yusuf, "The label printer is blank.", subject="Printer")
    answer = allie.patch(
        "post", url(zeldas, "problem"), {"title": "Drones come back", "like": [yusufs.public_id]}
    )
    assert "2 people" in seen(answer)
    found = Problem.objects.get()
    assert set(found.tickets.all()) == {zeldas, yusufs}
    printer.refresh_from_db()
    assert printer.problem is None


def test_a_new_ticket_is_asked_whether_it_is_the_known_one(stage, allie, found):
    like = stage.asks(stage.zelda, "Again my drone comes back with its package!", subject="Drone")
    other = stage.asks(stage.zelda, "Please send the invoice for October.", subject="Invoice")
    shown = seen(allie.get(url(like, "problem", "choose")))
    assert "Is it this?" in shown and "Drones come back" in shown and "×2" in shown
    assert "Is it this?" not in seen(allie.get(url(other, "problem", "choose")))
    allie.patch("post", url(like, "problem"), {"problem": found.public_id})
    assert found.counts.reports == 3 and found.counts.people == 2


def test_again_and_another_fault(stage, allie, found):
    ticket = found.tickets.get(requester=stage.zelda)
    problem_page = url(ticket, "problem")
    assert "3 reports" in seen(allie.patch("post", problem_page + "again/"))
    assert "Add to a problem" in seen(allie.patch("post", problem_page + "leave/"))
    assert found.counts.people == 1


def test_the_preview_shows_each_language_and_zone_and_what_stays_owed(stage, allie, found):
    zeldas = found.tickets.get(requester=stage.zelda)
    stage.answers(zeldas, "I look.", ago=10, due=90)
    nudge.sooner(zeldas, wanted_at=stage.minutes(30), reason="", by=stage.zelda, at=stage.minutes(-5))
    shown = seen(allie.post(place(found, "preview"), KNOW))
    assert "The map is wrong." in shown and "Die Karte ist falsch." in shown
    assert "New York" in shown and "Berlin" in shown
    assert "stays owed" in shown and "Send to 2 requests" in shown
    assert not Broadcast.objects.exists()
    assert "/r/" not in shown


def test_what_cannot_be_sent_is_said_and_nothing_written_is_lost(stage, allie, found):
    answer = allie.post(place(found, "preview"), {**KNOW, "typed": "soonish"})
    assert answer.status_code == 422
    assert "not a time I know" in seen(answer) and "Die Karte ist falsch." in seen(answer)
    back = allie.post(place(found, "write"), KNOW)
    assert "The map is wrong." in seen(back)


def test_a_frame_that_nobody_filled_in_is_said_to_nobody(stage, allie, found):
    unfilled = {**KNOW, "text_de": "Was wir wissen: \r\n\r\nWas wir tun: \r\n\r\nBis dahin: "}
    shown = seen(allie.post(place(found, "preview"), unfilled))
    assert "Was wir wissen" not in shown and shown.count("The map is wrong.") >= 2


def test_sent_watched_and_done(stage, allie, found):
    due = stage.minutes(120)
    answer = allie.post(place(found, "send"), {**KNOW, "due_at": due.isoformat()}, follow=True)
    assert "It goes to 2 requests now." in seen(answer) and "0 of 2" in seen(answer)
    sent = Broadcast.objects.get()
    while broadcast.carry_some(at=stage.minutes(1)) is not None:
        pass
    shown = seen(allie.patch("get", place(found, "broadcasts", sent.public_id)))
    assert "2 of 2" in shown and "Everybody was told" in shown and "hx-trigger" not in shown
    assert "<html" in seen(allie.get(place(found, "broadcasts", sent.public_id)))
    assert Ticket.objects.filter(promise__agent=stage.allie, promise__due_at=due).count() == 2


def test_only_reports_it_is_read_and_stands(stage, allie, found):
    zeldas, yusufs = (found.tickets.get(requester=one) for one in (stage.zelda, stage.yusuf))
    broadcast.press(
        found, texts={"en": "The map."}, due_at=stage.minutes(120), by=stage.allie, at=stage.minutes(-10)
    )
    while broadcast.carry_some(at=stage.minutes(-9)) is not None:
        pass
    assert "Written and answered by nobody yet" in seen(allie.get(place(found)))
    allie.post(place(found, "read"), {"ticket": [zeldas.public_id]})
    asked = zeldas.messages.get(kind="inbound")
    assert (asked.settled, asked.read_by) == ("stands", stage.allie)
    assert yusufs.messages.get(kind="inbound").settled_at is None


def test_its_state_and_words_are_said(stage, allie, found):
    allie.post(place(found, "state"), {"state": "fixing", "fixed_in": "4.2"})
    words = {"title_en": "Drones turn around", "workaround_en": "Set the point by hand.", "published": "yes"}
    shown = seen(allie.post(place(found, "words"), words, follow=True))
    assert "being fixed" in shown and "on the public page" in shown
    found.refresh_from_db()
    assert found.in_language("en").title == "Drones turn around" and found.published_at
    assert "Set the point by hand." in shown


def test_mallory_sees_nothing_of_it(stage, mallory, found):
    assert "Drones come back" not in seen(mallory.get("/desk/problems/"))
    assert mallory.get(place(found)).status_code == 404
    for act in ("state", "words", "read", "preview", "send", "write"):
        assert mallory.post(place(found, act), KNOW).status_code == 404
    own = stage.writes  # her own ticket cannot be put behind it either
    assert own and mallory.post(url(found.tickets.first(), "problem"), {"title": "x"}).status_code == 404


def test_the_list_counts_people_and_reports(allie, found):
    shown = seen(allie.get("/desk/problems/"))
    assert "Drones come back" in shown and "being looked at" in shown


def test_a_row_says_how_many_have_it_at_the_price_of_one_question(
    stage, allie, found, django_assert_num_queries
):
    alone = stage.asks(stage.zelda, "The label printer is blank.", subject="Printer")
    ids = [*found.tickets.values_list("id", flat=True), alone.pk]
    rows = {line.id: line.voices for line in lines(ids)}
    assert rows == {**dict.fromkeys(ids[:-1], 2), alone.pk: 0}
    shown = seen(allie.get("/desk/"))
    assert shown.count("×2") == 2 and "2 people have this" in shown
    with CaptureQueriesContext(connection) as one:
        lines(ids[:1])
    with django_assert_num_queries(len(one)):
        lines(ids)
