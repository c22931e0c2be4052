"""`heard door`: the mail door, SMTP or LMTP."""

import argparse
from typing import Any

from heard.cli import ground
from heard.cli.web import tied


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser("door", help="the mail door (SMTP, or LMTP)")
    tied(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take mail until TERM. A mail being taken is finished first."""
    stop = ground.until_signal()
    ground.lay_with_tables()
    with ground.loading():
        from heard.channels.mail import door

    if arguments.tied:
        ground.end_with_stdin()
    door.serve(stop)
    return ground.DONE
