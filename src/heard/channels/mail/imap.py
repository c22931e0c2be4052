"""Fetches mailboxes over IMAP. What was taken is known from our own ledger, never from the \\Seen flag.

The ledger has (mailbox, UIDVALIDITY, UID). Its row is committed together with the arrival, so a mail is
neither lost nor taken twice, whatever happens in between; only after that it may move to another folder.
"""

import contextlib
import socket
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError
from imapclient import DELETED, IMAPClient  # type: ignore[import-untyped]
from imapclient.exceptions import LoginError  # type: ignore[import-untyped]
from imapclient.imap4 import IMAP4WithTimeout  # type: ignore[import-untyped]
from imapclient.tls import IMAP4_TLS, wrap_socket  # type: ignore[import-untyped]

from heard import clock
from heard.channels.mail.ledger import Ledger
from heard.channels.mail.mailbox import Mailbox, first_look, name_of, note_mail
from heard.channels.mail.pipeline import Pipeline
from heard.channels.mail.place import FOUND_OLD
from heard.channels.mail.remedies import NOT_FETCHED, NOT_MOVED, FolderTrouble, MailTrouble
from heard.hours.languages import Sentence
from heard.record import inside
from heard.record.models.intake import Intake

TIMEOUT_SECONDS = 60.0
AT_ONCE = 100  # mails moved by one command
OLD = timedelta(days=3)  # mail that lay this long before our first look makes no request

Client = Any  # imapclient has no types


class _Plain(IMAP4WithTimeout):  # type: ignore[misc]
    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return inside.connect(self.host, self.port, timeout=timeout or self._timeout)


class _Tls(IMAP4_TLS):  # type: ignore[misc]
    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        one = inside.connect(self.host, self.port, timeout=timeout or self._timeout)
        wrapped: socket.socket = wrap_socket(one, self.ssl_context, self.host)
        return wrapped


class _Checked(IMAPClient):  # type: ignore[misc]
    """A client for a host that was typed on a page."""

    def _create_IMAP4(self) -> Any:
        if self.ssl:
            return _Tls(self.host, self.port, self.ssl_context, self._timeout.connect)
        return _Plain(self.host, self.port, self._timeout.connect)


def connect(mailbox: Mailbox, *, timeout: float = TIMEOUT_SECONDS) -> Client:
    """A logged-in client; `timeout` is for each answer of the server, in seconds.

    Raises:
        OSError, IMAPClientError, OAuth2Error, Locked: the server cannot be reached or does not let us in.
    """
    kind = _Checked if mailbox.typed else IMAPClient
    client = kind(mailbox.host, port=mailbox.port, ssl=mailbox.scheme == "imaps", timeout=timeout)
    client.normalise_times = False
    try:
        if mailbox.scheme == "imap+starttls":
            client.starttls()
        _log_in(client, mailbox)
    except BaseException:
        with contextlib.suppress(Exception):
            client.shutdown()
        raise
    return client


def _log_in(client: Client, mailbox: Mailbox) -> None:
    if not mailbox.signin:
        client.login(mailbox.user, mailbox.password.reveal())
        return
    from heard.channels.mail import oauth  # slow to import, and many mailboxes take a password

    row_id = int(getattr(mailbox, "row_id", 0))
    try:
        _with_token(client, mailbox.user, oauth.access_token(row_id))
    except LoginError:  # the token we held may have been taken back; a fresh one decides
        _with_token(client, mailbox.user, oauth.access_token(row_id, fresh=True))


def _with_token(client: Client, user: str, token: str) -> None:
    try:
        client.oauth2_login(user, token)
    except IMAPClient.AbortError:
        raise
    except IMAPClient.Error as error:
        raise LoginError(str(error)) from error


def fetch(
    client: Client,
    mailbox: Mailbox,
    pipeline: Pipeline,
    stop: threading.Event,
    *,
    everything: bool = True,
) -> int:
    """Take every mail of the folder that the ledger does not know; how many there were.

    `everything` compares the whole folder with the ledger, otherwise only what is newer is asked for. Flags stay as
    they are. A mail that the server cannot give holds up no other.

    Raises:
        MailTrouble, FolderTrouble: all else is taken, but some mails could not be, or not be moved.
    """
    since = first_look(mailbox, at=clock.now())
    opened = client.select_folder(mailbox.path, readonly=not mailbox.processed)
    ledger = Ledger(name_of(mailbox), int(opened[b"UIDVALIDITY"]))
    taken: list[int] = []
    failed: list[str] = []
    arrived: list[datetime] = []
    for uid in unknown(client, ledger, everything=everything):
        if stop.is_set():
            break
        try:
            came = _take(client, uid, ledger, pipeline, since)
        except IMAPClient.AbortError:
            raise
        except IMAPClient.Error as error:
            failed.append(str(error))
            continue
        if came:
            taken.append(uid)
            arrived.append(came)
    if arrived:
        note_mail(mailbox, came=arrived[-1], at=clock.now())
    if mailbox.processed:
        _put_away(client, mailbox, ledger, None if everything else taken)
    if failed:
        raise MailTrouble(Sentence(NOT_FETCHED.pattern, count=len(failed), said=failed[0]))
    return len(taken)


