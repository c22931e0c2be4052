"""What `heard parse` prints: one line of JSON for each raw mail, read as intake would read it."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from heard.channels.mail.guard import Parser, Quarantined

STDIN = "-"
# The fields of a mail that was quarantined: the same keys, empty, so that a reader needs no second schema.
_EMPTY: dict[str, Any] = {
    "from": "",
    "from_name": "",
    "to": [],
    "cc": [],
    "reply_to": [],
    "subject": "",
    "date": None,
    "message_id": "",
    "in_reply_to": "",
    "references": [],
    "text": "",
    "reply": "",
    "signature": "",
    "html": False,
    "attachments": [],
    "machine": None,
    "bounce": None,
    "problems": [],
}


def parse_files(paths: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One dict per file in the order given; no paths, or "-", means standard input.

    Stores nothing. A mail that intake would quarantine has `"quarantine"` with the reason. Raises OSError,
    with the file's name, for a file that cannot be read.
    """
    with Parser() as parser:
        for path in list(paths) or [STDIN]:
            raw = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
            yield {"file": path, **_described(parser, raw)}


def _described(parser: Parser, raw: bytes) -> dict[str, Any]:
    read = parser.parse(raw)
    if isinstance(read, Quarantined):
        return {**_EMPTY, "quarantine": read.reason}
    return read.as_json()
