"""Calls over HTTP to hosts that people named: each address is checked, see `heard.record.inside`."""

import http.client
import ssl

from heard.record import inside

SECONDS = 10
"""How long one call may take to connect, and each answer to come."""


class _Plain(http.client.HTTPConnection):
    """Connects to the checked address itself, so a name that answers differently the second time gains nothing."""

    def connect(self) -> None:
        self.sock = inside.connect(self.host, self.port, timeout=self.timeout)


class _Secure(http.client.HTTPSConnection):
    def connect(self) -> None:
        plain = inside.connect(self.host, self.port, timeout=self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def caller(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    """A connection to a host that is made when it is used, by "https" or "http"."""
    kind = _Secure if scheme == "https" else _Plain
    return kind(host, port, timeout=SECONDS)
