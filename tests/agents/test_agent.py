"""Agents, one's own settings, API tokens: who may do what, and what is refused beside its field."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from agents.conftest import seen
from heard.record.actions import agent as verbs
from heard.record.actions import token as tokens
from heard.record.actor import HEARD
from heard.record.models.agent import Agent
from heard.record.models.token import Token

pytestmark = pytest.mark.django_db

PASSWORD = "seven grey herons at dawn"


@pytest.fixture
def ada(stage) -> Agent:
    """An admin who answers on no desk."""
    return verbs.make(
        name="Ada Adler",
        email="ada@heard.example",
        password=PASSWORD,
        role="admin",
        zone="Europe/London",
        language="en",
        by=HEARD,
        at=stage.now,
    )


@pytest.fixture
def admin(ada, browser_of):
    return browser_of(ada)


def form(**changes: str) -> dict[str, str]:
    usual = {"name": "Nora Nash", "role": "agent", "zone": "Europe/Berlin", "language": "de"}
    return {**usual, **changes}


def test_only_an_admin_sees_and_makes_agents(stage, allie, carla, admin):
    values = form(email="nora@heard.example", password=PASSWORD)
    for browser in (allie, carla):
        assert browser.get("/desk/agents/").status_code == 404
        assert browser.post("/desk/agents/", values).status_code == 404
        assert browser.get(f"/desk/agents/{stage.bob.public_id}/").status_code == 404
        assert browser.post(f"/desk/agents/{stage.bob.public_id}/disable/").status_code == 404
    assert not Agent.objects.filter(email="nora@heard.example").exists()
    assert Agent.objects.get(pk=stage.bob.pk).is_active
    admin.post("/desk/agents/", values)
    made = Agent.objects.get(email="nora@heard.example")
    assert made.role == "agent" and made.check_password(PASSWORD)
    assert "Nora Nash" in seen(admin.get("/desk/agents/"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "allie@heard.example"}, "is an agent already"),
        ({"email": "no address"}, "Enter a valid email address"),
        ({"password": "short"}, "too short"),
        ({"name": ""}, "This field is required"),
        ({"role": "emperor"}, "Select a valid choice"),
        ({"zone": "Mars/Base"}, "There is no such time zone"),
    ],
)
def test_a_refusal_stands_beside_its_field(stage, admin, changes, words):
    values = form(email="nora@heard.example", password=PASSWORD) | changes
    answer = admin.post("/desk/agents/", values)
    assert answer.status_code == 422 and words in seen(answer)
    assert values["name"] in seen(answer) and PASSWORD not in seen(answer)
    assert not Agent.objects.filter(name="Nora Nash").exists()


def test_name_and_role_are_changed(stage, admin):
    admin.post(f"/desk/agents/{stage.bob.public_id}/", form(name="Bob Baker", role="lead"))
    changed = Agent.objects.get(pk=stage.bob.pk)
    assert (changed.name, changed.role) == ("Bob Baker", "lead")


def test_somebody_stays_admin(admin, ada):
    answer = admin.post(f"/desk/agents/{ada.public_id}/", form(role="lead"))
    assert answer.status_code == 422 and "Somebody must stay admin" in seen(answer)
    assert Agent.objects.get(pk=ada.pk).role == "admin"


def test_a_new_password_ends_the_old_sessions(stage, admin, bob):
    assert bob.get("/desk/").status_code == 200
    weak = admin.post(f"/desk/agents/{stage.bob.public_id}/reset/", {"password": "password"})
    assert weak.status_code == 422 and bob.get("/desk/").status_code == 200
    admin.post(f"/desk/agents/{stage.bob.public_id}/reset/", {"password": PASSWORD})
    assert bob.get("/desk/").status_code == 302
    assert Agent.objects.get(pk=stage.bob.pk).check_password(PASSWORD)


def test_disabling_ends_the_access_and_frees_the_tickets(stage, admin, bob):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "On it", by=stage.bob)
    admin.post(f"/desk/agents/{stage.bob.public_id}/disable/")
    found.refresh_from_db()
    assert found.owner is None and found.promise is not None
    assert bob.get("/desk/").status_code == 302
    assert authenticate(email="bob@heard.example", password="four wild geese at noon") is None


# --- oneself -----------------------------------------------------------------------------------------------


def test_my_zone_moves_my_clocks(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "On it", due=90)
    before = re.search(r"expects news ([^<]+)<", seen(allie.get("/desk/")))[1]
    allie.post("/desk/me/", {"name": "Allie Ames", "zone": "Asia/Tokyo", "language": "en"})
    after = re.search(r"expects news ([^<]+)<", seen(allie.get("/desk/")))[1]
    assert before != after and Agent.objects.get(pk=stage.allie.pk).role == "agent"


def test_my_page_holds_what_i_set(stage, allie):
    allie.post("/desk/me/", {"name": "Allie Ames", "zone": "Asia/Tokyo", "language": "de"})
    mine = allie.get("/desk/me/").content.decode()
    assert 'value="Allie Ames"' in mine and 'value="Asia/Tokyo"' in mine
    assert '<option value="de" selected' in mine


def test_nobody_gives_themselves_a_role(stage, allie):
    allie.post("/desk/me/", {"name": "Allie", "zone": "Asia/Tokyo", "language": "en", "role": "admin"})
    assert Agent.objects.get(pk=stage.allie.pk).role == "agent"
    assert allie.post("/desk/me/", {"name": "", "zone": "Asia/Tokyo", "language": "en"}).status_code == 422


def test_away_and_back(stage, allie, bob):
    allie.post("/desk/me/away/", {"until": "tomorrow 9am"})
    until = Agent.objects.get(pk=stage.allie.pk).away_until
    assert stage.now < until < stage.now + timedelta(days=2)
    assert "Away until" in seen(allie.get("/desk/me/"))
    found = stage.asks(stage.zelda, "They come back")
    assert "away" in seen(bob.get(f"/desk/tickets/{found.public_id}/members/"))
    allie.post("/desk/me/away/", {"back": "1"})
    assert Agent.objects.get(pk=stage.allie.pk).away_until is None


@pytest.mark.parametrize("until", ["", "soonish", "1 jan 2020 9:00"])
def test_away_until_nonsense_is_refused(stage, allie, until):
    assert allie.post("/desk/me/away/", {"until": until}).status_code == 422
    assert Agent.objects.get(pk=stage.allie.pk).away_until is None


# --- tokens ------------------------------------------------------------------------------------------------


def test_a_secret_is_shown_once(stage, allie):
    page = seen(allie.post("/desk/tokens/", {"robot": "", "scope": "write"}))
    secret = re.search(r"<code>(heard_[\w-]+)</code>", page)[1]
    made = Token.objects.get()
    assert made.agent == stage.allie and made.digest == tokens.digest(secret)
    assert secret not in seen(allie.get("/desk/tokens/"))


@pytest.mark.parametrize("values", [{"robot": "Nightly", "scope": "write"}, {"robot": "", "scope": "admin"}])
def test_robots_and_administering_tokens_are_an_admins(stage, allie, admin, values):
    answer = allie.post("/desk/tokens/", values)
    assert answer.status_code == 422 and "Ask an admin" in seen(answer) and not Token.objects.exists()
    admin.post("/desk/tokens/", values)
    assert Token.objects.count() == 1


def test_tokens_of_others_are_not_to_be_seen_or_revoked(stage, allie, bob, admin):
    allie.post("/desk/tokens/", {"robot": "", "scope": "read"})
    made = Token.objects.get()
    assert "No tokens yet." in seen(bob.get("/desk/tokens/"))
    assert bob.post(f"/desk/tokens/{made.public_id}/revoke/").status_code == 404
    assert "Allie Ames" in seen(admin.get("/desk/tokens/"))
    allie.post(f"/desk/tokens/{made.public_id}/revoke/")
    made.refresh_from_db()
    assert made.revoked_at is not None and "revoked" in seen(allie.get("/desk/tokens/"))
