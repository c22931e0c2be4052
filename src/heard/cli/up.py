"""`heard up`: everything under one supervisor, with whatever is missing set up first."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from heard.cli import ground, ports
from heard.cli.prepared import Prepared, prepared
from heard.cli.supervisor import LOOK, Part, Supervisor
from heard.cli.web import DEFAULT_PORT

HOST = "127.0.0.1"
SECONDS_TO_START = 60


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser("up", help="everything under one supervisor: web, worker and mail door")
    parser.add_argument("--data", type=Path, help="data folder (default: HEARD_DATA, or ./data)")
    parser.add_argument(
        "--port", type=ports.number, default=DEFAULT_PORT, help="port of the pages (default: %(default)s)"
    )
    parser.add_argument(
        "--smtp-port", type=ports.number, help="port of the mail door (default: HEARD_DOOR_LISTEN, or 2525)"
    )
    parser.add_argument("--empty", action="store_true", help="leave out the sample data")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prepare, start, say so when it really serves, and keep it running until TERM."""
    stop = ground.until_signal()
    port = ports.free(arguments.port, host=HOST, option="--port")
    _settle_settings(arguments, port)
    ready = prepared(tables=True, sample=not arguments.empty)
    ports.free(ready.door_port, host=ready.door_host, option="--smtp-port")
    supervisor = Supervisor(_parts(port, ready), stop)
    try:
        supervisor.start()
        if _comes_up(supervisor, port, ready):
            print(f"Heard is up: http://{HOST}:{port}", flush=True)
            supervisor.keep()
    finally:
        supervisor.end()
    return ground.DONE


def _settle_settings(arguments: argparse.Namespace, port: int) -> None:
    """Options become settings, so that every part reads the same."""
    if arguments.data:
        _set("HEARD_DATA", str(arguments.data.absolute()))
    if not {"HEARD_URL", "HEARD_URL_FILE"} & os.environ.keys():
        _set("HEARD_URL", f"http://{HOST}:{port}")
    if arguments.smtp_port is not None:
        door = ports.free(arguments.smtp_port, host=HOST, option="--smtp-port")
        _set("HEARD_DOOR_LISTEN", f"{HOST}:{door}")


def _set(name: str, value: str) -> None:
    os.environ[name] = value
    os.environ.pop(f"{name}_FILE", None)


def _parts(port: int, ready: Prepared) -> list[Part]:
    heard = [sys.executable, "-m", "heard.cli"]
    return [
        Part("web", [*heard, "web", "--tied", "--port", str(port), "--collected"]),
        Part("worker", [*heard, "worker", "--tied"]),
        Part("door", [*heard, "door", "--tied"]),
    ]


def _comes_up(supervisor: Supervisor, port: int, ready: Prepared) -> bool:
    """Wait until pages are served and the door answers; False when told to stop meanwhile.

    Raises:
        ground.Trouble: it takes too long.
    """
    until = time.monotonic() + SECONDS_TO_START
    while not supervisor.stop.wait(LOOK / 4):
        supervisor.look()
        if ports.serves(port, host=HOST, path="/health/ready") and ports.answers(
            ready.door_port, host=ready.door_host
        ):
            return True
        if time.monotonic() > until:
            raise ground.Trouble(ground.FAILED, f"not ready after {SECONDS_TO_START} s; see: heard doctor")
    return False
