"""`heard receive`: one raw mail on standard input, as a mail server's pipe hands it over."""

import argparse
import sys
from typing import Any

from heard.cli import ground


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser(
        "receive",
        help="take one raw mail from standard input",
        description="Take one raw mail from standard input. 0: it is durable. 75: it is not, try again later.",
    )
    parser.add_argument("--desk", default="", metavar="ADDRESS", help="the address it was sent to, if known")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take the mail. Whatever hinders us is "try again": a mail server gives a mail up on any other code."""
    raw = sys.stdin.buffer.read()
    try:
        ground.lay()
        from heard.channels.mail.receive_command import receive

        return receive(raw, desk=arguments.desk)
    except Exception as error:
        known = ground.explained(error)
        print(f"heard: {known.says if known else repr(error)}", file=sys.stderr)
        return ground.LATER
