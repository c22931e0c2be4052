"""A real server for tests: granian with our application, as `heard web` runs it, in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

MANAGE = "import sys; from django.core.management import execute_from_command_line as run; run(sys.argv)"
COMMIT = """
import django; django.setup()
from django.db import transaction
from heard.record.models.setting import Setting
from heard.record.wake import wake
with transaction.atomic():
    Setting.objects.create(name='test', value=1)
    wake()
"""


class Server:
    """A running server: its address, its process, and a polite way to stop it."""

    def __init__(self, environment: dict[str, str], *arguments: str) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            **environment,
            "HEARD_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "heard.site.settings",
        }
        self.arguments = arguments

    def manage(self, *command: str) -> None:
        """One of Django's own commands on this installation."""
        subprocess.run([sys.executable, "-c", MANAGE, *command], env=self.environment, check=True)

    def commit(self) -> None:
        """Another process changes something and says so."""
        subprocess.run([sys.executable, "-c", COMMIT], env=self.environment, check=True)

    def start(self) -> None:
        """Start, and wait until pages are served."""
        granian = Path(sys.executable).with_name("granian")
        command = [str(granian), "--interface", "asgi", "--workers", "1", "--workers-kill-timeout", "3"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--no-ws", *self.arguments]
        self.process = subprocess.Popen([*command, "heard.site.asgi:application"], env=self.environment)
        self._wait()

    def stop(self) -> float:
        """TERM, as an operator does; the seconds until it is really gone."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)
        return time.monotonic() - began

    def _wait(self) -> None:
        for _ in range(300):
            try:
                urlopen(f"{self.url}/health/ready", timeout=5).close()
                return
            except (URLError, OSError):
                assert self.process.poll() is None, "the server ended at its start"
                time.sleep(0.1)
        raise AssertionError("the server never became ready")


@contextmanager
def serving(environment: dict[str, str]):
    """A migrated installation with collected files behind a real server."""
    server = Server(environment)
    server.manage("migrate", "--verbosity", "0")
    server.manage("collectstatic", "--noinput", "--verbosity", "0")
    server.start()
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
