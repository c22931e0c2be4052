"""One request to a language model, over OpenAI's chat completions, as many servers speak them.

Nothing is followed: no redirect, no tool, no link. What goes there was put together by `heard.wording.model`; what
comes back is text, and is never more than a little.
"""

import http.client
import ipaddress
import json
import ssl
import time
from http import HTTPStatus
from typing import Any, Protocol

from django.conf import settings

from heard.health import Finding
from heard.hours.languages import Sentence
from heard.letters.post import Secret
from heard.record import inside

READ_MOST = 400_000  # bytes of an answer
MOST_TOKENS = 2000
PAUSE_SECONDS, LONGEST_PAUSE = 1.0, 5.0
PROBE_SECONDS = 5.0
"""A model that does not even name itself in this time will draft nothing in time."""


class ModelServer(Protocol):
    """Where the model is, as the settings say it."""

    scheme: str
    host: str
    port: int
    path: str
    name: str
    key: Secret
    seconds: int


class NoDraft(Exception):
    """The model gave none. `code` says why: slow, away, inside, key, busy, fails, declined or nonsense; `again` whether
    asking once more may help."""

    def __init__(self, code: str, *, again: bool = False, pause: float = 0) -> None:
        super().__init__(code)
        self.code, self.again, self.pause = code, again, max(pause, PAUSE_SECONDS)


def complete(server: ModelServer, messages: list[dict[str, str]]) -> str:
    """The model's answer to a chat, asked for at most twice within the seconds it has.

    Raises:
        NoDraft: it gave none, and why.
    """
    ends = time.monotonic() + server.seconds
    body = {
        "model": server.name,
        "messages": messages,
        "temperature": 0.2,
        "max_tokens": MOST_TOKENS,
        "stream": False,
    }
    try:
        return _said(_ask(server, "POST", "/chat/completions", body, ends=ends))
    except NoDraft as trouble:
        if not trouble.again or time.monotonic() + trouble.pause >= ends:
            raise
        time.sleep(trouble.pause)
    return _said(_ask(server, "POST", "/chat/completions", body, ends=ends))


def probe() -> list[Finding]:
    """Whether the model that the settings name answers, for `heard doctor`; no text of anybody goes there."""
    server: ModelServer | None = settings.HEARD_MODEL
    if server is None:
        return []
    try:
        known = _ask(server, "GET", "/models", None, ends=time.monotonic() + PROBE_SECONDS)
    except NoDraft as trouble:
        return [
            Finding(
                "model server",
                "warn",
                Sentence("%(host)s: %(says)s", host=server.host, says=SAYS[trouble.code]),
                MENDS[trouble.code],
            )
        ]
    names = [str(one.get("id", "")) for one in _rows(known)]
    if names and not any(name == server.name or name.startswith(f"{server.name}:") for name in names):
        mend = Sentence("set HEARD_MODEL_NAME to one it has, like %(name)s", name=names[0])
        return [
            Finding(
                "model server",
                "warn",
                Sentence("%(host)s has no model %(name)s", host=server.host, name=server.name),
                mend,
            )
        ]
    return [Finding("model server", "fine", Sentence("%(host)s answers", host=server.host))]


SAYS = {
    "slow": "does not answer in time",
    "away": "cannot be reached",
    "inside": "stands inside our own network",
    "key": "does not take our key",
    "busy": "has too much to do",
    "fails": "answers with an error",
    "nonsense": "answers nothing that can be read",
    "declined": "declines",
}
MENDS = {
    "slow": "see that the model is loaded, or give it longer: HEARD_MODEL_SECONDS",
    "away": "start it, or correct HEARD_MODEL_URL",
    "inside": "if it is yours, name it in HEARD_INSIDE_HOSTS",
    "key": "correct HEARD_MODEL_KEY",
    "busy": "ask less, or see what the provider allows",
    "fails": "see the log of the model's server, and HEARD_MODEL_NAME",
    "nonsense": "see that HEARD_MODEL_URL is the address below which /chat/completions stands",
    "declined": "nothing is wrong here",
}


def _rows(known: Any) -> list[dict[str, Any]]:
    rows = known.get("data") if isinstance(known, dict) else None
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []


def _said(answer: Any) -> str:
    """The text in an answer."""
    try:
        choice = answer["choices"][0]
        message = choice["message"]
        content = message.get("content")
    except (TypeError, KeyError, IndexError, AttributeError):
        raise NoDraft("nonsense") from None
    if message.get("refusal") or choice.get("finish_reason") == "content_filter":
        raise NoDraft("declined")
    if not isinstance(content, str):
        raise NoDraft("nonsense")
    return content


def _ask(server: ModelServer, method: str, path: str, body: dict[str, Any] | None, *, ends: float) -> Any:
    """One request: what it answered, as JSON.

    Args:
        ends: until when there is time, on the monotonic clock.
    """
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "Heard"}
    if server.key:
        headers["Authorization"] = f"Bearer {server.key.reveal()}"
    connection = http.client.HTTPConnection(server.host, server.port)
    try:
        connection.sock = line = _connected(server, ends)
        sent = json.dumps(body).encode() if body else None
        connection.request(method, server.path + path, sent, headers)
        answer = connection.getresponse()
        content = _read(answer, line, ends)
    except TimeoutError:
        raise NoDraft("slow") from None
    except inside.NotAllowed:
        raise NoDraft("inside") from None
    except (OSError, http.client.HTTPException):
        raise NoDraft("away", again=True) from None
    finally:
        connection.close()
    _check(answer)
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise NoDraft("nonsense") from None


def _check(answer: http.client.HTTPResponse) -> None:
    code = answer.status
    if code == HTTPStatus.OK:
        return
    if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise NoDraft("key")
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        after = answer.headers.get("Retry-After", "")
        pause = float(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
        raise NoDraft("busy", again=pause <= LONGEST_PAUSE, pause=pause)
    raise NoDraft("fails", again=code >= HTTPStatus.INTERNAL_SERVER_ERROR)


def _connected(server: ModelServer, ends: float) -> Any:
    """A connection to an address that may be asked. What the setting names as a number, or as this machine, was the
    operator's own word; a name that leads inside must stand in HEARD_INSIDE_HOSTS. Without TLS nothing goes outside."""

    def allowed(host: str, address: str) -> bool:
        if server.scheme == "http" and inside.is_public(host, address):
            return False
        return _is_written(host) or inside.may_reach(host, address)

    plain = inside.connect(server.host, server.port, timeout=_left(ends), allowed=allowed)
    if server.scheme == "http":
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=server.host)


def _is_written(host: str) -> bool:
    """Whether the host is an address by itself."""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _left(ends: float) -> float:
    """Seconds that are left.

    Raises:
        TimeoutError: none are.
    """
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _read(answer: http.client.HTTPResponse, line: Any, ends: float) -> bytes:
    """The whole answer, however slowly it comes, while there is time and it is not too much."""
    content = b""
    while not answer.isclosed():
        line.settimeout(_left(ends))
        more = answer.read1(65_536)
        if not more:
            break
        content += more
        if len(content) > READ_MOST:
            raise NoDraft("nonsense")
    return content
