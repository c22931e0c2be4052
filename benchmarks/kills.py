"""The doors that are killed, the rounds, and the count at the end; started by killed_intake.py."""

import math
import random
import time
from collections import Counter
from contextlib import ExitStack

from benchmarks.apart import free_port
from benchmarks.loads import PROVIDER, Load, Mail, Mailbox, Pipe, Socket, Webhook, dovecot
from benchmarks.warm import Started, Warm

ENOUGH = (
    6  # mails of one door while another is slower to take its first; all send again when the kill is near
)
PATIENCE = 120.0  # seconds until a door must have taken a mail


class Doors:
    """The processes of Heard: two mail doors, one of them fetching a mailbox; the pages for webhooks; and the pipe."""

    def __init__(self, stack: ExitStack, box: dovecot.Box | None) -> None:
        self.ports = {kind: free_port() for kind in ("smtp", "lmtp", "web")}
        mailbox = (
            box and f"imap://support:{box.password.reveal()}@127.0.0.1:{box.port}/INBOX?processed=Processed"
        )
        self.smtp = Warm({**_listening("smtp", self.ports["smtp"]), "HEARD_MAILBOXES": mailbox or ""})
        self.lmtp = Warm({**_listening("lmtp", self.ports["lmtp"]), "HEARD_WEBHOOKS": PROVIDER})
        stack.callback(self.smtp.end)
        stack.callback(self.lmtp.end)
        self.running: list[Started] = []

    def open(self) -> None:
        """Start them all."""
        web = self.lmtp.start("web", "--port", str(self.ports["web"]), "--collected")
        self.running = [self.smtp.start("door"), self.lmtp.start("door"), web]

    def kill(self) -> None:
        """kill -9, all of them."""
        for one in self.running:
            one.kill()


def _listening(scheme: str, port: int) -> dict[str, str]:
    return {"HEARD_DOOR_LISTEN": f"{scheme}://127.0.0.1:{port}"}


def run(kills: int, seed: int) -> int:
    """Kill and count on the desk that is set up; 1 when a mail was lost or doubled."""
    dice = random.Random(seed)
    with ExitStack() as stack:
        box = stack.enter_context(dovecot.running()) if dovecot.PROGRAM else None
        doors = Doors(stack, box)
        pipe = Pipe(doors.smtp)
        loads: list[Load] = [*(Socket(kind, doors.ports[kind]) for kind in ("smtp", "lmtp")), pipe]
        loads += [Webhook(doors.ports["web"]), *([Mailbox(box)] if box else [])]
        began = time.monotonic()
        for load in loads:
            load.start()
        try:
            waiting = [_one_kill(doors, loads, pipe, dice) for _ in range(kills)]
        finally:
            for load in loads:
                load.stop.set()
        seconds = time.monotonic() - began
        doors.open()
        for load in loads:
            load.join()
        _finish(loads)
        doors.kill()
    print(
        f"{kills} kills of all doors at once in {seconds:.0f} s (seed {seed}); waiting to be placed when killed:"
    )
    print(f"  in {sum(map(bool, waiting))} kills at least one mail, {sum(waiting)} mails in all")
    return judge(loads)


def _one_kill(doors: Doors, loads: list[Load], pipe: Pipe, dice: random.Random) -> int:
    """Let any two doors take some mails, then kill at any moment; how many mails were taken and not yet placed."""
    from heard.record.models.intake import Intake

    wanted = {load: load.progress() + dice.randint(1, 3) for load in dice.sample(loads, 2)}
    for load in loads:
        load.goal = len(load.accepted) + ENOUGH
    doors.open()
    until = time.monotonic() + PATIENCE
    while any(load.progress() < enough for load, enough in wanted.items()):
        if time.monotonic() > until:
            missing = [load.name for load, enough in wanted.items() if load.progress() < enough]
            raise RuntimeError(
                f"no mail taken by {missing}; exit codes: {[one.code for one in doors.running]}"
            )
        time.sleep(0.01)
    for load in loads:
        load.goal = math.inf
    time.sleep(dice.uniform(0.03, 0.2))
    doors.kill()
    pipe.kill()
    return Intake.objects.filter(state=Intake.State.RECEIVED).count()


def _finish(loads: list[Load]) -> None:
    """Wait until everything that was sent is taken and placed, as long as that goes on."""
    from heard.record.models.intake import Intake

    fewest, since = math.inf, time.monotonic()
    while time.monotonic() < since + PATIENCE:
        waiting = Intake.objects.filter(state=Intake.State.RECEIVED).count() + sum(
            load.left() for load in loads
        )
        if not waiting:
            return
        if waiting < fewest:
            fewest, since = waiting, time.monotonic()
        time.sleep(0.1)


def judge(loads: list[Load]) -> int:
    """Look for every accepted mail; 1 when one is lost or doubled."""
    from heard.record.models.intake import Intake
    from heard.record.models.ticket import Ticket

    tickets = Counter(Ticket.objects.values_list("subject", flat=True))
    waiting = Intake.objects.filter(state=Intake.State.RECEIVED).count()
    copies = Counter(Intake.objects.filter(state=Intake.State.FILED).values_list("door", flat=True))
    other = Intake.objects.exclude(state__in=("ticket", "filed", "received")).count()
    worst = 0
    print(f"{'':9}{'accepted':>10}{'tries':>8}{'lost':>6}{'doubled':>9}{'bytes lost':>12}")
    for load in loads:
        lost = [one for one in load.accepted if tickets[one.subject] == 0]
        doubled = [one for one in load.made if tickets[one.subject] > 1]
        gone = [one for one in load.accepted if not _is_kept(one)]
        worst += len(lost) + len(doubled) + len(gone)
        print(
            f"{load.name:9}{len(load.accepted):>10}{load.tries:>8}{len(lost):>6}{len(doubled):>9}{len(gone):>12}"
        )
    print(f"mails taken twice and recognised: {dict(copies)}; still waiting: {waiting}; quarantined: {other}")
    unused = [load.name for load in loads if not load.accepted]
    return 1 if worst or waiting or other or unused else 0


def _is_kept(mail: Mail) -> bool:
    """Whether its bytes can be read back as they were sent."""
    from hashlib import sha256

    from heard.record import files

    try:
        return files.read(sha256(mail.raw).hexdigest()) == mail.raw
    except OSError:
        return False
