"""What a desk's public page may know of alarms: whether mail works."""

from datetime import datetime

from heard.record.actions.alarm import GRACE
from heard.record.models.alarm import Alarm
from heard.record.models.desk import Desk

OF_EVERY_DESK = ("mail door", "mail in", "outbox")


def mail_is_down(desk: Desk, *, at: datetime) -> bool:
    """Whether mail to or from a desk does not get through, for longer than a restart takes."""
    names = (*OF_EVERY_DESK, f"canary of {desk.address}")
    return Alarm.objects.filter(over_at=None, since__lte=at - GRACE, name__in=names).exists()
