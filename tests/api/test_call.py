"""A request taken while speaking, and phone numbers of people: through the API, by the verbs of the call screen."""

from api.conftest import Stage, error
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket


def call(stage: Stage, **more: object) -> dict[str, object]:
    """What Allie noted while Nadia was on the phone."""
    said = {"subject": "Labels print blank", "said": "Since this morning.", "text": "I ask the vendor."}
    next = {"due_at": stage.later(2).isoformat(), "how": "ring"}
    return {"desk": stage.cast.desk.public_id, "caller": {"name": "Nadia Noor"}, "next": next, **said, **more}


def test_a_request_is_taken_while_speaking_heard_and_told_in_one(stage: Stage) -> None:
    caller = {"name": "Nadia Noor", "number": "+49 30 1234567", "address": "nadia@northwind.example"}
    given = call(stage, caller=caller, restating="Every label is blank.", said_yes=True)
    made = stage.allie.post("calls", given, key="one")
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["opened_at"], told["acknowledged_at"]) != (None, None)
    assert told["promise"]["due_at"] == stage.later(2).isoformat().replace("+00:00", "Z")
    assert [one["kind"] for one in told["messages"]] == ["inbound", "call"]
    assert told["steps"]["confirmed"] and told["restatements"][0]["text"] == "Every label is blank."
    assert not Letter.objects.filter(ticket__public_id=told["id"], kind="receipt").exists()
    assert stage.allie.post("calls", given, key="one").json()["id"] == told["id"]
    person = stage.allie.get(f"requesters/{told['requester']['id']}").json()
    assert person["phones"] == ["+49301234567"] and person["addresses"] == ["nadia@northwind.example"]


def test_what_is_wrong_with_a_call_is_said_and_nothing_is_kept(stage: Stage) -> None:
    before = Requester.objects.count(), Ticket.objects.count()
    for more, field in (
        ({"caller": {}}, "name"),
        ({"caller": {"number": "twelve"}}, "number"),
        ({"caller": {"id": "0" * 32}}, "caller"),
        ({"next": {"stands": True}}, "next"),
        ({"text": " "}, "text"),
        ({"desk": "0" * 32}, "desk"),
        ({"next": {"due_at": stage.at.replace(second=0, year=2020).isoformat()}}, "due_at"),
    ):
        refused = stage.allie.post("calls", call(stage, **more))
        assert refused.status_code == 422 and error(refused)["field"] == field, (more, refused.content)
    assert error(stage.robot.post("calls", call(stage)))["code"] == "robot"
    assert (Requester.objects.count(), Ticket.objects.count()) == before


def test_what_was_said_about_a_ticket_stands_on_it(stage: Stage) -> None:
    where, own = f"tickets/{stage.drones.public_id}/spoke", stage.drones.requester.public_id
    given = {"said": "It stopped.", "text": "Then it is done.", "next": {"resolves": True}}
    assert stage.mallory.post(where, given).status_code == 404
    told = stage.allie.post(where, given).json()
    assert (told["state"], told["requester"]["id"]) == ("resolved", own)
    doors = Message.objects.filter(ticket=stage.drones).order_by("n").values_list("kind", flat=True)
    assert list(doors)[-2:] == ["inbound", "call"]
    known = stage.allie.post("calls", call(stage, caller={"id": own}))
    assert known.status_code == 201 and known.json()["requester"]["id"] == own


def test_a_person_has_phone_numbers_in_one_form(stage: Stage) -> None:
    where = f"requesters/{stage.drones.requester.public_id}/phones"
    for typed in ("+49 (0)30 1234567", "+4930 123 45 67"):
        assert stage.allie.post(where, {"number": typed}).json()["phones"] == ["+49301234567"]
    assert error(stage.allie.post(where, {"number": "twelve"}))["field"] == "number"
    assert error(stage.allie.post(where, {"number": " "}))["field"] == "number"
    assert error(stage.robot.post(where, {"number": "+49301234568"}))["code"] == "robot"
    assert error(stage.allie.post(f"{where}/drop", {"number": "+49301234568"}))["field"] == "number"
    assert stage.allie.post(f"{where}/drop", {"number": "+49301234567"}).json()["phones"] == []
