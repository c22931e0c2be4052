"""`heard sample remove`: the sample data goes, for good."""

import argparse
from typing import Any

from heard.cli import ground


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser("sample", help="remove the sample data: remove")
    verbs = parser.add_subparsers(title="commands", required=True)
    remove = verbs.add_parser(
        "remove",
        help="delete all sample data",
        description="Delete the sample desk with its people and requests. What is real stays.",
    )
    remove.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Remove it and say how much there was."""
    ground.lay_with_tables()
    from heard.clock import now
    from heard.record.actions import sample
    from heard.record.actor import HEARD

    if not sample.is_there():
        print("There is no sample data.")
        return ground.DONE
    print(f"Removed {sample.remove(by=HEARD, at=now())} sample requests with their people.")
    return ground.DONE
