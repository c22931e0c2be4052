"""Run as a program beside a running Heard, `stage.py desk|targets|close|told JSON`: what a journey begins with."""

import json
import os
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "heard.site.settings"
django.setup()

from heard.clock import now  # noqa: E402  (needs the settings)
from heard.record.actions import agent, desk, promise, requester, ticket  # noqa: E402
from heard.record.actions.message import Word  # noqa: E402
from heard.record.actor import HEARD  # noqa: E402
from heard.record.arrival import Arrival  # noqa: E402
from heard.record.models.agent import Agent  # noqa: E402
from heard.record.models.desk import Desk  # noqa: E402

ALWAYS = [[(0, 24 * 60)]] * 7


def set_up(*, password: str, zone: str, agents: list[list[str]], **targets: int) -> None:
    """A desk that is always open, its lead Carla as the first admin, and agents as [name, address, zone]."""
    at = now()
    carla = desk.set_up(
        name="Carla Diaz",
        email="carla@heard.example",
        password=password,
        desk_name="Support",
        address="support@heard.example",
        zone=zone,
        language="en",
        at=at,
    )
    support = Desk.objects.get(sample=False)
    desk.set_hours(support, week=ALWAYS, zone=zone, country="", region="", by=carla, at=at)
    for name, email, where in agents:
        made = agent.make(
            name=name,
            email=email,
            password=password,
            role="agent",
            zone=where,
            language="en",
            by=carla,
            at=at,
        )
        desk.add_member(support, agent=made, by=carla, at=at)
    set_targets(**targets)


def set_targets(**targets: int) -> None:
    """Some of the desk's numbers."""
    desk.set_targets(Desk.objects.get(sample=False), targets=targets, by=HEARD, at=now())


def close(*, days: int) -> None:
    """Tomorrow the desk is closed (1), or is not any more (0)."""
    at, support = now(), Desk.objects.get(sample=False)
    tomorrow = at.astimezone(ZoneInfo(support.zone)).date() + timedelta(days=1)
    if days:
        desk.set_day(support, day=tomorrow, times=[], label="Outing", by=HEARD, at=at)
    else:
        desk.drop_day(support, day=tomorrow, by=HEARD, at=at)


def told(*, who: list[str], subject: str, text: str, said: str, by: str, due_at: str) -> None:
    """Somebody, as [name, address], wrote yesterday, and the agent with the address `by` told them a time."""
    at, support, owner = (
        now() - timedelta(hours=26),
        Desk.objects.get(sample=False),
        Agent.objects.get(email=by),
    )
    person, _ = requester.meet(who[1], name=who[0], at=at)
    mail = Arrival(door="smtp", from_address=who[1], from_name=who[0], subject=subject, text=text)
    made = ticket.receive(mail, desk=support, requester=person, at=at)
    ticket.open(made, by=owner, at=at + timedelta(minutes=5))
    word = Word(text=said, way="next", due_at=datetime.fromisoformat(due_at))
    promise.say(made, word, by=owner, at=at + timedelta(minutes=10))


if __name__ == "__main__":
    {"desk": set_up, "targets": set_targets, "close": close, "told": told}[sys.argv[1]](
        **json.loads(sys.argv[2])
    )
