"""What is kept about a fetched mailbox, for every process to know: since when, and with what success."""

from datetime import UTC, datetime
from typing import Protocol

from heard.record.models.setting import Setting


class Password(Protocol):
    """A secret that shows itself only when asked."""

    def reveal(self) -> str: ...


class Mailbox(Protocol):
    """A mailbox of the settings. `scheme` is imap, imaps or imap+starttls; `path` is the folder."""

    @property
    def scheme(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> Password: ...
    @property
    def path(self) -> str: ...


def name_of(mailbox: Mailbox) -> str:
    """The mailbox as people say it: user, host, folder."""
    return f"{mailbox.user}@{mailbox.host}/{mailbox.path}"[:320]


def first_look(mailbox: Mailbox, *, at: datetime) -> datetime:
    """When the mailbox was first looked into (UTC): `at`, if it never was."""
    row, _ = Setting.objects.get_or_create(
        name=_setting_of(mailbox), defaults={"value": {"since": at.isoformat()}}
    )
    return _instant(row.value["since"])


def note_success(mailbox: Mailbox, *, at: datetime) -> None:
    """It was looked into, and all that was new is taken."""
    _note(mailbox, at, looked_at=at.isoformat(), trouble="")


def note_trouble(mailbox: Mailbox, trouble: Exception, *, at: datetime) -> None:
    """It could not be looked into, and why."""
    _note(mailbox, at, trouble=f"{type(trouble).__name__}: {trouble}"[:300])


def last_look(mailbox: Mailbox) -> tuple[datetime | None, str]:
    """When it was last looked into with success (UTC; None: never), and what went wrong since, or ""."""
    row = Setting.objects.filter(name=_setting_of(mailbox)).first()
    value = row.value if row else {}
    looked_at = value.get("looked_at")
    return _instant(looked_at) if looked_at else None, value.get("trouble", "")


def _note(mailbox: Mailbox, at: datetime, **values: str) -> None:
    first_look(mailbox, at=at)
    row = Setting.objects.get(name=_setting_of(mailbox))
    row.value.update(values)
    row.save()


def _setting_of(mailbox: Mailbox) -> str:
    return f"mailbox {name_of(mailbox)}"[:64]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
