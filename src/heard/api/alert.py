"""How the agent of a token is told: by which routes each kind of alert comes."""

from typing import Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from heard.api.schemas import Strict
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.promise.alert import KINDS, routes_of, sort_of
from heard.record.actions import alert as verbs
from heard.record.models.agent import Agent

router = Router(tags=["alerts"])
type Route = Literal["page", "desktop", "mail", "push"]


class AlertsIn(Strict):
    """Routes of the kinds that are to change; the others stay as they are."""

    routes: dict[str, list[Route]]


class KindOut(BaseModel):
    """One kind of alert. What is of the sort "escalation" has two routes beside the page, always."""

    kind: str
    sort: str
    routes: list[Route]


def _kinds(agent: Agent) -> list[KindOut]:
    told = verbs.told_by(agent)
    return [KindOut(kind=kind, sort=sort_of(kind), routes=list(routes_of(told, kind))) for kind in KINDS]


@router.get("/me/alerts", auth=READ, response=list[KindOut])
def read(request: HttpRequest) -> list[KindOut]:
    """Every kind with its routes."""
    return _kinds(agent_of(request))


@router.post("/me/alerts", auth=WRITE, response=list[KindOut])
def choose(request: HttpRequest, given: AlertsIn) -> list[KindOut]:
    """Choose the routes of some kinds. Hours, and addresses of one's own, are chosen on the page and stay."""
    agent = agent_of(request)
    verbs.choose_routes(agent, routes=given.routes, by=agent, at=now())
    return _kinds(agent)
