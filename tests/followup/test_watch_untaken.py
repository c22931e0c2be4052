"""Nobody takes the watch: it is told to people and rung by the second route, once, and the minutes are measured."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from cast import Cast, assemble, clock
from heard import health
from heard.followup import pipe
from heard.letters.alerts import deliver_one
from heard.promise import untaken, untaken_minutes
from heard.record.access.front import minded as front_minding
from heard.record.access.watch import gaps
from heard.record.actions import agent, desk, rota, ticket, watch
from heard.record.facts import rules_of
from heard.record.models.alarm import Alarm
from heard.record.models.alert import Alert
from heard.record.models.desk import Desk
from heard.record.models.letter import Letter
from heard.record.watch import taken_between
from heard.site.addresses import Secret

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    """Allie has the mornings, Bob the afternoons; the Quiet desk keeps no rota."""
    one = assemble()
    week = [[(one.allie, 540, 780), (one.bob, 780, 1080)]] * 5 + [[], []]
    rota.set_week(one.desk, week=week, by=one.carla, at=clock("8:00"))
    return one


@pytest.fixture(autouse=True)
def only_the_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the story is no fault of the pipe."""
    monkeypatch.setattr(health, "_checks", {"watch": health._checks["watch"]})


@pytest.fixture
def bell(settings) -> Iterator[list[dict]]:
    """A second route on a loopback port: what it was rung with."""
    rung: list[dict] = []

    class Bell(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            rung.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Bell)
    serving = Thread(target=server.serve_forever)
    serving.start()
    settings.HEARD_ALERT_URLS = (Secret(f"json://127.0.0.1:{server.server_port}/"),)
    yield rung
    server.shutdown()
    serving.join()
    server.server_close()


def told() -> list[tuple[str, str]]:
    return list(Alert.objects.filter(kind="untaken").order_by("id").values_list("agent__name", "desk__name"))


def looks(*times: str, day: int = 0) -> None:
    """The worker's and the door's looks at the pipe, minute by minute or as said."""
    for time in times:
        pipe.look(clock(time, day=day))


def test_nobody_takes_it_the_second_route_rings_once(cast: Cast, bell: list[dict]) -> None:
    looks("8:30", "9:00", "9:09")
    assert (told(), bell, Alarm.objects.count()) == ([], [], 0)
    looks("9:10", "9:11", "9:11")
    assert told() == [("Allie Ames", "Support")]
    assert bell == []
    looks("9:12", "9:13", "9:20")
    (rung,) = bell
    assert rung["title"] == "Heard: watch of support"
    assert "nobody has it since 23 November 14:00 UTC" in rung["message"]
    looks("9:34", "9:35", "9:36", "12:59")
    assert told() == [("Allie Ames", "Support"), ("Carla Diaz", "Support")]
    looks("13:00", "13:01", "17:59")
    assert told()[2:] == [("Bob Bauer", "Support")]
    assert len(bell) == 1


def test_taken_it_is_fine_again_and_the_minutes_are_known(cast: Cast, bell: list[dict]) -> None:
    looks("9:10", "9:12")
    watch.take(cast.desk, by=cast.allie, at=clock("9:25"))
    looks("9:26", "9:27")
    assert [ring["title"] for ring in bell] == [
        "Heard: watch of support",
        "Heard: fine again: watch of support",
    ]
    gaps = untaken(
        rules_of(cast.desk),
        taken_between(cast.desk, clock("0:00"), clock("18:00")),
        clock("0:00"),
        clock("18:00"),
    )
    assert untaken_minutes(gaps) == 25


def test_taken_in_time_nobody_is_called(cast: Cast, bell: list[dict]) -> None:
    looks("9:00", "9:05")
    watch.take(cast.desk, by=cast.bob, at=clock("9:09"))
    looks("9:10", "9:12", "12:00")
    assert (told(), bell) == ([], [])


def test_each_day_is_called_for_itself_and_holidays_are_quiet(cast: Cast, bell: list[dict]) -> None:
    desk.set_hours(
        cast.desk,
        week=[[(540, 1080)]] * 5 + [[], []],
        zone="America/New_York",
        country="US",
        region="",
        by=cast.carla,
        at=clock("8:00"),
    )
    looks("9:10", "9:12", "18:01")
    looks("9:10", "9:13", day=3)  # Thanksgiving
    looks("9:10", "9:13", day=5)  # Saturday
    assert len(told()) == 1
    looks("9:10", "9:13", "18:01", day=4)
    assert told() == [("Allie Ames", "Support")] * 2
    rung = [ring["title"] for ring in bell]
    assert rung == ["Heard: watch of support", "Heard: fine again: watch of support"] * 2


