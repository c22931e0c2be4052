"""Stories of drift: offered to the owner, later to the lead, and ended by anything new."""

from collections.abc import Callable

import pytest
from django.test import Client

from cast import Cast, clock
from heard.record.access import drift
from heard.record.actions import chase, note, problem, promise, restatement, ticket
from heard.record.actions.message import Word
from heard.record.models.draft import Draft
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


def renews(found: Ticket, cast: Cast, day: int) -> None:
    due_at = clock("16:00", day=7 if day == 4 else day + 1)
    promise.renew(found, text="No news yet.", due_at=due_at, by=cast.allie, at=clock("10:00", day=day))


@pytest.fixture
def drones(cast: Cast) -> Ticket:
    """Three "not yet" on Tuesday, Wednesday and Thursday, after a first reply on Monday."""
    found = cast.writes(cast.zelda, "They come back.", at=clock("9:02"))
    word = Word(
        text="You want them to stay out. I look into it.", way="next", due_at=clock("16:00", day=1),
        restating="You want them to stay out.",
    )  # fmt: skip
    promise.say(found, word, by=cast.allie, at=clock("9:10"))
    for day in (1, 2, 3):
        renews(found, cast, day)
    return Ticket.objects.get(pk=found.pk)


def own(cast: Cast, *, day: int, time: str = "11:00") -> list[Ticket]:
    return [one.ticket for one in drift.of(cast.allie, at=clock(time, day=day))]


def test_it_is_offered_to_its_owner_and_later_stands_in_the_leads_list(cast: Cast, drones: Ticket) -> None:
    twin = cast.writes(cast.yusuf, "Labels", at=clock("9:00"))
    promise.say(
        twin, Word(text="I look.", way="next", due_at=clock("16:00", day=1)), by=cast.allie, at=clock("9:05")
    )
    renews(twin, cast, 1)
    assert own(cast, day=3, time="9:59") == []
    assert own(cast, day=3) == [drones]
    assert drift.of(cast.bob, at=clock("11:00", day=3)) == []
    assert drift.risen(cast.carla, at=clock("11:00", day=3)) == []
    renews(drones, cast, 4)
    (risen,) = drift.risen(cast.carla, at=clock("9:00", day=8))
    assert (risen.ticket, risen.drift.renewals) == (drones, 4)
    assert drift.risen(cast.mallory, at=clock("9:00", day=8)) == []


FACTS: dict[str, Callable[[Cast, Ticket], object]] = {
    "a note": lambda cast, found: note.write(found, text="It is the tiles.", by=cast.bob, at=clock("10:30", day=3)),
    "a colleague is asked": lambda cast, found: chase.start(
        found, colleague=cast.bob, asked="Do you know?", by=cast.allie, at=clock("10:30", day=3)
    ),
    "the problem gets on": lambda cast, found: problem.set_state(
        problem.make(found, title="Tiles", by=cast.allie, at=clock("10:29", day=3)),
        state="fixing", by=cast.allie, at=clock("10:30", day=3),
    ),
    "a word with news": lambda cast, found: promise.say(
        found, Word(text="It is the tiles.", way="next", due_at=clock("16:00", day=4)), by=cast.allie,
        at=clock("10:30", day=3),
    ),
    "the restatement is confirmed": lambda cast, found: restatement.confirm(
        found.restatements.get(), by=cast.zelda, at=clock("10:30", day=3)
    ),
}  # fmt: skip


@pytest.mark.parametrize("fact", FACTS)
def test_anything_new_ends_it(cast: Cast, drones: Ticket, fact: str) -> None:
    assert own(cast, day=3) == [drones]
    FACTS[fact](cast, drones)
    assert own(cast, day=3) == []
    assert drift.drifts(Ticket.objects.get(pk=drones.pk), at=clock("11:00", day=3)) is None


def test_what_is_nothing_new_does_not(cast: Cast, drones: Ticket) -> None:
    ticket.open(drones, by=cast.bob, at=clock("10:30", day=3))
    ticket.set_impact(drones, impact="degraded", by=cast.bob, at=clock("10:31", day=3))
    assert own(cast, day=3) == [drones]


def test_waiting_for_the_requester_is_no_drift(cast: Cast, drones: Ticket) -> None:
    word = Word(text="Which drone?", way="waits", question="Which drone?")
    promise.say(drones, word, by=cast.allie, at=clock("10:30", day=3))
    assert own(cast, day=8) == []


def test_the_pages_offer_ways_out(cast: Cast, drones: Ticket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heard.clock.now", lambda: clock("11:00", day=3))
    allie = Client()
    allie.force_login(cast.allie)
    page = allie.get(f"/desk/tickets/{drones.public_id}/").content.decode()
    assert "3 times “not yet”, and nothing new: who could unblock it?" in page
    assert (
        "One request goes round in circles"
        in allie.get("/desk/drift/", headers={"HX-Request-Type": "partial"}).content.decode()
    )
    assert f"#{drones.number}" in allie.get("/desk/drift/").content.decode()
    allie.post(f"/desk/tickets/{drones.public_id}/drift/", {"text": ""})
    draft = Draft.objects.get(ticket=drones, agent=cast.allie)
    assert draft.way == "solves" and draft.text.startswith("Hi Zelda,\n\nI can't do this")
    bob = Client()
    bob.force_login(cast.bob)
    assert "Nothing goes round in circles." in bob.get("/desk/drift/").content.decode()
    carla = Client()
    carla.force_login(cast.carla)
    assert f"#{drones.number}" not in carla.get("/desk/drift/").content.decode()
    monkeypatch.setattr("heard.clock.now", lambda: clock("9:00", day=8))
    assert "nobody took these up" in carla.get("/desk/drift/").content.decode()


def test_an_exception_is_asked_for_with_what_is_known(
    cast: Cast, drones: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A twin that does not drift begins with nothing, whatever the address says."""
    twin = cast.writes(cast.yusuf, "Labels", at=clock("9:00"))
    monkeypatch.setattr("heard.clock.now", lambda: clock("11:00", day=3))
    allie = Client()
    allie.force_login(cast.allie)
    way_out = f"/desk/tickets/{drones.public_id}/approvals/new/?drift=1"
    assert f'href="{way_out}"' in allie.get("/desk/drift/").content.decode()
    assert f'href="{way_out}"' in allie.get(f"/desk/tickets/{drones.public_id}/").content.decode()
    form = allie.get(way_out).content.decode()
    assert "It goes round in circles: 3 times “not yet”" in form and 'value="Drones return"' in form
    other = allie.get(f"/desk/tickets/{twin.public_id}/approvals/new/?drift=1").content.decode()
    assert "in circles" not in other
