"""How long a good mail waits behind each of the hostile ones, by the real SMTP door; and memory under a big mail."""

import os
import smtplib
import sys
import time
from pathlib import Path

from benchmarks.apart import family, free_port, running
from benchmarks.killed_intake import DESK, set_up

LIMIT_SECONDS = 15.0
BIG = 25 * 10**6


def main() -> int:
    """Print the slowest, and how much memory the door and its readers took; 1 when a good mail waited too long."""
    set_up()
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from channels.hostile import HOSTILE

    port, worst = free_port(), {}
    with running(["door"], {"HEARD_DOOR_LISTEN": f"smtp://127.0.0.1:{port}"}) as door:
        _send(port, b"From: z@northwind.example\r\nSubject: first\r\n\r\nhi\r\n", patience=60)
        _placed("first")
        for number, (name, raw) in enumerate(HOSTILE.items()):
            _send(port, raw)
            began = time.monotonic()
            _send(port, b"From: z%d@northwind.example\r\nSubject: good %d\r\n\r\nhi\r\n" % (number, number))
            _placed(f"good {number}")
            worst[name] = time.monotonic() - began
        before = _peaks(door.pid)
        _send(port, _big())
        _placed("big")
        after = _peaks(door.pid)
    for name, seconds in sorted(worst.items(), key=lambda one: -one[1])[:5]:
        print(f"{seconds:6.1f} s behind {name}")
    print(f"{len(worst)} hostile mails; the limit is {LIMIT_SECONDS:.0f} s")
    print(
        f"peak memory before and under a mail of {BIG / 1e6:.0f} MB: {before} and {after} (door first, then readers)"
    )
    return int(max(worst.values()) > LIMIT_SECONDS)


def _send(port: int, raw: bytes, patience: float = 0) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
                client.sendmail("zelda@northwind.example", [DESK], raw)
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _placed(subject: str) -> None:
    from heard.record.models.ticket import Ticket

    until = time.monotonic() + 120
    while not Ticket.objects.filter(subject=subject).exists():
        if time.monotonic() > until:
            raise RuntimeError(f"never placed: {subject}")
        time.sleep(0.02)


def _big() -> bytes:
    from base64 import encodebytes

    file = b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    head = b"From: zb@northwind.example\r\nSubject: big\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    return head + b"\r\nhi\r\n--b\r\n" + file + encodebytes(os.urandom(int(BIG / 1.37))) + b"--b--\r\n"


def _peaks(pid: int) -> str:
    """The most memory that each process of the tree ever held, in MB (Linux; elsewhere empty)."""
    found = []
    for one in family(pid):
        for line in Path(f"/proc/{one}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                found.append(f"{int(line.split()[1]) // 1024} MB")
    return " + ".join(found)


if __name__ == "__main__":
    sys.exit(main())
