"""Clients that send mail after mail at a door, each until it is accepted, and remember what was."""

import contextlib
import http.client
import json
import smtplib
import sys
import tempfile
import threading
import time
from base64 import b64encode
from dataclasses import dataclass
from math import inf
from pathlib import Path

from imapclient.exceptions import IMAPClientError

from benchmarks.killed_intake import DESK
from benchmarks.warm import Started, Warm

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from channels import dovecot

PAUSE = 0.02  # seconds between two tries
BREATH = 0.05  # seconds between two mails, so that clients do not outrun a busy machine
PROVIDER = "postmark:desk:green-door"


@dataclass(frozen=True)
class Mail:
    """One mail, told from others by its subject and its sender."""

    subject: str
    sender: str
    raw: bytes


class Load(threading.Thread):
    """One client. `accepted` are the mails a door said yes to; `made` all that were tried."""

    def __init__(self, name: str) -> None:
        super().__init__(name=f"load {name}", daemon=True)
        self.name = name
        self.stop = threading.Event()
        self.made: list[Mail] = []
        self.accepted: list[Mail] = []
        self.tries = 0
        self.goal = inf  # as many accepted mails are enough for now

    def run(self) -> None:
        """Send until told to stop; the last mail is tried until it is accepted, too."""
        while not self.stop.is_set():
            mail = self._next()
            self.made.append(mail)
            while not self._try(mail):
                time.sleep(PAUSE)
            self.accepted.append(mail)
            self.stop.wait(BREATH)
            while len(self.accepted) >= self.goal and not self.stop.wait(PAUSE):
                pass

    def progress(self) -> int:
        """How many mails the door has taken."""
        return len(self.accepted)

    def left(self) -> int:
        """How many mails lie outside, not fetched yet."""
        return 0

    def send(self, mail: Mail) -> bool:
        """One try; True when the door said yes. An error means no."""
        raise NotImplementedError

    def _try(self, mail: Mail) -> bool:
        self.tries += 1
        with contextlib.suppress(OSError, smtplib.SMTPException, http.client.HTTPException, IMAPClientError):
            return self.send(mail)
        return False

    def _next(self) -> Mail:
        subject = f"{self.name}-{len(self.made)}"
        sender = f"{subject}@northwind.example"
        head = f"From: Zelda <{sender}>\r\nTo: {DESK}\r\nSubject: {subject}\r\nMessage-ID: <{sender}>\r\n\r\n"
        return Mail(subject, sender, f"{head}The drone {subject} came back.\r\n".encode())


class Socket(Load):
    """Over SMTP or LMTP; accepted at "250"."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(name)
        self._port = port

    def send(self, mail: Mail) -> bool:
        """One connection, one mail."""
        kind = smtplib.LMTP if self.name == "lmtp" else smtplib.SMTP
        with kind("127.0.0.1", self._port, timeout=30) as client:
            client.sendmail(mail.sender, [DESK], mail.raw)
        return True


class Webhook(Load):
    """As a provider hands mail over; accepted at 200."""

    def __init__(self, port: int) -> None:
        super().__init__("webhook")
        self._port = port

    def send(self, mail: Mail) -> bool:
        """One request, one mail."""
        proof = b64encode(PROVIDER.partition(":")[2].encode()).decode()
        body = json.dumps({"RawEmail": mail.raw.decode(), "OriginalRecipient": DESK, "FromFull": {}})
        client = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = {"Authorization": f"Basic {proof}", "Content-Type": "application/json"}
        try:
            client.request("POST", "/hooks/postmark/", body, headers)
            return client.getresponse().status == 200
        finally:
            client.close()


class Pipe(Load):
    """Through `heard receive`; accepted at exit code 0."""

    def __init__(self, starter: Warm) -> None:
        super().__init__("pipe")
        self._starter = starter
        self._running: Started | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="heard-pipe-"))

    def send(self, mail: Mail) -> bool:
        """One process, one mail."""
        file = self._folder / "mail"
        file.write_bytes(mail.raw)
        self._running = self._starter.start("receive", "--desk", DESK, stdin=str(file))
        return self._running.wait() == 0

    def kill(self) -> None:
        """kill -9 of the one that runs now, if one does."""
        if self._running:
            self._running.kill()


class Mailbox(Load):
    """Into a mailbox that is fetched; accepted when the mailbox has it, for from there it must not get lost."""

    def __init__(self, box: dovecot.Box) -> None:
        super().__init__("imap")
        self._box = box
        self._taken = 0

    def send(self, mail: Mail) -> bool:
        """Put it there, unless there is more than enough waiting."""
        while self.left() > 20 and not self.stop.is_set():
            time.sleep(0.1)
        with self._box.opened() as client:
            client.append("INBOX", mail.raw)
        return True

    def progress(self) -> int:
        """How many mails were fetched, by our own ledger."""
        from heard.record.models.mailbox import MailboxMail

        self._taken = max(self._taken, MailboxMail.objects.count())
        return self._taken

    def left(self) -> int:
        """How many are not fetched yet. A fetched mail that was about to be moved when its door was killed stays in
        the mailbox for minutes, until another door may move it."""
        return len(self.accepted) - self.progress()
