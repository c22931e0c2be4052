"""The whole site on its real server: first run, hashed files, live streams, a polite end."""

import gzip
import re
import socket
import time
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from cast import PASSWORD
from site_server import Server, serving

ANSWERS = {
    "name": "Carla Diaz",
    "email": "carla@heard.example",
    "password": PASSWORD,
    "desk_name": "Support",
    "address": "support@heard.example",
    "zone": "America/New_York",
    "language": "en",
}


class Visitor:
    """A browser with cookies and nothing else."""

    def __init__(self, server: Server) -> None:
        self.server, self.cookies = server, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str):
        return self._open(self.server.url + path)

    def post(self, path: str, **values: str):
        page = self.get(path).read().decode()
        values["csrfmiddlewaretoken"] = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        return self._open(Request(self.server.url + path, urlencode(values).encode()))

    def _open(self, what):
        try:
            return self.opener.open(what, timeout=20)
        except HTTPError as answer:
            return answer

    def stream(self, *headers: str) -> socket.socket:
        """Open the live stream and read its head."""
        cookie = "; ".join(f"{each.name}={each.value}" for each in self.cookies)
        raw = socket.create_connection(("127.0.0.1", self.server.port), timeout=10)
        lines = ["GET /live/ HTTP/1.1", f"Host: 127.0.0.1:{self.server.port}", f"Cookie: {cookie}", *headers]
        raw.sendall("\r\n".join([*lines, "", ""]).encode())
        return raw


def heard_until(raw: socket.socket, wanted: bytes) -> bytes:
    """All bytes up to and with `wanted`."""
    got = b""
    while wanted not in got:
        more = raw.recv(4096)
        assert more, f"the stream ended before {wanted!r}: {got!r}"
        got += more
    return got


@pytest.fixture
def server(fresh_installation):
    with serving(fresh_installation) as running:
        yield running


def test_a_whole_morning(server):
    """One server for all of it, since a start costs seconds."""
    carla, stranger = Visitor(server), Visitor(server)
    assert carla.get("/desk/").url.endswith("/setup")
    assert carla.post("/setup", **ANSWERS).url == f"{server.url}/desk/"
    assert stranger.get("/desk/").url.startswith(f"{server.url}/accounts/login/")

    _files_are_hashed_and_joined(stranger)
    _strangers_hear_nothing(stranger)
    _a_commit_wakes_the_stream(carla, server)
    _who_comes_back_is_woken_at_once(carla)
    _a_stop_ends_open_streams(carla, server)


def _files_are_hashed_and_joined(visitor):
    page = visitor.get("/accounts/login/").read().decode()
    address = re.search(r'href="(/static/look/request\.[0-9a-f]{12}\.css)"', page)[1]
    sheet = visitor.get(address).read().decode()
    assert sheet.startswith("@layer reset, base, components, pages, utilities;")
    assert "@layer components{.button{" in sheet and "@import" not in sheet
    assert "/*" not in sheet and "\n" not in sheet
    packed = visitor.opener.open(
        Request(visitor.server.url + address, headers={"Accept-Encoding": "gzip"}), timeout=20
    )
    assert packed.headers["Content-Encoding"] == "gzip" and "immutable" in packed.headers["Cache-Control"]
    assert gzip.decompress(packed.read()).decode() == sheet


def _strangers_hear_nothing(stranger):
    with stranger.stream() as raw:
        assert heard_until(raw, b"\r\n").startswith(b"HTTP/1.1 403")


def _a_commit_wakes_the_stream(carla, server):
    with carla.stream() as raw:
        head = heard_until(raw, b"event: hello")
        assert b"text/event-stream" in head
        server.commit()
        heard_until(raw, b"event: wake")


def _who_comes_back_is_woken_at_once(carla):
    with carla.stream("Last-Event-ID: 1") as raw:
        heard_until(raw, b"event: wake")


def _a_stop_ends_open_streams(carla, server):
    streams = [carla.stream() for _ in range(20)]
    for raw in streams:
        heard_until(raw, b"event: hello")
    assert server.stop() < 2.5
    for raw in streams:
        raw.settimeout(2)
        while raw.recv(4096):
            time.sleep(0)
        raw.close()
