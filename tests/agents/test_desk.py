"""The settings of a desk: for its leads and admins, each refusal beside its field."""

from datetime import timedelta

import pytest

from agents.conftest import seen
from heard.promise import Policy
from heard.record.actions import agent as agents
from heard.record.actor import HEARD
from heard.record.models.desk import Desk, DeskAddress

pytestmark = pytest.mark.django_db

SECTIONS = ["basics", "hours", "preview", "day", "targets", "address", "sender", "member"]


@pytest.fixture
def admin(stage, browser_of):
    """Ada, an admin who answers on no desk."""
    ada = agents.make(
        name="Ada Adler",
        email="ada@heard.example",
        password="four wild geese at noon",
        role="admin",
        zone="Europe/London",
        language="en",
        by=HEARD,
        at=stage.now,
    )
    return browser_of(ada)


def at(desk: Desk, *section: str) -> str:
    return f"/desk/desks/{desk.public_id}/" + "".join(f"{part}/" for part in section)


def week(**days: str) -> dict[str, str]:
    """The hours form; days not named are closed."""
    return {"zone": "Europe/London", "country": "", "region": "", **days}


def test_settings_are_for_leads_of_the_desk_and_admins(stage, allie, carla, mallory, admin):
    for browser, own, other in ((allie, 404, 404), (mallory, 404, 404), (carla, 200, 404), (admin, 200, 200)):
        assert browser.get(at(stage.desk)).status_code == own
        assert browser.get(at(stage.quiet)).status_code == other
    assert allie.get("/desk/desks/").status_code == 404
    assert "Quiet" not in seen(carla.get("/desk/desks/")) and "Quiet" in seen(admin.get("/desk/desks/"))


@pytest.mark.parametrize("section", SECTIONS)
def test_nobody_else_changes_anything(stage, allie, mallory, carla, section):
    before = Desk.objects.filter(pk=stage.desk.pk).values().get()
    for browser in (allie, mallory):
        assert browser.post(at(stage.desk, section), {"name": "X"}).status_code == 404
    assert carla.post(at(stage.quiet, section), {"name": "X"}).status_code == 404
    assert Desk.objects.filter(pk=stage.desk.pk).values().get() == before


def test_name_and_numbers(stage, carla):
    answer = carla.post(
        at(stage.desk, "basics"), {"name": "Help", "language": "de", "phone": "555 0117", "on_call": ""}
    )
    assert answer.url == at(stage.desk) + "#basics"
    desk = Desk.objects.get(pk=stage.desk.pk)
    assert (desk.name, desk.language, desk.phone) == ("Help", "de", "555 0117")
    refused = carla.post(at(stage.desk, "basics"), {"name": "", "language": "de"})
    assert refused.status_code == 422 and "This field is required" in seen(refused)


def test_several_stretches_a_day(stage, carla):
    carla.post(at(stage.desk, "hours"), week(day0="9-12:30, 13:15-18", day4="8.30-12"))
    assert list(stage.desk.intervals.values_list("weekday", "opens", "closes")) == [
        (0, 540, 750),
        (0, 795, 1080),
        (4, 510, 720),
    ]
    page = seen(carla.get(at(stage.desk)))
    assert 'value="9:00-12:30, 13:15-18:00"' in page


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({"day0": "nine to five"}, "Write hours like 9:00-12:30"),
        ({"day0": "18:00-9:00"}, "is no stretch of one day"),
        ({"day0": "9:00-25:00"}, "is no stretch of one day"),
        ({"day0": "9:00-12:00, 11:00-14:00"}, "no overlap"),
        ({}, "at least once a week"),
        ({"day0": "9-17", "zone": "Mars/Base"}, "There is no such time zone"),
        ({"day0": "9-17", "country": "DE", "region": "XX"}, "no holidays known"),
    ],
)
def test_wrong_hours_are_said_in_the_form_and_nothing_changes(stage, carla, hours, words):
    before = list(stage.desk.intervals.values_list("weekday", "opens", "closes"))
    answer = carla.post(at(stage.desk, "hours"), week(**hours))
    assert answer.status_code == 422 and words in seen(answer)
    assert hours.get("day0", "") in seen(answer)
    assert list(stage.desk.intervals.values_list("weekday", "opens", "closes")) == before


def test_the_preview_says_when_the_first_word_would_be_due(stage, carla):
    values = week(**{f"day{number}": "9:00-17:00" for number in range(7)})
    told = seen(carla.patch("post", at(stage.desk, "preview"), values, at="div#hours-preview"))
    assert told.count("a person writes by") == 3 and "4:50 pm" in told and "9:50 am" in told
    wrong = seen(carla.patch("post", at(stage.desk, "preview"), week(day0="12-9"), at="div#hours-preview"))
    assert "a person writes by" not in wrong
    assert stage.desk.intervals.count() == 7


def test_holidays_of_a_country_and_a_region(stage, carla):
    carla.post(at(stage.desk, "hours"), week(day0="9-17", country="DE", region="BY"))
    desk = Desk.objects.get(pk=stage.desk.pk)
    assert (desk.country, desk.region) == ("DE", "BY")
    assert "BY" in seen(carla.get(at(stage.desk))) and "Germany" in seen(carla.get(at(stage.desk)))


