"""`heard parse`: raw mails to one line of JSON each, read as intake would read them."""

import argparse
import json
from typing import Any

from heard.cli import ground


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser(
        "parse",
        help="raw mails to one line of JSON each; stores nothing",
        description="Read raw mails (standard input without a name) and print one line of JSON each.",
    )
    parser.add_argument(
        "file", nargs="*", metavar="FILE", help='a file with one raw mail; "-": standard input'
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each mail as soon as it is read."""
    from heard.channels.mail.parse_command import parse_files

    try:
        for described in parse_files(arguments.file):
            print(json.dumps(described), flush=True)
    except BrokenPipeError:
        ground.leave_stdout()
    except OSError as error:
        raise ground.Trouble(ground.WRONG, f"cannot read {error.filename}: {error.strerror}") from None
    return ground.DONE
