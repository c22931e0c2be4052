"""A provider of our own: its token endpoint over TLS, and the introspection that a mail server asks, on loopback."""

import json
import secrets
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from channels.running import free_port

APP, APP_SECRET = "heard-app", "a blue gate"


@dataclass
class Provider:
    """What it knows: refresh tokens and access tokens, each with its person; what it was asked."""

    port: int
    ask_port: int
    codes: dict[str, str] = field(default_factory=dict)
    refresh: dict[str, str] = field(default_factory=dict)
    access: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    rotates: bool = False
    redirects_to: str = ""
    lives: int = 3600

    @property
    def signin(self) -> dict[str, str]:
        """How a mailbox signs in here."""
        at = f"https://localhost:{self.port}"
        return {
            "provider": "other",
            "app_id": APP,
            "authorize": f"{at}/authorize",
            "token": f"{at}/token",
            "scope": "mail",
        }

    def allow(self, user: str) -> str:
        """A refresh token for this person, as after they signed in."""
        token = secrets.token_hex(8)
        self.refresh[token] = user
        return token

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """What the token endpoint says."""
        self.asked.append(form)
        if form.get("client_id") != APP or form.get("client_secret") != APP_SECRET:
            return 401, {"error": "invalid_client"}
        if form["grant_type"] == "authorization_code":
            user = self.codes.pop(form["code"], None)
            more = {"refresh_token": self.allow(user)} if user else {}
        else:
            user = self.refresh.get(form["refresh_token"])
            more = {}
            if user and self.rotates:
                del self.refresh[form["refresh_token"]]
                more = {"refresh_token": self.allow(user)}
        if not user:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        token = secrets.token_hex(8)
        self.access[token] = user
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": self.lives, **more}


@contextmanager
def running(pem: Path) -> Iterator[Provider]:
    """A provider whose certificate stands in `pem`."""
    provider = Provider(free_port(), free_port())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    servers = [
        ThreadingHTTPServer(("127.0.0.1", provider.port), _handler(provider)),
        ThreadingHTTPServer(("127.0.0.1", provider.ask_port), _handler(provider)),
    ]
    servers[0].socket = context.wrap_socket(servers[0].socket, server_side=True)
    threads = [threading.Thread(target=one.serve_forever) for one in servers]
    for thread in threads:
        thread.start()
    try:
        yield provider
    finally:
        for one in servers:
            one.shutdown()
            one.server_close()
        for thread in threads:
            thread.join()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Introspection: whose access token is this?"""
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            user = provider.access.get(token)
            self._say(200, {"active": user is not None, "username": user or ""})

        def do_POST(self) -> None:
            """The token endpoint."""
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if provider.redirects_to:
                self.send_response(307)
                self.send_header("Location", provider.redirects_to)
                self.end_headers()
                return
            self._say(*provider.answer({key: values[0] for key, values in parse_qs(body).items()}))

        def _say(self, code: int, answer: dict[str, object]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler
