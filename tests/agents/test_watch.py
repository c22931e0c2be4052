"""The Watch page, the rota with its cover and calendars, the feeds: through the doors people use."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agents.conftest import Stage
from heard.channels import calendar
from heard.record.actions import rota, watch
from heard.record.models.agent import Agent
from heard.record.models.alert import Alert
from heard.record.models.desk import Desk
from heard.record.models.rota import Cover, RotaCalendar, Turn
from heard.record.models.watch import Watch
from heard.record.watch import who_has, who_should

pytestmark = pytest.mark.django_db


def at_desk(person: Agent) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def posts(person: Agent, path: str, **fields: Any) -> Any:
    return at_desk(person).post(f"/desk/{path}", fields)


def shows(person: Agent, path: str) -> str:
    answer = at_desk(person).get(f"/desk/{path}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def kept(stage: Stage) -> Stage:
    """Allie has the watch of every day by the rota."""
    rota.set_week(stage.desk, week=[[(stage.allie, 0, 1440)]] * 7, by=stage.carla, at=stage.now)
    stage.desk.refresh_from_db()
    return stage


def test_taken_handed_over_and_taken_by_the_other(stage: Stage) -> None:
    here = f"watch/{stage.desk.public_id}"
    assert "Take the watch" in shows(stage.allie, "watch/")
    posts(stage.allie, f"{here}/take/")
    assert who_has(stage.desk, stage.now + timedelta(minutes=1)) == stage.allie
    assert "Allie Ames has the watch." in shows(stage.bob, "watch/")
    posts(stage.allie, f"{here}/hand-over/", to=stage.bob.public_id, words="The vendor rings at two.")
    page = shows(stage.bob, "watch/")
    assert "Allie Ames asks you to take it over." in page and "The vendor rings at two." in page
    assert "You asked <b>Bob Bauer</b>" in shows(stage.allie, "watch/")
    posts(stage.bob, f"{here}/take/")
    assert Watch.objects.get(ended_at=None).agent == stage.bob
    assert Alert.objects.get().agent == stage.bob


def test_an_offer_declined_and_a_watch_put_down(stage: Stage) -> None:
    here = f"watch/{stage.desk.public_id}"
    posts(stage.allie, f"{here}/take/")
    posts(stage.allie, f"{here}/hand-over/", to=stage.bob.public_id)
    posts(stage.bob, f"{here}/keep/")
    assert Watch.objects.get().offered_to is None
    posts(stage.allie, f"{here}/put-down/")
    assert not Watch.objects.filter(ended_at=None).exists()


def test_what_is_hot_goes_along(stage: Stage) -> None:
    request = stage.writes(stage.zelda, "All stopped", at=stage.minutes(-90), subject="The gate is shut")
    here = f"watch/{stage.desk.public_id}"
    posts(stage.allie, f"{here}/take/")
    assert "The gate is shut" in shows(stage.allie, "watch/")
    posts(stage.allie, f"{here}/hand-over/", to=stage.bob.public_id)
    assert Watch.objects.get().hot == [request.pk]
    assert "Hot when it was offered" in shows(stage.bob, "watch/")


def test_the_minutes_nobody_had_it_stand_on_the_page(stage: Stage) -> None:
    begun = stage.minutes(-120)
    rota.set_week(stage.desk, week=[[(stage.allie, 0, 1440)]] * 7, by=stage.carla, at=begun)
    watch.take(stage.desk, by=stage.allie, at=stage.minutes(-85))
    assert "35 minutes of opening time in four weeks" in " ".join(shows(stage.bob, "watch/").split())


def test_nobody_else_sees_it(kept: Stage) -> None:
    mallory = at_desk(kept.mallory)
    assert "Support" not in mallory.get("/desk/watch/").content.decode()
    for path in ("rota/", "take/"):
        answer = (mallory.get if path == "rota/" else mallory.post)(
            f"/desk/watch/{kept.desk.public_id}/{path}"
        )
        assert answer.status_code == 404
    assert not Watch.objects.exists()


def test_a_lead_sets_the_week_as_people_write_it(stage: Stage) -> None:
    here = f"watch/{stage.desk.public_id}/rota/"
    days = {f"day{number}": "9:00-13:00 Allie, 13-18 bob bauer" for number in range(5)}
    posts(stage.carla, f"{here}week/", **days)
    found = list(stage.desk.shifts.filter(weekday=0).values_list("agent__name", "starts", "ends"))
    assert found == [("Allie Ames", 540, 780), ("Bob Bauer", 780, 1080)]
    assert 'value="9:00-13:00 Allie, 13:00-18:00 Bob"' in shows(stage.carla, here)
    answer = posts(stage.carla, f"{here}week/", day0="9:00-13:00 Mallory")
    assert answer.status_code == 422 and b"Write each like 9:00-13:00" in answer.content
    assert posts(stage.allie, f"{here}week/", **days).status_code == 404


def test_an_exception_in_the_desks_own_time(kept: Stage) -> None:
    here = f"watch/{kept.desk.public_id}/rota/"
    year = kept.now.year + 1
    posts(
        kept.carla,
        f"{here}turn/",
        agent=kept.bob.public_id,
        starts=f"{year}-07-01T09:00",
        ends=f"{year}-07-01T13:00",
    )
    turn = Turn.objects.get()
    assert (turn.agent, turn.starts_at) == (kept.bob, datetime(year, 7, 1, 13, 0, tzinfo=UTC))
    assert posts(kept.carla, f"{here}turn/", starts="soon", ends="later").status_code == 422
    posts(kept.carla, f"{here}turn/", without=str(turn.pk))
    assert not Turn.objects.exists()


def span(stage: Stage, hours: int = 24) -> str:
    starts = stage.now + timedelta(hours=hours)
    return f"{starts.isoformat()}/{(starts + timedelta(hours=2)).isoformat()}"


def test_cover_asked_of_everybody_and_taken(kept: Stage) -> None:
    here = f"watch/{kept.desk.public_id}/rota/"
    posts(kept.allie, f"{here}cover/", span=span(kept))
    assert set(Alert.objects.values_list("agent__name", flat=True)) == {"Bob Bauer", "Carla Diaz"}
    asked = Cover.objects.get()
    assert "I have it" in shows(kept.bob, here) and "I have it" not in shows(kept.allie, here)
    posts(kept.bob, f"covers/{asked.public_id}/", yes="1")
    assert who_should(kept.desk, kept.now + timedelta(hours=25)) == kept.bob
    assert who_should(kept.desk, kept.now + timedelta(hours=27)) == kept.allie
    posts(kept.carla, f"covers/{asked.public_id}/", yes="1")
    assert Turn.objects.count() == 1
    assert Alert.objects.filter(agent=kept.allie, kind="cover_taken").count() == 1


def test_a_swap_changes_both(kept: Stage) -> None:
    here = f"watch/{kept.desk.public_id}/rota/"
    starts = kept.now + timedelta(hours=48)
    rota.add_turn(
        kept.desk,
        agent=kept.bob,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        by=kept.carla,
        at=kept.now,
    )
    posts(kept.allie, f"{here}cover/", span=span(kept), in_return=f"{span(kept, 48)}/{kept.bob.public_id}")
    asked = Cover.objects.get()
    assert asked.asked_of == kept.bob
    posts(kept.carla, f"covers/{asked.public_id}/", yes="1")
    assert Cover.objects.get().closed_at is None
    posts(kept.bob, f"covers/{asked.public_id}/", yes="1")
    assert who_should(kept.desk, kept.now + timedelta(hours=25)) == kept.bob
    assert who_should(kept.desk, kept.now + timedelta(hours=49)) == kept.allie


def test_one_asks_only_for_what_is_ones_own_and_can_say_no(kept: Stage) -> None:
    here = f"watch/{kept.desk.public_id}/rota/"
    posts(kept.bob, f"{here}cover/", span=span(kept))
    posts(kept.allie, f"{here}cover/", span="nonsense")
    assert not Cover.objects.exists()
    posts(kept.allie, f"{here}cover/", span=span(kept), of=kept.bob.public_id)
    posts(kept.bob, f"covers/{Cover.objects.get().public_id}/")
    assert Cover.objects.get().closed_at and not Turn.objects.exists()
    assert Alert.objects.filter(kind="cover_declined", agent=kept.allie).exists()


def ics(starts: datetime, *lines: str) -> bytes:
    stamp = f"{starts:%Y%m%dT%H%M%S}"
    body = "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//t//t",
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART;TZID=America/New_York:{stamp}",
            "DURATION:PT2H",
            *lines,
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        )
    )
    return body.encode()


def test_a_rota_from_a_file(stage: Stage) -> None:
    here = f"watch/{stage.desk.public_id}/rota/"
    morning = (stage.now + timedelta(days=1)).replace(hour=9, minute=0)
    content = ics(morning, "SUMMARY:Watch", "ATTENDEE:mailto:Bob@heard.example", "RRULE:FREQ=DAILY;COUNT=3")
    posts(stage.carla, f"{here}calendar/", file=SimpleUploadedFile("rota.ics", content))
    made = RotaCalendar.objects.get()
    assert (made.name, made.turns.count(), made.strangers, made.next_read_at) == ("rota.ics", 3, [], None)
    first = Turn.objects.order_by("starts_at").first()
    assert who_should(stage.desk, first.starts_at) == stage.bob
    posts(stage.carla, f"calendars/{made.public_id}/drop/")
    assert not Turn.objects.exists() and Desk.objects.get(pk=stage.desk.pk).watched_since is None


def test_a_name_nobody_bears_is_said(stage: Stage) -> None:
    morning = (stage.now + timedelta(days=1)).replace(hour=9, minute=0)
    posts(
        stage.carla,
        f"watch/{stage.desk.public_id}/rota/calendar/",
        file=SimpleUploadedFile("r.ics", ics(morning, "SUMMARY:Mallory Moss")),
    )
    assert RotaCalendar.objects.get().strangers == ["mallory moss"]
    assert "Not on this desk: mallory moss" in shows(stage.carla, f"watch/{stage.desk.public_id}/rota/")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.ics",
        "https://localhost/x.ics",
        "https://10.0.0.1/",
        "http://[::1]/",
        "file:///etc/passwd",
        "https://me:secret@example.com/",
        "nonsense",
    ],
)
def test_no_address_inside_is_asked(stage: Stage, settings, address: str) -> None:
    settings.HEARD_IS_LOCAL = False
    answer = posts(stage.carla, f"watch/{stage.desk.public_id}/rota/calendar/", address=address)
    assert answer.status_code == 422
    assert not RotaCalendar.objects.exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"BEGIN:VCALENDAR\r\n", b"\x00" * 99])
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(calendar.Unreadable):
        assert calendar.entries_of(content, zone="UTC", at=datetime(2026, 11, 23, tzinfo=UTC)) == "never"


def feed_of(person: Agent, number: int = 0) -> str:
    posts(person, "me/feed/")
    page = shows(person, "me/alerts/")
    return [part.split('"')[0] for part in page.split('value="')[1:] if "/feed/" in part.split('"')[0]][
        number
    ]


def test_a_feed_of_ones_promises_until_it_is_revoked(stage: Stage) -> None:
    stage.answers(stage.writes(stage.zelda, "All stopped", at=stage.minutes(-60)), "I look.", by=stage.allie)
    address = feed_of(stage.allie)
    path = address.partition("8000")[2]
    answer = Client().get(path)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert "Zelda Marsh expects a word" in event["SUMMARY"]
    posts(stage.allie, "me/feed/")
    assert Client().get(path).status_code == 404
    fresh = feed_of(stage.allie).partition("8000")[2]
    posts(stage.allie, "me/feed/", off="1")
    assert Client().get(fresh).status_code == 404
    assert Client().get(path[:-3] + "xx/").status_code == 404


def test_the_rota_as_a_feed_for_its_members_only(kept: Stage) -> None:
    path = feed_of(kept.bob, 1).partition("8000")[2]
    events = icalendar.Calendar.from_ical(Client().get(path).content).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {"Allie Ames"}
    kept.desk.memberships.filter(agent=kept.bob).delete()
    assert Client().get(path).status_code == 404
