"""The pages on people and on where a ticket belongs, as an agent uses them; Mallory must get nothing by them."""

import pytest

from agents.conftest import seen, url
from channels.arriving import TRUSTED, arrive
from channels.mails import mail
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db
FORWARD = (
    "Please help.\n\n---------- Forwarded message ---------\nFrom: Mina Marsh <mina@northwind.example>\n"
    "Subject: Printer\n\nIt is blank."
)


@pytest.fixture
def passed_on(stage) -> Ticket:
    """Yusuf passed on what Mina wrote, with Zelda in copy."""
    raw = mail(
        "Subject: Fwd: Printer", "Cc: zelda@northwind.example", body=FORWARD, sender="yusuf@aegean.example"
    )
    return arrive(raw, at=stage.minutes(-20)).ticket


def test_what_a_mail_names_is_offered(allie, passed_on):
    page = seen(allie.get(url(passed_on)))
    assert "Passes on what Mina Marsh (mina@northwind.example) wrote." in page
    assert "zelda@northwind.example +" in page


def test_one_press_gives_the_request_to_who_wrote_it(allie, mallory, passed_on):
    said = f"/desk/messages/{passed_on.messages.get().public_id}/requester/"
    assert mallory.post(said).status_code == 404
    passed_on.refresh_from_db()
    assert passed_on.requester.address == "yusuf@aegean.example"
    assert allie.post(said, follow=True).status_code == 200
    passed_on.refresh_from_db()
    assert passed_on.requester.address == "mina@northwind.example"
    assert "found whose request it is" in seen(allie.get(url(passed_on)))


def test_what_an_agent_passed_on_is_taken_back_by_one_press(allie, mallory, stage):
    proof = f"Authentication-Results: {TRUSTED}; dmarc=pass header.from=heard.example"
    raw = mail("Subject: Fwd: Printer", proof, body=FORWARD, sender="Bob Bauer <bob@heard.example>")
    ticket = arrive(raw, at=stage.minutes(-20)).ticket
    assert ticket.requester.address == "mina@northwind.example"
    page = seen(allie.get(url(ticket)))
    assert (
        "Bob Bauer passed it on from their own mailbox." in page and "The request is Bob Bauer's own" in page
    )
    said = f"/desk/messages/{ticket.messages.get().public_id}/requester/"
    assert mallory.post(said).status_code == 404
    allie.post(said)
    ticket.refresh_from_db()
    assert ticket.requester.address == "bob@heard.example"
    assert "The request is Bob Bauer's own" not in seen(allie.get(url(ticket)))


def test_who_takes_part_is_added_and_taken_out(allie, mallory, passed_on):
    new = {"address": "zelda@northwind.example"}
    assert mallory.post(url(passed_on, "participants"), new).status_code == 404
    assert "Nobody but the requester" in seen(allie.get(url(passed_on, "people")))
    part = allie.patch("post", url(passed_on, "participants"), new)
    assert "Zelda Marsh" in seen(part)
    added = passed_on.participants.get(requester__name="Zelda Marsh")
    assert "Goes to them as well" in seen(allie.get(url(passed_on)))
    assert "show what was before" in seen(part)
    part = allie.patch("post", url(passed_on, "participants", str(added.pk), "show"))
    assert "show what was before" not in seen(part) and "Zelda Marsh" in seen(part)
    again = allie.patch("post", url(passed_on, "participants"), new)
    assert again.status_code == 422 and "takes part already" in seen(again)
    allie.patch("post", url(passed_on, "participants", str(added.pk), "drop"))
    assert passed_on.participants.count() == 1


def test_a_ticket_moves_to_a_desk_that_is_offered_and_is_gone_from_here(allie, mallory, stage, passed_on):
    assert mallory.post(url(passed_on, "move"), {"desk": stage.quiet.public_id}).status_code == 404
    assert "Quiet" in seen(allie.get(url(passed_on, "desks")))
    for wrong in ("", "nothing", stage.desk.public_id):
        allie.post(url(passed_on, "move"), {"desk": wrong})
    passed_on.refresh_from_db()
    assert passed_on.desk == stage.desk
    page = allie.post(url(passed_on, "move"), {"desk": stage.quiet.public_id}, follow=True)
    assert f"#{passed_on.number} is with Quiet now." in seen(page)
    assert allie.get(url(passed_on)).status_code == 404
    assert "Allie Ames moved it to Quiet" in seen(mallory.get(url(passed_on)))


def test_a_persons_page_joins_and_parts(allie, stage, passed_on):
    home = arrive(mail("Subject: From home", sender="z@home.example"), at=stage.minutes(-10)).ticket
    zelda = f"/desk/people/{stage.zelda.public_id}/"
    page = seen(allie.post(f"{zelda}merge/", {"address": "Z@home.example"}, follow=True))
    assert "z@home.example" in page and "From home" in page and "Two persons after all" in page
    assert "Nobody has written" in seen(allie.post(f"{zelda}merge/", {"address": "x@y.example"}, follow=True))
    other = Requester.objects.get(pk=home.requester_id)
    page = seen(allie.post(f"/desk/people/{other.public_id}/part/", follow=True))
    assert "zelda@northwind.example" not in page
    page = seen(allie.post(f"{zelda}address/", {"address": "zm@northwind.example"}, follow=True))
    assert "This is somebody else" in page
    page = seen(allie.post(f"{zelda}split/", {"address": "zm@northwind.example"}, follow=True))
    assert "zelda@northwind.example" not in page
    assert "several persons write from here" in seen(
        allie.post(f"{zelda}share/", {"shared": "1"}, follow=True)
    )
    assert ">one person" in seen(allie.post(f"{zelda}share/", {"shared": "0"}, follow=True))


def test_the_history_on_a_persons_page_is_that_of_the_readers_desks(allie, mallory, stage):
    stage.asks(stage.zelda, "x", subject="Only for Support")
    where = f"/desk/people/{stage.zelda.public_id}/"
    assert "Only for Support" in seen(allie.get(where))
    assert "Only for Support" not in seen(mallory.get(where))


def test_the_same_mail_on_another_desk_is_named_to_those_who_see_both(allie, carla, stage):
    arrive(
        mail("Subject: To both", sender="y@home.example"),
        at=stage.minutes(-5),
        to=("support@heard.example", "quiet@heard.example"),
    )
    first, second = Ticket.objects.order_by("id")
    assert "the same mail" not in seen(allie.get(url(first)))
    stage.quiet.memberships.create(agent=stage.carla, since=stage.now)
    assert "the same mail" in seen(carla.get(url(first))) and "the same mail" in seen(carla.get(url(second)))
