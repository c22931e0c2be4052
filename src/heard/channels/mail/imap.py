"""Fetches mailboxes over IMAP. What was taken is known from our own ledger, never from the \\Seen flag.

The ledger has (mailbox, UIDVALIDITY, UID). Its row is committed together with the arrival, so a mail is
neither lost nor taken twice, whatever happens in between. When UIDVALIDITY changes, the server numbers anew and
all is fetched again; what came before is recognised when it is placed.
"""

import contextlib
import threading
from datetime import timedelta
from typing import Any

import structlog
from django.db import connections
from django.db.models import Max
from imapclient import IMAPClient  # type: ignore[import-untyped]

from heard import clock
from heard.channels.mail.mailbox import Mailbox, first_look, name_of, note_success, note_trouble
from heard.channels.mail.pipeline import Pipeline
from heard.channels.mail.place import FOUND_OLD
from heard.record.models.intake import Intake, MailboxMail

PAUSE_SECONDS = 15.0  # between two looks into a mailbox
LONGEST_PAUSE_SECONDS = 300.0  # after failures, doubling up to this
TIMEOUT_SECONDS = 60.0
FULL_LOOK_EVERY = 20  # looks; the others ask only for what is newer than the newest we have
OLD = timedelta(days=3)  # mail that lay this long before our first look makes no request

log = structlog.get_logger()
Client = Any  # imapclient has no types


def start(mailbox: Mailbox, pipeline: Pipeline, stop: threading.Event) -> threading.Thread:
    """Fetch one mailbox of the settings in a thread of its own until `stop` is set."""
    thread = threading.Thread(
        target=_fetch_until, args=(mailbox, pipeline, stop), name=f"imap {mailbox.host}"
    )
    thread.start()
    return thread


def _fetch_until(mailbox: Mailbox, pipeline: Pipeline, stop: threading.Event) -> None:
    pause = PAUSE_SECONDS
    while not stop.is_set():
        try:
            _session(mailbox, pipeline, stop)
            pause = PAUSE_SECONDS
        except Exception as trouble:
            log.error("imap.away", mailbox=name_of(mailbox), trouble=repr(trouble))
            with contextlib.suppress(Exception):
                note_trouble(mailbox, trouble, at=clock.now())
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        finally:
            connections.close_all()


def _session(mailbox: Mailbox, pipeline: Pipeline, stop: threading.Event) -> None:
    """Look again and again over one connection, until it breaks or `stop` is set."""
    with connect(mailbox) as client:
        looks = 0
        while not stop.is_set():
            fetch(client, mailbox, pipeline, stop, everything=looks % FULL_LOOK_EVERY == 0)
            note_success(mailbox, at=clock.now())
            looks += 1
            stop.wait(PAUSE_SECONDS)


def connect(mailbox: Mailbox) -> Client:
    """A logged-in client.

    Raises:
        OSError, imapclient.exceptions.IMAPClientError: the server cannot be reached or does not let us in.
    """
    client = IMAPClient(
        mailbox.host, port=mailbox.port, ssl=mailbox.scheme == "imaps", timeout=TIMEOUT_SECONDS
    )
    client.normalise_times = False
    try:
        if mailbox.scheme == "imap+starttls":
            client.starttls()
        client.login(mailbox.user, mailbox.password.reveal())
    except BaseException:
        with contextlib.suppress(Exception):
            client.shutdown()
        raise
    return client


def fetch(
    client: Client,
    mailbox: Mailbox,
    pipeline: Pipeline,
    stop: threading.Event,
    *,
    everything: bool = True,
) -> int:
    """Take every mail of the folder that the ledger does not know; how many there were.

    `everything` compares the whole folder with the ledger, otherwise only what is newer is asked for. The
    folder is opened read-only: its flags stay as they are.
    """
    name, since = name_of(mailbox), first_look(mailbox, at=clock.now())
    validity = int(client.select_folder(mailbox.path, readonly=True)[b"UIDVALIDITY"])
    taken = 0
    for uid in _unknown(client, name, validity, everything=everything):
        if stop.is_set():
            break
        answer = client.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"]).get(uid, {})
        if b"BODY[]" in answer:  # else it was deleted while we looked
            old = answer[b"INTERNALDATE"] < since - OLD
            _take(answer[b"BODY[]"], MailboxMail(mailbox=name, uidvalidity=validity, uid=uid), old, pipeline)
            taken += 1
    return taken


def _unknown(client: Client, name: str, validity: int, *, everything: bool) -> list[int]:
    known = MailboxMail.objects.filter(mailbox=name, uidvalidity=validity)
    newest = known.aggregate(newest=Max("uid"))["newest"] or 0
    if not everything and newest:
        # "n:*" always names the last mail, even when its number is smaller than n (RFC 3501, 6.4.8).
        return sorted(uid for uid in client.search(["UID", f"{newest + 1}:*"]) if uid > newest)
    return sorted(set(client.search(["ALL"])).difference(known.values_list("uid", flat=True)))


def _take(raw: bytes, seen: MailboxMail, old: bool, pipeline: Pipeline) -> None:
    def in_the_ledger(row: Intake) -> None:
        seen.intake = row
        seen.save(force_insert=True)
        if old:
            Intake.objects.filter(pk=row.pk).update(reason=FOUND_OLD)

    pipeline.take(raw, door="imap", also=in_the_ledger)
