"""Desktop alerts to browsers in which no page of the desk is open (Push API, RFC 8030; encrypted by RFC 8291, signed by
RFC 8292).

The browser's maker carries the message and cannot read it. Our key comes from HEARD_SECRET_KEY, so every host has the
same, and nothing is kept. An endpoint is named by a browser, so it is never one inside our own network.
"""

import http.client
import json
import logging
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings

from heard.letters.calling import caller

log = logging.getLogger(__name__)
KEPT_FOR = 4 * 3600
"""Seconds for which a message waits for a browser that is not running."""
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many private keys P-256 has, and one (SEC 2, 2.4.2)."""
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


def public_key() -> str:
    """Our key as browsers want it: an uncompressed point in base64url."""
    point = _key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()


def push(browsers: Sequence[Mapping[str, Any]], message: Mapping[str, str], *, by: str) -> list[str]:
    """Hand a message to each browser's carrier; the endpoints of those that are gone. Slow, and never raises.

    Args:
        message: what the desk's worker script shows: `title`, `body`, `link`, `tag`.
        by: a mail address at which the carrier finds us.
    """
    gone = []
    for browser in browsers:
        try:
            code = _push_one(browser, json.dumps(message), by)
        except Exception:
            log.exception("a push did not leave")
            continue
        if code in GONE:
            gone.append(str(browser["endpoint"]))
        elif code >= HTTPStatus.BAD_REQUEST:
            log.error("a push was not taken: %s", code)
    return gone


def _push_one(browser: Mapping[str, Any], message: str, by: str) -> int:
    from webpush import WebPush  # slow to import, needed only where a browser asked for it
    from webpush.types import WebPushSubscription

    private, public = _pems()
    made = WebPush(private, public, subscriber=by, ttl=KEPT_FOR).get(message, WebPushSubscription(**browser))
    parts = urlsplit(str(browser["endpoint"]))
    line = caller(parts.scheme, parts.hostname or "", parts.port)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        line.request("POST", path, made.encrypted, {**made.headers, "urgency": "high"})
        answer: http.client.HTTPResponse = line.getresponse()
        return answer.status
    finally:
        line.close()


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    derived = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=b"heard.push.v1")
    secret = int.from_bytes(derived.derive(settings.SECRET_KEY.encode()))
    return ec.derive_private_key(secret % (ORDER - 1) + 1, ec.SECP256R1())


def _pems() -> tuple[bytes, bytes]:
    private = _key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private, _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
