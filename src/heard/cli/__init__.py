"""The heard command: one file per command, thin doors to the same verbs.

A command imports what needs the database inside `run`, after `ground.lay()`: so `--help` always works, also
with a wrong setting, and `heard parse` starts without Django.
"""

import argparse
from collections.abc import Sequence

from heard.cli import (
    agent,
    doctor,
    door,
    export,
    forecast,
    ground,
    history,
    init,
    numbers,
    parse,
    receive,
    sample,
    simulate,
    tick,
    token,
    up,
    web,
    worker,
)

COMMANDS = (
    up,
    web,
    worker,
    door,
    init,
    agent,
    receive,
    parse,
    tick,
    token,
    sample,
    simulate,
    forecast,
    numbers,
    history,
    export,
    doctor,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code: 0 done, 1 a check failed, 2 wrong usage, 75 try again later."""
    arguments = parser().parse_args(argv)
    return ground.carefully(lambda: arguments.run(arguments))


def parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line."""
    whole = argparse.ArgumentParser(
        prog="heard",
        description="A support desk that keeps its promises.",
        epilog="Exit codes: 0 done, 1 a check failed, 2 wrong usage, 75 try again later.",
    )
    commands = whole.add_subparsers(title="commands", required=True)
    for command in COMMANDS:
        command.add(commands)
    return whole
