"""Alerts people can live with: by which routes, at what hours, bundled; what escalates never depends on one route."""

from collections.abc import Sequence

import pytest

from cast import Cast, assemble, clock
from heard.letters import routes
from heard.letters.alerts import deliver_one
from heard.promise.alert import Told, may_tell_from
from heard.record.actions import alert, desk
from heard.record.actions.alert import raise_for, raise_on_desk
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.alert import Alert
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket
from heard.site.addresses import Secret
from letters.test_alerts import bell, rung_out  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
BOTH = {"escalation": ["mail", "desktop"]}


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def request_(cast: Cast) -> Ticket:
    return cast.writes(cast.zelda, "They come back", at=clock("9:02"))


def chooses(person: Agent, **wishes: object) -> None:
    alert.choose(person, **{"routes": BOTH, **wishes}, by=person, at=clock("8:00"))


def mails() -> int:
    return Letter.objects.filter(kind="alert").count()


NIGHT = Told("America/New_York", quiet=(22 * 60, 7 * 60))
OFFICE = Told("America/New_York", week=(((540, 1020),),) * 5 + ((), ()))


@pytest.mark.parametrize(
    ("told", "kind", "at", "until"),
    [
        (Told(), "warn", clock("3:00"), clock("3:00")),
        (NIGHT, "warn", clock("21:59"), clock("21:59")),
        (NIGHT, "warn", clock("22:00"), clock("7:00", day=1)),
        (NIGHT, "warn", clock("3:00"), clock("7:00")),
        (NIGHT, "lapse", clock("3:00"), clock("3:00")),
        (OFFICE, "warn", clock("18:00"), clock("9:00", day=1)),
        (OFFICE, "nudge", clock("18:00", day=4), clock("9:00", day=7)),
        (OFFICE, "untaken", clock("18:00"), clock("18:00")),
        (Told("America/New_York", quiet=(0, 1440)), "warn", clock("3:00"), clock("3:00")),
        (Told("Europe/Berlin", quiet=(22 * 60, 7 * 60)), "warn", clock("16:30"), clock("1:00", day=1)),
        (NIGHT, "warn", clock("23:00", day=110), clock("7:00", day=111)),
    ],
    ids=[
        "nothing chosen",
        "before",
        "in the evening",
        "at night",
        "what escalates does not wait",
        "after work",
        "over the weekend",
        "an untaken watch",
        "quiet all day is no wish we can keep",
        "in the receiver's own zone",
        "over the night the clocks change",
    ],
)
def test_from_when_on_somebody_may_be_told(told: Told, kind: str, at: object, until: object) -> None:
    assert may_tell_from(told, kind, at) == until


def test_quiet_hours_hold_and_then_all_comes_as_one(cast: Cast, request_: Ticket) -> None:
    other = cast.writes(cast.yusuf, "Mine too", at=clock("10:00"))
    chooses(cast.allie, quiet=(18 * 60, 8 * 60))
    raise_for(request_, cast.allie, "warn", at=clock("19:00"))
    raise_for(other, cast.allie, "nudge", at=clock("20:00"))
    raise_for(request_, cast.bob, "warn", at=clock("19:00"))
    while deliver_one(clock("20:01")):
        pass
    assert list(Letter.objects.filter(kind="alert").values_list("agent__name", flat=True)) == ["Bob Bauer"]
    assert not deliver_one(clock("7:59", day=1))
    assert deliver_one(clock("8:00", day=1)) and not deliver_one(clock("8:00", day=1))
    letter = Letter.objects.get(agent=cast.allie)
    assert len(letter.facts["alerts"]) == 2 and not letter.facts["after_stop"]


def test_what_escalates_breaks_through_and_its_mail_never_waits(cast: Cast, request_: Ticket) -> None:
    chooses(cast.allie, quiet=(18 * 60, 8 * 60))
    chooses(cast.bob, quiet=(18 * 60, 8 * 60), through_quiet=False)
    raise_for(request_, cast.allie, "lapse", at=clock("19:00"))
    raise_for(request_, cast.bob, "lapse", at=clock("19:00"))
    assert deliver_one(clock("19:00")) and deliver_one(clock("19:00"))
    assert mails() == 2


@pytest.mark.parametrize("chosen", [[], ["page"], ["mail"], ["page", "mail"], ["desktop"], ["mail", "push"]])
def test_an_escalation_never_depends_on_one_route(cast: Cast, chosen: Sequence[str]) -> None:
    with pytest.raises(Refused, match="needs two routes"):
        chooses(cast.allie, routes={"escalation": list(chosen)})
    chooses(cast.allie, routes={"escalation": ["mail", "push"]}, push=["ntfy://allie-topic"])


