"""Alerts leave: what waits for one agent becomes one letter and rings their routes once, as they chose to be told.

Marking the alerts and queueing the letter are one transaction, so nobody is told twice and nobody is forgotten,
however many workers run. The other routes (their own, `HEARD_ALERT_URLS`, a desk's pager) are rung after it, aside,
and only once: they may fail without anybody noticing but the log.
"""

from datetime import datetime, timedelta
from functools import partial
from threading import Thread
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from heard.hours.languages import spoken_to_agents
from heard.letters import routes, web_push
from heard.letters.alert_words import frozen, path_of, worded
from heard.letters.render import compose
from heard.letters.telling import Voice
from heard.promise.alert import ASIDE, ESCALATION, Told, may_tell_from, routes_of, sort_of
from heard.record import wake
from heard.record.access import follow as follows
from heard.record.actions import letter as letters
from heard.record.actions import push
from heard.record.actions.alert import push_of, told_by
from heard.record.facts import rules_of
from heard.record.locker import Locked, unlock
from heard.record.models.agent import Agent
from heard.record.models.alert import Alert
from heard.record.models.desk import Desk
from heard.record.models.letter import Letter
from heard.record.overload import standing
from heard.record.question import Question
from heard.record.watch import who_has

LATE = timedelta(minutes=10)
"""An alert raised so long after its time tells that nothing had been watching."""


def deliver_one(at: datetime) -> bool:
    """Tell one agent at `at` (UTC) all that waits for them and may; whether anything waited.

    What comes by mail is one letter, what rings is one ring. What must wait for quiet hours waits, all but the mail of
    what escalates.
    """
    with transaction.atomic():
        waiting = _next_waiting(at)
        if not waiting:
            return False
        told = told_by(waiting[0].agent)
        now, held = _sorted(waiting, told, at)
        needed = [alert for alert in now if _is_needed(alert, at)]
        mailed = [alert for alert in needed if _comes_by(alert, told, "mail")]
        letter = _letter(mailed, at=at) if mailed else None
        Alert.objects.filter(pk__in=[alert.pk for alert in now]).update(letter=letter, delivered_at=at)
        for alert in held:
            Alert.objects.filter(pk=alert.pk).update(not_before=may_tell_from(told, alert.kind, at))
        wake.wake()
    if needed and not _is_sample(needed[0]):
        _ring(needed, told, at)
    return True


def _sorted(waiting: list[Alert], told: Told, at: datetime) -> tuple[list[Alert], list[Alert]]:
    """What is told now, and what waits for the end of quiet hours. The mail of what escalates does not wait."""
    held = [
        alert
        for alert in waiting
        if may_tell_from(told, alert.kind, at) > at and sort_of(alert.kind) != ESCALATION
    ]
    return [alert for alert in waiting if alert not in held], held


def _comes_by(alert: Alert, told: Told, route: str) -> bool:
    return route in routes_of(told, alert.kind)


def _undelivered(at: Any) -> QuerySet[Alert]:
    is_time = Q(not_before=None) | Q(not_before__lte=at)
    return Alert.objects.filter(is_time, delivered_at=None).exclude(ticket=None, desk=None)


_WAITED_FOR: Question[int] = Question(
    lambda at: _undelivered(at).order_by("agent_id").values_list("agent_id", flat=True).distinct()
)
_FREE = Question(
    lambda agent: Agent.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=agent)
)
_THEIRS = Question(
    lambda agent, at: (
        _undelivered(at)
        .filter(agent=agent)
        .select_related(
            "agent",
            "desk",
            "problem",
            "ticket__desk",
            "ticket__requester",
            "ticket__owner",
            "ticket__promise",
        )
        .order_by("at", "id")
    )
)


def _next_waiting(at: datetime) -> list[Alert]:
    """What waits for one agent, that agent locked so that no other worker tells them too.

    Alerts of sample tickets go apart: their letter never leaves.
    """
    for agent_id in _WAITED_FOR.all(at):
        if _FREE.all(agent_id) and (alerts := _THEIRS.all(agent_id, at)):
            return [alert for alert in alerts if _is_sample(alert) == _is_sample(alerts[0])]
    return []


def _is_sample(alert: Alert) -> bool:
    return alert.agent.sample or (alert.ticket or alert.desk).sample


def _desk_of(alert: Alert) -> Desk:
    return alert.ticket.desk if alert.ticket else alert.desk


def _is_needed(alert: Alert, at: datetime) -> bool:
    """Nobody is interrupted for what is over: a resolved ticket only tells that a letter did not leave, or that
    somebody answered; a watch that somebody took needs nobody else. Who follows no longer is told no more."""
    if alert.ticket is None:
        return _is_needed_on_desk(alert, at)
    if alert.kind in ASIDE:
        return follows.goes_on(alert.agent, alert.ticket)
    return alert.ticket.is_open or alert.kind in ("unsent", "loop")


