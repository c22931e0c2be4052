"""Verbs on the sites that may show a desk's form."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from heard.record import events
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.desk import Desk
from heard.record.models.embed import Embed

HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
LOCAL = ("localhost", "127.0.0.1")
MOST = 20


def site_of(typed: str) -> str:
    """An origin as browsers name it, from what somebody typed.

    Raises:
        Refused: it is none, or one that is not encrypted.
    """
    try:
        parts = urlsplit(typed.strip().lower())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    except (ValueError, UnicodeError):
        raise _no_site() from None
    is_plain = parts.path in ("", "/") and not parts.query and not parts.fragment and not parts.username
    if parts.scheme not in ("https", "http") or not HOST.fullmatch(host) or not is_plain:
        raise _no_site()
    if parts.scheme == "http" and host not in LOCAL:
        raise Refused("site", "A site on which people write to you needs https.", field="site")
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def _no_site() -> Refused:
    return Refused("site", "Give a site like https://www.example.com, without a path.", field="site")


@transaction.atomic
def allow(desk: Desk, *, site: str, by: Actor, at: datetime) -> None:
    """The desk's form may stand on the pages of a site from now on.

    Raises:
        Refused: that is no site, or one too many.
    """
    site = site_of(site)
    if Embed.objects.filter(desk=desk).count() >= MOST:
        raise Refused("many", "That is enough sites for one desk. Take one away first.", field="site")
    Embed.objects.get_or_create(desk=desk, site=site)
    events.add("desk.changed", by=by, at=at, desk=desk, settings=["embeds"])


@transaction.atomic
def forbid(desk: Desk, *, site: str, by: Actor, at: datetime) -> None:
    """A site may show the form no longer."""
    Embed.objects.filter(desk=desk, site=site).delete()
    events.add("desk.changed", by=by, at=at, desk=desk, settings=["embeds"])
