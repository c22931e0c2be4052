"""Verbs on an alarm: the pipe broke, a route took the alarm, it works again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from heard.health import Finding
from heard.record import events
from heard.record.actor import HEARD
from heard.record.models.alarm import Alarm

GRACE = timedelta(minutes=2)
"""How long something may be red before a person is called: a restart is no fault."""
AGAIN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


def note(red: Iterable[Finding], *, at: datetime) -> list[Alarm]:
    """Open an alarm for each thing that became red, close those that are fine; the closed ones a person heard of."""
    found = {one.name[:340]: one for one in red}
    there = set(Alarm.objects.filter(over_at=None).values_list("name", flat=True))
    fresh = [
        Alarm(name=name, says=one.says[:500], mend=one.mend[:500], since=at, next_try_at=at + GRACE)
        for name, one in found.items()
        if name not in there
    ]
    Alarm.objects.bulk_create(fresh, ignore_conflicts=True)
    return [closed for name in sorted(there - set(found)) if (closed := _close(name, at=at))]


@transaction.atomic
def _close(name: str, *, at: datetime) -> Alarm | None:
    alarm = Alarm.objects.select_for_update().filter(name=name, over_at=None).first()
    if alarm is None:
        return None
    alarm.over_at = at
    alarm.save(update_fields=["over_at"])
    if alarm.told_at is None:
        return None
    events.add("pipe.mended", by=HEARD, at=at, alarm=alarm.pk)
    return alarm


def claim(*, at: datetime) -> list[Alarm]:
    """The alarms that are to ring now; no other process gets them until their next try."""
    due = Alarm.objects.filter(over_at=None, told_at=None, next_try_at__lte=at)
    claimed = []
    for alarm in due.order_by("since", "id"):
        wait = AGAIN[min(alarm.tries, len(AGAIN) - 1)]
        mine = due.filter(pk=alarm.pk, tries=alarm.tries)
        if mine.update(tries=F("tries") + 1, next_try_at=at + wait):
            claimed.append(alarm)
    return claimed


@transaction.atomic
def told(alarms: Iterable[Alarm], *, at: datetime) -> None:
    """A route took them: a person knows."""
    for alarm in alarms:
        Alarm.objects.filter(pk=alarm.pk).update(told_at=at)
        events.add("pipe.broke", by=HEARD, at=at, alarm=alarm.pk)