def test_a_day_of_its_own(stage, carla):
    day = (stage.now + timedelta(days=30)).date()
    carla.post(at(stage.desk, "day"), {"day": day.isoformat(), "times": "", "label": "Moving house"})
    page = seen(carla.get(at(stage.desk)))
    assert "Moving house" in page and "closed" in page
    carla.post(at(stage.desk, "day"), {"day": day.isoformat(), "times": "10-12", "label": "Short"})
    assert "10:00-12:00" in seen(carla.get(at(stage.desk)))
    carla.post(at(stage.desk, "day"), {"without": day.isoformat()})
    assert not stage.desk.days.exists()


@pytest.mark.parametrize("values", [{"day": "2020-01-01"}, {"day": "soon"}, {"day": "", "times": "9-12"}])
def test_a_wrong_day_is_refused(stage, carla, values):
    assert carla.post(at(stage.desk, "day"), values).status_code == 422
    assert not stage.desk.days.exists()


@pytest.mark.parametrize("without", ["soon", "2026-99-99"])
def test_no_such_day(stage, carla, without):
    assert carla.post(at(stage.desk, "day"), {"without": without}).status_code == 404


def test_every_number_of_the_engine_has_its_meaning(stage, carla):
    page = seen(carla.get(at(stage.desk)))
    for name in Policy.__dataclass_fields__:
        assert f'name="{name}"' in page, name


def numbers(**changes: object) -> dict[str, object]:
    """The targets form, as the page fills it."""
    policy = Policy()
    usual = {name: getattr(policy, name) for name in Policy.__dataclass_fields__}
    values = {**usual, "undo_seconds": 0, **changes}
    return {name: value for name, value in values.items() if value is not False}


def test_targets_are_set_and_said_back(stage, carla):
    carla.post(at(stage.desk, "targets"), numbers(first_word=30, missed_letters=False))
    policy = Desk.objects.get(pk=stage.desk.pk).policy
    assert policy.first_word == 30 and policy.missed_letters is False and policy.undo_seconds == 0
    assert 'value="30"' in seen(carla.get(at(stage.desk)))


@pytest.mark.parametrize(
    "changes", [{"first_word": 0}, {"first_word": -1}, {"first_word": "many"}, {"warn_part": ""}]
)
def test_a_wrong_number_is_said_beside_its_field(stage, carla, changes):
    answer = carla.post(at(stage.desk, "targets"), numbers(**changes))
    assert answer.status_code == 422 and "errorlist" in seen(answer)
    assert Desk.objects.get(pk=stage.desk.pk).policy.first_word == 60


def test_addresses(stage, carla):
    carla.post(at(stage.desk, "address"), {"address": "Help@Heard.example"})
    assert DeskAddress.objects.filter(desk=stage.desk, address="help@heard.example").exists()
    taken = carla.post(at(stage.desk, "address"), {"address": "quiet@heard.example"})
    assert taken.status_code == 422 and "belongs to a desk already" in seen(taken)
    carla.post(at(stage.desk, "address"), {"without": "help@heard.example"})
    last = carla.post(at(stage.desk, "address"), {"without": "support@heard.example"}, follow=True)
    assert "keeps at least one address" in seen(last) and stage.desk.addresses.count() == 1


def test_members(stage, carla, mallory):
    found = stage.asks(stage.zelda, "They come back")
    path = f"/desk/tickets/{found.public_id}/"
    assert mallory.get(path).status_code == 404
    carla.post(at(stage.desk, "member"), {"agent": stage.mallory.public_id})
    assert mallory.get(path).status_code == 200
    carla.post(at(stage.desk, "member"), {"without": stage.mallory.public_id})
    assert mallory.get(path).status_code == 404
    assert carla.post(at(stage.desk, "member"), {"agent": "nobody"}).status_code == 422


def test_an_admin_makes_a_desk(stage, admin, carla):
    values = {
        "desk_name": "Warehouse",
        "address": "ware@heard.example",
        "zone": "Europe/Berlin",
        "language": "de",
    }
    assert carla.post("/desk/desks/", values).status_code == 404
    admin.post("/desk/desks/", values)
    made = Desk.objects.get(name="Warehouse")
    assert made.zone == "Europe/Berlin" and made.memberships.get().agent.name == "Ada Adler"
    taken = admin.post("/desk/desks/", {**values, "address": "support@heard.example"})
    assert taken.status_code == 422 and "belongs to a desk already" in seen(taken)


def test_a_machine_is_listed_refused_and_taken_away(stage, carla):
    assert carla.post(at(stage.desk, "sender"), {"sender": "@Mon.example"}).url == at(stage.desk) + "#sender"
    assert "@mon.example" in seen(carla.get(at(stage.desk)))
    refused = carla.post(at(stage.desk, "sender"), {"sender": "the watcher"})
    assert refused.status_code == 422 and "Give an address, or @ and a host" in seen(refused)
    carla.post(at(stage.desk, "sender"), {"without": "@mon.example"})
    assert not stage.desk.senders.exists()
