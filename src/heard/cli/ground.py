"""What every command stands on: settings and Django, errors in one line, ending with a signal."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

DONE, FAILED, WRONG, LATER, INTERRUPTED = 0, 1, 2, 75, 130


class Trouble(Exception):
    """A command cannot go on: the exit code, and one line that says what to do."""

    def __init__(self, code: int, says: str) -> None:
        super().__init__(says)
        self.code, self.says = code, says


def carefully(run: Callable[[], int]) -> int:
    """Run it; its exit code. What people can mend is one line, any other error shows where it arose."""
    try:
        return run()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        known = explained(error)
        if known is None:
            raise
        print(f"heard: {known.says}", file=sys.stderr)
        return known.code


@contextmanager
def loading() -> Iterator[None]:
    """Load modules without the collector of cycles, which finds none there and takes a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def lay() -> None:
    """Read the settings and start Django. Raises ImproperlyConfigured for a wrong setting."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.site.settings")
    with loading():
        django.setup()


def lay_with_tables() -> None:
    """Like `lay`, for commands that make no sense before `heard init` or `heard up`.

    Raises:
        Trouble: tables are missing or older than the program.
    """
    lay()
    from heard.cli import tables

    if tables.are_behind():
        raise Trouble(WRONG, "the database has no tables yet, or older ones; run: heard init")


def explained(error: Exception) -> Trouble | None:
    """An error that people can mend, as exit code and one line; None for any other."""
    if isinstance(error, Trouble):
        return error
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    from heard.record.errors import Refused

    if isinstance(error, Refused):
        return Trouble(WRONG, error.says)
    if isinstance(error, ImproperlyConfigured):
        return Trouble(WRONG, one_line(error))
    if isinstance(error, OperationalError | ProgrammingError):
        return Trouble(
            LATER,
            f"the database did not do it ({one_line(error)}); try again, and see: heard doctor",
        )
    return None


def one_line(error: Exception) -> str:
    """The first line of what an error says."""
    return str(error).strip().partition("\n")[0]


def leave_stdout() -> None:
    """Whoever read our answer has seen enough: say no more, and make nothing of it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def until_signal() -> threading.Event:
    """An event that TERM or Ctrl+C sets."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def end_with_stdin() -> None:
    """End this process when standard input ends: whoever started it holds the other end, and is gone.

    A pipe tells so on every system, also when the starter was killed and could say nothing.
    """

    def wait() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def password_from_stdin() -> str:
    """The first line of standard input.

    Raises:
        Trouble: there is none.
    """
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise Trouble(WRONG, "no password on standard input; give it as the first line")
    return password
