"""`heard agent reset`: a new way in for an agent who is locked out."""

import argparse
import json
import secrets
from typing import Any

from heard.cli import ground


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser("agent", help="let a locked-out agent in again: reset")
    verbs = parser.add_subparsers(title="commands", required=True)
    reset = verbs.add_parser(
        "reset",
        help="a new password; second factors and open sessions end",
        description="Set a new password, printed once. Second factors and open sessions of the agent end.",
    )
    reset.add_argument("mail", help="address the agent signs in with")
    reset.add_argument(
        "--password-stdin", action="store_true", help="the first line of standard input is the password"
    )
    reset.add_argument("--json", action="store_true", help="print JSON")
    reset.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Reset, and print the password when it was made here."""
    ground.lay_with_tables()
    from heard.clock import now
    from heard.record.actions import agent
    from heard.record.actor import HEARD

    someone = _agent(arguments.mail)
    password = ground.password_from_stdin() if arguments.password_stdin else secrets.token_urlsafe(12)
    agent.reset(someone, password=password, by=HEARD, at=now())
    _forget_factors(someone)
    told = {"agent": someone.email, **({} if arguments.password_stdin else {"password": password})}
    print(json.dumps(told) if arguments.json else "\n".join(f"{k}: {v}" for k, v in told.items()))
    return ground.DONE


def _agent(mail: str) -> Any:
    from heard.record.models.agent import Agent

    found = Agent.objects.filter(email__iexact=mail.strip()).first()
    if found is None:
        raise ground.Trouble(ground.WRONG, f"no agent signs in with {mail}")
    if not found.is_active:
        raise ground.Trouble(ground.WRONG, f"{found.email} is disabled; an admin must let them in again")
    return found


def _forget_factors(someone: Any) -> None:
    """Whoever lost a phone or a key could not use the new password without this."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=someone).delete()
