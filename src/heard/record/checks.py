"""Whether the record stands on firm ground: tables, laws, and a follow-up that keeps up."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from heard.health import Finding, check
from heard.hours.languages import Sentence
from heard.promise import Reason, light, opening_due
from heard.record import laws
from heard.record.facts import rules_of
from heard.record.models.desk import Desk
from heard.record.models.due import DueWork
from heard.record.watch import minding_of

BEHIND = timedelta(minutes=2)  # a ticket waiting longer for its next look waits for nobody


def unapplied() -> set[tuple[str, str]]:
    """Migrations of this program that the database has not seen: (app, name)."""
    return set(_known()) - set(MigrationRecorder(connection).applied_migrations())


def folded() -> str:
    """The step of the record's own tables at which the database stands, when that was folded into a later one with
    others it has not seen; else "" (docs/decisions/0025-tables-laid-at-once.md)."""
    seen = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "record"}
    ours = {name for app, name in _known() if app == "record"}
    return max(seen - ours, default="") if ours - seen else ""


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Those on disk; read once, a program does not change while it runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


@check("tables")
def tables(at: datetime) -> Iterator[Finding]:
    """Whether tables and laws are those of this program."""
    mend = Sentence("run: heard init")
    if missing := unapplied():
        yield Finding(
            "tables", "red", Sentence("%(count)s changes of the tables are missing", count=len(missing)), mend
        )
    elif broken := laws.broken():
        yield Finding(
            "tables", "red", Sentence("laws are missing or altered: %(laws)s", laws=", ".join(broken)), mend
        )
    else:
        yield Finding("tables", "fine", "tables and laws are in place")


@check("follow-up")
def follow_up(at: datetime) -> Iterator[Finding]:
    """Whether what is due is looked at, and nothing stumbles."""
    behind = DueWork.objects.filter(look_again_at__lt=at - BEHIND).count()
    stumbling = DueWork.objects.filter(stumbles__gt=0).count()
    if behind:
        says = Sentence(
            "%(behind)s tickets wait for their next look since more than 2 minutes", behind=behind
        )
        yield Finding("follow-up", "red", says, "see that `heard worker` runs, and its log")
    elif stumbling:
        says = Sentence("%(stumbling)s tickets stumble again and again", stumbling=stumbling)
        yield Finding("follow-up", "warn", says, "the worker's log says why; please report it")
    else:
        yield Finding("follow-up", "fine", "keeps up")


@check("watch")
def watch(at: datetime) -> Iterator[Finding]:
    """Each desk: whether somebody has its watch where somebody should, and the oldest ticket nobody opened."""
    for desk in Desk.objects.filter(sample=False).order_by("id"):
        rules, minding = rules_of(desk), minding_of(desk, at)
        reasons = {reason.kind: reason for reason in light(rules, minding, at)}
        if minding.kept_since:
            yield _minded(desk, reasons)
        yield _opened(desk, reasons.get("unopened"), minding.unopened_at)


def _minded(desk: Desk, reasons: dict[str, Reason]) -> Finding:
    name = Sentence("watch of %(slug)s", slug=desk.slug)
    if untaken := reasons.get("untaken"):
        says = Sentence("nobody has it since %(time)s UTC", time=f"{untaken.since:%d %B %H:%M}")
        return Finding(name, untaken.state, says, "somebody of the desk takes it: the Watch page, g then w")
    if relief := reasons.get("relief"):
        says = Sentence(
            "by the rota somebody else has it since %(time)s UTC and has not taken it",
            time=f"{relief.since:%H:%M}",
        )
        return Finding(name, "warn", says, "they take it, or the rota is changed: the Watch page, g then w")
    return Finding(name, "fine", Sentence("taken") if "taken" in reasons else Sentence("the desk is closed"))


def _opened(desk: Desk, reason: Reason | None, came: datetime | None) -> Finding:
    name = Sentence("unopened on %(slug)s", slug=desk.slug)
    if reason is None or came is None:
        return Finding(
            name, "fine", Sentence("nothing waits unopened") if came is None else Sentence("within its time")
        )
    says = Sentence("the oldest came %(time)s UTC and nobody has opened it", time=f"{came:%d %B %H:%M}")
    if reason.state == "red":
        due = opening_due(rules_of(desk), came)
        says = Sentence("%(says)s; its target was %(time)s UTC", says=says, time=f"{due:%d %B %H:%M}")
    return Finding(name, reason.state, says, "open it: the Unheard list, g then u")
