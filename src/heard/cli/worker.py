"""`heard worker`: the follow-up. Any number may run, on any host; none does anything twice."""

import argparse
from typing import Any

from heard.cli import ground
from heard.cli.web import tied


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser("worker", help="the follow-up: what is due, letters, mailboxes, alerts")
    tied(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until TERM; the unit of work at hand is finished first."""
    stop = ground.until_signal()
    ground.lay_with_tables()
    with ground.loading():
        from heard.followup import worker

    if arguments.tied:
        ground.end_with_stdin()
    worker.run(stop)
    return ground.DONE
