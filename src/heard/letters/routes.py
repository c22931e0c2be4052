"""The second routes of HEARD_ALERT_URLS: chat, push, pager, whatever apprise speaks."""

import logging

from django.conf import settings

log = logging.getLogger(__name__)


def ring(title: str, body: str) -> bool:
    """Ring every route; whether all of them took it. Slow, and never raises: a route may fail in any way."""
    from apprise import Apprise  # slow to import, needed only when an alert route is set

    try:
        routes = Apprise()
        for url in settings.HEARD_ALERT_URLS:
            routes.add(url.reveal())
        taken = bool(routes.notify(title=title, body=body))
    except Exception:
        log.exception("an alert route failed")
        return False
    if not taken:
        log.error("an alert route did not take: %s", title)
    return taken
