"""The whole check at each day's end: every row at once, in SQL of its own, also what no event told of."""

from collections import Counter
from typing import Any

from django.db import connection

from heard.record import laws
from heard.record.models.intake import Intake
from heard.record.models.ticket import Ticket
from heard.simulation.judge import Judge
from heard.simulation.stage import Stage
from heard.simulation.verdict import Broken

NEVER = {
    "law 1: open without exactly one open promise": """
        SELECT t.id FROM record_ticket t LEFT JOIN record_promise p ON p.ticket_id = t.id AND p.outcome IS NULL
        GROUP BY t.id, t.resolved_at, t.promise_id
        HAVING count(p.id) <> CASE WHEN t.resolved_at IS NULL THEN 1 ELSE 0 END""",
    "law 3: kept or renewed without a person's word on the ticket": """
        SELECT p.ticket_id FROM record_promise p LEFT JOIN record_message m ON m.id = p.ended_by_id
        AND m.by_person AND m.agent_id IS NOT NULL AND m.kind <> 'inbound' AND m.ticket_id = p.ticket_id
        AND (p.due_at IS NULL OR m.said_at < p.due_at)
        WHERE p.outcome IN ('kept', 'renewed') AND m.id IS NULL""",
    "law 4: a letter tells another time than its promise": """
        SELECT l.ticket_id FROM record_letter l JOIN record_promise p ON p.id = l.promise_id
        WHERE l.told_due_at <> p.due_at OR (l.told_due_at IS NULL) <> (p.due_at IS NULL)""",
    "a lapse without exactly one event of its own": """
        SELECT p.ticket_id FROM record_promise p LEFT JOIN record_event e ON e.kind = 'promise.lapsed'
        AND e.ticket_id = p.ticket_id AND {promise} = p.id
        WHERE p.outcome = 'lapsed' GROUP BY p.id, p.ticket_id HAVING count(e.id) <> 1""",
    "moments answered and their events differ": """
        SELECT e.ticket_id FROM record_event e WHERE e.kind = 'moment.answered' GROUP BY e.ticket_id
        HAVING count(*) <> (SELECT count(*) FROM record_donemoment d WHERE d.ticket_id = e.ticket_id)""",
    "an open ticket that no worker will look at again": """
        SELECT t.id FROM record_ticket t LEFT JOIN record_duework d ON d.ticket_id = t.id
        WHERE t.resolved_at IS NULL AND d.id IS NULL""",
    "two letters of a missed time without a person's word between them": """
        SELECT a.ticket_id FROM record_letter a JOIN record_letter b ON b.ticket_id = a.ticket_id AND b.id > a.id
        WHERE a.kind = 'missed' AND b.kind = 'missed' AND a.state <> 'recalled' AND b.state <> 'recalled'
        AND NOT EXISTS (SELECT 1 FROM record_message m WHERE m.ticket_id = a.ticket_id AND m.by_person
        AND m.agent_id IS NOT NULL AND m.said_at >= a.queued_at AND m.said_at <= b.queued_at)""",
}


def check(judge: Judge) -> None:
    """Look at every row.

    Raises:
        Broken: see `NEVER`, and what was seen before.
    """
    if found := broken_rows():
        raise Broken(*found)
    rows = Ticket.objects.filter(resolved_at=None).values_list("id", "promise__id")
    seen = {
        ticket: one.stands.promise for ticket, one in judge.seen.items() if one.stands.resolved_at is None
    }
    if differ := set(rows.iterator()) ^ set(seen.items()):
        raise Broken(min(differ)[0], "it changed, and no event says so")
    if broken := laws.broken():
        raise Broken(None, f"the database has lost its laws {broken}")


def broken_rows() -> tuple[int, str] | None:
    """A ticket on which something of `NEVER` is so, and what; None when nothing is."""
    promise = "(e.data->>'promise')::bigint" if connection.vendor == "postgresql" else "e.data->>'promise'"
    for says, sql in NEVER.items():
        if found := _first(sql.replace("{promise}", promise)):
            return int(found[0]), says
    return None


def check_mails(stage: Stage) -> None:
    """Every mail of a person that the door said yes to is on exactly one ticket, and none waits.

    Raises:
        Broken: one is lost or doubled.
    """
    rows = Intake.objects.values_list("header_id", "state", "ticket")
    placed = Counter(header_id for header_id, state, _ in rows if state in ("ticket", "reply"))
    for header_id, state, ticket in rows:
        if state in ("received", "quarantined"):
            raise Broken(ticket, f"mail {header_id} is {state}")
    for header_id in sorted(stage.accepted):
        if placed[header_id] != 1:
            raise Broken(None, f"mail {header_id} is on {placed[header_id]} tickets")


def _first(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT 1")
        return cursor.fetchone()
