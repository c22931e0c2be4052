"""What a door reports about itself: it is well, a mail came, something is wrong, it was counted. No events: these
are readings, taken every few seconds.
"""

from datetime import datetime

from heard.record.models.door import Door


def known(name: str, *, kind: str, at: datetime) -> Door:
    """The door's row, made at its first report at `at` (UTC)."""
    door, _ = Door.objects.get_or_create(name=name[:340], defaults={"kind": kind, "since": at})
    return door


def is_well(name: str, *, kind: str, at: datetime) -> None:
    """It works, as of `at` (UTC); what was wrong is over."""
    _report(name, kind, at, well_at=at, trouble="", mend="", trouble_at=None)


def has_trouble(name: str, *, kind: str, says: str, mend: str, at: datetime) -> None:
    """Something is wrong, in plain words, with its remedy."""
    _report(name, kind, at, trouble=says[:500], mend=mend[:500], trouble_at=at)


def took_mail(name: str, *, kind: str, at: datetime, lag: int | None = None) -> None:
    """A mail came by it at `at` (UTC), having lain for `lag` seconds before."""
    _report(name, kind, at, well_at=at, mail_at=at, lag=lag)


def was_counted(name: str, *, kind: str, counted: int, missing: int, at: datetime) -> None:
    """The nightly count: how many mails the mailbox holds, and how many of them our ledger does not know."""
    _report(name, kind, at, counted_at=at, counted=counted, missing=missing)


def _report(name: str, kind: str, at: datetime, **values: object) -> None:
    known(name, kind=kind, at=at)
    Door.objects.filter(name=name[:340]).update(**values)
