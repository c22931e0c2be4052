"""A language model's server on this machine: it speaks /v1/chat/completions, says what a test wants, and remembers
what it was asked."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from heard.site.addresses import Secret
from heard.site.model_server import ModelServer

KEY = "sk-northwind-4711"
type Way = Callable[[BaseHTTPRequestHandler], None]


def says(text: str, **more: Any) -> Way:
    """An answer as it should be."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text, **more}}
    return raw(200, json.dumps({"object": "chat.completion", "choices": [choice]}))


def raw(code: int, body: str, **headers: str) -> Way:
    """Any answer at all."""

    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(code)
        content = body.encode()
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            asked.send_header(name.replace("_", "-"), value)
        asked.end_headers()
        asked.wfile.write(content)

    return answer


def dripping(seconds: float) -> Way:
    """A byte now and then, so that no single read takes long."""

    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.end_headers()
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            asked.wfile.write(b" ")
            asked.wfile.flush()
            time.sleep(0.05)

    return answer


def hangs_up(asked: BaseHTTPRequestHandler) -> None:
    """The line breaks before a word."""
    asked.close_connection = True


@dataclass
class Chat:
    """The server: `ways` are used one after the other, the last one again and again."""

    port: int
    ways: list[Way] = field(default_factory=lambda: [says("A draft.")])
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def server(self, **more: Any) -> ModelServer:
        """Its address, as the settings have it."""
        values = {"name": "small", "key": Secret(KEY), "seconds": 5, "host": "127.0.0.1", **more}
        return ModelServer(scheme="http", port=self.port, path="/v1", **values)

    @property
    def told(self) -> str:
        """All that was ever sent to it, as one text."""
        return "\n".join(message["content"] for body in self.asked for message in body.get("messages", ()))


@contextmanager
def chatting() -> Iterator[Chat]:
    """A server for as long as it is needed."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            chat.asked.append({**body, "path": self.path})
            chat.keys.append(self.headers.get("Authorization", ""))
            self._answer()

        def do_GET(self) -> None:
            chat.asked.append({"path": self.path})
            self._answer()

        def _answer(self) -> None:
            way = chat.ways.pop(0) if len(chat.ways) > 1 else chat.ways[0]
            try:
                way(self)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Quietly."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    chat = Chat(listening.server_port)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
