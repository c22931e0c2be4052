"""Bearer tokens: for whom a request speaks and what it may do; and `/me`, which says so."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja import Router
from ninja.security import HttpBearer

from heard.api.errors import Unable
from heard.api.schemas import Brief, Me, desk_brief
from heard.record.access import desk as desks
from heard.record.access.ticket import Reader
from heard.record.actions.token import digest, speaker
from heard.record.actor import Robot
from heard.record.models.agent import Agent
from heard.record.models.token import Token

SCOPES = [Token.Scope.READ, Token.Scope.WRITE, Token.Scope.ADMIN]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the token, and the agent or robot for whom it speaks."""

    token: Token
    reader: Reader


class Bearer(HttpBearer):
    """Lets a request in whose token is valid, whose agent is active, and whose scope suffices."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller; None when nobody is known by this token."""
        found = Token.objects.select_related("agent").filter(digest=digest(token), revoked_at=None).first()
        if found is None or (found.agent and not found.agent.is_active):
            return None
        if SCOPES.index(found.scope) < SCOPES.index(self.scope):
            raise Unable(403, "scope", f"This token may only {found.scope}; here it needs {self.scope}.")
        return Caller(found, speaker(found))


READ, WRITE, ADMIN = (Bearer(scope) for scope in SCOPES)

router = Router(tags=["me"])


def agent_of(request: HttpRequest) -> Agent:
    """The person whose words this request sends.

    Raises:
        Unable: a robot asks for what only a person does.
    """
    reader = request.auth.reader  # type: ignore[attr-defined]
    if isinstance(reader, Robot):
        raise Unable(422, "robot", "Only a person does this: use a token made for an agent.")
    return reader  # type: ignore[no-any-return]


@router.get("/me", auth=READ, response=Me)
def me(request: HttpRequest) -> Me:
    """For whom this token speaks, what it may do, and which desks it sees."""
    caller = request.auth
    reader = caller.reader
    agent = None if isinstance(reader, Robot) else Brief(id=reader.public_id, name=reader.name)
    return Me(
        agent=agent,
        robot=reader.name if isinstance(reader, Robot) else None,
        role=None if isinstance(reader, Robot) else reader.role,
        scope=caller.token.scope,
        desks=[desk_brief(desk) for desk in desks.visible_to(reader).order_by("name", "id")],
    )
