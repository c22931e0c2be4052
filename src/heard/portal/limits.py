"""How much one browser and one mail address may send through the form in a while.

Addresses of the network are kept in memory only, as hashes, and forgotten within the hour.
"""

import ipaddress
from datetime import datetime, timedelta

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = timedelta(hours=1)
PER_ADDRESS, PER_NETWORK = 5, 20
"""Requests an hour for one mail address, and for one address of the network (a whole office may share it)."""


def wait(network: str, email: str, *, at: datetime) -> datetime | None:
    """Count one more request at `at` (UTC); when it is one too many, until when to wait."""
    own = ((f"mail {email.lower()}", PER_ADDRESS), (f"net {network}", PER_NETWORK))
    held = [_until(name, most, at) for name, most in own]
    return max((until for until in held if until), default=None)


def comes_from(request: HttpRequest) -> str:
    """The network address a request comes from.

    A proxy of our own, which is near, says it in the last place of X-Forwarded-For; of others nothing is believed.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if told and _is_near(peer) else peer


def _until(name: str, most: int, at: datetime) -> datetime | None:
    key = "form." + salted_hmac("heard.portal.limits", name, algorithm="sha256").hexdigest()
    recent = [time for time in cache.get(key, []) if time > at - HOUR]
    if len(recent) >= most:
        return recent[-most] + HOUR
    cache.set(key, [*recent, at], int(HOUR.total_seconds()))
    return None


def _is_near(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False
