"""The mailboxes to fetch, from the environment and from the page, and what is reported about each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings

from heard.channels.mail.listener import Address
from heard.channels.mail.remedies import remedy
from heard.record.actions import door as doors
from heard.record.actions.mailbox import name_of as said_name
from heard.record.locker import unlock
from heard.record.models.desk import Desk, DeskAddress
from heard.record.models.intake import Intake
from heard.record.models.mailbox import Mailbox as Row
from heard.record.models.mailbox import MailboxMail

KIND = "imap"


class Password(Protocol):
    """A secret that shows itself only when asked."""

    def reveal(self) -> str: ...


class Mailbox(Address, Protocol):
    """A mailbox to fetch. `scheme` is imap, imaps or imap+starttls; `path` is the folder.

    `processed` is the folder to which fetched mails move, "" when they stay. `typed` says that a person typed the
    host on a page. `signin` is how OAuth goes, empty for a password.
    """

    @property
    def user(self) -> str: ...
    @property
    def password(self) -> Password: ...
    @property
    def path(self) -> str: ...
    @property
    def processed(self) -> str: ...
    @property
    def typed(self) -> bool: ...
    @property
    def signin(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Sealed:
    """A password in the database, opened when it is needed."""

    text: str = field(repr=False)

    def reveal(self) -> str:
        """The password itself. Raises Locked when it was sealed with another key."""
        return str(unlock(self.text).get("password", ""))


@dataclass(frozen=True)
class Box:
    """A mailbox to fetch; equal ones are the same, so that a changed one begins anew."""

    scheme: str
    host: str
    port: int
    user: str
    path: str
    password: Password
    processed: str = ""
    typed: bool = False
    row_id: int = 0
    version: int = 0
    signin: dict[str, Any] = field(default_factory=dict, compare=False)


def configured() -> list[Box]:
    """Every mailbox there is to fetch. One of the environment wins over one of the page with the same name."""
    found = {name_of(box): box for box in from_page()}
    found.update({name_of(box): box for box in from_environment()})
    return [found[name] for name in sorted(found)]


def from_environment() -> Iterator[Box]:
    """The mailboxes of HEARD_MAILBOXES, which pages show and cannot change."""
    for server in settings.HEARD_MAILBOXES:
        yield Box(
            server.scheme,
            server.host,
            server.port,
            server.user,
            server.path,
            server.password,
            processed=server.processed,
        )


def from_page() -> Iterator[Box]:
    """The mailboxes that somebody added on a page; one that waits for its sign-in at a provider comes after it."""
    for row in Row.objects.filter(dropped_at=None):
        if not row.signin or row.signin.get("since"):
            yield box_of(row)


def box_of(row: Row) -> Box:
    """A mailbox of the page, ready to be opened."""
    return Box(
        row.scheme,
        row.host,
        row.port,
        row.login,
        row.folder,
        Sealed(row.secret),
        processed=row.processed,
        typed=True,
        row_id=row.pk,
        version=row.version,
        signin=row.signin,
    )


def name_of(mailbox: Mailbox) -> str:
    """The mailbox as people say it: user, host, folder."""
    return said_name(mailbox.user, mailbox.host, mailbox.path)


def desk_of(intake: Intake) -> Desk | None:
    """The desk whose mailbox an arrival came by, for a mail that names no desk itself; None when none is set."""
    name = MailboxMail.objects.filter(intake=intake).values_list("mailbox", flat=True).first()
    if name is None:
        return None
    for server, box in zip(settings.HEARD_MAILBOXES, from_environment(), strict=True):
        if name == name_of(box) and server.desk:
            owner = DeskAddress.objects.filter(address=server.desk).select_related("desk").first()
            return owner.desk if owner else None
    row = Row.objects.filter(name=name, dropped_at=None).select_related("desk").first()
    return row.desk if row else None


def first_look(mailbox: Mailbox, *, at: datetime) -> datetime:
    """When the mailbox was first looked into (UTC): `at`, if it never was."""
    return doors.known(name_of(mailbox), kind=KIND, at=at).since


def note_success(mailbox: Mailbox, *, at: datetime) -> None:
    """It was looked into, and all that was new is taken."""
    doors.is_well(name_of(mailbox), kind=KIND, at=at)


def note_mail(mailbox: Mailbox, *, came: datetime, at: datetime) -> None:
    """A mail was taken that came into the mailbox at `came`."""
    doors.took_mail(name_of(mailbox), kind=KIND, at=at, lag=max(int((at - came).total_seconds()), 0))


def note_trouble(mailbox: Mailbox, trouble: Exception, *, at: datetime) -> None:
    """Something went wrong with it: what, in plain words, and the remedy."""
    says, mend = remedy(trouble, host=mailbox.host)
    doors.has_trouble(name_of(mailbox), kind=KIND, says=says, mend=mend, at=at)
