"""What was agreed with an organization: it caps the promises of its people, and nobody else's."""

import pytest
from django.test import Client

from cast import Cast, assemble, clock
from heard.record.actions import organization, promise, requester
from heard.record.actions.message import Word
from heard.record.errors import Refused
from heard.record.models.event import Event
from heard.record.models.requester import Organization, Requester

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Zelda works at Northwind, with whom half an hour and four hours are agreed; Yusuf does not."""
    cast = assemble()
    firm = requester.join(cast.zelda, organization="Northwind")
    organization.agree(firm, first_word=30, next_word=240, by=cast.carla, at=clock("8:00"))
    cast.zelda = Requester.objects.select_related("organization").get(pk=cast.zelda.pk)
    return cast


def test_the_first_promise_is_capped_for_its_people_only(cast: Cast) -> None:
    assert cast.writes(cast.zelda, "Stopped", at=clock("9:02")).standing.due_at == clock("9:32")
    assert cast.writes(cast.yusuf, "Stopped", at=clock("9:02")).standing.due_at == clock("10:02")


def test_the_next_word_is_refused_beyond_it_with_why_and_offers(cast: Cast) -> None:
    zeldas, yusufs = (cast.writes(one, "Stopped", at=clock("9:02")) for one in (cast.zelda, cast.yusuf))
    late = Word(text="I look.", way="next", due_at=clock("15:00"))
    with pytest.raises(Refused, match="later than agreed with Northwind") as refused:
        promise.say(zeldas, late, by=cast.allie, at=clock("9:10"))
    assert refused.value.offers and max(refused.value.offers) <= clock("13:10")
    promise.say(yusufs, late, by=cast.allie, at=clock("9:10"))
    promise.say(
        zeldas,
        Word(text="I look.", way="next", due_at=clock("15:00"), agreed="Zelda, on the phone"),
        by=cast.allie,
        at=clock("9:11"),
    )
    assert zeldas.promises.get(outcome=None).agreed == "Zelda, on the phone"


def test_what_was_told_stays_when_it_changes(cast: Cast) -> None:
    before = cast.writes(cast.zelda, "Stopped", at=clock("9:02"))
    firm = Organization.objects.get(name="Northwind")
    organization.agree(firm, first_word=10, next_word=0, by=cast.carla, at=clock("9:05"))
    before.refresh_from_db()
    assert before.standing.due_at == clock("9:32")
    after = cast.writes(Requester.objects.get(pk=cast.zelda.pk), "More", at=clock("9:06"))
    assert after.standing.due_at == clock("9:16")
    assert Event.objects.filter(kind="organization.agreed").count() == 2


def test_a_lead_keeps_it_and_everybody_reads_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heard.clock.now", lambda: clock("9:10"))
    found = cast.writes(cast.zelda, "Stopped", at=clock("9:02"))
    firm = Organization.objects.get(name="Northwind")
    here = f"/desk/organizations/{firm.public_id}/"
    allie, carla = Client(), Client()
    allie.force_login(cast.allie)
    carla.force_login(cast.carla)
    assert "Next word within 240 working minutes." in allie.get(here).content.decode()
    assert (
        "a word every 240 working minutes" in allie.get(f"/desk/tickets/{found.public_id}/").content.decode()
    )
    assert allie.post(here, {"first_word": 5, "next_word": 5}).status_code == 404
    assert carla.post(here, {"first_word": -5, "next_word": "soon"}).status_code == 422
    firm.refresh_from_db()
    assert (firm.first_word, firm.next_word) == (30, 240)
    assert carla.post(here, {"first_word": 20, "next_word": 120}).status_code == 302
    firm.refresh_from_db()
    assert (firm.first_word, firm.next_word) == (20, 120)
    assert "120 working minutes" in carla.get("/desk/organizations/").content.decode()


def test_where_somebody_works_is_said_on_their_page(cast: Cast) -> None:
    allie = Client()
    allie.force_login(cast.allie)
    allie.post(f"/desk/people/{cast.yusuf.public_id}/organization/", {"organization": "  Aegean   Freight "})
    cast.yusuf.refresh_from_db()
    assert cast.yusuf.organization.name == "Aegean Freight"
    assert "Aegean Freight" in allie.get(f"/desk/people/{cast.yusuf.public_id}/").content.decode()
    allie.post(f"/desk/people/{cast.yusuf.public_id}/organization/", {"organization": ""})
    cast.yusuf.refresh_from_db()
    assert cast.yusuf.organization is None
