"""Tables of the database: whether they are there, and laid down when they are not."""

from django.core.management import call_command

from heard.cli import ground
from heard.record import laws
from heard.record.checks import folded, unapplied


def are_behind() -> bool:
    """Whether tables are missing, or older than this program."""
    return bool(unapplied())


def lay_down() -> bool:
    """Bring tables and laws up to date; whether there was anything to do.

    Raises:
        Trouble: a development version laid these tables, and stopped amid steps that are one by now.
    """
    if at := folded():
        says = f"the tables stand at {at}, a step this version does not have: see Unreleased in CHANGELOG.md"
        raise ground.Trouble(ground.WRONG, says)
    if not are_behind() and not laws.broken():
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True
