"""kill -9 of all mail doors at random points under load: what they said yes to is there, once.

Clients send over SMTP and LMTP, through the pipe, by webhook and into a mailbox that is fetched over IMAP, all at
once, and try each mail until the door says yes, as mail servers do. Again and again every process of Heard is
killed, children and all. At the end each accepted mail is looked for: its bytes, and the one ticket it became.
"""

import random
import subprocess
import sys

KILLS = 100
DESK = "support@heard.example"
PASSWORD = b"four wild geese at noon\n"


def main(kills: int = KILLS, seed: int | None = None) -> int:
    """Kill and count; 1 when a mail was lost or doubled."""
    set_up()
    from benchmarks.kills import run

    return run(kills, random.randrange(10**6) if seed is None else seed)


def set_up() -> None:
    """A desk in the data folder of the environment, and Django in this process."""
    words = ("init", "--admin", "carla@heard.example", "--password-stdin", "--desk-address", DESK)
    subprocess.run(
        [sys.executable, "-m", "heard.cli", *words], input=PASSWORD, stdout=subprocess.DEVNULL, check=True
    )
    from heard.cli import ground

    ground.lay()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
