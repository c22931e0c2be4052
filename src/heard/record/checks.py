"""Whether the record stands on firm ground: tables, laws, and a follow-up that keeps up."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from heard.health import Finding, check
from heard.record import laws
from heard.record.models.due import DueWork

BEHIND = timedelta(minutes=2)  # a ticket waiting longer for its next look waits for nobody


def unapplied() -> set[tuple[str, str]]:
    """Migrations of this program that the database has not seen: (app, name)."""
    return set(_known()) - set(MigrationRecorder(connection).applied_migrations())


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Those on disk; read once, a program does not change while it runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


@check("tables")
def tables(at: datetime) -> Iterator[Finding]:
    """Whether tables and laws are those of this program."""
    mend = "run: heard init"
    if missing := unapplied():
        yield Finding("tables", "red", f"{len(missing)} changes of the tables are missing", mend)
    elif broken := laws.broken():
        yield Finding("tables", "red", f"laws are missing or altered: {', '.join(broken)}", mend)
    else:
        yield Finding("tables", "fine", "tables and laws are in place")


@check("follow-up")
def follow_up(at: datetime) -> Iterator[Finding]:
    """Whether what is due is looked at, and nothing stumbles."""
    behind = DueWork.objects.filter(look_again_at__lt=at - BEHIND).count()
    stumbling = DueWork.objects.filter(stumbles__gt=0).count()
    if behind:
        says = f"{behind} tickets wait for their next look since more than 2 minutes"
        yield Finding("follow-up", "red", says, "see that `heard worker` runs, and its log")
    elif stumbling:
        says = f"{stumbling} tickets stumble again and again"
        yield Finding("follow-up", "warn", says, "the worker's log says why; please report it")
    else:
        yield Finding("follow-up", "fine", "keeps up")
