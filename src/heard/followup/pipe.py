"""The pipe is watched: canaries leave, and whatever is red for two minutes calls a person by a second route.

Every worker and every mail door watches, so that either may be the one that died. An alarm rings once, however many
watch, and again until a route took it.
"""

import threading
from datetime import datetime

from django.conf import settings

from heard.followup import canary, watch, weekly
from heard.followup.beside import looking
from heard.health import findings
from heard.letters import routes
from heard.record.actions import alarm as alarms
from heard.record.models.alarm import Alarm

FIRST_LOOK_SECONDS, LOOK_SECONDS = 2.0, 20.0


def watching(stop: threading.Event) -> threading.Thread:
    """Watch in a thread of its own until `stop` is set: a slow route holds up nothing else."""
    return looking("pipe", look, stop, first=FIRST_LOOK_SECONDS, every=LOOK_SECONDS)


def look(at: datetime) -> None:
    """One look at the pipe at `at` (UTC)."""
    canary.send_due(at)
    watch.call_due(at)
    weekly.send_due(at)
    over = alarms.note((one for one in findings(at=at) if one.state == "red"), at=at)
    if not settings.HEARD_ALERT_URLS:
        return
    if ringing := alarms.claim(at=at):
        title, body = words(ringing)
        if routes.ring(title, body):
            alarms.told(ringing, at=at)
    if over:
        routes.ring(f"Heard: fine again: {_names(over)}", f"As of {at:%d %B %H:%M} UTC.")


def words(ringing: list[Alarm]) -> tuple[str, str]:
    """What an alarm says: a title, and for each thing that is red since when and what to do."""
    lines = [
        f"{one.name}: {one.says}\nSince {one.since:%d %B %H:%M} UTC.\nTo do: {one.mend}\n" for one in ringing
    ]
    return f"Heard: {_names(ringing)}", "\n".join([*lines, f"{settings.HEARD_URL}/desk/intake/"])


def _names(some: list[Alarm]) -> str:
    return ", ".join(one.name for one in some)
