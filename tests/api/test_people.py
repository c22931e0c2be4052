"""Where a ticket belongs, who takes part, who is one person, and what was filed: through the API."""

import pytest

from api.conftest import Stage, error
from channels.arriving import arrive
from channels.mails import mail
from heard.record.models.event import Event
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket


def test_a_ticket_moves_with_its_promise_and_is_gone_from_here(stage: Stage) -> None:
    ticket, quiet = stage.drones, stage.cast.quiet.public_id
    where = f"tickets/{ticket.public_id}"
    assert [one["id"] for one in stage.allie.get(f"{where}/desks").json()] == [quiet]
    before = Ticket.objects.get(pk=ticket.pk).promise_id
    for wrong in ("0" * 32, stage.cast.desk.public_id):
        assert error(stage.allie.post(f"{where}/move", {"desk": wrong}))["field"] == "desk"
    assert stage.mallory.post(f"{where}/move", {"desk": quiet}).status_code == 404
    moved = stage.allie.post(f"{where}/move", {"desk": quiet}).json()
    assert (moved["desk"]["id"], moved["ticket"]) == (quiet, None)
    assert Ticket.objects.get(pk=ticket.pk).promise_id == before
    assert stage.allie.get(where).status_code == 404
    assert stage.robot.post(f"{where}/move", {"desk": stage.cast.desk.public_id}).json()["ticket"]["id"]


def test_a_request_is_given_to_whose_it_is_by_a_person(stage: Stage) -> None:
    where = f"tickets/{stage.drones.public_id}/requester"
    whose = {"requester": {"address": "Mina@northwind.example", "name": "Mina Marsh"}}
    assert error(stage.robot.post(where, whose))["code"] == "robot"
    assert not Requester.objects.filter(name="Mina Marsh").exists()
    given = stage.allie.post(where, whose).json()
    assert given["requester"]["addresses"] == ["mina@northwind.example"]
    assert error(stage.allie.post(where, whose))["code"] == "same_requester"


def test_somebody_takes_part_and_takes_part_no_longer(stage: Stage) -> None:
    where = f"tickets/{stage.drones.public_id}/participants"
    assert stage.allie.get(where).json() == []
    assert error(stage.robot.post(where, {"address": "mina@northwind.example"}))["code"] == "robot"
    made = stage.allie.post(where, {"address": "mina@northwind.example"})
    assert made.status_code == 201
    assert error(stage.allie.post(where, {"address": "mina@northwind.example"}))["code"] == "participant"
    assert stage.allie.get(where).json() == [made.json()]
    her = made.json()["requester"]["id"]
    assert made.json()["reads_from"] == made.json()["since"]
    assert stage.mallory.post(f"{where}/{her}/show-before").status_code == 404
    assert stage.allie.post(f"{where}/{her}/show-before").json()["reads_from"] is None
    assert error(stage.allie.post(f"{where}/{her}/show-before"))["code"] == "participant"
    assert stage.mallory.post(f"{where}/{her}/drop").status_code == 404
    assert stage.allie.post(f"{where}/{her}/drop").status_code == 204
    assert stage.allie.post(f"{where}/{her}/drop").status_code == 404
    own = stage.drones.requester.public_id
    assert stage.allie.post(f"{where}/{own}/drop").status_code == 422


def test_a_strangers_word_counts_once_a_person_lets_it(stage: Stage) -> None:
    arrive(mail("Message-ID: <1@x.example>", sender="zelda@northwind.example"), at=stage.at)
    row = arrive(mail("In-Reply-To: <1@x.example>", sender="eve@else.example", body="Me too"), at=stage.at)
    assert row.message.verified is False
    where = f"messages/{row.message.public_id}/accept"
    assert error(stage.robot.post(where))["code"] == "robot"
    assert stage.mallory.post(where).status_code == 404
    assert stage.allie.post(where).json()["message"]["verified"] is True
    assert error(stage.allie.post(where))["code"] == "verified"


def test_two_requesters_are_one_person_and_two_again(stage: Stage) -> None:
    zelda, yusuf = stage.cast.zelda.public_id, stage.cast.yusuf.public_id
    assert error(stage.allie.post(f"requesters/{yusuf}/merge", {"into": "0" * 32}))["field"] == "into"
    assert error(stage.robot.post(f"requesters/{yusuf}/merge", {"into": zelda}))["code"] == "robot"
    assert stage.allie.post(f"requesters/{yusuf}/merge", {"into": zelda}).json()["same_as"] == zelda
    assert stage.allie.get(f"requesters/{yusuf}").json()["same_as"] == zelda
    assert stage.allie.post(f"requesters/{yusuf}/part").json()["same_as"] is None
    assert error(stage.allie.post(f"requesters/{yusuf}/part"))["code"] == "merged"
    assert Event.objects.filter(kind__in=("requester.merged", "requester.parted")).count() == 2


def test_addresses_are_added_split_off_and_shared(stage: Stage) -> None:
    where = f"requesters/{stage.cast.zelda.public_id}"
    added = stage.allie.post(f"{where}/address", {"address": "Desk@northwind.example"}).json()
    assert added["addresses"][-1] == "desk@northwind.example"
    assert (
        error(stage.allie.post(f"{where}/address", {"address": "desk@northwind.example"}))["code"]
        == "address"
    )
    made = stage.allie.post(f"{where}/split", {"address": "desk@northwind.example"})
    assert made.status_code == 201 and made.json()["addresses"] == ["desk@northwind.example"]
    assert len(stage.allie.get(where).json()["addresses"]) == 1
    assert (
        error(stage.allie.post(f"{where}/split", {"address": "zelda@northwind.example"}))["code"] == "address"
    )
    other = f"requesters/{made.json()['id']}"
    assert stage.allie.post(f"{other}/share", {"shared": True}).json()["shared_at"]
    assert stage.allie.post(f"{other}/share", {"shared": False}).json()["shared_at"] is None


@pytest.mark.parametrize("to_quiet", [True, False])
def test_what_was_filed_becomes_a_ticket(stage: Stage, to_quiet: bool) -> None:
    row = arrive(mail("Subject: Filed", "Auto-Submitted: auto-generated"), at=stage.at, sender="")
    where = f"intake/{row.public_id}/ticket"
    assert error(stage.robot.post(where))["code"] == "robot"
    assert stage.mallory.post(where).status_code == 404
    if to_quiet:  # a desk where Allie does not answer
        assert error(stage.allie.post(where, {"desk": stage.cast.quiet.public_id}))["field"] == "desk"
    made = stage.allie.post(where, {"desk": stage.cast.desk.public_id} if to_quiet else {})
    assert made.status_code == 201 and made.json()["subject"] == "Filed"
    assert stage.allie.get(f"intake/{row.public_id}").json()["ticket"] == made.json()["id"]
    nothing_said = stage.allie.http.post(f"/api/v1/{where}", headers=stage.allie._headers(), content_type="")
    assert error(nothing_said)["code"] == "settled"
