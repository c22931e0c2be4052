"""Verbs on a mailbox: added on a page, changed, proved by a mail that went out and came in, dropped."""

from datetime import datetime
from typing import Any

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import events
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.locker import lock
from heard.record.models.desk import Desk
from heard.record.models.mailbox import Mailbox

SCHEMES = ("imaps", "imap+starttls", "imap")


@transaction.atomic
def add(
    *,
    scheme: str,
    host: str,
    port: int,
    login: str,
    by: Actor,
    at: datetime,
    folder: str = "INBOX",
    processed: str = "",
    address: str = "",
    desk: Desk | None = None,
    signin: dict[str, Any] | None = None,
    secret: dict[str, Any] | None = None,
) -> Mailbox:
    """Add a mailbox; the mail door fetches it within seconds. One that was dropped comes back with its ledger.

    Args:
        processed: the folder to which fetched mails move; "" leaves them where they are.
        address: the mail address whose mail lands there, for the round trip.
        desk: whose mails these are when they name no desk.
        secret: {"password": ...} or what OAuth needs; sealed here.

    Raises:
        Refused: it is there already, or a value is wrong (with its field).
    """
    _check(scheme, host, login, folder, processed)
    name = name_of(login, host, folder)
    if Mailbox.objects.filter(name=name, dropped_at=None).exists():
        raise Refused("mailbox", Sentence("%(name)s is there already.", name=name), field="login")
    values: dict[str, Any] = {
        "scheme": scheme,
        "host": host.strip().lower(),
        "port": port,
        "login": login.strip(),
        "folder": folder.strip(),
        "processed": processed.strip(),
        "address": address.strip().lower(),
        "desk": desk,
        "signin": signin or {},
        "secret": lock(secret) if secret else "",
        "added_at": at,
        "proved_at": None,
        "dropped_at": None,
    }
    mailbox, _ = Mailbox.objects.update_or_create(name=name, defaults=values)
    events.add("mailbox.added", by=by, at=at, desk=desk, mailbox=mailbox.pk)
    return mailbox


@transaction.atomic
def change(mailbox: Mailbox, *, by: Actor, at: datetime, **values: Any) -> None:
    """Change processed, address, desk, or the secret (a new password); the door begins anew with it."""
    if "secret" in values:
        values["secret"] = lock(values["secret"])
    for name, value in values.items():
        setattr(mailbox, name, value)
    mailbox.version += 1
    mailbox.save(update_fields=[*values, "version"])
    events.add(
        "mailbox.changed", by=by, at=at, desk=mailbox.desk, mailbox=mailbox.pk, settings=sorted(values)
    )


def keep_secret(mailbox: Mailbox, *, secret: dict[str, Any]) -> None:
    """Keep what a provider gave in place of the last refresh token; nobody changed a setting."""
    mailbox.secret = lock(secret)
    mailbox.save(update_fields=["secret"])


@transaction.atomic
def drop(mailbox: Mailbox, *, by: Actor, at: datetime) -> None:
    """It is fetched no longer and its secret is forgotten; what came by it stays, and so does the ledger."""
    mailbox.dropped_at, mailbox.secret = at, ""
    mailbox.version += 1
    mailbox.save(update_fields=["dropped_at", "secret", "version"])
    events.add("mailbox.dropped", by=by, at=at, desk=mailbox.desk, mailbox=mailbox.pk)


def name_of(login: str, host: str, folder: str) -> str:
    """A mailbox as people say it, and as the ledger knows it."""
    return f"{login.strip()}@{host.strip().lower()}/{folder.strip()}"[:320]


def _check(scheme: str, host: str, login: str, folder: str, processed: str) -> None:
    if scheme not in SCHEMES:
        raise Refused("scheme", "Choose imaps, imap+starttls or imap.", field="scheme")
    if not host.strip() or any(sign in host for sign in " /@:"):
        raise Refused("host", "Give the name of the mail server, like mail.example.com.", field="host")
    if not login.strip():
        raise Refused("login", "Give the name with which the mailbox is opened.", field="login")
    if not folder.strip():
        raise Refused("folder", "Give the folder, mostly INBOX.", field="folder")
    if processed.strip() and processed.strip().lower() == folder.strip().lower():
        raise Refused("processed", "Mails cannot move to the folder they are in.", field="processed")
