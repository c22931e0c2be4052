"""`/health/...`: what watchers see."""

import pytest
from django.db import DatabaseError

from heard import health
from heard.health import Finding
from heard.site import checks


def test_alive_without_a_database(client):
    """The mark `django_db` is missing on purpose: a query here would fail the test."""
    assert client.get("/health/live").json() == {"state": "fine"}


@pytest.mark.django_db
def test_ready(client):
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert [line["name"] for line in answer.json()["checks"]] == ["database", "disk"]


@pytest.mark.django_db
def test_not_ready_when_the_disk_is_full(client, monkeypatch):
    monkeypatch.setattr(checks, "FULL", 10**18)
    answer = client.get("/health/ready")
    assert answer.status_code == 503 and answer.json()["state"] == "red"


@pytest.mark.django_db
def test_pipe_shows_every_check_and_its_mend(client, settings):
    settings.HEARD_IS_LOCAL = False
    answer = client.get("/health/pipe").json()
    by_name = {line["name"]: line for line in answer["checks"]}
    assert {"database", "disk", "clock", "address", "letters out"} <= by_name.keys()
    assert answer["state"] == by_name["letters out"]["state"] == "red"
    assert "HEARD_SMTP_URL" in by_name["letters out"]["mend"]


@pytest.mark.django_db
def test_on_a_laptop_kept_letters_are_as_meant(client):
    by_name = {line["name"]: line for line in client.get("/health/pipe").json()["checks"]}
    assert by_name["letters out"]["state"] == "fine"


@pytest.fixture
def own_checks(monkeypatch):
    monkeypatch.setattr(health, "_checks", {})


def test_a_check_that_raises_is_red_and_hides_no_other(own_checks, client):
    @health.check("broken")
    def broken(at):
        raise DatabaseError("password=hunter2")

    @health.check("outbox")
    def outbox(at):
        return [Finding("outbox", "fine", "empty")]

    answer = client.get("/health/pipe")
    assert answer.status_code == 503
    assert [(line["name"], line["state"]) for line in answer.json()["checks"]] == [
        ("broken", "red"),
        ("outbox", "fine"),
    ]
    assert b"hunter2" not in answer.content


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/health/pipe"])
def test_only_reading(client, path):
    assert client.post(path).status_code == 405
