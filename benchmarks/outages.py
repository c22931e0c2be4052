"""What Heard does while its disk is full or read-only, its database restarts, or a mail server is away, and how soon
it goes on.

A client sends all the while, and tries each mail until it is accepted. The disk is a small tmpfs of its own, so
this needs the right to mount one; the database is the throwaway PostgreSQL of the tests; the mailbox is on a real
Dovecot, and letters go to a real SMTP server, both behind a gate that is shut for a while.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.apart import apart, free_port
from benchmarks.gate import Gate
from benchmarks.killed_intake import set_up
from benchmarks.letters_away import AWAY_SECONDS, LIMIT_SECONDS, mail_server_away, until

if TYPE_CHECKING:
    from benchmarks.loads import Load


@contextmanager
def small_disk(megabytes: int = 40) -> Iterator[Path]:
    """A folder on a disk of its own.

    Raises:
        CalledProcessError: this user may not mount one.
    """
    folder = Path(tempfile.mkdtemp(prefix="heard-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
        folder.rmdir()


def disk_full() -> int:
    """A file fills the disk under the data folder, and is taken away again."""
    with small_disk() as folder:
        os.environ["HEARD_DATA"] = str(folder)
        ballast = folder / "ballast"

        def fill() -> None:
            with open(ballast, "wb", buffering=0) as file:
                size = 1 << 20
                while size >= 1024:
                    try:
                        file.write(b"x" * size)
                    except OSError:
                        size //= 2

        return _under_load("disk full", fill, ballast.unlink)


def read_only() -> int:
    """The disk is read-only when a mail comes through the pipe; the mail server keeps it and tries again."""
    with small_disk() as folder:
        os.environ["HEARD_DATA"] = str(folder)
        set_up()
        command = [sys.executable, "-m", "heard.cli", "receive"]
        codes = []
        for way in ("ro", "rw"):
            subprocess.run(["mount", "-o", f"remount,{way}", folder], check=True)
            done = subprocess.run(
                command, input=b"From: z@northwind.example\r\n\r\nhi\r\n", capture_output=True
            )
            codes.append(done.returncode)
    print(f"read-only data folder: the pipe says {codes[0]} (try again), afterwards {codes[1]} (taken)")
    return 0 if codes == [75, 0] else 1


def database_restarted() -> int:
    """PostgreSQL ends under load, stays away for a while and starts again."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    import postgres

    with postgres.server() as address:
        os.environ["HEARD_DATABASE_URL"] = address
        folder = Path(address.partition("host=")[2])
        programs = next(folder.glob("*/pginstall18/bin"), None) or postgres._programs(folder, {})
        again: list[subprocess.Popen[bytes]] = []

        def stop() -> None:
            pid = int((folder / "cluster" / "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGINT)

        def start() -> None:
            again.append(postgres._start(programs / "postgres", folder, postgres._account()))

        try:
            return _under_load("PostgreSQL away", stop, start)
        finally:
            for process in again:
                process.send_signal(signal.SIGQUIT)
                process.wait()


def mailbox_away() -> int:
    """The server of a mailbox cuts its lines and refuses new ones; mail goes on to come into the mailbox."""
    set_up()
    from benchmarks.loads import Mailbox, dovecot

    with dovecot.running() as box, Gate(box.port) as gate:
        address = f"imap://support:{box.password.reveal()}@127.0.0.1:{gate.port}/INBOX?processed=Processed"
        return _under_load("IMAP server away", gate.shut, gate.open, mailbox=address, load=Mailbox(box))


def _under_load(
    name: str,
    take_away: Callable[[], None],
    give_back: Callable[[], None],
    *,
    mailbox: str = "",
    load: "Load | None" = None,
) -> int:
    """Send, take it away for some seconds, give it back, and see that it goes on and nothing is lost."""
    if load is None:
        set_up()
    from benchmarks.kills import _finish, judge
    from benchmarks.loads import Socket
    from benchmarks.warm import Warm

    port = free_port()
    starter = Warm({"HEARD_DOOR_LISTEN": f"smtp://127.0.0.1:{port}", "HEARD_MAILBOXES": mailbox})
    load = load or Socket("smtp", port)
    try:
        starter.start("door")
        load.start()
        _more(load, 20)
        take_away()
        time.sleep(1)
        before, tries = load.progress(), load.tries
        time.sleep(AWAY_SECONDS)
        meanwhile = load.progress() - before, load.tries - tries
        give_back()
        seconds = _more(load, 1)
        _more(load, 20)
        load.stop.set()
        load.join()
        _finish([load])
        print(
            f"{name}: {meanwhile[0]} accepted of {meanwhile[1]} tries; the next {seconds:.1f} s after the end"
        )
        return judge([load]) or int(seconds > LIMIT_SECONDS)
    finally:
        load.stop.set()
        starter.end()


def _more(load: "Load", count: int) -> float:
    """Wait until so many more mails were taken; the seconds it took."""
    enough = load.progress() + count
    return until(lambda: load.progress() >= enough)


def main() -> int:
    """Each outage in a process of its own; 1 when a mail was lost, or it took longer than a minute to go on."""
    return max(
        apart(one) for one in (disk_full, read_only, database_restarted, mailbox_away, mail_server_away)
    )


if __name__ == "__main__":
    sys.exit(main())
