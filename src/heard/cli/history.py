"""`heard import KIND FILE`: what another system kept comes in as history (docs/history.md)."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from heard.cli import ground


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser(
        "import",
        help="history of another system: mbox, csv, zendesk, zammad, heard",
        description="Bring in what another system kept. It makes no letter, no promise and no alert, and counts in no "
        "number; it is there to be found. Killed, the same command goes on where it was, and brings nothing twice.",
    )
    kinds = parser.add_subparsers(title="kinds", required=True)
    for kind, says in KINDS.items():
        one = kinds.add_parser(kind, help=says, description=f"{says[0].upper()}{says[1:]}.")
        one.add_argument("file", metavar="FILE", type=Path)
        one.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")
        one.add_argument(
            "--open", action="store_true", help="what is open there is open here, unheard, from now on"
        )
        one.add_argument("--json", action="store_true", help="print JSON")
        one.add_argument("--desk", default="", metavar="ADDRESS", help="the desk it comes to, by its address")
        one.add_argument(
            "--origin", default=kind, help="the name of the system, where several of a kind come in"
        )
        one.add_argument(
            "--ours", action="append", default=[], metavar="ADDRESS",
            help="a further address, or with @ in front a host, from which the desk wrote there",
        )  # fmt: skip
        if kind == "csv":
            _add_columns(one)
        if kind == "zendesk":
            one.add_argument(
                "--files", type=Path, metavar="FOLDER",
                help="where the attachments are, as ID/NAME, ID-NAME or ID (default: the folder of the file)",
            )  # fmt: skip
        one.set_defaults(run=run, kind=kind)


KINDS = {
    "mbox": "mails of an mbox, by threads",
    "csv": "rows of a CSV file, one a ticket or one a message",
    "zendesk": "a JSON export of Zendesk",
    "zammad": "tickets of Zammad as its API gives them, as JSON",
    "heard": "an export of Heard, with its desks, agents and people",
}


def _add_columns(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=NAME",
        help="what a column is, such as ticket=Nr",
    )
    parser.add_argument(
        "--mapping", type=Path, metavar="FILE", help="the same as JSON: field to name of the column"
    )
    parser.add_argument(
        "--zone", default="", help="the time zone of times that name none (default: the desk's)"
    )
    parser.add_argument(
        "--dates",
        default="",
        metavar="FORM",
        help="how times are written, like %%d.%%m.%%Y %%H:%%M (default: ISO)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Read the file, bring it in, and print what became of all that stands in it."""
    ground.lay_with_tables()
    from heard.channels.history.carry import Carrier
    from heard.channels.history.piece import Unreadable
    from heard.clock import now
    from heard.record.actor import Robot

    if not arguments.file.is_file() and not (arguments.kind == "heard" and arguments.file.is_dir()):
        raise ground.Trouble(ground.WRONG, f"there is no file {arguments.file}")
    by, at = Robot("heard import"), now()
    try:
        if arguments.kind == "heard" and not arguments.dry_run:
            _settle_in(arguments.file, by, at)
        desk, origin = _desk(arguments.desk), arguments.origin[:64]
        carrier = Carrier(desk, origin, dry=arguments.dry_run, opened=arguments.open, by=by, at=at)
        with _pieces(arguments, desk, at) as pieces:
            tally = carrier.carry(pieces, _progress())
    except Unreadable as wrong:
        raise ground.Trouble(ground.WRONG, str(wrong)) from None
    print(json.dumps(tally.as_json()) if arguments.json else _says(tally.as_json(), dry=arguments.dry_run))
    return ground.DONE if tally.is_whole else ground.FAILED


def _settle_in(path: Path, by: Any, at: Any) -> None:
    from heard.channels.history import heard

    with heard.folder_of(path) as folder:
        heard.settle_in(folder, by=by, at=at)


def _desk(address: str) -> Any:
    from heard.record.models.desk import Desk

    desks = Desk.objects.filter(sample=False)
    found = list(desks.filter(addresses__address=address.strip().lower()) if address else desks)
    if len(found) == 1:
        return found[0]
    if address:
        raise ground.Trouble(ground.WRONG, f"no desk has the address {address}")
    raise ground.Trouble(ground.WRONG, "say which desk it comes to: --desk ADDRESS")


