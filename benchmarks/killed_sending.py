"""kill -9 of the senders at random points, while letters leave for a real SMTP server: what is lost, what repeats.

Senders work side by side, and all are killed, children and all, again and again; at the end one more round sends
what is left. Then every letter queued is looked for in what the server took.
"""

import asyncio
import logging
import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

from benchmarks.apart import free_port
from benchmarks.warm import Warm

KILLS, SENDERS = 100, 2
AHEAD, MORE = 60, 40
"""Letters that wait at least while senders run, and how many are added at a time."""
PATIENCE = 60.0
DESK, PASSWORD = "support@heard.example", b"four wild geese at noon\n"


@dataclass
class Sink:
    """A mail server that takes its time before it writes down a letter and before it says so."""

    dice: random.Random
    taken: list[bytes] = field(default_factory=list)
    said_yes: int = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.dice.uniform(0, 0.02))
        self.taken.append(envelope.content)
        await asyncio.sleep(self.dice.uniform(0, 0.03))
        self.said_yes += 1
        return "250 taken"


def main(kills: int = KILLS, senders: int = SENDERS, seed: int | None = None) -> int:
    """Kill and count; 1 when a letter was lost, or a repeat was not shown."""
    seed = random.randrange(10**6) if seed is None else seed
    dice, port = random.Random(seed), free_port()
    os.environ["HEARD_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    _set_up()
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    sink = Sink(random.Random(seed + 1))
    server = Controller(sink, hostname="127.0.0.1", port=port)
    server.start()
    warm = Warm({})
    began = time.monotonic()
    try:
        midway = sum(_one_kill(sink, warm, dice, number, senders) for number in range(kills))
        _finish()
    finally:
        warm.end()
        server.stop()
    return _judge(
        sink, kills=kills, senders=senders, midway=midway, seed=seed, seconds=time.monotonic() - began
    )


def _set_up() -> None:
    words = ("init", "--admin", "carla@heard.example", "--password-stdin", "--desk-address", DESK)
    subprocess.run(
        [sys.executable, "-m", "heard.cli", *words], input=PASSWORD, stdout=subprocess.DEVNULL, check=True
    )
    from heard.cli import ground

    ground.lay()


def _one_kill(sink: Sink, warm: Warm, dice: random.Random, number: int, senders: int) -> bool:
    """Let the senders send for a while, then kill them; whether that was in the middle of a letter."""
    _fill(number)
    running = [warm.start("worker") for _ in range(senders)]
    enough, until = len(sink.taken) + dice.randint(1, AHEAD // 2), time.monotonic() + PATIENCE
    while len(sink.taken) < enough and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(dice.uniform(0, 0.05))
    for sender in running:
        sender.kill()
    from heard.record.models.letter import Letter

    return Letter.objects.filter(state="queued", handed_at__isnull=False).exists()


def _fill(number: int) -> None:
    """More letters, each to a mail host of its own, so that none is held back."""
    from heard.clock import now
    from heard.record.actions import requester, ticket
    from heard.record.arrival import Arrival
    from heard.record.models.desk import Desk
    from heard.record.models.letter import Letter

    desk, waiting = Desk.objects.get(), Letter.objects.filter(state="queued").count()
    for one in range(0 if waiting >= AHEAD + MORE else MORE):
        address = f"z{number}-{one}@host{number}-{one}.example"
        person, _ = requester.meet(address, at=now())
        arrival = Arrival(door="smtp", from_address=address, subject=f"{number}-{one}", text="It comes back.")
        ticket.receive(arrival, desk=desk, requester=person, at=now())


def _finish() -> None:
    """Send what is left, as of a time when the leases of the dead have run out."""
    from heard.clock import now

    at = (now() + timedelta(minutes=3)).isoformat()
    subprocess.run(
        [sys.executable, "-m", "heard.cli", "tick", "--at", at], stdout=subprocess.DEVNULL, check=True
    )


def _judge(sink: Sink, *, kills: int, senders: int, midway: int, seed: int, seconds: float) -> int:
    from heard.record.models.letter import Letter

    mails = [(message_from_bytes(raw)["Message-ID"].strip("<>"), raw) for raw in sink.taken]
    times, letters = Counter(name for name, _ in mails), list(Letter.objects.exclude(kind="alert"))
    lost = [letter for letter in letters if times[letter.header_id] == 0]
    unmarked = [letter for letter in letters if letter.state != "sent"]
    twice = [letter for letter in letters if times[letter.header_id] > 1]
    hidden = [letter for letter in twice if not letter.maybe_twice]
    other = [name for name in times if len({raw for one, raw in mails if one == name}) > 1] if twice else []
    careful = sum(letter.maybe_twice for letter in letters) - (len(twice) - len(hidden))
    print(
        f"{kills} kills of {senders} senders in {seconds:.0f} s (seed {seed}), {midway} of them while a letter left"
    )
    print(f"letters: {len(letters)}; lost: {len(lost)}; not known to have left: {len(unmarked)}")
    print(f"repeated on the wire: {len(twice)}, all with the same Message-ID; not shown: {len(hidden)};")
    print(f"other bytes in the repeat: {len(other)}; shown as possibly sent twice, sent once: {careful}")
    return 1 if lost or unmarked or hidden or other else 0
