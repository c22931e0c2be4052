"""kill -9 of the mail door under load: what it said yes to is there, once. `docs/figures.md` has the longer runs."""

import itertools
import random
import smtplib
import threading
import time

from channels.arriving import DESK, from_zelda
from channels.running import ask, door, eventually, free_port, kill, set_up

KILLS = 3
SENDERS = 3


def send_until(stop: threading.Event, port: int, name: str, accepted: list[str]) -> None:
    """Send mail after mail; each is tried until the door says yes, as mail servers do."""
    for number in itertools.count():
        subject = f"{name}-{number}"
        raw = from_zelda(f"Subject: {subject}", f"Message-ID: <{subject}@northwind.example>", body=subject)
        while not stop.is_set():
            try:
                with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
                    client.sendmail("zelda@northwind.example", [DESK], raw)
            except (OSError, smtplib.SMTPException):
                time.sleep(0.05)
            else:
                accepted.append(subject)
                break
        if stop.is_set():
            return


def test_nothing_accepted_is_lost_or_doubled(fresh_installation):
    set_up(fresh_installation)
    port, stop, dice = free_port(), threading.Event(), random.Random(7)
    accepted: list[str] = []
    senders = [
        threading.Thread(target=send_until, args=(stop, port, f"s{n}", accepted)) for n in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    try:
        for _ in range(KILLS):
            with door(fresh_installation, port) as process:
                before = len(accepted)
                eventually(lambda n=before: len(accepted) > n + 5)
                time.sleep(dice.uniform(0, 0.5))
                kill(process)
        with door(fresh_installation, port):
            before = len(accepted)
            eventually(lambda: len(accepted) > before + 5)
            stop.set()
            for sender in senders:
                sender.join()
            eventually(lambda: not ask(fresh_installation, "Intake.objects.filter(state='received').count()"))
    finally:
        stop.set()
    others = "list(Intake.objects.exclude(state='ticket').values_list('subject', 'state', 'reason'))"
    found = ask(fresh_installation, "list(Ticket.objects.values_list('subject', flat=True))")
    assert len(accepted) > KILLS * 5
    assert set(accepted) <= set(found), ask(fresh_installation, others)
    assert len(found) == len(set(found)), "doubled"


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