@contextmanager
def _pieces(arguments: argparse.Namespace, desk: Any, at: Any) -> Iterator[Any]:
    from heard.record.access.imported import ours

    common: dict[str, Any] = {"is_ours": ours(arguments.ours), "origin": arguments.origin[:64], "now": at}
    if arguments.kind == "mbox":
        from heard.channels.history import mbox
        from heard.channels.mail.guard import Parser

        with Parser() as parser:
            yield mbox.pieces(arguments.file, parser=parser, **common)
    elif arguments.kind == "csv":
        from heard.channels.history import table
        from heard.record.access.field import labels_of

        zone = arguments.zone or desk.zone
        said = _columns(arguments, desk)
        kept = said.pop("dates", "")
        dates, own = arguments.dates or kept, labels_of(desk)
        yield table.pieces(arguments.file, said=said, own=own, zone=zone, dates=dates, **common)
    elif arguments.kind == "heard":
        from heard.channels.history import heard

        with heard.folder_of(arguments.file) as folder:
            yield heard.pieces(folder, origin=common["origin"], now=at)
    elif arguments.kind == "zendesk":
        from heard.channels.history import zendesk

        if arguments.files and not arguments.files.is_dir():
            raise ground.Trouble(ground.WRONG, f"there is no folder {arguments.files}")
        yield zendesk.pieces(arguments.file, folder=arguments.files, **common)
    else:
        from heard.channels.history import zammad

        yield zammad.pieces(arguments.file, **common)


def _columns(arguments: argparse.Namespace, desk: Any) -> dict[str, str]:
    """What the columns are: by the command line, else by the file with the mapping, else as the desk's page has it."""
    from heard.hours.zones import is_zone
    from heard.record.access import setting

    if arguments.zone and not is_zone(arguments.zone):
        raise ground.Trouble(ground.WRONG, f"there is no time zone {arguments.zone!r}; one is Europe/Berlin")
    said = setting.columns_of(desk)
    if arguments.mapping:
        try:
            said = {str(key): str(value) for key, value in json.loads(arguments.mapping.read_text()).items()}
        except (OSError, ValueError, AttributeError) as wrong:
            raise ground.Trouble(
                ground.WRONG, f"the mapping cannot be read: {ground.one_line(wrong)}"
            ) from None
    for pair in arguments.column:
        field, is_pair, name = pair.partition("=")
        if not is_pair:
            raise ground.Trouble(ground.WRONG, f"--column {pair}: write it as FIELD=NAME, such as ticket=Nr")
        said[field] = name
    return said


def _progress() -> Callable[[float], None]:
    """Prints each further percent, aside from the answer."""
    said = -1

    def told(passed: float) -> None:
        nonlocal said
        if int(passed * 100) > said:
            said = int(passed * 100)
            print(f"{said} %", file=sys.stderr, flush=True)

    return told


def _says(figures: dict[str, Any], *, dry: bool) -> str:
    done = "to import" if dry else "imported"
    lines = []
    for what in ("tickets", "messages"):
        one = figures[what]
        skipped = sum(one["skipped"].values())
        lines.append(
            f"{what}: {one['in_file']} in the file = {one['imported']} {done} + {one['already_here']} already here"
            f" + {skipped} skipped"
        )
        lines += [f"  {count} skipped: {why}" for why, count in sorted(one["skipped"].items())]
    lines.append(f"people: {figures['people']} new")
    lines.append(f"attachments: {figures['attachments']}")
    named = figures["attachments_named"]
    if named["in_file"]:
        lines.append(
            f"attachments named: {named['in_file']} in the file = {named['imported']} {done} + {named['already_here']}"
            f" already here + {named['skipped']} skipped + {len(named['missing'])} missing"
        )
        lines += [f"  missing of ticket {one}" for one in named["missing"]]
    left = sorted(figures["values_left_out"].items())
    lines += [f"values left out: {count} that the field {name} does not take" for name, count in left]
    return "\n".join([*lines, "Nothing was made: this was a dry run."] if dry else lines)
