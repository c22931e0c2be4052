"""The shared mail corpora, when they lie beside the project: what upstream projects say about each mail."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "mail"
HERE = FOLDER.is_dir()


def entries(kind: str = "mail") -> Iterator[tuple[dict[str, Any], bytes]]:
    """Each entry of a kind ("mail", "body-text", "body-html") with its bytes."""
    for index in sorted(FOLDER.glob("*/index.jsonl")):
        for line in index.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if entry["kind"] == kind:
                yield entry, (index.parent / entry["file"]).read_bytes()


def folded(text: str) -> str:
    """White space folded, as replies are compared."""
    return " ".join(text.split())


def same_reply(expected: dict[str, Any], reply: str) -> bool:
    """Whether a reply is what upstream expects, white space folded."""
    if "reply_text_starts_with" in expected:
        return folded(reply).startswith(folded(expected["reply_text_starts_with"]))
    if expected.get("compare"):
        return re.sub(r"\s", "", reply) == re.sub(r"\s", "", expected["reply_text"])
    return folded(reply) == folded(expected["reply_text"])
