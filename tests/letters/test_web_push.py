"""Desktop alerts to browsers without an open page: encrypted for the browser alone, signed by us, once; what is gone
is forgotten."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from threading import enumerate as threads

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cast import Cast, assemble, clock
from heard.cli import tick
from heard.letters.alerts import deliver_one
from heard.letters.web_push import public_key
from heard.record.actions import agent as agents
from heard.record.actions import alert as choices
from heard.record.actions import push, watch
from heard.record.actions.alert import raise_for
from heard.record.actor import HEARD
from heard.record.errors import Refused
from heard.record.models.alert import PushSubscription

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = b"sixteen bytes ok"


class Browser:
    """A browser that subscribed, and its carrier on a loopback port: what it was handed."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.code, self.port = 201, 0

    def says(self) -> dict[str, str]:
        """What it says of itself."""
        named = {"p256dh": self.point, "auth": SECRET}
        return {"endpoint": f"http://127.0.0.1:{self.port}/send/7?to=us"} | {
            name: urlsafe_b64encode(value).rstrip(b"=").decode() for name, value in named.items()
        }

    def read(self, body: bytes) -> dict[str, str]:
        """What the message says: RFC 8291, 3.4, and RFC 8188, 2."""
        salt, size, theirs, sealed = body[:16], body[20], body[21:86], body[86:]
        assert size == 65
        shared = self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        )
        secret = _derived(SECRET, shared, b"WebPush: info\0" + self.point + theirs, 32)
        key = _derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(salt, secret, b"Content-Encoding: nonce\0", 12)
        text = AESGCM(key).decrypt(nonce, sealed, None)
        return json.loads(text.rstrip(b"\0").removesuffix(b"\2"))


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()

    class Carrier(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.taken.append(({"path": self.path, **{k.lower(): v for k, v in self.headers.items()}}, body))
            self.send_response(made.code)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Carrier)
    made.port = server.server_port
    Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def offers_the_watch(cast: Cast) -> None:
    """Bob is told of something that escalates; what leaves is waited for."""
    watch.take(cast.desk, by=cast.allie, at=clock("9:00"))
    watch.hand_over(cast.desk, to=cast.bob, by=cast.allie, at=clock("9:00"))
    tell_all()


def tell_all() -> None:
    """All that waits is told, and what leaves for it is waited for."""
    while deliver_one(clock("9:05")):
        pass
    for thread in threads():
        if thread.name == "alert":
            thread.join(timeout=20)


def test_the_browser_alone_can_read_it_and_knows_that_it_is_ours(cast: Cast, browser: Browser) -> None:
    push.subscribe(cast.bob, **browser.says(), at=clock("8:30"))
    offers_the_watch(cast)
    ((headers, body),) = browser.taken
    message = browser.read(body)
    assert message["title"] == "Allie Ames asks you to take over the watch of Support."
    assert message["body"].startswith("Press g w") and message["link"] == "/desk/alerts/"
    assert b"Allie" not in body and message["tag"].startswith("heard-")
    assert headers["path"] == "/send/7?to=us" and headers["content-encoding"] == "aes128gcm"
    assert int(headers["ttl"]) > 0
    kind, _, proof = headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in proof.split(","))
    assert kind == "vapid" and parts["k"].rstrip("=") == public_key()
    point = urlsafe_b64decode(public_key() + "=")
    ours = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    claims = jwt.decode(parts["t"], ours, algorithms=["ES256"], audience="http://127.0.0.1")
    assert claims["sub"] == "mailto:support@heard.example"


@pytest.mark.parametrize("code", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(cast: Cast, browser: Browser, code: int) -> None:
    push.subscribe(cast.bob, **browser.says(), at=clock("8:30"))
    browser.code = code
    offers_the_watch(cast)
    assert len(browser.taken) == 1 and not PushSubscription.objects.exists()


@pytest.mark.parametrize("code", [429, 500])
def test_one_whose_carrier_fails_is_kept(cast: Cast, browser: Browser, code: int) -> None:
    push.subscribe(cast.bob, **browser.says(), at=clock("8:30"))
    browser.code = code
    offers_the_watch(cast)
    assert len(browser.taken) == 1 and PushSubscription.objects.exists()


def test_only_what_comes_by_desktop_is_shown_and_only_to_whom_it_comes(cast: Cast, browser: Browser) -> None:
    push.subscribe(cast.bob, **browser.says(), at=clock("8:30"))
    request = cast.writes(cast.zelda, "They come back", at=clock("9:00"))
    for agent in (cast.bob, cast.allie):
        raise_for(request, agent, "look", at=clock("9:01"), due_at=clock("9:01"))
    tell_all()
    assert browser.taken == []
    routes = {"other": ["desktop", "mail"]}
    choices.choose_routes(cast.bob, routes=routes, by=cast.bob, at=clock("9:02"))
    for agent in (cast.bob, cast.allie):
        raise_for(request, agent, "look", at=clock("9:03"), due_at=clock("9:03"))
    tell_all()
    ((_headers, body),) = browser.taken
    assert browser.read(body)["link"] == f"/desk/tickets/{request.public_id}/"


def test_no_carrier_inside_our_own_network_is_called(cast: Cast, browser: Browser, settings) -> None:
    push.subscribe(cast.bob, **browser.says(), at=clock("8:30"))
    settings.HEARD_IS_LOCAL = False
    offers_the_watch(cast)
    assert browser.taken == []


def test_a_browser_is_one_persons_and_ten_are_kept(cast: Cast, browser: Browser) -> None:
    said = browser.says()
    push.subscribe(cast.bob, **said, at=clock("8:30"))
    push.subscribe(cast.allie, **said, at=clock("8:31"))
    assert PushSubscription.objects.get().agent == cast.allie
    for n in range(12):
        push.subscribe(cast.allie, **{**said, "endpoint": f"https://push.example/{n}"}, at=clock("8:32"))
    kept = {one["endpoint"] for one in push.subscriptions_of(cast.allie)}
    assert len(kept) == push.MOST and "https://push.example/11" in kept and said["endpoint"] not in kept
    assert "127.0.0.1" not in "".join(PushSubscription.objects.values_list("secret", flat=True))
    assert tick.what_leaves() == "a browser that shows desktop alerts of somebody"


def test_on_a_network_a_carrier_is_called_by_https_alone(cast: Cast, browser: Browser, settings) -> None:
    settings.HEARD_IS_LOCAL = False
    with pytest.raises(Refused):
        push.subscribe(cast.bob, **browser.says(), at=clock("8:30"))
    push.subscribe(cast.bob, **{**browser.says(), "endpoint": "https://push.example/1"}, at=clock("8:30"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "javascript:alert(1)"},
        {"endpoint": ""},
        {"endpoint": "https:///x"},
        {"p256dh": "AAAA"},
        {"auth": "not base64!"},
        {"auth": ""},
    ],
)
def test_what_is_no_subscription_is_refused(cast: Cast, browser: Browser, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        push.subscribe(cast.bob, **{**browser.says(), **wrong}, at=clock("8:30"))


def test_a_disabled_agent_leaves_none_behind(cast: Cast, browser: Browser) -> None:
    push.subscribe(cast.bob, **browser.says(), at=clock("8:30"))
    agents.disable(cast.bob, by=HEARD, at=clock("8:40"))
    assert not PushSubscription.objects.exists()
