"""How much one browser and one mail address may send through the form in a while.

Addresses of the network are kept in memory only, as hashes, and forgotten within the hour.
"""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = timedelta(hours=1)
PER_ADDRESS, PER_NETWORK = 5, 20
"""Requests an hour for one mail address, and for one address of the network (a whole office may share it)."""
ANSWERS, LOOKS = 30, 300
"""New answers about guides an hour from one address of the network; and looks for what reads like a form that somebody
fills in: one at each pause."""

FILES = 120
"""Files an hour that come by themselves from one address of the network."""


def wait(network: str, email: str, *, at: datetime) -> datetime | None:
    """Count one more request at `at` (UTC); when it is one too many, until when to wait."""
    own = ((f"mail {email.lower()}", PER_ADDRESS), (f"net {network}", PER_NETWORK))
    held = [_until(name, most, at) for name, most in own]
    return max((until for until in held if until), default=None)


def wait_to_prove(network: str, email: str, *, at: datetime) -> datetime | None:
    """Count one more asking for a link to all requests of an address at `at` (UTC), known to us or not; when it is one
    too many, until when to wait."""
    own = ((f"proof mail {email.lower()}", PER_ADDRESS), (f"proof net {network}", PER_NETWORK))
    held = [_until(name, most, at) for name, most in own]
    return max((until for until in held if until), default=None)


def too_many_answers(network: str, *, at: datetime) -> datetime | None:
    """Count one more answer about a guide at `at` (UTC); when it is one too many, until when to wait."""
    return _until(f"answers {network}", ANSWERS, at)


def too_many_files(network: str, *, at: datetime) -> datetime | None:
    """Count one more file at `at` (UTC); when it is one too many, until when to wait."""
    return _until(f"files {network}", FILES, at)


def too_many_looks(network: str, *, at: datetime) -> datetime | None:
    """Count one more look for what reads like a form at `at` (UTC); when it is one too many, until when to wait."""
    return _until(f"looks {network}", LOOKS, at)


def comes_from(request: HttpRequest) -> str:
    """The network address a request comes from, by the same rule as tries to sign in are counted."""
    return get_adapter(request).get_client_ip(request)


def _until(name: str, most: int, at: datetime) -> datetime | None:
    key = "form." + salted_hmac("heard.portal.limits", name, algorithm="sha256").hexdigest()
    recent = [time for time in cache.get(key, []) if time > at - HOUR]
    if len(recent) >= most:
        return recent[-most] + HOUR
    cache.set(key, [*recent, at], int(HOUR.total_seconds()))
    return None
