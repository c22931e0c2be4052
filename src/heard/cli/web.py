"""`heard web`: the pages, the API and the live streams."""

import argparse
import os
from importlib import import_module
from typing import Any

from heard.cli import ground, ports
from heard.cli.prepared import prepared

# Seconds the server waits for open requests when it stops; live streams end at once.
PATIENCE = 3
DEFAULT_PORT = 8000


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser("web", help="the pages, the API and the live streams")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=ports.number, default=DEFAULT_PORT, help="port to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "--collected", action="store_true", help="static files were collected already (for a supervisor)"
    )
    tied(parser)
    parser.set_defaults(run=run)


def tied(parser: argparse.ArgumentParser) -> None:
    """The option by which `heard up` ties its parts to its own life."""
    parser.add_argument("--tied", action="store_true", help="end when standard input ends (for a supervisor)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until TERM. The server's own process stays small; Django lives in its worker."""
    if not arguments.collected:
        prepared(tables=False, sample=False)
    port = ports.free(arguments.port, host=arguments.host, option="--port")
    if arguments.tied:
        ground.end_with_stdin()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.site.settings")
    serve(host=arguments.host, port=port)
    return ground.DONE


def serve(*, host: str, port: int) -> None:
    """Run the server: one worker, pages and static files on threads of their own."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "heard.site.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        workers_kill_timeout=PATIENCE,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=LOGS,
    ).serve(target_loader=load)


def load(target: str) -> Any:
    """The application with all its pages, in the server's worker: the first one who comes does not wait for them."""
    with ground.loading():
        from django.urls import get_resolver

        module, _, name = target.partition(":")
        application = getattr(import_module(module), name)
        _ = get_resolver().url_patterns
    return application


# Standard output belongs to what a command answers.
LOGS = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"generic": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "console": {"formatter": "generic", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
    },
    "loggers": {"_granian": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
