"""The Letters and Intake pages: everything that went out, everything that came in."""

from email.message import EmailMessage

import pytest

from agents.conftest import seen
from heard.record.actions import intake, ticket
from heard.record.arrival import Arrival
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


def mail(text: str = "Please help", sender: str = "yusuf@aegean.example", **headers: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "support@heard.example", "Blank labels"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


# --- letters -----------------------------------------------------------------------------------------------


def test_every_letter_of_the_desk_is_listed(stage, allie, mallory):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look at it")
    page = seen(allie.get("/desk/letters/"))
    assert "receipt" in page and "a person&#x27;s word" in page and "zelda@northwind.example" in page
    assert "zelda@northwind.example" not in seen(mallory.get("/desk/letters/"))


def test_letters_of_one_ticket(stage, allie):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    page = seen(allie.get("/desk/letters/", {"ticket": f"#{found.number}"}))
    assert "zelda@northwind.example" in page and "yusuf@aegean.example" not in page
    assert "yusuf@aegean.example" in seen(allie.get("/desk/letters/", {"ticket": str(twin.number)}))
    for nonsense in ("99999999", "x", "99999999999999999999"):
        assert "No letters." in seen(allie.get("/desk/letters/", {"ticket": nonsense}))


def test_a_letter_is_shown_in_its_own_words_in_a_closed_frame(stage, allie, mallory):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look at it <now>")
    letter = Letter.objects.get(kind="reply")
    page = seen(allie.get(f"/desk/letters/{letter.public_id}/"))
    assert "I look at it &lt;now&gt;" in page and "<iframe" in page and "Tells the time" in page
    frame = allie.get(f"/desk/letters/{letter.public_id}/html/")
    assert "sandbox" in frame.headers["Content-Security-Policy"] and "I look at it" in seen(frame)
    assert "script-src" not in frame.headers["Content-Security-Policy"]
    for path in ("", "html/"):
        assert mallory.get(f"/desk/letters/{letter.public_id}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "queued"}, "waits to leave"),
        ({"state": "queued", "trouble": "the server is away", "attempts": 3}, "tried 3 times"),
        ({"state": "sent"}, "sent"),
        ({"state": "sent", "maybe_twice": True}, "possibly sent twice"),
        ({"state": "kept"}, "kept here"),
        ({"state": "failed"}, "could not leave"),
        ({"state": "recalled"}, "recalled"),
    ],
)
def test_how_a_letter_stands(stage, allie, changes, words):
    stage.asks(stage.zelda, "They come back")
    Letter.objects.update(**changes)
    assert words in seen(allie.get("/desk/letters/"))


def test_letters_come_in_pages(stage, allie, monkeypatch):
    found = stage.asks(stage.zelda, "They come back")
    for n in range(2):
        stage.answers(found, "I look at it", ago=10 - n)
    monkeypatch.setattr("heard.agents.letter.PAGE", 2)
    first = seen(allie.get("/desk/letters/"))
    assert first.count("zelda@northwind.example") == 2 and "Older letters" in first
    last = Letter.objects.order_by("-id")[1].pk
    second = seen(allie.get("/desk/letters/", {"after": str(last)}))
    assert second.count("zelda@northwind.example") == 1 and "Older letters" not in second


# --- intake ------------------------------------------------------------------------------------------------


def arrived(stage, raw: bytes, state: str, reason: str = "", **more: object) -> Intake:
    """An arrival that the mail door settled."""
    found = intake.keep(raw, door="smtp", at=stage.now, envelope_from="yusuf@aegean.example")
    arrival = Arrival(door="smtp", from_address="yusuf@aegean.example", subject="Blank labels")
    intake.settle(found, state=state, reason=reason, at=stage.now, arrival=arrival, desk=stage.desk, **more)
    return found


def test_every_arrival_is_listed_with_what_became_of_it_and_why(stage, allie, mallory):
    arrived(stage, mail(), "filed", "somebody is away")
    page = seen(allie.get("/desk/intake/"))
    assert "somebody is away" in page and "Blank labels" in page
    assert "Blank labels" not in seen(mallory.get("/desk/intake/"))
    assert "Blank labels" not in seen(allie.get("/desk/intake/", {"state": "quarantined"}))
    assert "Blank labels" in seen(allie.get("/desk/intake/", {"state": "filed"}))


def test_the_very_bytes_can_be_downloaded(stage, allie, mallory):
    found = arrived(stage, mail("The words"), "filed")
    answer = allie.get(f"/desk/intake/{found.public_id}/raw/")
    assert answer.content == mail("The words") and answer.headers["Content-Disposition"].startswith(
        "attachment"
    )
    assert answer.headers["Content-Type"] == "application/octet-stream"
    for path in ("", "raw/"):
        assert mallory.get(f"/desk/intake/{found.public_id}/{path}").status_code == 404


def test_what_nobody_knows_a_desk_for_is_the_leads(stage, allie, carla):
    found = intake.keep(b"\xff\xfe", door="smtp", at=stage.now)
    intake.settle(found, state="quarantined", reason="it cannot be read", at=stage.now)
    assert "it cannot be read" in seen(carla.get("/desk/intake/"))
    assert "it cannot be read" not in seen(allie.get("/desk/intake/"))


def test_a_filed_mail_is_made_a_ticket_with_one_press(stage, allie):
    found = arrived(stage, mail("The printer is blank"), "filed", "mass mail")
    assert "Make it a ticket" in seen(allie.get(f"/desk/intake/{found.public_id}/"))
    answer = allie.post(f"/desk/intake/{found.public_id}/ticket/")
    made = Ticket.objects.get()
    assert answer.url == f"/desk/tickets/{made.public_id}/"
    assert made.requester == stage.yusuf and made.messages.get().shown.strip() == "The printer is blank"
    found.refresh_from_db()
    assert found.state == "ticket" and found.ticket == made and "Allie Ames made it a ticket" in found.reason
    assert Letter.objects.get().kind == "receipt"


def test_a_mail_that_cannot_be_read_goes_along_as_a_file(stage, allie):
    found = arrived(stage, b"\x00\x01 no mail at all", "quarantined", "it broke its reader")
    allie.post(f"/desk/intake/{found.public_id}/ticket/")
    said = Ticket.objects.get().messages.get()
    assert said.requester == stage.yusuf


def test_only_once_and_only_what_is_no_ticket(stage, allie, mallory):
    found = arrived(stage, mail(), "filed")
    assert mallory.post(f"/desk/intake/{found.public_id}/ticket/").status_code == 404
    allie.post(f"/desk/intake/{found.public_id}/ticket/")
    again = allie.post(f"/desk/intake/{found.public_id}/ticket/", follow=True)
    assert "This is on a ticket already." in seen(again) and Ticket.objects.count() == 1
    assert "Make it a ticket" not in seen(allie.get(f"/desk/intake/{found.public_id}/"))


def test_an_arrival_that_became_a_ticket_leads_to_it(stage, allie):
    made = stage.asks(stage.yusuf, "Blank")
    arrived(stage, mail(), "ticket", ticket=made)
    ticket.open(made, by=stage.allie, at=stage.now)
    assert f"/desk/tickets/{made.public_id}/" in seen(allie.get("/desk/intake/"))
