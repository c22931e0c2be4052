"""The nightly count: what the mailbox holds against what our ledger knows. Both must agree, or a person is told."""

import re
from datetime import datetime, timedelta
from typing import Any

from heard.channels.mail import imap
from heard.channels.mail.ledger import Ledger
from heard.channels.mail.mailbox import KIND, Mailbox, name_of
from heard.record.actions import door as doors
from heard.record.models.intake import Intake

EVERY = timedelta(hours=24)
NIGHT = range(1, 5)  # hours, UTC; a mailbox that was away then is counted when it is back
BACK = timedelta(days=2)  # how far back the Processed folder is counted
BEING_READ = timedelta(hours=1)  # a younger mail may not be taken or read yet

_ID = re.compile(rb"message-id:\s*<?([^<>\s]+)", re.I)


def if_due(client: imap.Client, mailbox: Mailbox, *, at: datetime) -> bool:
    """Count the mailbox once a night; whether it was counted now."""
    last = doors.known(name_of(mailbox), kind=KIND, at=at).counted_at
    if last and (at - last < EVERY / 2 or (at.hour not in NIGHT and at - last < EVERY)):
        return False
    count(client, mailbox, at=at)
    return True


def count(client: imap.Client, mailbox: Mailbox, *, at: datetime) -> tuple[int, int]:
    """How many mails there are, in the folder and lately in the Processed folder, and how many are unknown to us.

    The folder must have been looked through just before. What is in Processed and never came by us was moved there
    by somebody else before we saw it: nobody would ever have read it.
    """
    opened = client.select_folder(mailbox.path, readonly=True)
    ledger = Ledger(name_of(mailbox), int(opened[b"UIDVALIDITY"]))
    there = set(client.search(["ALL"]))
    missing = _settled(client, there - ledger.known(there), at=at)
    moved, strange = _processed(client, mailbox, at=at) if mailbox.processed else (0, 0)
    client.select_folder(mailbox.path, readonly=True)
    counted = len(there) + moved
    doors.was_counted(name_of(mailbox), kind=KIND, counted=counted, missing=missing + strange, at=at)
    return counted, missing + strange


def _settled(client: imap.Client, uids: set[int], *, at: datetime) -> int:
    """How many of these lie there long enough: one that came while we count is no mail that was missed."""
    if not uids:
        return 0
    answers = client.fetch(sorted(uids), ["INTERNALDATE"]).values()
    return sum(one[b"INTERNALDATE"] < at - BEING_READ for one in answers)


def _processed(client: imap.Client, mailbox: Mailbox, *, at: datetime) -> tuple[int, int]:
    """How many mails of the last days the Processed folder holds, and how many of these never came by us."""
    folder = imap.find_folder(client, mailbox.processed)
    if folder is None:
        return 0, 0
    client.select_folder(folder, readonly=True)
    uids = client.search(["SINCE", (at - BACK).date()])
    strange = 0
    for start in range(0, len(uids), imap.AT_ONCE):
        some = uids[start : start + imap.AT_ONCE]
        answers = client.fetch(some, ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]", "INTERNALDATE"])
        settled = [one for one in answers.values() if one[b"INTERNALDATE"] < at - BEING_READ]
        ids = {found for one in settled if (found := _message_id(one))}
        known = set(Intake.objects.filter(header_id__in=ids).values_list("header_id", flat=True))
        strange += len(ids - known)
    return len(uids), strange


def _message_id(answer: dict[bytes, Any]) -> str:
    """The Message-ID as the ledger of arrivals has it; "" for a mail without one, which cannot be told apart."""
    head = next((value for key, value in answer.items() if key.startswith(b"BODY[HEADER")), b"")
    found = _ID.search(head or b"")
    return found[1].decode("ascii", "replace") if found else ""
