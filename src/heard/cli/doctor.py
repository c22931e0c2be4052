"""`heard doctor`: every check there is, with its state and its mend."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from heard.cli import ground


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser("doctor", help="every check with its state and its mend; 1 if one is red")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; failed when one is red."""
    ground.lay()
    from heard.clock import now
    from heard.followup.completion import probe
    from heard.health import findings

    at = now()
    found = [*findings(at=at), *probe()]
    if arguments.json:
        print(json.dumps({"at": at.isoformat(), "checks": [asdict(finding) for finding in found]}))
    else:
        for finding in found:
            mend = f". To do: {finding.mend}" if finding.mend else ""
            print(f"{finding.state:<5} {finding.name}: {finding.says}{mend}")
    return ground.FAILED if any(finding.state == "red" for finding in found) else ground.DONE
