"""How much of machines' mail is recognised, and how often a person's mail is taken for a machine's.

It needs the shared corpora beside the project. What is right is what the projects the mails come from assert.
"""

import sys
from pathlib import Path

from heard.channels.mail.parse import Unreadable, parse

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from channels import corpora

PEOPLE = ("discourse", "helpdesk-apps", "talon", "zammad")
"""The sets in which a mail that nobody asserts to be automatic is a person's."""


def verdicts() -> dict[str, list[tuple[str, str | None]]]:
    """Our verdict on each mail, as (file, kind), by what the mail really is."""
    found: dict[str, list[tuple[str, str | None]]] = {"automatic": [], "bounce": [], "person": []}
    for entry, raw in corpora.entries():
        try:
            kind = parse(raw).machine
        except (Unreadable, RecursionError):
            continue
        said = entry["expected"]
        if said.get("is_bounce"):
            found["bounce"].append((entry["file"], kind))
        elif said.get("is_auto"):
            found["automatic"].append((entry["file"], kind))
        elif entry["set"] in PEOPLE and not entry["derived"]["is_auto"]:
            found["person"].append((entry["file"], kind))
    return found


def main() -> None:
    """Print the table, and the mails on which we are wrong."""
    if not corpora.HERE:
        print("the shared corpora are not here")
        return
    found = verdicts()
    wrong = {
        "automatic": [file for file, kind in found["automatic"] if kind is None],
        "bounce": [file for file, kind in found["bounce"] if kind not in ("bounce", "delayed")],
        "person": [file for file, kind in found["person"] if kind not in (None, "list")],
    }
    for name, missed in wrong.items():
        count = len(found[name])
        good = (
            f"recall {1 - len(missed) / count:.1%}"
            if name != "person"
            else f"false alarms {len(missed) / count:.2%}"
        )
        print(f"{name:10}{count:6} mails, {len(missed)} wrong: {good} {missed[:5]}")
    print(f"of persons through lists: {sum(kind == 'list' for _, kind in found['person'])}")


if __name__ == "__main__":
    main()
