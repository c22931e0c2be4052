"""`heard tick`: settle all that is due at an instant, and send what is queued."""

import argparse
import ipaddress
import json
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from heard.cli import ground

# How far from the clock an instant may lie before anything could be told that is not so.
NEAR = timedelta(seconds=60)
# How long a ticket that a worker of the running desk holds is waited for, in seconds.
PATIENCE = 10


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser(
        "tick",
        help="settle all that is due at an instant, and send what is queued",
        description="Settle all that is due at an instant and send what is queued; prints JSON. Another time than "
        "now is refused where mail or alerts could leave this machine, unless --really is given.",
    )
    parser.add_argument(
        "--at", type=instant, metavar="ISO", help="the instant, with its offset (default: now)"
    )
    parser.add_argument("--really", action="store_true", help="any instant, wherever mail and alerts go")
    parser.set_defaults(run=run)


def instant(text: str) -> datetime:
    """An instant from the command line; one without its offset could mean any of forty."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no instant; write it like 2026-11-23T14:00:00+01:00")
    return at.replace(microsecond=0)


def run(arguments: argparse.Namespace) -> int:
    """Settle, tell, seal, send; and print what that was."""
    ground.lay_with_tables()
    from heard.clock import now

    at = arguments.at or now()
    if abs(at - now()) > NEAR and not arguments.really and (leaves := what_leaves()):
        raise ground.Trouble(
            ground.WRONG, f"{at.isoformat()} is not now, and {leaves} leads off this machine; see --really"
        )
    print(json.dumps({"at": at.isoformat(), **settle_all(at)}))
    return ground.DONE


def what_leaves() -> str:
    """By what something could reach the outside: a setting, or what somebody gave on a page; or ""."""
    from django.conf import settings

    from heard.record.models.alert import AlertChoice, PushSubscription
    from heard.record.models.desk import Desk

    if settings.HEARD_SMTP_URL and not settings.HEARD_SMTP_URL.is_loopback:
        return "HEARD_SMTP_URL"
    if not all(_stays(url.reveal()) for url in settings.HEARD_ALERT_URLS):
        return "HEARD_ALERT_URLS"
    if AlertChoice.objects.exclude(secret="").exists() or Desk.objects.exclude(pager="").exists():
        return "a chat, push or pager of somebody"
    if PushSubscription.objects.exists():
        return "a browser that shows desktop alerts of somebody"
    return ""


def _stays(address: str) -> bool:
    """Whether an alert route stays on this machine; one whose host means something else does not."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def settle_all(at: datetime) -> dict[str, Any]:
    """One round of the worker at an instant: {"moments": ..., "letters": ..., "stumbled": ...}."""
    from heard.followup import mark, watch
    from heard.letters import alerts, send
    from heard.record.actions import outbox
    from heard.record.actions import proof as proofs
    from heard.record.models.letter import Letter
    from heard.record.sealer import seal

    before = Letter.objects.order_by("-id").values_list("id", flat=True).first() or 0
    moments, stumbled = _tick(at)
    outbox.alarm_late(at=at)
    watch.call_due(at)
    while alerts.deliver_one(at):
        pass
    while proofs.answer_one(at=at):
        pass
    while seal(1000):
        pass
    mark.count(at)
    queued = Letter.objects.filter(id__gt=before).count()
    return {
        "moments": dict(moments),
        "letters": {"queued": queued, "sent": send.send_due(at)},
        "stumbled": stumbled,
    }


def _tick(at: datetime) -> tuple[Counter[str], int]:
    """All that is due at `at`; a worker that runs beside us may hold some of it for a moment, with its own clock."""
    from heard.followup import tick

    moments, stumbled = tick.tick(at)
    end = time.monotonic() + PATIENCE
    while (first := tick.next_due_at()) and first <= at and time.monotonic() < end:
        time.sleep(0.05)
        more, fell = tick.tick(at)
        moments, stumbled = moments + more, stumbled + fell
    return moments, stumbled
