"""Trackers of other teams, for admins: added with the secret that proves their webhooks, and dropped."""

from datetime import datetime
from typing import Literal, Self

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Status
from pydantic import BaseModel

from heard.api.schemas import Line, Strict
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import tracker as trackers
from heard.record.actions import tracker as verbs
from heard.record.models.tracker import Tracker

router = Router(tags=["chases"])


class TrackerOut(BaseModel):
    """`web` is how the addresses of its entries begin, `hook` where its webhooks go; `comments`: whether we can write
    there."""

    id: str
    kind: Literal["github", "webhook"]
    name: str
    web: str
    hook: str
    comments: bool
    added_at: datetime
    heard_at: datetime | None
    trouble: str

    @classmethod
    def of(cls, row: Tracker) -> Self:
        return cls(
            id=row.public_id,
            kind=row.kind,  # type: ignore[arg-type]
            name=row.name,
            web=row.web,
            hook=settings.HEARD_URL + reverse("tracker-hook", args=[row.public_id]),
            comments=bool(row.api),
            added_at=row.added_at,
            heard_at=row.heard_at,
            trouble=row.trouble,
        )


class TrackerMade(TrackerOut):
    """With the secret of its webhook, which is told this once."""

    secret: str


@router.get("/trackers", auth=READ, response=list[TrackerOut])
def trackers_list(request: HttpRequest) -> list[TrackerOut]:
    """The trackers that are listened to, by name."""
    return [TrackerOut.of(row) for row in trackers.visible_to(agent_of(request))]


class NewTracker(Strict):
    """`token` lets us comment (GitHub; empty: we only listen); `api` is where, if not on github.com."""

    kind: Literal["github", "webhook"]
    name: Line
    web: Line
    token: Line = ""
    api: Line = ""


@router.post("/trackers", auth=WRITE, response={201: TrackerMade})
def add(request: HttpRequest, new: NewTracker) -> Status[TrackerMade]:
    """Add a tracker."""
    agent = agent_of(request)
    trackers.visible_to(agent)
    made, secret = verbs.add(**new.model_dump(), by=agent, at=now())
    return Status(201, TrackerMade(**TrackerOut.of(made).model_dump(), secret=secret))


@router.post("/trackers/{id:public_id}/drop", auth=WRITE, response={204: None})
def drop(request: HttpRequest, public_id: str) -> Status[None]:
    """It is listened to no longer, and its secrets are forgotten; what it told stays."""
    agent = agent_of(request)
    verbs.drop(trackers.get(agent, public_id), by=agent, at=now())
    return Status(204, None)
