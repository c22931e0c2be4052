"""Verbs on an API token: made (shown once), revoked, and who it speaks for."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from heard.record import events
from heard.record.actor import Actor, Robot
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.token import Token

PREFIX = "heard_"


@transaction.atomic
def make(
    *, agent: Agent | None = None, robot: str = "", scope: str, by: Actor, at: datetime
) -> tuple[Token, str]:
    """Make a token for an agent or a named robot; its secret is returned once and kept as a hash only.

    Raises:
        Refused: both or neither named, or no such scope.
    """
    if (agent is None) == (not robot.strip()):
        raise Refused("token", "A token is for one agent or for one named robot.", field="robot")
    if scope not in Token.Scope.values:
        raise Refused("scope", "A scope is read, write or admin.", field="scope")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        digest=digest(secret), agent=agent, robot=robot.strip(), scope=scope, created_at=at
    )
    events.add("token.made", by=by, at=at, token=token.public_id, scope=scope)
    return token, secret


@transaction.atomic
def revoke(token: Token, *, by: Actor, at: datetime) -> None:
    """A token stops at once; a second time changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        events.add("token.revoked", by=by, at=at, token=token.public_id)


def speaker(token: Token) -> Agent | Robot:
    """For whom the token speaks: its agent (a person's words) or a robot (keeps nothing)."""
    return token.agent or Robot(token.robot)


def digest(secret: str) -> str:
    """The hash under which a token's secret is kept: SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
