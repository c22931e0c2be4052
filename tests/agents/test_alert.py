"""What an agent was told, in the page and as a list; and how they choose to be told."""

import json
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from agents.conftest import Browser, Stage, seen
from heard.agents.alert_forms import KIND_WORDS
from heard.letters import alert_words
from heard.letters.alerts import deliver_one
from heard.promise.alert import DEFAULTS, KINDS, kinds_of, routes_of, sort_of
from heard.record.actions import alert as alerts
from heard.record.actions import token
from heard.record.actions.alert import push_of, raise_for, raise_on_desk, told_by
from heard.record.models.alert import Alert

pytestmark = pytest.mark.django_db
CHOICE = {
    **{kind: ["page", "mail"] for kind in KINDS},
    **{kind: ["mail", "desktop"] for kind in kinds_of("escalation")},
    "warn": ["page"],
    "ping": [],
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
    assert routes_of(chosen, "warn") == ("page",) and routes_of(chosen, "reading_warn") == ("page", "mail")
    assert routes_of(chosen, "ping") == () and "look" not in chosen.routes, "what is usual is not kept"
    assert chosen.week[0] == ((540, 1020),) and chosen.week[6] == ()
    page = allie.get("/desk/me/alerts/").content.decode()
    assert 'value="0:00-7:00, 22:00-24:00"' in page and "allies-topic" not in page
    assert len(re.findall("checked", page)) == 2 * len(KINDS) - 1 - 2
    allie.post("/desk/me/alerts/", CHOICE)
    assert push_of(stage.allie) == ["ntfy://allies-topic"]
    allie.post("/desk/me/alerts/", {**CHOICE, "forget": "on"})
    assert push_of(stage.allie) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"lapse": ["page", "mail"]}, "needs two routes"),
        ({"overload": []}, "needs two routes"),
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


def test_every_kind_that_is_ever_told_stands_in_the_table_with_its_own_words(allie: Browser) -> None:
    assert set(KINDS) == set(alert_words.KINDS + alert_words.ON_DESK) == set(KIND_WORDS)
    assert len(set(map(str, KIND_WORDS.values()))) == len(KIND_WORDS)
    page = allie.get("/desk/me/alerts/").content.decode()
    assert len(re.findall("checked", page)) == sum(len(DEFAULTS[sort_of(kind)]) for kind in KINDS)


def test_one_kind_is_chosen_and_its_neighbour_stays(stage: Stage) -> None:
    """As programs do it; what was chosen by sort before still counts for the kinds that are not named."""
    alerts.choose(
        stage.allie,
        routes={"other": ["page"]},
        quiet=(0, 60),
        push=["ntfy://t"],
        by=stage.allie,
        at=stage.now,
    )
    secret = token.make(agent=stage.allie, scope="write", by=stage.allie, at=stage.now)[1]
    headers, here = {"Authorization": f"Bearer {secret}"}, "/api/v1/me/alerts"

    def ask(routes: dict) -> HttpResponse:
        return Client().post(
            here, json.dumps({"routes": routes}), content_type="application/json", headers=headers
        )

    answer = ask({"ping": ["mail", "push"], "warn": []})
    found = {one["kind"]: one["routes"] for one in answer.json()}
    assert (found["ping"], found["warn"], found["look"]) == (["mail", "push"], [], ["page"])
    assert found["reading_warn"] == list(DEFAULTS["warning"])
    assert Client().get(here, headers=headers).json() == answer.json()
    assert told_by(stage.allie).quiet == (0, 60) and push_of(stage.allie) == ["ntfy://t"]
    for wrong, field in (({"lapse": ["page"]}, "lapse"), ({"nonsense": ["mail"]}, "nonsense")):
        refused = ask(wrong)
        assert refused.status_code == 422 and refused.json()["error"]["field"] == field
    assert routes_of(told_by(stage.allie), "lapse") == DEFAULTS["escalation"]
