"""`heard forecast evaluate`: the forecast judged on a log of real events, forward in time."""

import argparse
import json
from pathlib import Path
from typing import Any

from heard.cli import ground


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser("forecast", help="judge the forecast on a log: evaluate")
    verbs = parser.add_subparsers(title="commands", required=True)
    evaluate = verbs.add_parser(
        "evaluate",
        help="judge the forecast on a log of real events, forward in time; prints JSON",
        description="Walk through a log of events (CSV, gzip or not) and promise at each later opening what the past "
        "alone can tell; print as JSON how often that was right, beside simple baselines. Columns: case_id, event, "
        "timestamp (ISO 8601; UTC without an offset); all others are features known at that event.",
    )
    evaluate.add_argument("--log", type=Path, required=True, metavar="FILE", help="the log")
    evaluate.add_argument(
        "--outcomes",
        type=Path,
        metavar="FILE",
        help="when cases ended: case_id, resolved_at; never a feature",
    )
    evaluate.add_argument(
        "--target",
        default="end",
        metavar="EVENT",
        help="the event whose first occurrence ends the wait (default: the last)",
    )
    evaluate.add_argument("--level", type=share, default=0.8, help="how often to be right (default: 0.8)")
    evaluate.add_argument(
        "--cut", type=share, default=0.5, help="the share of cases to begin after (default: 0.5)"
    )
    evaluate.add_argument(
        "--renewed", action="store_true", help="promise at every event, not only at the opening"
    )
    evaluate.set_defaults(run=run)


def share(text: str) -> float:
    """A number between 0 and 1, both left out."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} does not lie between 0 and 1")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Judge, and print what was found.

    Raises:
        Trouble: a log that cannot be read.
    """
    from heard import forecast

    try:
        log = forecast.read(arguments.log, outcomes=arguments.outcomes, target=arguments.target)
        found = forecast.evaluate(log, level=arguments.level, cut=arguments.cut, renewed=arguments.renewed)
    except forecast.Unreadable as error:
        raise ground.Trouble(ground.WRONG, str(error)) from None
    except OSError as error:
        raise ground.Trouble(ground.WRONG, f"cannot read {error.filename}: {error.strerror}") from None
    print(json.dumps(found, indent=2))
    return ground.DONE
