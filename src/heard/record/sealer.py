"""The sealer: gives committed events a gap-free `seq`, so that readers of the log can go by it alone.

Ids do not do: on PostgreSQL a transaction may commit a smaller id after a larger one was read, and a reader
who goes on from the larger never sees the smaller. Events of sample data get numbers below zero: they are
outside the log, so that removing them leaves no gap and gives no number twice.
"""

from django.db import connection, transaction

from heard.record.models.event import Event

# The name of the lock on PostgreSQL: one sealer at a time, whatever the number of workers.
LOCK = 0x48454152

UNSEALED = """
SELECT e.id FROM record_event e
LEFT JOIN record_ticket t ON t.id = e.ticket_id LEFT JOIN record_desk d ON d.id = e.desk_id
WHERE e.seq IS NULL AND {which} coalesce(t.sample, d.sample, FALSE) ORDER BY e.id LIMIT %s
"""
SET_ASIDE = f"UPDATE record_event SET seq = -id WHERE id IN ({UNSEALED.format(which='')})"
SEAL = f"""
UPDATE record_event SET seq = fresh.seq FROM (
    SELECT id, (SELECT coalesce(max(seq), 0) FROM record_event WHERE seq > 0)
        + row_number() OVER (ORDER BY id) AS seq
    FROM ({UNSEALED.format(which="NOT")}) unsealed
) fresh WHERE record_event.id = fresh.id
"""


def seal(limit: int) -> int:
    """Give the next numbers to events that are committed and have none, oldest first; how many got one.

    Args:
        limit: how many of each kind, real and sample, at most in this transaction.
    """
    if not Event.objects.filter(seq=None).exists():
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        # Asked before the numbers are read: whoever held the lock has committed by the time we have it.
        # SQLite has one writer, and our transactions begin as one.
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(SET_ASIDE, [limit])
        aside = cursor.rowcount
        cursor.execute(SEAL, [limit])
        return int(aside + cursor.rowcount)
