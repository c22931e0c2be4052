"""Several parts under one roof: started, restarted when one dies, ended together, none left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from heard.cli import ground

# Seconds: between two looks at the parts; before the first and the longest restart; a life long enough to
# begin again with the first delay; and the time given to end, longer than any part needs.
LOOK, FIRST_DELAY, LONGEST_DELAY, LONG_LIFE, LAST_CALL = 0.2, 0.5, 30.0, 60.0, 10.0


@dataclass
class Part:
    """One child process, with all it starts itself in a process group of its own."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    delay: float = FIRST_DELAY
    started: float = 0.0
    restart: float = 0.0

    def start(self, at: float) -> None:
        """Start it. Its standard input stays open as long as we live, and tells it when we do not."""
        self.started = at
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=sys.stderr, start_new_session=True
        )

    def has_died(self) -> bool:
        """Whether it ran and ended."""
        return self.process is not None and self.process.poll() is not None

    def bury(self, at: float) -> int:
        """Clear away what a dead part left running, and decide when it starts again; its exit code."""
        assert self.process
        self._signal(signal.SIGKILL)
        code, self.process = self.process.returncode, None
        self.delay = FIRST_DELAY if at - self.started > LONG_LIFE else min(self.delay * 2, LONGEST_DELAY)
        self.restart = at + self.delay
        return code

    def end(self) -> None:
        """Ask it to end."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end_for_good(self, until: float) -> None:
        """Wait for it until then; after that, and for whatever it left behind, there is no asking."""
        if not self.process:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(until - time.monotonic(), 0))
        self._signal(signal.SIGKILL)
        self.process.wait()

    def _signal(self, number: signal.Signals) -> None:
        """To the whole group, which outlives its leader."""
        assert self.process
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)


class Supervisor:
    """Keeps its parts running until `stop` is set."""

    def __init__(self, parts: Sequence[Part], stop: threading.Event) -> None:
        self.parts, self.stop = parts, stop

    def start(self) -> None:
        """Start every part."""
        for part in self.parts:
            part.start(time.monotonic())

    def look(self) -> None:
        """Restart what died, each after its delay. Settings that are wrong stay wrong: then all ends.

        Raises:
            ground.Trouble: a part says that it was started wrongly.
        """
        at = time.monotonic()
        for part in self.parts:
            if part.has_died():
                code = part.bury(at)
                if code == ground.WRONG:
                    raise ground.Trouble(code, f"{part.name} cannot run like this; its reason stands above")
                print(f"heard: {part.name} ended ({code}); again in {part.delay:g} s", file=sys.stderr)
            elif part.process is None and at >= part.restart:
                part.start(at)

    def keep(self) -> None:
        """Look after the parts until it is time to stop."""
        while not self.stop.wait(LOOK):
            self.look()

    def end(self) -> None:
        """End all parts, the later ones first to be asked like the first; nobody is left behind."""
        until = time.monotonic() + LAST_CALL
        for part in self.parts:
            part.end()
        for part in self.parts:
            part.end_for_good(until)
