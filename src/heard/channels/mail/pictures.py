"""Pictures that a mail shows from elsewhere, fetched by us and only when an agent asks for them.

So the agent's browser talks to nobody: no cookie, no address, no referrer of theirs leaves. Nothing inside our network
is ever asked, and no redirect followed.
"""

import http.client
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import structlog

from heard.record import inside

AT_ONCE = 6
LARGEST = 4 * 2**20  # bytes of one
ALTOGETHER = 12 * 2**20
SECONDS = 5.0  # for one

log = structlog.get_logger()
Allowed = Callable[[str, str], bool]

_KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))


def kind_of(content: bytes) -> str:
    """The type of a picture by its first bytes, "" for anything that a browser could read as something else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((f"image/{kind}" for mark, kind in _KINDS if content.startswith(mark)), "")


def fetch_all(addresses: list[str]) -> dict[str, bytes]:
    """The pictures that could be had, by address; altogether no more than a page can carry."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(addresses, pool.map(fetch, addresses), strict=True))
    kept, left = {}, ALTOGETHER
    for address, content in found.items():
        if content and len(content) <= left:
            left -= len(content)
            kept[address] = content
    return kept


def fetch(address: str, *, allowed: Allowed = inside.is_public) -> bytes | None:
    """One picture; None where there is none, or nothing that may be asked."""
    try:
        parts = urlsplit(address)
        secure = parts.scheme.lower() == "https"
        if not parts.hostname or parts.username is not None:
            return None
        return _get(parts.hostname, parts.port or (443 if secure else 80), secure, address, allowed)
    except (OSError, ValueError, http.client.HTTPException) as trouble:
        log.info("pictures.not_there", trouble=type(trouble).__name__)
        return None


def _get(host: str, port: int, secure: bool, address: str, allowed: Allowed) -> bytes | None:
    until = time.monotonic() + SECONDS
    asking = http.client.HTTPConnection(host, port, timeout=SECONDS)
    plain = inside.connect(host, port, timeout=SECONDS, allowed=allowed)
    try:
        asking.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        )
        parts = urlsplit(address)
        asking.request(
            "GET",
            (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
            headers={"Accept": "image/png, image/jpeg, image/gif, image/webp", "User-Agent": "Mozilla/5.0"},
        )
        answer = asking.getresponse()
        content = b""
        while answer.status == 200 and (piece := answer.read1(65536)):
            content += piece
            if len(content) > LARGEST or time.monotonic() > until:
                return None
        return content if kind_of(content) else None
    finally:
        asking.close()
        plain.close()
