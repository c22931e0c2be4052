"""The laws the database itself holds beyond keys and checks: triggers, the same text on both databases.

SQLite drops triggers silently when a migration rebuilds a table, and refuses the rebuild while a trigger of
another table reads it. So they are lifted before every migration, laid down again after it, and compared at
start (`broken`). Each law names what it refuses; see method.md, Four laws.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from heard.record.approval_laws import APPROVAL_LAWS
from heard.record.law import Law, changed

TOLD = [
    "id",
    "ticket_id",
    "kind",
    "agent_id",
    "how",
    "made_at",
    "due_at",
    "event",
    "agreed",
    "words",
    "zone",
    "calendar_version",
    "misses",
    "question",
    "step",
]
SAID = ["id", "ticket_id", "n", "kind", "by_person", "agent_id", "requester_id", "said_at"]
HAPPENED = ["id", "kind", "at", "ticket_id", "n", "desk_id", "agent_id", "requester_id", "data"]

_REWRITTEN = changed([column for column in HAPPENED if column != "data"])
_KEPT_BY_NOBODY = (
    "NEW.outcome IN ('kept', 'renewed') AND NOT EXISTS (SELECT 1 FROM record_message m WHERE"
    " m.id = NEW.ended_by_id AND m.by_person AND m.kind IN ('outbound', 'call')"
    " AND m.ticket_id = NEW.ticket_id)"
)
_TOLD_OTHERWISE = (
    "NEW.told_due_at IS DISTINCT FROM (SELECT p.due_at FROM record_promise p WHERE p.id = NEW.promise_id)"
)
_REFUTES_NOTHING = (
    "NOT EXISTS (SELECT 1 FROM record_promise p JOIN record_letter l ON l.message_id = p.ended_by_id"
    " WHERE p.id = NEW.promise_id AND l.id = NEW.letter_id AND p.outcome IN ('kept', 'renewed')"
    " AND l.state IN ('returned', 'failed') AND l.copy = '')"
)
_CLOSED_UNANNOUNCED = (
    "NEW.resolution = 'no_answer' AND (NEW.resolved_by_id IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM record_message m WHERE m.ticket_id = NEW.id AND m.kind = 'inbound'"
    " AND m.read_at IS NULL) OR NOT EXISTS (SELECT 1 FROM record_promise p"
    " JOIN record_letter l ON l.promise_id = p.id JOIN record_message m ON m.id = l.message_id"
    " WHERE p.ticket_id = NEW.id AND p.kind = 'closing' AND p.outcome = 'released'"
    " AND p.due_at <= NEW.resolved_at AND m.by_person AND m.way = 'closes' AND m.said_at = p.made_at"
    " AND l.requester_id = NEW.requester_id AND l.copy = '' AND l.state IN ('sent', 'kept')))"
)
_SOLVED_BY_NOBODY = "NEW.resolution = 'solved' AND NEW.resolved_by_id IS NULL"
_REAL_EVENT = (
    "NOT EXISTS (SELECT 1 FROM record_ticket t WHERE t.id = OLD.ticket_id AND t.sample)"
    " AND NOT EXISTS (SELECT 1 FROM record_desk d WHERE d.id = OLD.desk_id AND d.sample)"
)
_REAL_PROMISE = (
    "NOT EXISTS (SELECT 1 FROM record_promise p JOIN record_ticket t ON t.id = p.ticket_id"
    " WHERE p.id = OLD.promise_id AND t.sample)"
)
_REAL_TICKET = "NOT EXISTS (SELECT 1 FROM record_ticket t WHERE t.id = OLD.ticket_id AND t.sample)"

LAWS = [
    Law(
        "promise_told_is_fixed",
        "UPDATE",
        "record_promise",
        changed(TOLD) + " OR OLD.told_at IS NOT NULL AND OLD.told_at IS DISTINCT FROM NEW.told_at",
        "what was promised never changes; a new time is a new promise",
    ),
    Law(
        "promise_end_is_final",
        "UPDATE",
        "record_promise",
        f"OLD.outcome IS NOT NULL AND ({changed(['outcome', 'ended_at', 'ended_by_id'])})",
        "the end of a promise is written once",
    ),
    Law(
        "promise_kept_by_person",
        "UPDATE",
        "record_promise",
        _KEPT_BY_NOBODY,
        "only a person's message on this ticket keeps or renews a promise",
    ),
    Law(
        "promise_born_open_or_kept_by_person",
        "INSERT",
        "record_promise",
        _KEPT_BY_NOBODY,
        "only a person's message on this ticket keeps or renews a promise",
    ),
    Law(
        "refuted_by_the_letter_that_kept",
        "INSERT",
        "record_refuted",
        _REFUTES_NOTHING,
        "only the letter with the word that kept or renewed a promise can refute that end",
    ),
    Law("refuted_is_fixed", "UPDATE", "record_refuted", "TRUE", "what was refuted stays so"),
    Law("refuted_never_deleted", "DELETE", "record_refuted", _REAL_PROMISE, "what was refuted stays so"),
    Law("promise_never_deleted", "DELETE", "record_promise", _REAL_TICKET, "promises are never deleted"),
    *(
        Law(name, on, "record_ticket", f"{only}({refuse})", says)
        for name, on, only, refuse, says in (
            (
                "ticket_closes_as_announced",
                "UPDATE",
                "NEW.resolution <> OLD.resolution AND ",
                _CLOSED_UNANNOUNCED,
                "without an answer a ticket closes only on the day that a person's notice named",
            ),
            (
                "ticket_closes_as_announced_born",
                "INSERT",
                "",
                "NEW.resolution = 'no_answer'",
                "without an answer a ticket closes only on the day that a person's notice named",
            ),
            (
                "ticket_solved_by_a_person",
                "UPDATE",
                "NEW.resolution <> OLD.resolution AND ",
                _SOLVED_BY_NOBODY,
                "only a person solves",
            ),
        )
    ),
    *APPROVAL_LAWS,
    Law(
        "message_said_is_fixed",
        "UPDATE",
        "record_message",
        changed(SAID),
        "who said what to whom and when never changes",
    ),
    Law("message_never_deleted", "DELETE", "record_message", _REAL_TICKET, "messages are never deleted"),
    Law(
        "letter_tells_the_promise_born",
        "INSERT",
        "record_letter",
        _TOLD_OTHERWISE,
        "the time a letter tells is the time of its promise",
    ),
    Law(
        "letter_tells_the_promise",
        "UPDATE",
        "record_letter",
        _TOLD_OTHERWISE,
        "the time a letter tells is the time of its promise",
    ),
    Law(
        "event_is_fixed",
        "UPDATE",
        "record_event",
        _REWRITTEN + " OR OLD.seq IS NOT NULL AND OLD.seq IS DISTINCT FROM NEW.seq",
        "events are never rewritten",
    ),
    Law("event_never_deleted", "DELETE", "record_event", _REAL_EVENT, "events are never deleted"),
]


def lay_down(*, using: str = "default", **_: Any) -> None:
    """Write every law into the database `using`, replacing what stands there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for law in LAWS:
            for statement in _statements(law, connection.vendor):
                cursor.execute(statement)


