"""How a tracker proves that a webhook is its own. Nothing here asks the database."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from heard.record.actions.tracker import STANDARD

WINDOW = timedelta(minutes=5)
"""How far its clock may be from ours (Standard Webhooks, Verifying webhook authenticity)."""


class NotProven(Exception):
    """The signature is missing, wrong or too old."""


def github(headers: Mapping[str, str], body: bytes, *, secret: str) -> str:
    """What makes a webhook of GitHub that one: the hash of its body, the only thing that is signed.

    Raises:
        NotProven: the signature is not that of the body.
    """
    signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    given = headers.get("X-Hub-Signature-256", "")
    if not hmac.compare_digest(f"sha256={signed}".encode(), given.encode()):
        raise NotProven("the signature is not right")
    return hashlib.sha256(body).hexdigest()


def standard(headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime) -> str:
    """The same by the Standard Webhooks: id, time and body are signed, and the time lies within five minutes.

    Raises:
        NotProven: no signature is right, or the time is not.
    """
    name, stamp = headers.get("Webhook-Id", ""), headers.get("Webhook-Timestamp", "")
    if not name or not stamp.isdecimal() or len(stamp) > 12:
        raise NotProven("webhook-id or webhook-timestamp is missing")
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > WINDOW:
        raise NotProven("it is older than five minutes, or its clock is wrong")
    signed = hmac.new(_key(secret), f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
    right = b"v1," + base64.b64encode(signed)
    given = headers.get("Webhook-Signature", "").encode().split()
    if not any(hmac.compare_digest(right, one) for one in given):
        raise NotProven("the signature is not right")
    return hashlib.sha256(name.encode()).hexdigest()


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(STANDARD), validate=True)
    except binascii.Error:
        return secret.encode()
