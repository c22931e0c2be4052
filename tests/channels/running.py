"""A mail door that really listens, in this process or one of its own."""

import asyncio
import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from heard.channels.mail import smtp
from heard.channels.mail.pipeline import Pipeline

PATIENCE = 30.0  # seconds; far more than anything here takes


def eventually(question: Callable[[], object], *, patience: float = PATIENCE) -> None:
    """Wait until the answer is yes."""
    until = time.monotonic() + patience
    while not question():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.02)


@contextlib.contextmanager
def listening(pipeline: Pipeline, *, scheme: str = "smtp") -> Iterator[int]:
    """A listener on a free loopback port, in a thread; gives the port."""
    stop, ready = threading.Event(), threading.Event()
    ports: list[int] = []

    def told(port: int) -> None:
        ports.append(port)
        ready.set()

    def run() -> None:
        listener = smtp.listen(
            pipeline, scheme=scheme, host="127.0.0.1", port=0, name="heard.example", stop=stop, ready=told
        )
        asyncio.run(listener)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        yield ports[0]
    finally:
        stop.set()
        thread.join()


def heard(environment: dict[str, str], *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the heard command in an installation of its own."""
    command = [sys.executable, "-m", "heard.cli", *words]
    return subprocess.run(command, env={**os.environ, **environment}, input=stdin, capture_output=True)


def set_up(environment: dict[str, str]) -> None:
    """An installation with one desk, support@heard.example."""
    words = (
        "init",
        "--admin",
        "carla@heard.example",
        "--password-stdin",
        "--desk-address",
        "support@heard.example",
    )
    done = heard(environment, *words, stdin=b"four wild geese at noon\n")
    assert done.returncode == 0, done.stderr.decode()


ANSWERS = """
import datetime, json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "heard.site.settings"
django.setup()
from django.db.models import F
from heard.record.models.mailbox import MailboxMail
from heard.record.models.intake import Intake
from heard.record.models.ticket import Ticket
while question := input():
    print(json.dumps(eval(question)), flush=True)
"""
askers: dict[str, subprocess.Popen[str]] = {}


def ask(environment: dict[str, str], question: str) -> Any:
    """The answer of an expression over the record of an installation; `Intake`, `MailboxMail`, `Ticket` are at hand.

    A process for each installation answers, as long as the tests run.
    """
    asker = askers.get(environment["HEARD_DATA"])
    if asker is None:
        asker = askers[environment["HEARD_DATA"]] = subprocess.Popen(
            [sys.executable, "-c", ANSWERS],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(_dismiss, asker)
    print(question, file=asker.stdin, flush=True)
    return json.loads(asker.stdout.readline())


def _dismiss(asker: subprocess.Popen[str]) -> None:
    asker.kill()
    asker.wait()


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def door(environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`heard door` in a process group of its own, listening when this begins; killed at the end if it still runs."""
    own = {**os.environ, **environment, "HEARD_DOOR_LISTEN": f"127.0.0.1:{port}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "heard.cli", "door"],
        env=own,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        eventually(lambda: _answers(port) or process.poll() is not None)
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 for a process and its children, and wait for it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