def lift(*, using: str = "default", **_: Any) -> None:
    """Take every law out of the database `using`, for the time of a migration."""
    connection = connections[using]
    found = _found(connection)
    with connection.cursor() as cursor:
        for law in LAWS:
            if law.name in found:
                table = f" ON {law.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {law.name}{table}")


def broken(*, using: str = "default") -> list[str]:
    """Names of laws that the database lacks or holds in another wording."""
    found = _found(connections[using])
    return [law.name for law in LAWS if found.get(law.name) != law.version]


def _statements(law: Law, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {law.name}",
            f"CREATE TRIGGER {law.name} BEFORE {law.on} ON {law.table} WHEN {law.refuse} "
            f"BEGIN /* {law.version} */ SELECT RAISE(ABORT, '{_quoted(law)}'); END",
        ]
    gives_back = "OLD" if law.on == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {law.name}() RETURNS trigger LANGUAGE plpgsql AS $law$ BEGIN"
        f" IF {law.refuse} THEN RAISE EXCEPTION '{_quoted(law)}'"
        f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {gives_back}; END $law$",
        f"DROP TRIGGER IF EXISTS {law.name} ON {law.table}",
        f"CREATE TRIGGER {law.name} BEFORE {law.on} ON {law.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {law.name}()",
        f"COMMENT ON TRIGGER {law.name} ON {law.table} IS '{law.version}'",
    ]


def _quoted(law: Law) -> str:
    return law.says.replace("'", "''")


def _found(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            return {
                name: sql.partition("/*")[2].partition("*/")[0].strip() for name, sql in cursor.fetchall()
            }
        cursor.execute(
            "SELECT tgname, obj_description(oid, 'pg_trigger') FROM pg_trigger WHERE NOT tgisinternal"
        )
        return dict(cursor.fetchall())
