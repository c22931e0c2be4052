"""Times found in what is being written: how many are right, how many are false, and what it takes to look.

The sentences are those of tests/wording. `dateparser` is measured beside it where it can be imported; no dependency.
"""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from wording.measured import NOW, SETS, Case, cases, read

LETTER = "Hi Zelda, I looked at the drones at 9:40 and asked the map vendor. " * 20 + "You'll hear by 2pm."


def ours(case: Case) -> list[str]:
    """The one time that would fill the field."""
    return [found] if (found := read(case.text)) else []


def dateparser() -> Callable[[Case], list[str]] | None:
    """All times that the library sees in a sentence; None where it cannot be imported."""
    try:
        search = importlib.import_module("dateparser.search").search_dates
    except ImportError:
        return None
    settings = {"RELATIVE_BASE": NOW.replace(tzinfo=None), "PREFER_DATES_FROM": "future"}

    def found(case: Case) -> list[str]:
        seen = search(case.text, languages=[case.language], settings=settings) or []
        return [at.strftime("%Y-%m-%d %H:%M") for _, at in seen]

    return found


def main() -> None:
    """Print the table."""
    print(f"{'':24} right of      false of       ms a sentence")
    readers = {"Heard": ours, "dateparser, any of its": dateparser()}
    for name, reader in readers.items():
        for table in SETS if reader else ():
            begun, seen = process_time(), [(case, reader(case)) for case in cases(table)]
            spent = (process_time() - begun) / len(seen) * 1000
            timed = [case.due in found for case, found in seen if case.due]
            plain = [bool(found) for case, found in seen if not case.due]
            print(
                f"{name + ' ' + table:34} {sum(timed):4} {len(timed):4} {sum(plain):5} {len(plain):4} {spent:8.2f}"
            )
    begun = process_time()
    for _ in range(20):
        read(LETTER)
    print(f"a letter of {len(LETTER)} characters: {(process_time() - begun) * 50:.1f} ms")


if __name__ == "__main__":
    main()
