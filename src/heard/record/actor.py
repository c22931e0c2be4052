"""Who acts: an agent, a requester, or a robot with a name. Every verb takes one as `by`."""

from dataclasses import dataclass

from heard.record.models.agent import Agent
from heard.record.models.requester import Requester


@dataclass(frozen=True, slots=True)
class Robot:
    """Something automatic: the follow-up, a rule, a robot's token. Its words keep no promise (law 3)."""

    name: str


HEARD = Robot("Heard")
Actor = Agent | Requester | Robot


def agent_of(by: Actor) -> Agent | None:
    """The agent who acts, or None."""
    return by if isinstance(by, Agent) else None


def requester_of(by: Actor) -> Requester | None:
    """The requester who acts, or None."""
    return by if isinstance(by, Requester) else None


def robot_of(by: Actor) -> str:
    """The name of the robot that acts, or ""."""
    return by.name if isinstance(by, Robot) else ""
