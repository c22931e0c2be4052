"""What an agent was told, in the page and as a list; and how they choose to be told."""

import re

import pytest

from agents.conftest import Browser, Stage, seen
from heard.letters.alerts import deliver_one
from heard.record.actions.alert import push_of, raise_for, raise_on_desk, told_by
from heard.record.models.alert import Alert

pytestmark = pytest.mark.django_db
CHOICE = {
    "escalation": ["mail", "desktop"],
    "warning": ["page"],
    "asked": ["page", "mail"],
    "other": ["page"],
}


def told(stage: Stage, kind: str = "lapse") -> Alert:
    """Allie was told of Zelda's request."""
    request = stage.writes(stage.zelda, "All stopped", at=stage.minutes(-90), subject="The gate is shut")
    raise_for(request, stage.allie, kind, at=stage.now)
    assert deliver_one(stage.now)
    return Alert.objects.get(agent=stage.allie)


def test_an_open_page_hears_of_it_once(stage: Stage, allie: Browser, bob: Browser) -> None:
    alert = told(stage)
    page = allie.get("/desk/alerts/news/").content.decode()
    assert f'data-alert="{alert.pk}" data-routes="page desktop"' in page and "data-late" in page
    assert "was to hear by" in page and "Press r to write now." in page
    assert allie.get(f"/desk/alerts/news/?newest={alert.pk}").status_code == 204
    assert "data-alert" not in bob.get("/desk/alerts/news/").content.decode()
    allie.post("/desk/alerts/seen/", {"until": alert.pk})
    assert "data-alert" not in allie.get(f"/desk/alerts/news/?newest={alert.pk}").content.decode()


def test_nothing_that_a_name_holds_leaves_its_attribute(stage: Stage, allie: Browser) -> None:
    stage.zelda.name = '"><img src=x onerror=alert(1)> & Co'
    stage.zelda.save()
    told(stage)
    page = allie.get("/desk/alerts/news/").content.decode()
    assert "<img" not in page and 'data-why="&quot;&gt;' in page


def test_the_list_says_why_and_what_one_key_does(stage: Stage, allie: Browser, mallory: Browser) -> None:
    alert = told(stage)
    text = seen(allie.get("/desk/alerts/"))
    assert "was to hear by" in text and "The gate is shut" in text
    assert f"/desk/tickets/{alert.ticket.public_id}/" in allie.get("/desk/alerts/").content.decode()
    assert "The gate is shut" not in seen(mallory.get("/desk/alerts/"))
    mallory.post("/desk/alerts/seen/", {"until": alert.pk})
    alert.refresh_from_db()
    assert alert.seen_at is None


def test_what_one_may_not_see_any_more_is_not_shown(stage: Stage, allie: Browser) -> None:
    told(stage)
    stage.desk.memberships.filter(agent=stage.allie).delete()
    assert "The gate is shut" not in seen(allie.get("/desk/alerts/"))
    assert "data-alert" not in allie.get("/desk/alerts/news/").content.decode()


def test_many_unseen_alerts_cost_an_open_page_few_questions(
    stage: Stage, allie: Browser, django_assert_max_num_queries
) -> None:
    for _ in range(30):
        raise_on_desk(stage.desk, stage.allie, "cover_asked", at=stage.now)
    deliver_one(stage.now)
    newest = Alert.objects.order_by("-id").first().pk
    with django_assert_max_num_queries(4):
        assert allie.get(f"/desk/alerts/news/?newest={newest}").status_code == 204


def test_routes_and_hours_are_chosen(stage: Stage, allie: Browser) -> None:
    days = {f"day{number}": "9:00-17:00" for number in range(5)}
    answer = allie.post(
        "/desk/me/alerts/",
        {**CHOICE, **days, "quiet": "0:00-7:00, 22:00-24:00", "push": "ntfy://allies-topic"},
    )
    assert answer.status_code == 302
    chosen = told_by(stage.allie)
    assert chosen.quiet == (22 * 60, 7 * 60) and chosen.through_quiet
    assert chosen.routes["warning"] == ["page"] and chosen.week[0] == ((540, 1020),) and chosen.week[6] == ()
    page = allie.get("/desk/me/alerts/").content.decode()
    assert 'value="0:00-7:00, 22:00-24:00"' in page and "allies-topic" not in page
    assert len(re.findall("checked", page)) == 6
    allie.post("/desk/me/alerts/", CHOICE)
    assert push_of(stage.allie) == ["ntfy://allies-topic"]
    allie.post("/desk/me/alerts/", {**CHOICE, "forget": "on"})
    assert push_of(stage.allie) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"escalation": ["page", "mail"]}, "needs two routes"),
        ({"push": "json://127.0.0.1/"}, "no service outside"),
        ({"push": "nonsense"}, "no service outside"),
        ({"quiet": "late"}, "Write hours like"),
    ],
)
def test_what_cannot_be_chosen(stage: Stage, allie: Browser, changed: dict, says: str) -> None:
    answer = allie.post("/desk/me/alerts/", {**CHOICE, **changed})
    assert answer.status_code == 422 and says in answer.content.decode()


def test_a_desks_pager_is_set_kept_and_ended(stage: Stage, carla: Browser) -> None:
    here = f"/desk/desks/{stage.desk.public_id}/basics/"
    basics = {"name": "Support", "language": "en"}
    assert carla.post(here, {**basics, "pager": "json://127.0.0.1/"}).status_code == 422
    carla.post(here, {**basics, "pager": "ntfy://desk-pager"})
    stage.desk.refresh_from_db()
    kept = stage.desk.pager
    assert kept and "desk-pager" not in kept
    carla.post(here, basics)
    stage.desk.refresh_from_db()
    assert stage.desk.pager == kept
    carla.post(here, {**basics, "pager": "none"})
    stage.desk.refresh_from_db()
    assert stage.desk.pager == ""
