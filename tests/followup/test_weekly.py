"""The weekly letter: to whom, when, once, in their words."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cast import PASSWORD, Cast, assemble, clock
from heard.followup import weekly
from heard.letters.render import compose
from heard.promise.alert import ESCALATION
from heard.record.actions import alert
from heard.record.actions import weekly as verbs
from heard.record.models.letter import Letter
from heard.record.models.mark import Mark
from heard.record.models.weekly import Weekly

ROUTES = {ESCALATION: ["desktop", "mail"]}
LAST_MONDAY = date(2026, 11, 16)


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def count(cast: Cast, measure: str, day: date, times: int) -> None:
    """So many marks of a measure on a day."""
    ticket = cast.writes(cast.zelda, "One.", at=clock("8:30"))
    one = {"ticket": ticket, "desk": cast.desk, "day": day, "hour": 10}
    Mark.objects.bulk_create(Mark(measure=measure, minutes=5, **one) for _ in range(times))


@pytest.fixture
def weeks(cast: Cast) -> None:
    """Times were kept better last week than before."""
    for measure, before, last in (("kept", 280, 95), ("lapsed", 120, 5)):
        count(cast, measure, date(2026, 11, 2), before)
        count(cast, measure, LAST_MONDAY, last)


def told() -> list[tuple[str, str]]:
    return list(Letter.objects.filter(kind="weekly").order_by("id").values_list("to_address", "language"))


def test_it_comes_to_leads_when_the_desk_opens_and_once(cast: Cast, weeks: None) -> None:
    assert weekly.send_due(clock("8:59")) == 0
    assert weekly.send_due(clock("9:00")) == 1
    assert weekly.send_due(clock("9:01")) == weekly.send_due(clock("12:00", day=3)) == 0
    assert told() == [("carla@heard.example", "en")]
    count(cast, "kept", date(2026, 11, 25), 1)
    assert weekly.send_due(clock("9:00", day=7)) == 1


def test_of_a_week_in_which_nothing_happened_nothing_is_said(cast: Cast) -> None:
    assert weekly.send_due(clock("9:00")) == 0
    assert not Weekly.objects.exists()


def test_a_worker_that_was_away_on_monday_makes_up_for_it(cast: Cast, weeks: None) -> None:
    assert weekly.send_due(clock("11:00", day=1)) == 1
    assert Weekly.objects.get().monday == LAST_MONDAY


def test_what_was_half_done_is_done_whole(cast: Cast, weeks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: Any, **__: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(verbs.events, "add", dies)
        with pytest.raises(SystemExit):
            weekly.send_due(clock("9:00"))
    assert not Letter.objects.filter(kind="weekly").exists() and not Weekly.objects.exists()
    assert weekly.send_due(clock("9:01")) == 1


def test_the_choice_of_a_lead_counts(cast: Cast, weeks: None) -> None:
    alert.choose(cast.carla, routes=ROUTES, weekly=False, by=cast.carla, at=clock("8:00"))
    assert weekly.send_due(clock("9:00")) == 0
    alert.choose(cast.carla, routes=ROUTES, by=cast.carla, at=clock("9:05"))
    assert weekly.send_due(clock("9:06")) == 0
    alert.choose(cast.carla, routes=ROUTES, weekly=True, by=cast.carla, at=clock("9:10"))
    assert weekly.send_due(clock("9:11")) == 1


@pytest.mark.parametrize(
    ("language", "subject", "line", "few"),
    [
        (
            "en",
            "The week on Support: 1 better, 0 worse",
            "promises honoured",
            "95 % (95 of 100), before 70 % (280 of 400)",
        ),
        (
            "de",
            "Die Woche bei Support: 1 besser, 0 schlechter",
            "eingehaltene Zusagen",
            "95 % (95 von 100), vorher 70 % (280 von 400)",
        ),
    ],
)
def test_its_words(cast: Cast, weeks: None, language: str, subject: str, line: str, few: str) -> None:
    cast.carla.language = language
    cast.carla.save()
    weekly.send_due(clock("9:00"))
    composed = compose(Letter.objects.get(kind="weekly"))
    assert composed.subject == subject
    assert line in composed.text and few in composed.text
    assert "/desk/numbers/tickets/?measure=kept&measure=renewed&measure=lapsed" in composed.text
    for person in (cast.allie, cast.bob):
        assert person.first_name not in composed.text


def test_the_page_shows_the_last_one_and_its_tickets_open(cast: Cast, weeks: None) -> None:
    browser = Client()
    assert browser.login(username=cast.carla.email, password=PASSWORD)
    assert "No week was told of yet." in browser.get("/desk/numbers/week/").content.decode()
    weekly.send_due(clock("9:00"))
    shown = browser.get("/desk/numbers/week/").content.decode()
    assert "95 % (95 of 100), before 70 % (280 of 400)" in shown and "16 Nov – 22 Nov 2026" in shown
    path = Weekly.objects.get().facts["better"][0]["path"]
    assert path.replace("&", "&amp;") in shown
    assert browser.get(path).status_code == 200
    twin = Client()
    assert twin.login(username=cast.mallory.email, password=PASSWORD)
    assert "No week was told of yet." in twin.get("/desk/numbers/week/").content.decode()
