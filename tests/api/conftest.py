"""The cast at a desk that never closes, with tokens for each: requests are made now, whatever the hour."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from cast import Cast, assemble
from heard.clock import now
from heard.record.actions import desk, token
from heard.record.actor import HEARD
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket

ALWAYS = [[(0, 1440)]] * 7


@dataclass
class Asker:
    """Someone with a token, asking over HTTP."""

    secret: str
    http: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **parameters: Any) -> HttpResponse:
        """GET below /api/v1/."""
        return self.http.get(f"/api/v1/{path}", parameters, headers=self._headers())

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> HttpResponse:
        """POST a body as JSON below /api/v1/."""
        headers = {**self._headers(), **({} if key is None else {"Idempotency-Key": key})}
        return self.http.post(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}


@dataclass
class Stage:
    """The cast, who may ask, and a ticket of Zelda's from an hour ago."""

    cast: Cast
    allie: Asker
    carla: Asker
    mallory: Asker
    robot: Asker
    nobody: Asker
    drones: Ticket
    at: datetime

    def later(self, hours: int) -> datetime:
        """So many hours from now, as people are told times: in whole minutes."""
        return self.at.replace(second=0) + timedelta(hours=hours)

    def asker(self, agent: Agent | None, *, scope: str = "write", robot: str = "") -> Asker:
        """Somebody with a new token."""
        return Asker(token.make(agent=agent, robot=robot, scope=scope, by=HEARD, at=self.at)[1])


@pytest.fixture
def stage(db: None) -> Stage:
    """Everybody in place."""
    return set_stage()


def set_stage() -> Stage:
    """Put everybody in place, in whatever database the test is using."""
    at = now()
    cast = assemble(at - timedelta(days=1))
    for each in (cast.desk, cast.quiet):
        never_closes(each, at - timedelta(days=1))
    drones = cast.writes(cast.zelda, "They come back with the package.", at=at - timedelta(hours=1))
    nobody = Asker("")
    stage = Stage(cast, nobody, nobody, nobody, nobody, nobody, drones, at)
    stage.allie, stage.mallory = stage.asker(cast.allie), stage.asker(cast.mallory)
    stage.carla = stage.asker(cast.carla, scope="admin")
    stage.robot = stage.asker(None, robot="Deployer")
    return stage


def never_closes(each: Desk, at: datetime) -> None:
    """Let a desk be open day and night, and a first word be due after two hours."""
    desk.set_hours(each, week=ALWAYS, zone="UTC", country="", region="", by=HEARD, at=at)
    desk.set_targets(each, targets={"first_word": 120, "undo_seconds": 0}, by=HEARD, at=at)


def error(response: HttpResponse) -> dict[str, Any]:
    """What an error says; the shape is checked on the way."""
    said = response.json()
    assert set(said) == {"error"}, said
    assert {"code", "message", "field"} <= set(said["error"]), said
    assert response.headers["Content-Type"].startswith("application/json")
    return said["error"]
