"""Commands of Heard that start in a moment: each is forked from one process that has loaded everything.

Run as `python -m benchmarks.warm` it reads orders from its standard input and says what became of them. Each
command leads a process group of its own, so that it can be killed with all its children.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

LOG = os.path.join(os.environ.get("HEARD_DATA", "."), "commands.log")


class Started:
    """One running command."""

    def __init__(self) -> None:
        self.pid, self.code = 0, None
        self._began, self._ended = threading.Event(), threading.Event()

    def told(self, news: dict[str, Any]) -> None:
        """What its starter says of it."""
        if "code" in news:
            self.code = news["code"]
            self._ended.set()
        else:
            self.pid = news["pid"]
            self._began.set()

    def wait(self, seconds: float = 120) -> int | None:
        """Its exit code, negative when a signal ended it; None when it still runs after so long."""
        self._ended.wait(seconds)
        return self.code

    def kill(self) -> None:
        """kill -9 for it and all its children."""
        self._began.wait(60)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()


class Warm:
    """A process that has loaded everything, with settings of its own. `start` may be called from any thread."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.warm"],
            cwd=Path(__file__).parents[1],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lock = threading.Lock()
        self._started: dict[int, Started] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self, *words: str, stdin: str = os.devnull) -> Started:
        """Run a command, with the file `stdin` as its standard input."""
        assert self._process.stdin
        one = Started()
        with self._lock:
            number = len(self._started)
            self._started[number] = one
            self._process.stdin.write(json.dumps([number, stdin, words]) + "\n")
            self._process.stdin.flush()
        return one

    def end(self) -> None:
        """End it, and whatever it started that still runs."""
        for one in self._started.values():
            if one.code is None:
                one.kill()
        self._process.kill()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            news = json.loads(line)
            self._started[news["number"]].told(news)


def _serve() -> None:
    """Fork for each order; tell of each beginning and end."""
    from heard.cli import ground

    ground.lay()
    from django.db import connections
    from django.urls import get_resolver

    import heard.channels.mail.door
    import heard.channels.mail.receive_command
    import heard.followup.worker
    import heard.site.asgi  # noqa: F401  (loaded here, so that no command has to)

    _ = get_resolver().url_patterns
    connections.close_all()

    numbers: dict[int, int] = {}
    waiting = b""
    while True:
        if select.select([0], [], [], 0.02)[0]:
            read = os.read(0, 65536)
            if not read:
                for pid in numbers:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(pid, signal.SIGKILL)
                return
            *lines, waiting = (waiting + read).split(b"\n")
            for line in lines:
                number, stdin, words = json.loads(line)
                pid = _fork(stdin, words)
                numbers[pid] = number
                _tell(number=number, pid=pid)
        for pid, code in _ended():
            _tell(number=numbers.pop(pid), code=code)


def _fork(stdin: str, words: list[str]) -> int:
    pid = os.fork()
    if pid:
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        return pid
    code = 1
    try:
        os.setpgid(0, 0)
        os.dup2(os.open(stdin, os.O_RDONLY), 0)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
        from heard import cli

        code = cli.main(words)
    finally:
        os._exit(code)


def _ended() -> list[tuple[int, int]]:
    found = []
    with contextlib.suppress(ChildProcessError):
        while (one := os.waitpid(-1, os.WNOHANG))[0]:
            found.append((one[0], os.waitstatus_to_exitcode(one[1])))
    return found


def _tell(**news: int) -> None:
    print(json.dumps(news), flush=True)


if __name__ == "__main__":
    _serve()