def _is_needed_on_desk(alert: Alert, at: datetime) -> bool:
    """Not about a watch that somebody took, an overload that is over, nor about what a newer broadcast told."""
    if alert.problem:
        return not alert.problem.broadcasts.filter(pressed_at__gt=alert.raised_at).exists()
    if alert.kind == "overload":
        return standing(alert.desk) is not None
    return alert.kind != "untaken" or who_has(alert.desk, at) is None


def _letter(alerts: list[Alert], *, at: datetime) -> Letter:
    first = alerts[0]
    desk = _desk_of(first)
    address = desk.addresses.first()
    return letters.queue_alert(
        first.agent,
        at=at,
        from_address=address.address if address else first.agent.email,
        facts=_facts(alerts),
        sample=_is_sample(first),
    )


def _facts(alerts: list[Alert]) -> dict[str, Any]:
    return {
        "alerts": [frozen(alert) for alert in alerts],
        "after_stop": any(alert.raised_at - alert.at >= LATE for alert in alerts if not alert.not_before),
        "desk": _desk_of(alerts[0]).name,
    }


def _ring(alerts: list[Alert], told: Told, at: datetime) -> None:
    """Ring the second routes aside: a slow one must not hold up the mail.

    One's own rings for what comes by push, and one's browsers show what comes on the desktop, both outside quiet hours;
    that of the whole house rings for what escalates; the desk's pager for what escalates while the desk is closed.
    """
    agent = alerts[0].agent
    loud = [alert for alert in alerts if may_tell_from(told, alert.kind, at) <= at]
    pushed = [alert for alert in loud if _comes_by(alert, told, "push")]
    rising = [alert for alert in alerts if sort_of(alert.kind) == ESCALATION]
    rings = [(push_of(agent), pushed, True)] if pushed else []
    if rising and settings.HEARD_ALERT_URLS:
        rings.append(([url.reveal() for url in settings.HEARD_ALERT_URLS], rising, False))
    for desk in {_desk_of(alert) for alert in rising}:
        rings.append((_pager(desk, at), [alert for alert in rising if _desk_of(alert) == desk], True))
    ready = [(urls, *_words(some, at), theirs) for urls, some, theirs in rings if urls]
    shown = [alert for alert in loud if _comes_by(alert, told, "desktop")]
    browsers = push.subscriptions_of(agent) if shown else []
    if ready or browsers:
        showing = _showing(browsers, shown, at) if browsers else None
        Thread(target=_notify, args=(ready, showing), name="alert").start()


def _showing(browsers: list[dict[str, Any]], alerts: list[Alert], at: datetime) -> partial[list[str]]:
    """What the browsers show, as an open page would: why and what one key does, and the way to its ticket, or to all
    that one was told."""
    agent = alerts[0].agent
    language = spoken_to_agents(agent.language)
    words = worded(frozen(alerts[0]), voice=Voice(language, agent.zone, at), language=language)
    more = f" +{len(alerts) - 1}" if len(alerts) > 1 else ""
    tickets = {alert.ticket for alert in alerts}
    only = tickets.pop() if len(tickets) == 1 else None
    message = {
        "title": f"{words['plain_why']}{more}",
        "body": str(words["plain_key"]),
        "link": path_of(only) if only else "/desk/alerts/",
        "tag": f"heard-{max(alert.pk for alert in alerts)}",
    }
    address = _desk_of(alerts[0]).addresses.first()
    return partial(web_push.push, browsers, message, by=address.address if address else agent.email)


def _pager(desk: Desk, at: datetime) -> list[str]:
    """The pager of a desk that is closed at `at` (UTC)."""
    if not desk.pager or rules_of(desk).calendar.is_open(at):
        return []
    try:
        return [str(unlock(desk.pager).get("url", ""))]
    except Locked:
        return []


def _words(alerts: list[Alert], at: datetime) -> tuple[str, str]:
    """Title and text of a ring: those of the letter that would tell the same."""
    composed = compose(letters.unqueued(alerts[0].agent, at=at, facts=_facts(alerts)))
    return composed.subject, composed.text


def _notify(rings: list[tuple[list[str], str, str, bool]], showing: partial[list[str]] | None) -> None:
    """Runs beside the worker, and touches the database only where a browser is gone."""
    for urls, title, text, theirs in rings:
        routes.ring_some(urls, title, text, outside_only=theirs)
    for endpoint in showing() if showing else []:
        push.unsubscribe(push.digest_of(endpoint))
    if showing:
        connection.close()
