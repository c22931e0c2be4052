"""kill -9 of four follow-up workers at random points, again and again: what is lost, what happens twice.

The workers settle what is due at one instant, each as fast as it can; when nothing is left the clock goes on by an
hour, and the repairs of what lapsed are due. At the end one worker finishes, and every row is counted. `KILLS`,
`WORKERS` and `TICKETS` ask for another run.
"""

import os
import random
import signal
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.seed import Plan, seeded

HOUR = timedelta(hours=1)
TWICE = {
    "lapses with two alerts for one agent": """
        SELECT 1 FROM record_alert WHERE kind LIKE 'lapse%%' GROUP BY ticket_id, agent_id, at HAVING count(*) > 1""",
    "lapses nobody was told of": """
        SELECT 1 FROM record_promise p WHERE p.outcome = 'lapsed' AND p.ended_at >= %s AND NOT EXISTS (SELECT 1
        FROM record_alert a WHERE a.ticket_id = p.ticket_id AND a.at = p.due_at AND a.kind LIKE 'lapse%%')
        AND NOT (p.kind = 'first' AND EXISTS (SELECT 1 FROM record_alert o JOIN record_ticket t ON t.desk_id = o.desk_id
        WHERE t.id = p.ticket_id AND o.kind = 'overload'))""",
    "lapses without the repair after them": """
        SELECT 1 FROM record_promise p WHERE p.outcome = 'lapsed' AND p.ended_at >= %s AND NOT EXISTS (SELECT 1
        FROM record_promise r WHERE r.ticket_id = p.ticket_id AND r.kind = 'repair' AND r.misses = p.misses + 1)""",
}


def main(kills: int = 0, workers: int = 0, tickets: int = 0, seed: int | None = None) -> int:
    """Kill and count; 1 when something was lost or happened twice."""
    kills = kills or int(os.environ.get("KILLS", "100"))
    workers = workers or int(os.environ.get("WORKERS", "4"))
    tickets = tickets or int(os.environ.get("TICKETS", "2000"))
    seed = random.randrange(10**6) if seed is None else seed
    dice = random.Random(seed)
    begun = seeded(Plan(tickets, open_every=1, missed_every=0, due_every=1), Path(os.environ["HEARD_DATA"]))
    at, began, midway = begun + HOUR, time.monotonic(), 0
    for _ in range(kills):
        at = at if _left(at) else at + HOUR
        before = _left(at)
        _one_kill(workers, at, dice)
        midway += 0 < _left(at) < before
    from heard.followup import tick

    answered, stumbled = tick.tick(at)
    seconds = time.monotonic() - began
    print(f"{kills} kills of {workers} workers in {seconds:.0f} s (seed {seed}), {midway} while they settled")
    return _judge(begun, at, stumbled)


def _left(at: datetime) -> int:
    from heard.record.models.due import DueWork

    return DueWork.objects.filter(look_again_at__lte=at).count()


def _one_kill(workers: int, at: datetime, dice: random.Random) -> None:
    """Start them all, and kill them all at some moment."""
    from django.db import connections

    connections.close_all()
    running = [_worker(at) for _ in range(workers)]
    time.sleep(dice.uniform(0.02, 0.6))
    for pid in running:
        os.kill(pid, signal.SIGKILL)
    for pid in running:
        os.waitpid(pid, 0)


def _worker(at: datetime) -> int:
    """A worker that has loaded everything: it begins in a moment."""
    from heard.followup import tick

    if pid := os.fork():
        return pid
    try:
        tick.tick(at)
    finally:
        os._exit(0)


def _judge(begun: datetime, at: datetime, stumbled: int) -> int:
    from django.db import connection

    from heard.record.models.promise import Promise
    from heard.simulation.whole import broken_rows

    wrong = [f"tickets stumbled: {stumbled}"] if stumbled else []
    if left := _left(at) + Promise.objects.filter(outcome=None, due_at__lte=at).count():
        wrong.append(f"lost, still due: {left}")
    since = begun if connection.vendor == "postgresql" else str(begun.replace(tzinfo=None))
    with connection.cursor() as cursor:
        for says, sql in TWICE.items():
            cursor.execute(
                f"SELECT count(*) FROM ({sql}) found", [since] if "%s" in sql.replace("%%", "") else []
            )
            if count := cursor.fetchone()[0]:
                wrong.append(f"{says}: {count}")
    if found := broken_rows():
        wrong.append(f"{found[1]} (ticket {found[0]})")
    lapses = Promise.objects.filter(outcome="lapsed", ended_at__gte=begun).count()
    print(f"lapses: {lapses}; {'; '.join(wrong) or 'lost: 0; twice: 0'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
