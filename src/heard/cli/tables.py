"""Tables of the database: whether they are there, and laid down when they are not."""

from django.core.management import call_command

from heard.record import laws
from heard.record.checks import unapplied


def are_behind() -> bool:
    """Whether tables are missing, or older than this program."""
    return bool(unapplied())


def lay_down() -> bool:
    """Bring tables and laws up to date; whether there was anything to do."""
    if not are_behind() and not laws.broken():
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True