def test_a_sort_without_mail_makes_no_letter(cast: Cast, request_: Ticket) -> None:
    chooses(cast.allie, routes={**BOTH, "warning": ["page"]})
    raise_for(request_, cast.allie, "warn", at=clock("9:50"))
    assert deliver_one(clock("9:50"))
    assert mails() == 0
    assert Alert.objects.get().delivered_at == clock("9:50")


def test_ones_own_push_rings_outside_quiet_hours_only(cast, request_, bell, settings) -> None:  # noqa: F811
    (house,) = settings.HEARD_ALERT_URLS
    settings.HEARD_ALERT_URLS, settings.HEARD_INSIDE_HOSTS = (), ("127.0.0.1",)
    by_push = {"escalation": ["mail", "push"]}
    chooses(cast.allie, routes=by_push, quiet=(18 * 60, 8 * 60), through_quiet=False, push=[house.reveal()])
    for time in ("17:00", "19:00"):
        raise_for(request_, cast.allie, "lapse", at=clock(time))
        assert deliver_one(clock(time))
        rung_out()
    assert len(bell) == 1 and "was to hear by" in bell[0]["title"]
    assert mails() == 2


def test_the_house_rings_for_what_escalates_only(cast, request_, bell) -> None:  # noqa: F811
    raise_for(request_, cast.allie, "warn", at=clock("9:50"))
    assert deliver_one(clock("9:50"))
    rung_out()
    assert bell == []
    raise_for(request_, cast.allie, "lapse", at=clock("10:02"))
    assert deliver_one(clock("10:02"))
    rung_out()
    assert len(bell) == 1


def test_the_pager_of_a_desk_rings_while_it_is_closed(cast, request_, bell, settings) -> None:  # noqa: F811
    (house,) = settings.HEARD_ALERT_URLS
    settings.HEARD_ALERT_URLS, settings.HEARD_INSIDE_HOSTS = (), ("127.0.0.1",)
    desk.set_pager(cast.desk, url=house.reveal(), by=cast.carla, at=clock("8:00"))
    assert "127.0.0.1" not in cast.desk.pager
    for time, kind in (("12:00", "lapse"), ("20:00", "warn"), ("20:01", "lapse_again")):
        raise_for(request_, cast.carla, kind, at=clock(time))
        assert deliver_one(clock(time))
        rung_out()
    assert [ring["title"].partition(" is still")[0] for ring in bell] == ["Zelda Marsh"]


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("ntfy://allie-topic", True),
        ("pover://user@token", True),
        ("tgram://123:abc/456", True),
        ("json://127.0.0.1/", False),
        ("json://example.com/", False),
        ("ntfy://10.0.0.1/topic", False),
        ("ntfy://10.0.0.1?mode=private&to=x", False),
        ("gotify://10.0.0.1/token", False),
        ("file:///etc/passwd", False),
        ("mailto://user:pass@example.com", False),
        ("nonsense", False),
    ],
)
def test_what_a_person_may_name_on_a_page(url: str, may: bool) -> None:
    assert routes.may_name(url) == may


def test_a_route_of_a_person_that_leads_inside_is_not_rung(cast, request_, bell, settings) -> None:  # noqa: F811
    (house,) = settings.HEARD_ALERT_URLS
    settings.HEARD_ALERT_URLS = ()
    chooses(cast.allie, routes={"escalation": ["mail", "push", "desktop"]}, push=[house.reveal()])
    raise_for(request_, cast.allie, "lapse", at=clock("10:02"))
    assert deliver_one(clock("10:02"))
    rung_out()
    assert bell == [] and mails() == 1


@pytest.mark.parametrize(
    "kind", ["watch_offered", "watch_declined", "untaken", "cover_asked", "cover_taken", "cover_declined"]
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_about_a_desk_has_words(cast: Cast, kind: str, language: str) -> None:
    from heard.letters.render import compose

    raise_on_desk(cast.desk, cast.bob, kind, at=clock("9:10"), due_at=clock("9:00"))
    assert deliver_one(clock("9:11"))
    letter = Letter.objects.get(kind="alert")
    letter.language = language
    composed = compose(letter)
    assert composed.subject.endswith("(Support)") and "/desk/watch/" in composed.text
    assert "9:00" in composed.text or kind.startswith("watch_")


def test_the_secret_of_a_push_stands_nowhere_in_the_open(cast: Cast, settings) -> None:
    settings.HEARD_ALERT_URLS = (Secret("json://127.0.0.1/"),)
    chooses(cast.allie, push=["tgram://123456789:abcdefghijklmnopqrstuvwxyz123456789/1234"])
    assert "tgram" not in cast.allie.alert_choice.secret
    assert alert.push_of(cast.allie) == ["tgram://123456789:abcdefghijklmnopqrstuvwxyz123456789/1234"]
    chooses(cast.allie)
    assert alert.push_of(cast.allie)
    chooses(cast.allie, push=[])
    assert alert.push_of(cast.allie) == []
