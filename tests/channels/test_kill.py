"""kill -9 of every mail door under load: what it said yes to is there, once. `docs/figures.md` has the longer runs."""

import os
import smtplib
import subprocess
import sys
from pathlib import Path

from channels.arriving import DESK, from_zelda
from channels.running import ask, door, eventually, free_port, set_up

KILLS = "6"  # each of five doors; a second database, or more of them, is a matter of patience


def test_nothing_accepted_is_lost_or_doubled(fresh_installation):
    """SMTP, LMTP, pipe, webhook and mailbox at once; the command counts, and says what went wrong."""
    command = [sys.executable, "-m", "benchmarks.killed_intake", KILLS]
    done = subprocess.run(
        command,
        cwd=Path(__file__).parents[2],
        env={**os.environ, **fresh_installation},
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"{KILLS} kills")


def test_asked_to_end_it_ends_soon_and_leaves_nothing_waiting(fresh_installation):
    set_up(fresh_installation)
    port = free_port()
    with door(fresh_installation, port) as process, smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("zelda@northwind.example", [DESK], from_zelda("Subject: last"))
        process.terminate()
        assert process.wait(10) == 0
    with door(fresh_installation, port):
        subjects = "list(Ticket.objects.values_list('subject', flat=True))"
        eventually(lambda: ask(fresh_installation, subjects) == ["last"])
