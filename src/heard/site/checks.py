"""The checks of the ground we stand on: database, disk, clock and zone data, the public address, letters out.

Other parts of the house register theirs in the same way, with `heard.health.check`.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, connection

from heard.health import Finding, check
from heard.hours.languages import Sentence
from heard.record.access import model

MEGABYTE = 1024 * 1024
# Free space below which the disk is a worry, and below which mail may soon be refused.
SCARCE, FULL = 1000 * MEGABYTE, 200 * MEGABYTE
# Seconds the database's clock may differ from ours: claims and due times go by the database's.
SKEW = 5


@check("database")
def database(at: datetime) -> Iterator[Finding]:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        yield Finding("database", "red", "does not answer", "start it, or correct HEARD_DATABASE_URL")
    else:
        yield Finding(
            "database", "fine", Sentence("answers (%(database)s)", database=connection.display_name)
        )


@check("disk")
def disk(at: datetime) -> Iterator[Finding]:
    """Whether an arriving mail still finds room."""
    free = shutil.disk_usage(settings.HEARD_FILES_URL).free
    says = Sentence("%(free)s MB free", free=free // MEGABYTE)
    if free < FULL:
        yield Finding("disk", "red", says, "free some space; mail is refused for now when the disk is full")
    elif free < SCARCE:
        yield Finding("disk", "warn", says, "free some space soon")
    else:
        yield Finding("disk", "fine", says)


@check("clock")
def clock(at: datetime) -> Iterator[Finding]:
    """Whether the database's clock and ours agree, and zone data is there."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            skew = abs((cursor.fetchone()[0] - at).total_seconds())
        if skew > SKEW:
            mend = Sentence("let both machines follow a time server")
            yield Finding(
                "clock",
                "red",
                Sentence("the database's clock is %(skew)s s away from ours", skew=f"{skew:.0f}"),
                mend,
            )
            return
    offset = datetime(2026, 7, 1, tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin")).utcoffset()
    if offset is None or offset.total_seconds() != 7200:
        yield Finding("clock", "red", "zone data is wrong or missing", "install the package tzdata again")
    else:
        yield Finding("clock", "fine", "clock and zone data agree")


@check("address")
def address(at: datetime) -> Iterator[Finding]:
    """Whether cookies are as safe as they can be."""
    if settings.HEARD_URL.startswith("https://") or settings.HEARD_IS_LOCAL:
        yield Finding("address", "fine", settings.HEARD_URL)
    else:
        mend = Sentence("put a proxy with a certificate in front and write https in HEARD_URL")
        yield Finding("address", "warn", "plain http: cookies can be read on the way", mend)


@check("letters out")
def letters_out(at: datetime) -> Iterator[Finding]:
    """Whether letters can leave at all. On a laptop they are meant to stay."""
    if settings.HEARD_SMTP_URL:
        yield Finding(
            "letters out", "fine", Sentence("leave through %(host)s", host=settings.HEARD_SMTP_URL.host)
        )
    elif settings.HEARD_IS_LOCAL:
        yield Finding("letters out", "fine", "kept on the Letters page, nothing leaves")
    else:
        mend = Sentence("set HEARD_SMTP_URL, or nobody outside gets a word")
        yield Finding("letters out", "red", "kept on the Letters page, nothing leaves", mend)


@check("model")
def drafts(at: datetime) -> Iterator[Finding]:
    """Whether the last drafts came. Never red: the desk works without."""
    if not settings.HEARD_MODEL:
        return
    last, host = model.last_troubles(at, 3), settings.HEARD_MODEL.host
    if len(last) == 3 and all(last):
        mend = "run heard doctor, or take HEARD_MODEL_URL away"
        says = Sentence("the last three drafts from %(host)s failed: %(why)s", host=host, why=last[0])
        yield Finding("model", "warn", says, mend)
    else:
        says = Sentence("drafts come from %(host)s, where a desk allows it", host=host)
        yield Finding("model", "fine", says)
