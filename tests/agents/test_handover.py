"""Going away in one screen, and what others offer."""

from agents.conftest import Browser, Stage, seen, url
from heard.record.models.handover import Handover
from heard.record.models.ticket import Ticket

PAGE = "/desk/handover/"


def test_going_away_shows_what_is_left_open_and_offers_it(stage: Stage, allie: Browser, bob: Browser) -> None:
    made = stage.asks(stage.zelda, "They come back.")
    stage.answers(made, "I look.", due=120)
    twin = stage.asks(stage.yusuf, "Labels print blank.", subject="Labels")
    stage.answers(twin, "I look.", due=90)
    answer = allie.post("/desk/me/away/", {"since": "", "until": "tomorrow 9am"})
    assert answer.status_code == 302 and answer["Location"] == PAGE
    page = seen(allie.get(PAGE))
    assert page.count("while you are away") == 2 and "Bob Bauer" in page and "Mallory" not in page
    chosen = {f"to-{made.public_id}": stage.bob.public_id, f"summary-{made.public_id}": "Waits for logs."}
    allie.post(f"{PAGE}all/", chosen)
    offered = Handover.objects.get()
    assert (offered.ticket_id, offered.to, offered.summary) == (made.pk, stage.bob, "Waits for logs.")
    page = seen(bob.get(PAGE))
    assert "Allie asks you to take over" in page and "Waits for logs." in page
    bob.post(f"/desk/handovers/{offered.public_id}/take/")
    assert Ticket.objects.get(pk=made.pk).owner == stage.bob
    assert Ticket.objects.get(pk=twin.pk).owner == stage.allie


def test_h_hands_one_over_and_the_ticket_says_so(stage: Stage, allie: Browser, bob: Browser) -> None:
    made = stage.asks(stage.zelda, "They come back.")
    stage.answers(made, "I look.", due=120)
    assert "Bob Bauer" in seen(allie.get(url(made, "handover")))
    allie.post(url(made, "handover"), {"to": "watch", "summary": "Only the logs are missing."})
    assert "Offered to whoever has the watch" in seen(allie.get(url(made)))
    page = seen(bob.get(url(made)))
    assert "Only the logs are missing." in page and "Take it over" in page


def test_mallory_takes_nothing(stage: Stage, allie: Browser, mallory: Browser) -> None:
    made = stage.asks(stage.zelda, "They come back.")
    stage.answers(made, "I look.", due=120)
    allie.post(url(made, "handover"), {"to": "watch"})
    offered = Handover.objects.get()
    assert mallory.post(f"/desk/handovers/{offered.public_id}/take/").status_code == 404
    assert "Drones return" not in seen(mallory.get(PAGE))
    allie.post(url(made, "handover"), {"to": stage.mallory.public_id})
    assert Handover.objects.count() == 1