@pytest.mark.parametrize(("day", "utc"), [(0, "14:00"), (112, "13:00")], ids=["winter", "summer"])
def test_the_grace_counts_from_the_opening_by_the_desks_clock(cast: Cast, day: int, utc: str) -> None:
    looks("9:09", day=day)
    assert told() == []
    looks("9:10", day=day)
    assert f"{Alert.objects.get(kind='untaken').at:%H:%M}" == utc


def test_whoever_is_away_is_not_called_but_the_lead(cast: Cast) -> None:
    agent.go_away(cast.allie, until=clock("12:00"), by=cast.allie, at=clock("8:00"))
    looks("9:10", "9:36")
    assert told() == [("Carla Diaz", "Support")]


def test_the_letter_says_what_one_key_does_and_is_dropped_once_taken(cast: Cast) -> None:
    looks("9:10")
    assert deliver_one(clock("9:11"))
    letter = Letter.objects.get(kind="alert")
    assert letter.agent == cast.allie
    Alert.objects.update(delivered_at=None)
    watch.take(cast.desk, by=cast.bob, at=clock("9:12"))
    assert deliver_one(clock("9:13"))
    assert Letter.objects.filter(kind="alert").count() == 1


def test_the_oldest_unopened_ticket_rings_when_it_passes_its_target(cast: Cast, bell: list[dict]) -> None:
    watch.take(cast.desk, by=cast.allie, at=clock("9:00"))
    cast.writes(cast.zelda, "Hello?", at=clock("9:02"))
    cast.writes(cast.yusuf, "Hello, too", at=clock("9:30"))
    looks("10:01", "10:02", "10:03")
    assert bell == []
    looks("10:04", "10:05", "10:30")
    assert [ring["title"] for ring in bell] == ["Heard: unopened on support"]
    for one in Desk.objects.get(pk=cast.desk.pk).tickets.all():
        ticket.open(one, by=cast.allie, at=clock("10:40"))
    looks("10:41")
    assert [ring["title"] for ring in bell][1:] == ["Heard: fine again: unopened on support"]


def test_a_desk_without_a_rota_that_never_took_a_watch_is_not_called(cast: Cast) -> None:
    found = {finding.name for finding in health.findings(at=clock("10:00"))}
    assert "watch of support" in found and "watch of quiet" not in found


@pytest.fixture
def by_habit() -> Cast:
    """No rota anywhere. Allie took the watch of Support on Monday, as people do; the Quiet desk never had one."""
    one = assemble()
    watch.take(one.desk, by=one.allie, at=clock("9:05"))
    return one


def test_a_watch_taken_once_is_missed_without_a_rota_from_then_on(by_habit: Cast, bell: list[dict]) -> None:
    looks("9:10", "12:00", "17:59", "18:30")
    assert (told(), bell) == ([], [])
    looks("9:09", day=1)
    assert told() == []
    looks("9:10", "9:12", "9:40", day=1)
    assert told() == [("Carla Diaz", "Support")]
    assert [ring["title"] for ring in bell] == ["Heard: watch of support"]
    watch.take(by_habit.desk, by=by_habit.bob, at=clock("9:45", day=1))
    looks("9:46", "17:59", day=1)
    assert bell[1]["title"] == "Heard: fine again: watch of support" and len(bell) == 2
    found = gaps(by_habit.desk, since=clock("0:00", day=-7), until=clock("19:00", day=1))
    assert [(f"{gap.since:%d %H:%M}", gap.seconds // 60) for gap in found] == [("24 14:00", 45)]


def test_put_down_in_opening_hours_it_is_missed_the_same_day(by_habit: Cast, bell: list[dict]) -> None:
    watch.put_down(by_habit.desk, by=by_habit.allie, at=clock("11:00"))
    looks("11:09", "11:10", "11:12")
    assert told() == [("Carla Diaz", "Support")] and len(bell) == 1
    assert front_minding(by_habit.desk, at=clock("11:12")).is_untaken


def test_a_rota_that_ends_leaves_the_habit(cast: Cast, bell: list[dict]) -> None:
    rota.set_week(cast.desk, week=[[]] * 7, by=cast.carla, at=clock("8:10"))
    looks("9:10", "9:12")
    assert (told(), bell) == ([], [])
    watch.take(cast.desk, by=cast.allie, at=clock("9:30"))
    looks("9:10", "9:12", day=1)
    assert told() == [("Carla Diaz", "Support")] and len(bell) == 1


def test_samples_are_never_called(cast: Cast) -> None:
    Desk.objects.update(sample=True)
    looks("9:10", "9:13", "9:40")
    assert told() == [] and health.findings(at=clock("9:40")) == []
