"""`heard export`: all that is kept, in an open form (docs/history.md)."""

import argparse
import json
import shutil
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from heard.cli import ground

FORM = 1


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser(
        "export",
        help="all that is kept, as JSON lines and files",
        description="Write all that is kept into a folder, or a zip where the name ends so: JSON lines by noun, and the"
        " files. No password, token or other secret is in it. People may go on working meanwhile.",
    )
    parser.add_argument("path", metavar="PATH", type=Path, help="a folder or .zip that is not there yet")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write it beside its place, and put it there when it is whole; print how much there was."""
    ground.lay_with_tables()
    from heard.clock import now

    path: Path = arguments.path
    if path.exists():
        raise ground.Trouble(ground.WRONG, f"{path} is there already; name another place")
    if not path.absolute().parent.is_dir():
        raise ground.Trouble(ground.WRONG, f"there is no folder {path.absolute().parent}")
    part = path.with_name(f"{path.name}.part")
    _remove(part)
    with _place(part, is_zip=path.suffix == ".zip") as place:
        counts = _write(place, now())
    part.rename(path)
    print(
        json.dumps(counts)
        if arguments.json
        else "\n".join(f"{noun}: {count}" for noun, count in counts.items())
    )
    return ground.DONE


def _write(place: "Place", at: Any) -> dict[str, int]:
    from heard.record.access import export

    ends = export.ends()
    counts: dict[str, int] = {}
    digests: dict[str, None] = {}
    for noun in export.NOUNS:
        with place.opened(f"{noun.name}.jsonl") as file:
            for row in export.rows(noun, until=ends[noun.name]):
                file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                counts[noun.name] = counts.get(noun.name, 0) + 1
                digests.update(dict.fromkeys(_digests(row)))
        counts.setdefault(noun.name, 0)
        print(f"{noun.name}: {counts[noun.name]}", file=sys.stderr, flush=True)
    counts["files"] = _copy(place, digests)
    with place.opened("heard.json") as file:
        file.write(
            json.dumps({"form": FORM, "made_at": at.isoformat(), "counts": counts}, indent=1).encode() + b"\n"
        )
    return counts


def _digests(row: dict[str, Any]) -> list[str]:
    """The files that a message or a note names: its HTML and what came with it."""
    return [one for one in [row.get("html"), *(each["digest"] for each in row.get("attachments", []))] if one]


def _copy(place: "Place", digests: dict[str, None]) -> int:
    from heard.record import files

    copied = 0
    for number, digest in enumerate(digests, 1):
        try:
            content = files.read(digest)
        except FileNotFoundError:
            print(f"the file {digest} is missing in the file store", file=sys.stderr)
            continue
        with place.opened(f"files/{digest}") as file:
            file.write(content)
        copied += 1
        if number % 1000 == 0:
            print(f"files: {number} of {len(digests)}", file=sys.stderr, flush=True)
    return copied


class Place:
    """A folder or a zip that files are written into."""

    def __init__(self, part: Path, whole: zipfile.ZipFile | None) -> None:
        self.part, self.whole = part, whole

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """One file, open for writing."""
        if self.whole:
            with self.whole.open(name, "w", force_zip64=True) as file:
                yield file
            return
        path = self.part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            yield file


@contextmanager
def _place(part: Path, *, is_zip: bool) -> Iterator[Place]:
    if not is_zip:
        part.mkdir()
        yield Place(part, None)
        return
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as whole:
        yield Place(part, whole)


def _remove(part: Path) -> None:
    """What a killed export left."""
    if part.is_dir():
        shutil.rmtree(part)
    part.unlink(missing_ok=True)
