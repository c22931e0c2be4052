"""TCP ports of this machine: asked for, checked, found free."""

import argparse
import socket

from heard.cli.ground import WRONG, Trouble

LARGEST = 65535


def number(text: str) -> int:
    """A port from the command line; 0 asks for any free one."""
    if not text.isascii() or not text.isdigit() or int(text) > LARGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number up to {LARGEST}")
    return int(text)


def free(port: int, *, host: str, option: str) -> int:
    """The port itself, or a free one for 0.

    The web server shares a port with any other that allows it, so two desks on one port would answer in
    turns; a plain socket is refused.

    Raises:
        Trouble: somebody listens there, or this process may not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise Trouble(
                WRONG, f"cannot listen on {host}:{port} ({reason}); choose another with {option}"
            ) from None
        return int(probe.getsockname()[1])


def answers(port: int, *, host: str) -> bool:
    """Whether somebody accepts connections there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def serves(port: int, *, host: str, path: str) -> bool:
    """Whether a page answers 200 there. Asked by hand: the library's way costs more memory than all else here."""
    try:
        with socket.create_connection((host, port), timeout=5) as asked:
            asked.sendall(f"GET {path} HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
            return asked.recv(64).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False
