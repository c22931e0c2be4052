"""The mail server that takes our letters is away for a while: no letter is lost, and how soon they leave again."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes

from benchmarks.apart import free_port
from benchmarks.gate import Gate

AWAY_SECONDS = 5.0
LIMIT_SECONDS = 60.0


def mail_server_away() -> int:
    """The server that takes our letters cuts its lines and refuses new ones; requests come all the while."""
    from aiosmtpd.controller import Controller

    from benchmarks import killed_sending as sending
    from benchmarks.warm import Warm

    sink, port = sending.Sink(random.Random(1)), free_port()
    server = Controller(sink, hostname="127.0.0.1", port=port)
    server.start()
    with Gate(port) as gate:
        os.environ["HEARD_SMTP_URL"] = f"smtp://127.0.0.1:{gate.port}"
        sending._set_up()
        starter = Warm({})
        try:
            sending._fill(0)
            starter.start("worker")
            until(lambda: len(sink.taken) >= 20)
            gate.shut()
            time.sleep(1)
            before = len(sink.taken)
            sending._fill(1)
            time.sleep(AWAY_SECONDS)
            meanwhile = len(sink.taken) - before
            gate.open()
            seconds = until(lambda: len(sink.taken) > before + meanwhile)
            return _judge_letters(sink.taken, meanwhile, seconds)
        finally:
            starter.end()
            server.stop()


def _judge_letters(taken: list[bytes], meanwhile: int, seconds: float) -> int:
    """Wait until every letter left; 1 when one did not, or one came twice and does not say so."""
    from heard.record.models.letter import Letter

    until(lambda: not Letter.objects.filter(state="queued").exclude(kind="alert").exists())
    times = Counter(message_from_bytes(raw)["Message-ID"].strip("<>") for raw in taken)
    letters = Letter.objects.exclude(kind="alert")
    lost = [letter for letter in letters if not times[letter.header_id]]
    twice = [letter for letter in letters if times[letter.header_id] > 1]
    hidden = [letter for letter in twice if not letter.maybe_twice]
    print(f"SMTP server away: {meanwhile} letters left; the next {seconds:.1f} s after the end")
    print(
        f"letters: {len(letters)}; lost: {len(lost)}; repeated: {len(twice)}, not shown as such: {len(hidden)}"
    )
    return int(bool(lost or hidden) or seconds > 2 * LIMIT_SECONDS)


def until(happens: Callable[[], bool]) -> float:
    """Wait until it happens; the seconds it took."""
    began = time.monotonic()
    while not happens():
        if time.monotonic() > began + 2 * LIMIT_SECONDS:
            raise RuntimeError("it does not go on")
        time.sleep(0.02)
    return time.monotonic() - began
