"""The processes: what `heard up` starts, keeps alive and ends; and what no process starts with."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from heard.cli.supervisor import LONG_LIFE, Part

pytestmark = pytest.mark.once
HEARD = [sys.executable, "-m", "heard.cli"]
PATIENCE = 90.0  # seconds; a busy machine starts four processes slowly


def until(happens: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until it happens."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def children(pid: int) -> dict[int, str]:
    """All processes below this one: pid -> command."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    found, parents = {}, {pid}
    for _ in range(5):
        below = {int(p): args for p, parent, args in rows if int(parent) in parents and int(p) not in found}
        found |= below
        parents = set(below)
    return found


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
    except OSError:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            return True
        return False


def answer(url: str) -> int:
    """The answer's number; 0 when nobody answers."""
    with suppress(OSError):
        return urllib.request.urlopen(url, timeout=5).status
    return 0


class Up:
    """A running `heard up`."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as finder:
            self.smtp = finder.getsockname()[1]
        self.process = subprocess.Popen(
            [*HEARD, "up", "--empty", "--port", "0", "--smtp-port", str(self.smtp)],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        assert line.startswith("Heard is up: http://127.0.0.1:"), line + self.process.stderr.read()
        self.url = line.split()[-1]

    def part(self, name: str) -> int:
        """The process that the supervisor started under this name."""
        below = children(self.process.pid)
        listed = [pid for pid, command in sorted(below.items()) if f"heard.cli {name} --tied" in command]
        return listed[0] if listed else 0


@pytest.fixture
def up(bare_installation: dict[str, str]) -> Iterator[Up]:
    """Everything running on an installation nobody has used."""
    running = Up(bare_installation)
    below = children(running.process.pid)
    yield running
    below |= children(running.process.pid)
    if running.process.poll() is None:
        running.process.terminate()
    running.process.communicate(timeout=30)
    until(lambda: not [pid for pid in below if alive(pid)], 15)


@pytest.mark.database
def test_it_serves_takes_mail_and_ends_with_nothing_left(up: Up) -> None:
    assert answer(f"{up.url}/health/ready") == 200
    assert answer(f"{up.url}/setup") == 200
    with smtplib.SMTP("127.0.0.1", up.smtp, timeout=30) as door:
        door.sendmail("zelda@example.com", ["support@example.com"], "Subject: Hi\r\n\r\nHello\r\n")
    below = children(up.process.pid)
    assert len(below) >= 4, below
    up.process.terminate()
    out, err = up.process.communicate(timeout=30)
    assert (up.process.returncode, out) == (0, "")
    assert "Traceback" not in err
    until(lambda: not [pid for pid in below if alive(pid)], 5)


def test_a_part_that_dies_comes_back_and_nobody_outlives_the_supervisor(up: Up) -> None:
    for name in ("worker", "door", "web"):
        killed = up.part(name)
        os.kill(killed, signal.SIGKILL)
        until(lambda name=name, killed=killed: up.part(name) not in (0, killed))
    until(lambda: answer(f"{up.url}/health/ready") == 200)
    below = children(up.process.pid)
    up.process.kill()
    until(lambda: not [pid for pid in below if alive(pid)], 30)


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command to its end."""
    return subprocess.run(
        [*HEARD, *words], env={**os.environ, **environment}, capture_output=True, text=True, timeout=PATIENCE
    )


@pytest.mark.parametrize("option", ["--port", "--smtp-port"])
def test_a_port_that_is_taken_is_named(tmp_path, option: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        options = {"--port": "0", "--smtp-port": "0", option: port}
        done = run("up", "--empty", *[w for pair in options.items() for w in pair], HEARD_DATA=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert port in done.stderr and option in done.stderr


@pytest.mark.parametrize(
    "words", [("up", "--port", "0"), ("web", "--port", "0"), ("worker",), ("door",), ("doctor",)]
)
def test_a_wrong_setting_stops_the_start_with_its_name(tmp_path, words: tuple[str, ...]) -> None:
    done = run(*words, HEARD_DATA=str(tmp_path), HEARD_SMTP_URL="ftp://secret@mail.example.com")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert "HEARD_SMTP_URL" in done.stderr and "secret" not in done.stderr


@pytest.mark.parametrize(
    "words", [("web", "--port", "0"), ("worker",), ("door",), ("tick",), ("token", "create", "--robot", "R")]
)
def test_nothing_runs_without_tables(bare_installation: dict[str, str], words: tuple[str, ...]) -> None:
    done = run(*words, **bare_installation)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "heard init" in done.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"HEARD_DATABASE_URL": "postgresql://heard:secret@127.0.0.1:1/heard"},
        {"HEARD_SMTP_URL": "ftp://nowhere"},
        {"HEARD_DATA": "/dev/null/data"},
    ],
)
def test_a_mail_that_cannot_be_stored_is_never_given_up(tmp_path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [*HEARD, "receive"],
        input=b"Subject: Hi\r\n\r\nHello\r\n",
        env={**os.environ, "HEARD_DATA": str(tmp_path), **environment},
        capture_output=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 75
    assert b"secret" not in done.stderr


def test_a_part_that_dies_young_waits_longer_each_time() -> None:
    part = Part("brief", [sys.executable, "-c", ""])
    delays = []
    for at in (0.0, 1.0, 2.0, 3.0 + LONG_LIFE):
        part.start(at)
        part.process.wait()
        part.bury(at + (LONG_LIFE + 1 if at > 2 else 0.1))
        delays.append(part.delay)
    assert delays == [1.0, 2.0, 4.0, 0.5]
