"""Alerts leave: what waits for one agent becomes one letter, and rings the second routes once.

Marking the alerts and queueing the letter are one transaction, so nobody is told twice and nobody is forgotten,
however many workers run. The second routes (`HEARD_ALERT_URLS`) are asked after it, aside, and only once: they
may fail without anybody noticing but the log.
"""

import logging
from datetime import datetime, timedelta
from threading import Thread

from django.conf import settings
from django.db import transaction

from heard.letters import routes
from heard.letters.alert_words import frozen
from heard.letters.render import compose
from heard.record.actions import letter as letters
from heard.record.models.agent import Agent
from heard.record.models.alert import Alert
from heard.record.models.desk import Desk
from heard.record.models.letter import Letter
from heard.record.watch import who_has

log = logging.getLogger(__name__)
LATE = timedelta(minutes=10)
"""An alert raised so long after its time tells that nothing had been watching."""


def deliver_one(at: datetime) -> bool:
    """Make one letter of all that waits for one agent at `at` (UTC); whether anything waited."""
    with transaction.atomic():
        waiting = _next_waiting()
        if not waiting:
            return False
        told = [alert for alert in waiting if _is_needed(alert, at)]
        letter = _letter(told, at=at) if told else None
        ids = [alert.pk for alert in waiting]
        Alert.objects.filter(pk__in=ids).update(letter=letter, delivered_at=at)
    if letter and not letter.sample:
        _ring(letter)
    return True


def _next_waiting() -> list[Alert]:
    """What waits for one agent, that agent locked so that no other worker tells them too.

    Alerts of sample tickets go apart: their letter never leaves.
    """
    undelivered = Alert.objects.filter(delivered_at=None).exclude(ticket=None, desk=None)
    for agent_id in undelivered.order_by("agent_id").values_list("agent_id", flat=True).distinct():
        if not Agent.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=agent_id).first():
            continue
        theirs = undelivered.filter(agent=agent_id).select_related(
            "agent", "desk", "ticket__desk", "ticket__requester", "ticket__owner", "ticket__promise"
        )
        alerts = list(theirs.order_by("at", "id"))
        if alerts:
            return [alert for alert in alerts if _is_sample(alert) == _is_sample(alerts[0])]
    return []


def _is_sample(alert: Alert) -> bool:
    return alert.agent.sample or (alert.ticket or alert.desk).sample


def _desk_of(alert: Alert) -> Desk:
    return alert.ticket.desk if alert.ticket else alert.desk


def _is_needed(alert: Alert, at: datetime) -> bool:
    """Nobody is interrupted for what is over: a resolved ticket only tells that a letter did not leave, or that
    somebody answered; a watch that somebody took needs nobody else."""
    if alert.ticket is None:
        return alert.kind != "untaken" or who_has(alert.desk, at) is None
    return alert.ticket.is_open or alert.kind in ("unsent", "loop")


def _letter(alerts: list[Alert], *, at: datetime) -> Letter:
    first = alerts[0]
    desk = _desk_of(first)
    address = desk.addresses.first()
    facts = {
        "alerts": [frozen(alert) for alert in alerts],
        "after_stop": any(alert.raised_at - alert.at >= LATE for alert in alerts),
        "desk": desk.name,
    }
    return letters.queue_alert(
        first.agent,
        at=at,
        from_address=address.address if address else first.agent.email,
        facts=facts,
        sample=_is_sample(first),
    )


def _ring(letter: Letter) -> None:
    """Ring the second routes aside: a slow one must not hold up the mail."""
    if settings.HEARD_ALERT_URLS:
        Thread(target=_notify, args=(letter,), name="alert").start()


def _notify(letter: Letter) -> None:
    """Runs beside the worker, so it reads the letter's frozen facts only and never the database."""
    try:
        composed = compose(letter)
    except Exception:  # whatever it is, the mail leaves all the same
        log.exception("an alert has no words for the second route")
        return
    routes.ring(composed.subject, composed.text)
