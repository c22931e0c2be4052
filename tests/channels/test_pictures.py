"""Pictures from elsewhere: which are worth fetching, and what is never asked."""

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from heard.channels.mail import cleaning, pictures
from heard.record.inside import is_public

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30
A = "https://northwind.example"

WANTED = [
    (f'<img src="{A}/photo.png">', [f"{A}/photo.png"]),
    (f'<p><IMG SRC=" {A}/photo.png " WIDTH=600 height="auto" style="width:100%"></p>', [f"{A}/photo.png"]),
    (f'<img src="{A}/a.png"><img src="{A}/a.png">', [f"{A}/a.png"]),
    (f'<img src="{A}/pixel.gif">', []),
    (f'<img src="{A}/wf/open?upn=abc">', []),
    (f'<img src="{A}/track/open.php?u=1">', []),
    (f'<img src="{A}/x.gif" width="1" height="1">', []),
    (f'<img src="{A}/x.gif" height=0>', []),
    (f'<img src="{A}/x.gif" style="width:1px;height:1px">', []),
    (f'<img src="{A}/x.gif" style="display:none">', []),
    (f'<img src="{A}/x.gif" style="opacity:0">', []),
    (f'<img src="{A}/x.gif" style="opacity:0.5">', [f"{A}/x.gif"]),
    (
        '<img src="cid:a"><img src="data:image/png;base64,AA"><img src="/x.png"><img src="//x.example/y.png">',
        [],
    ),
    ('<img src="ftp://x.example/y.png"><img src="file:///etc/passwd"><img src="javascript:x">', []),
    (f'<!-- <img src="{A}/a.png"> --><template><img src="{A}/b.png"></template>', []),
    (f"<img src='{A}/a.png' onerror=x><script>'<img src={A}/b.png>'</script>", [f"{A}/a.png"]),
    ("", []),
]


@pytest.mark.parametrize(("html", "expected"), WANTED)
def test_which_are_worth_fetching(html, expected):
    assert cleaning.wanted(html) == expected


def test_only_so_many_of_one_mail():
    html = "".join(f'<img src="{A}/{n}.png">' for n in range(500))
    assert len(cleaning.wanted(html)) == cleaning.PICTURES


TANGLED = {
    "open tags": "<a <b " * 200_000,
    "comments": "<!--" * 200_000,
    "an open quote": '<img src="' * 100_000,
    "nested": "<div>" * 100_000,
    "formatting again and again": "<b><i><u><p>" * 50_000,
    "tables in tables": "<table><tr><td>" * 50_000,
}


@pytest.mark.parametrize("kind", TANGLED)
def test_tangled_html_is_given_up_in_time(kind):
    began = time.monotonic()
    cleaning.pictures_wanted(TANGLED[kind])
    shown = cleaning.cleaned(TANGLED[kind], {})
    assert shown is None or len(shown) < 50_000_000
    assert time.monotonic() - began < 2 * cleaning.WALL_SECONDS + 2


@contextlib.contextmanager
def serving(
    body: bytes, *, status: int = 200, pause: float = 0, **headers: str
) -> Iterator[tuple[str, list]]:
    """A server on loopback that answers so; its address, and the headers of each question."""
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(dict(self.headers))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            with contextlib.suppress(OSError):
                for at in range(0, len(body), 65536):
                    self.wfile.write(body[at : at + 65536])
                    time.sleep(pause)

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def anybody(host: str, address: str) -> bool:
    return True


def test_a_picture_is_fetched_without_a_word_about_us():
    with serving(PNG, Set_Cookie="a=b") as (base, asked):
        assert pictures.fetch(f"{base}/photo.png?id=1", allowed=anybody) == PNG
        assert pictures.fetch(f"{base}/photo.png", allowed=anybody) == PNG
    for headers in asked:
        assert not {"Cookie", "Referer", "Authorization", "X-Forwarded-For"} & set(headers)
        assert "Heard" not in str(headers)


NOT_SHOWN = {
    "a page": (b"<html><script>alert(1)</script>", {}),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', {"Content_Type": "image/png"}),
    "a redirect": (b"", {"status": 302, "Location": "http://127.0.0.1:1/"}),
    "an error": (PNG, {"status": 404}),
    "nothing": (b"", {}),
    "too large": (PNG + b"\0" * pictures.LARGEST, {}),
    "too slow": (PNG + b"\0" * 3_000_000, {"pause": 0.5}),
}


@pytest.mark.parametrize("kind", NOT_SHOWN)
def test_what_is_not_shown(kind, monkeypatch):
    monkeypatch.setattr(pictures, "SECONDS", 1.5)
    body, how = NOT_SHOWN[kind]
    with serving(body, **how) as (base, asked):
        assert pictures.fetch(f"{base}/photo.png", allowed=anybody) is None
        assert len(asked) == 1


def test_nothing_inside_is_asked(settings):
    settings.HEARD_IS_LOCAL, settings.HEARD_INSIDE_HOSTS = True, ("127.0.0.1", "10.0.0.0/8", "localhost")
    with serving(PNG) as (base, asked):
        port = base.rpartition(":")[2]
        hosts = ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "127.1", "2130706433", "[::ffff:127.0.0.1]"]
        for host in hosts:
            assert pictures.fetch(f"http://{host}:{port}/x.png") is None, host
        assert asked == []


ADDRESSES = ["10.0.0.1", "169.254.169.254", "192.168.1.1", "::1", "fe80::1", "64:ff9b::7f00:1", "224.0.0.1"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_that_are_not_anybodys(address):
    assert not is_public("x.example", address)
    assert is_public("x.example", "8.8.8.8")


@pytest.mark.parametrize(
    "address", ["http://", "http://a:b@x.example/", "http://x.example:99999/", "http://[", "x"]
)
def test_addresses_that_are_none(address):
    assert pictures.fetch(address, allowed=anybody) is None
