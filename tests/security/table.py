"""Who may ask what, as matrix.txt says it."""

from pathlib import Path

from security.conftest import ACTORS, outcome
from security.walk import Visit


def table() -> dict[tuple[str, str], str]:
    """The rows of matrix.txt: (method, path) -> one letter for each actor."""
    lines = (Path(__file__).with_name("matrix.txt")).read_text().splitlines()
    rows = [line.split(None, 2) for line in lines if line and not line.startswith("#")]
    found = {(method, path): letters for letters, method, path in rows}
    assert len(found) == len(rows), "a row stands twice"
    return found


TABLE = table()


def against_the_table(visit: Visit) -> list[str]:
    """What an actor got that the table does not say. Where it has no row, nobody may get anything by this method, and
    nobody learns whether it is there."""
    row = TABLE.get((visit.method, visit.route.path))
    found = outcome(visit.answer)
    if found == row[ACTORS.index(visit.actor)] if row else found in "m>":
        return []
    return [f"{found}: the table says {row}"]
