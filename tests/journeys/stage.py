"""Run as a program beside a running Heard: `stage.py desk|targets JSON` sets up what a journey takes for granted."""

import json
import os
import sys

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


if __name__ == "__main__":
    {"desk": set_up, "targets": set_targets}[sys.argv[1]](**json.loads(sys.argv[2]))