def unknown(client: Client, ledger: Ledger, *, everything: bool) -> list[int]:
    """The numbers of the open folder that the ledger does not know, the oldest first."""
    newest = 0 if everything else ledger.newest()
    if newest:
        # "n:*" always names the last mail, even when its number is smaller than n (RFC 3501, 6.4.8).
        return sorted(uid for uid in client.search(["UID", f"{newest + 1}:*"]) if uid > newest)
    there = set(client.search(["ALL"]))
    return sorted(there - ledger.known(there))


def _take(client: Client, uid: int, ledger: Ledger, pipeline: Pipeline, since: datetime) -> datetime | None:
    """Take one mail; when it came into the mailbox. None when it is gone, or another process took it meanwhile."""
    answer = client.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"]).get(uid, {})
    if b"BODY[]" not in answer:
        return None
    raw, came = answer[b"BODY[]"], answer[b"INTERNALDATE"]
    if not ledger.recognise(uid, raw):
        try:
            _keep(raw, ledger, uid, old=came < since - OLD, pipeline=pipeline)
        except IntegrityError:
            if ledger.has(uid):
                return None
            raise
    return came  # type: ignore[no-any-return]


def _keep(raw: bytes, ledger: Ledger, uid: int, *, old: bool, pipeline: Pipeline) -> None:
    def in_the_ledger(row: Intake) -> None:
        seen = ledger.row(uid)
        seen.intake = row
        seen.save(force_insert=True)
        if old:
            Intake.objects.filter(pk=row.pk).update(reason=FOUND_OLD)

    pipeline.take(raw, door="imap", also=in_the_ledger)


def _put_away(client: Client, mailbox: Mailbox, ledger: Ledger, taken: Iterable[int] | None) -> None:
    """Move what the ledger knows to the Processed folder; `taken` just now, or all that is still there (None).

    What was taken before a crash, and not moved, moves at the next full look.
    """
    there = client.search(["UNDELETED"]) if taken is None else taken
    moving = sorted(ledger.ours(there))
    if not moving:
        return
    try:
        folder = _folder(client, mailbox.processed)
        for start in range(0, len(moving), AT_ONCE):
            if some := ledger.claim(moving[start : start + AT_ONCE], at=clock.now()):
                move(client, some, folder)
    except IMAPClient.AbortError:
        raise
    except IMAPClient.Error as error:
        raise FolderTrouble(Sentence(NOT_MOVED.pattern, folder=mailbox.processed, said=error)) from error


def move(client: Client, uids: list[int], folder: str) -> None:
    """Move mails of the open folder; by copy and deletion where the server knows no MOVE (RFC 6851).

    Without UIDPLUS they are only marked as deleted: expunging would take others' deleted mails along.
    """
    if client.has_capability("MOVE"):
        client.move(uids, folder)
        return
    client.copy(uids, folder)
    client.add_flags(uids, [DELETED], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)


def find_folder(client: Client, name: str) -> str | None:
    """A folder by the server's name for it; None when there is none. Some servers keep all folders below INBOX."""
    names = dict.fromkeys((name, _full(client, name)))
    return next((one for one in names if client.folder_exists(one)), None)


def _folder(client: Client, name: str) -> str:
    """The folder by the server's name for it, made if missing; another process may make it meanwhile."""
    if there := find_folder(client, name):
        return there
    made = _full(client, name)
    try:
        client.create_folder(made)
    except IMAPClient.Error:
        if there := find_folder(client, name):
            return there
        raise
    with contextlib.suppress(IMAPClient.Error):
        client.subscribe_folder(made)
    return made


def _full(client: Client, name: str) -> str:
    if not client.has_capability("NAMESPACE"):
        return name
    personal = client.namespace().personal
    prefix = str(personal[0][0]) if personal else ""
    return name if not prefix or name.startswith(prefix) else prefix + name
