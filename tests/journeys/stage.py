"""Run as a program beside a running Heard, `stage.py desk|targets|close JSON`: what a journey takes for granted."""

import json
import os
import sys
from datetime import timedelta
from zoneinfo import ZoneInfo

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "heard.site.settings"
django.setup()

from heard.clock import now  # noqa: E402  (needs the settings)
from heard.record.actions import agent, desk  # noqa: E402
from heard.record.actor import HEARD  # noqa: E402
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


if __name__ == "__main__":
    {"desk": set_up, "targets": set_targets, "close": close}[sys.argv[1]](**json.loads(sys.argv[2]))
