"""`heard token create`: a token for the API, shown once."""

import argparse
import json
from typing import Any

from heard.cli import ground

SCOPES = ("read", "write", "admin")


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser("token", help="make a token for the API: create")
    verbs = parser.add_subparsers(title="commands", required=True)
    create = verbs.add_parser(
        "create",
        help="print an API token once",
        description="Print an API token once. What a robot's token posts keeps no promise.",
    )
    whose = create.add_mutually_exclusive_group(required=True)
    whose.add_argument("--agent", metavar="MAIL", help="the agent whose words it sends")
    whose.add_argument("--robot", metavar="NAME", help="a program, by this name")
    create.add_argument(
        "--scope", choices=SCOPES, default="write", help="what it may do (default: %(default)s)"
    )
    create.add_argument("--json", action="store_true", help="print JSON")
    create.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the token and print its secret."""
    ground.lay_with_tables()
    from heard.clock import now
    from heard.record.actions import token
    from heard.record.actor import HEARD

    agent = _agent(arguments.agent) if arguments.agent else None
    made, secret = token.make(
        agent=agent, robot=arguments.robot or "", scope=arguments.scope, by=HEARD, at=now()
    )
    if arguments.json:
        print(json.dumps({"token": secret, "id": made.public_id, "scope": made.scope}))
    else:
        print(secret)
    return ground.DONE


def _agent(mail: str) -> Any:
    from heard.record.models.agent import Agent

    found = Agent.objects.filter(email__iexact=mail.strip(), is_active=True).first()
    if found is None:
        raise ground.Trouble(ground.WRONG, f"no agent signs in with {mail}")
    return found
