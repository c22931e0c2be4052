"""The second routes: chat, push, pager, whatever apprise speaks. Those of HEARD_ALERT_URLS are the operator's; what a
person typed on a page reaches services outside only.
"""

import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings

log = logging.getLogger(__name__)
OUTSIDE = frozenset(
    "discord fcm flock gchat ifttt join line msteams ntfy ntfys opsgenie pagerduty pbul pover pushed pushy ryver"
    " sendgrid signl4 sinch slack spike sns tgram twilio vonage webex wxteams".split()
)
"""Services that stand at one known place, so that no address of theirs leads into our own network."""


def ring(title: str, body: str) -> bool:
    """Ring every route of the operator; whether all of them took it. Slow, and never raises: a route may fail in any
    way."""
    return ring_some([url.reveal() for url in settings.HEARD_ALERT_URLS], title, body)


def ring_some(urls: Sequence[str], title: str, body: str, *, outside_only: bool = False) -> bool:
    """Ring some routes; whether all of them took it. Never raises.

    Args:
        outside_only: leave out what a person may not name on a page.
    """
    from apprise import Apprise  # slow to import, needed only when an alert route is set

    try:
        routes = Apprise()
        for url in urls:
            if not outside_only or may_name(url):
                routes.add(url)
        taken = bool(routes.notify(title=title, body=body))
    except Exception:
        log.exception("an alert route failed")
        return False
    if not taken:
        log.error("an alert route did not take: %s", title)
    return taken


def may_name(url: str) -> bool:
    """Whether a person may name this route on a page: a service outside, or a host of HEARD_INSIDE_HOSTS."""
    parts = urlsplit(url)
    if parts.hostname and parts.hostname in settings.HEARD_INSIDE_HOSTS:
        return True
    if parts.scheme in ("ntfy", "ntfys"):  # with a path, the host is a server of one's own
        return parts.path in ("", "/") and not parts.query
    return parts.scheme in OUTSIDE


def is_route(url: str) -> bool:
    """Whether apprise can ring this address at all."""
    from apprise import Apprise

    return bool(Apprise().add(url))
