"""Browsers that show an agent's desktop alerts also while no page of the desk is open."""

import base64
import binascii
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import rows
from heard.record.errors import Refused
from heard.record.locker import Locked, lock, unlock
from heard.record.models.agent import Agent
from heard.record.models.alert import PushSubscription

MOST = 10
"""Browsers of one agent; a further one takes the place of the oldest."""
POINT, AUTH = 65, 16
"""Bytes of a browser's public key and of its secret (RFC 8291, Message Encryption for Web Push, 2.1 and 3.2)."""
LONGEST = 1000


def subscribe(agent: Agent, *, endpoint: str, p256dh: str, auth: str, at: datetime) -> str:
    """Alert this browser from now on; whoever used it before is not alerted there any more. Its digest.

    Args:
        endpoint, p256dh, auth: as the browser says them (`PushSubscription.toJSON`).

    Raises:
        Refused: it is no subscription; a carrier is called by https alone (RFC 8030, 8), but on one's own machine.
    """
    parts = urlsplit(endpoint)
    schemes = ("https", "http") if settings.HEARD_IS_LOCAL else ("https",)
    right = parts.scheme in schemes and parts.hostname and len(endpoint) <= LONGEST
    if not right or _bytes(p256dh) != POINT or _bytes(auth) != AUTH:
        raise Refused(
            "subscription", Sentence("This is not what a browser says of itself."), field="endpoint"
        )
    digest = digest_of(endpoint)
    with transaction.atomic():
        PushSubscription.objects.filter(digest=digest).delete()
        kept = PushSubscription.objects.filter(agent=agent).order_by("-made_at", "-pk")
        PushSubscription.objects.filter(pk__in=[one.pk for one in kept[MOST - 1 :]]).delete()
        secret = lock({"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}})
        rows.insert(PushSubscription(agent=agent, digest=digest, secret=secret, made_at=at))
    return digest


def unsubscribe(digest: str) -> None:
    """Alert this browser no longer: somebody signed out of it, or it is gone."""
    PushSubscription.objects.filter(digest=digest).delete()


def subscriptions_of(agent: Agent) -> list[dict[str, Any]]:
    """The browsers of an agent, as they said them; those that cannot be read any more are left out."""
    found = []
    for one in PushSubscription.objects.filter(agent=agent).order_by("pk"):
        try:
            found.append(unlock(one.secret))
        except Locked:
            continue
    return found


def digest_of(endpoint: str) -> str:
    """By what a browser is known."""
    return sha256(endpoint.encode()).hexdigest()


def _bytes(text: str) -> int:
    """How many bytes a text in base64url holds; 0 where it is none."""
    try:
        return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        return 0
