"""`heard numbers rebuild`: the numbers are counted anew from the rows."""

import argparse
from typing import Any

from heard.cli import ground


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser("numbers", help="count the numbers anew: rebuild")
    verbs = parser.add_subparsers(title="commands", required=True)
    rebuild = verbs.add_parser(
        "rebuild",
        help="count every ticket anew",
        description="Count every ticket anew, with progress. Interrupted, it goes on with --resume; a running worker "
        "goes on by itself.",
    )
    rebuild.add_argument("--resume", action="store_true", help="go on where it was interrupted")
    rebuild.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Walk all desks, and say how far it is."""
    ground.lay_with_tables()
    from heard.record.actions import mark

    if not arguments.resume:
        mark.rebuild()
    told = -1
    while mark.count_some():
        progress = mark.progress()
        percent = progress.walked * 100 // progress.until if progress.until else 100
        if percent != told:
            print(f"{percent} %", flush=True)
            told = percent
    print("The numbers are counted.")
    return ground.DONE
