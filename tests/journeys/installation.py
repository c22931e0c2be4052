"""A whole Heard for a journey: every process running, real mail in and out, and the record to look things up in.

Only the record is read from here. What a journey does, it does through the doors: browsers, SMTP, commands.
"""

import json
import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import formataddr, make_msgid
from pathlib import Path
from typing import Any

from django.db import connections

from channels.running import free_port
from heard.record.models.ticket import Ticket
from heard.site import environment as settings
from letters.sink import Sink, listening

HEARD = [sys.executable, "-m", "heard.cli"]
STAGE, STATES = (Path(__file__).with_name(name) for name in ("stage.py", "states.py"))
PATIENCE = 90.0  # seconds; far more than anything takes on a quiet machine
RECORD = "journey"
ADDRESS, PASSWORD = "support@heard.example", "four wild geese at noon"


def until[T](found: Callable[[], T], *, seconds: float = PATIENCE) -> T:
    """Wait until there is something, and give it."""
    end = time.monotonic() + seconds
    while not (it := found()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return it


@dataclass
class Installation:
    """A running Heard: its pages at `url`, its mail door at `smtp`, and the `sink` in which its letters end."""

    url: str
    smtp: int
    sink: Sink
    environment: dict[str, str] = field(repr=False)

    def run(self, *command: str, stdin: str = "") -> str:
        """A command of Heard beside the running ones; what it printed."""
        return _run([*HEARD, *command], self.environment, stdin)

    def stage(self, what: str, **values: Any) -> None:
        """Set something up that has pages of its own, which other tests look at; see stage.py."""
        _run([sys.executable, str(STAGE), what, json.dumps(values)], self.environment)

    def states(self) -> dict[str, list[str]]:
        """One request in every state; see states.py."""
        return json.loads(_run([sys.executable, str(STATES)], self.environment))

    def tick(self, at: datetime) -> dict[str, Any]:
        """Time has come to an instant: what is due by then is settled and sent."""
        return json.loads(self.run("tick", "--at", at.isoformat()))

    def mail(
        self,
        sender: tuple[str, str],
        text: str,
        *,
        subject: str = "",
        to: str = ADDRESS,
        answers: EmailMessage | None = None,
    ) -> str:
        """Somebody, as (name, address), writes a mail, or answers one of ours; its Message-ID."""
        mail = EmailMessage()
        mail["From"], mail["To"] = formataddr(sender), answers["Reply-To"] if answers else to
        mail["Subject"] = f"Re: {answers['Subject']}" if answers else subject
        mail["Message-ID"] = make_msgid(domain=sender[1].partition("@")[2])
        if answers:
            mail["In-Reply-To"] = answers["Message-ID"]
            mail["References"] = f"{answers.get('References', '')} {answers['Message-ID']}".strip()
        mail.set_content(text)
        self.deliver(mail.as_bytes(), sender=sender[1], to=str(mail["To"].addresses[0].addr_spec))
        return str(mail["Message-ID"])

    def deliver(self, content: bytes, *, sender: str, to: str = ADDRESS) -> None:
        """Bring the bytes of a mail to the door, which must take them."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=PATIENCE) as door:
            door.sendmail(sender, [to], content)

    def letters(self, to: str) -> list[EmailMessage]:
        """What left for an address, in the order it left."""
        return [mail for mail in self.sink.parsed() if to in str(mail["To"])]

    def letter(self, to: str, *, about: str, n: int = 1) -> EmailMessage:
        """Wait for the n-th letter to an address with these words in its subject."""

        def found() -> list[EmailMessage]:
            return [mail for mail in self.letters(to) if about in str(mail["Subject"])][n - 1 :]

        return until(found)[0]

    def ticket(self, subject: str) -> Ticket:
        """Wait for the ticket of this subject; its related rows come from the same record."""
        return until(lambda: Ticket.objects.using(RECORD).filter(subject=subject).last())


def text_of(mail: EmailMessage) -> str:
    """The plain text of a letter on one line, with the blanks that words break at."""
    return " ".join(mail.get_body(("plain",)).get_content().split())


@contextmanager
def running(environment: dict[str, str], *, sample: bool = False) -> Iterator[Installation]:
    """Everything that `heard up` starts, until the block ends; nothing of it is left afterwards."""
    with listening() as sink:
        smtp = free_port()
        environment = {**environment, "HEARD_SMTP_URL": f"smtp://127.0.0.1:{sink.port}"}
        environment["HEARD_DOOR_LISTEN"] = f"127.0.0.1:{smtp}"
        empty = [] if sample else ["--empty"]
        process = subprocess.Popen(
            [*HEARD, "up", *empty, "--port", "0"],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            said = process.stdout.readline()
            assert said.startswith("Heard is up: "), said
            url = said.split()[-1]
            with _record(environment):
                yield Installation(url, smtp, sink, {**environment, "HEARD_URL": url})
        finally:
            _end(process)


@contextmanager
def _record(environment: dict[str, str]) -> Iterator[None]:
    """The installation's own database as one more connection of this process."""
    default = connections.databases["default"]
    connections.databases[RECORD] = {**default, **settings.read(environment).database}
    try:
        yield
    finally:
        connections[RECORD].close()
        del connections[RECORD]
        del connections.databases[RECORD]


def _end(process: subprocess.Popen[str]) -> None:
    """TERM, as an operator does; what does not follow is killed with all it started."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=30)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def _run(command: list[str], environment: dict[str, str], stdin: str = "") -> str:
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
