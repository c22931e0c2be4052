"""Verbs on a desk: set up, made, hours, days, targets, addresses, senders, members."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from heard.hours import Schedule
from heard.hours.languages import Sentence
from heard.hours.zones import is_zone
from heard.promise import Policy
from heard.record import events
from heard.record.actions import agent as agents
from heard.record.actions import follow, rota, watch
from heard.record.actions.settle import look_again
from heard.record.actor import HEARD, Actor
from heard.record.errors import Refused
from heard.record.locker import lock
from heard.record.models.agent import Agent
from heard.record.models.desk import (
    Desk,
    DeskAddress,
    DeskDay,
    DeskSender,
    Membership,
    OpeningInterval,
)

OFFICE_HOURS = [(weekday, 9 * 60, 18 * 60) for weekday in range(5)]
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
SENDER_LIMIT = 254  # characters of a mail address, RFC 5321, 4.5.3.1


@transaction.atomic
def set_up(
    *,
    name: str,
    email: str,
    password: str,
    desk_name: str,
    address: str,
    zone: str,
    language: str,
    at: datetime,
) -> Agent:
    """The first run: an admin, and one desk open Monday to Friday nine to six, with an address.

    Raises:
        Refused: an agent exists already, or a value is wrong (with its field).
    """
    if Agent.objects.filter(sample=False).exists():
        raise Refused("set_up", "This desk is set up already. Sign in instead.")
    admin = agents.make(
        name=name, email=email, password=password, role="admin", zone=zone, language=language, by=HEARD, at=at
    )
    desk = make(name=desk_name, address=address, zone=zone, language=language, by=admin, at=at)
    for each in [desk, *Desk.objects.filter(sample=True)]:
        add_member(each, agent=admin, by=admin, at=at)
    return admin


@transaction.atomic
def make(
    *, name: str, address: str, zone: str, language: str, by: Actor, at: datetime, sample: bool = False
) -> Desk:
    """Make a desk, open Monday to Friday nine to six until somebody says otherwise.

    Raises:
        Refused: no name, unknown zone, or an address that is wrong or taken.
    """
    if not name.strip():
        raise Refused("name", "Give the desk a name.", field="desk_name")
    if not is_zone(zone):
        raise Refused(
            "zone",
            Sentence("There is no time zone %(zone)s; one is Europe/Berlin.", zone=repr(zone)),
            field="zone",
        )
    desk = Desk.objects.create(
        name=name.strip(), slug=_slug(name), zone=zone, language=language, created_at=at, sample=sample
    )
    OpeningInterval.objects.bulk_create(
        OpeningInterval(desk=desk, weekday=day, opens=opens, closes=closes)
        for day, opens, closes in OFFICE_HOURS
    )
    events.add("desk.made", by=by, at=at, desk=desk)
    add_address(desk, address=address, by=by, at=at)
    return desk


@transaction.atomic
def change(desk: Desk, *, by: Actor, at: datetime, **values: str) -> None:
    """Change name, language, phone or on_call of a desk.

    Raises:
        Refused: no such setting, or an empty name.
    """
    for name, value in values.items():
        if name not in ("name", "language", "phone", "on_call") or (name == "name" and not value.strip()):
            raise Refused(name, "That cannot be set to this.", field=name)
        setattr(desk, name, value.strip())
    desk.save(update_fields=list(values))
    events.add("desk.changed", by=by, at=at, desk=desk, settings=sorted(values))


@transaction.atomic
def set_pager(desk: Desk, *, url: str, by: Actor, at: datetime) -> None:
    """Ring this apprise address for what escalates outside opening hours; "" rings none. Sealed, as it is a secret."""
    desk.pager = lock({"url": url}) if url else ""
    desk.save(update_fields=["pager"])
    events.add("desk.changed", by=by, at=at, desk=desk, settings=["pager"])


@transaction.atomic
def set_hours(
    desk: Desk,
    *,
    week: Sequence[Sequence[tuple[int, int]]],
    zone: str,
    country: str,
    region: str,
    by: Actor,
    at: datetime,
) -> None:
    """Set opening hours (seven days, Monday first, minutes of the day), zone and whose holidays are kept.

    Times told before stay as told (law 4).

    Raises:
        Refused: hours that overlap or never open, an unknown zone, country or region.
    """
    try:
        Schedule(zone=zone, week=tuple(tuple(sorted(day)) for day in week), country=country, region=region)
    except ValueError as wrong:
        raise Refused("hours", wrong.args[0], field="week") from wrong
    desk.intervals.all().delete()
    OpeningInterval.objects.bulk_create(
        OpeningInterval(desk=desk, weekday=weekday, opens=opens, closes=closes)
        for weekday, day in enumerate(week)
        for opens, closes in sorted(day)
    )
    desk.zone, desk.country, desk.region = zone, country, region
    _hours_changed(desk, by=by, at=at, setting="hours")


@transaction.atomic
def set_day(
    desk: Desk, *, day: date, times: Sequence[tuple[int, int]], label: str, by: Actor, at: datetime
) -> None:
    """A day of the desk's own: closed when `times` is empty, else open at those minutes.

    Raises:
        Refused: times that overlap or end before they begin.
    """
    ordered = sorted(times)
    wrong = any(opens >= closes or closes > 1440 for opens, closes in ordered)
    if wrong or any(ordered[i][1] > ordered[i + 1][0] for i in range(len(ordered) - 1)):
        raise Refused("times", "Give times that follow each other, like 9:00 to 12:00.", field="times")
    desk.days.filter(date=day).delete()
    whole: Sequence[tuple[int | None, int | None]] = ordered or [(None, None)]
    for opens, closes in whole:
        DeskDay.objects.create(desk=desk, date=day, opens=opens, closes=closes, label=label)
    _hours_changed(desk, by=by, at=at, setting="day")


@transaction.atomic
def drop_day(desk: Desk, *, day: date, by: Actor, at: datetime) -> None:
    """Take a day of the desk's own away: the week and the holidays hold again."""
    desk.days.filter(date=day).delete()
    _hours_changed(desk, by=by, at=at, setting="day")


@transaction.atomic
def set_targets(desk: Desk, *, targets: dict[str, Any], by: Actor, at: datetime) -> None:
    """Set the desk's numbers (names of `Policy`); those equal to the default are not kept.

    Raises:
        Refused: no such number, or a value that makes no sense (with its field).
    """
    known = Policy.__dataclass_fields__
    for name in targets:
        if name not in known:
            raise Refused("target", Sentence("There is no number called %(name)s.", name=name), field=name)
    try:
        policy = Policy(**{**desk.targets, **targets})
    except ValueError as wrong:
        raise Refused("target", wrong.args[0], field=str(wrong).partition(":")[0]) from wrong
    desk.targets = {
        name: getattr(policy, name) for name in known if getattr(policy, name) != known[name].default
    }
    desk.save(update_fields=["targets"])
    look_again(desk.tickets.all(), at=at)
    events.add("desk.changed", by=by, at=at, desk=desk, settings=sorted(targets))


@transaction.atomic
def add_address(desk: Desk, *, address: str, by: Actor, at: datetime) -> DeskAddress:
    """Give a desk a mail address.

    Raises:
        Refused: no address, or one that belongs to a desk already.
    """
    address = address.strip().lower()
    if not ADDRESS.fullmatch(address):
        raise Refused("address", "That is no mail address.", field="address")
    if DeskAddress.objects.filter(address=address).exists():
        raise Refused(
            "address", Sentence("%(address)s belongs to a desk already.", address=address), field="address"
        )
    events.add("desk.changed", by=by, at=at, desk=desk, settings=["address"])
    return DeskAddress.objects.create(desk=desk, address=address)


@transaction.atomic
def drop_address(desk: Desk, *, address: str, by: Actor, at: datetime) -> None:
    """Take an address from a desk.

    Raises:
        Refused: it is the last one; letters need an address to leave from.
    """
    if desk.addresses.count() < 2:
        raise Refused("address", "A desk keeps at least one address. Add another first.", field="address")
    desk.addresses.filter(address=address).delete()
    events.add("desk.changed", by=by, at=at, desk=desk, settings=["address"])


@transaction.atomic
def add_sender(desk: Desk, *, address: str, by: Actor, at: datetime) -> None:
    """Automatic mail of a sender is a request on a desk from now on. "@host" means every address of that host.

    Raises:
        Refused: neither an address nor a host, too long, or an address of a desk.
    """
    address = address.strip().lower()
    whole = f"any{address}" if address.startswith("@") else address
    if not ADDRESS.fullmatch(whole) or len(address) > SENDER_LIMIT:
        raise Refused("sender", "Give an address, or @ and a host: @alerts.example.com.", field="sender")
    if DeskAddress.objects.filter(address=address).exists():
        raise Refused("sender", "That is the address of a desk; its mail would go round.", field="sender")
    DeskSender.objects.get_or_create(desk=desk, address=address)
    events.add("desk.changed", by=by, at=at, desk=desk, settings=["senders"])


@transaction.atomic
def drop_sender(desk: Desk, *, address: str, by: Actor, at: datetime) -> None:
    """Automatic mail of a sender is filed again."""
    desk.senders.filter(address=address).delete()
    events.add("desk.changed", by=by, at=at, desk=desk, settings=["senders"])


@transaction.atomic
def add_member(desk: Desk, *, agent: Agent, by: Actor, at: datetime) -> None:
    """An agent answers on a desk from now on."""
    Membership.objects.get_or_create(desk=desk, agent=agent, defaults={"since": at})
    events.add("desk.changed", by=by, at=at, desk=desk, settings=["members"], member=agent.pk)


@transaction.atomic
def drop_member(desk: Desk, *, agent: Agent, by: Actor, at: datetime) -> None:
    """An agent no longer answers on a desk; their tickets there lose the owner, not the promise.

    Raises:
        Refused: they are the last one.
    """
    if desk.memberships.count() < 2:
        raise Refused("member", "A desk keeps at least one person. Add another first.", field="agent")
    desk.memberships.filter(agent=agent).delete()
    desk.tickets.filter(owner=agent, resolved_at=None).update(owner=None)
    follow.leave(agent, desk=desk, by=by, at=at)
    watch.leave(desk, agent, by=by, at=at)
    rota.leave(desk, agent, at=at)
    events.add("desk.changed", by=by, at=at, desk=desk, settings=["members"], member=agent.pk)


def _hours_changed(desk: Desk, *, by: Actor, at: datetime, setting: str) -> None:
    """Each change has a version of its own, also where two pages change the hours at once: schedules are kept by it."""
    desk.save(update_fields=["zone", "country", "region"])
    Desk.objects.filter(pk=desk.pk).update(hours_version=F("hours_version") + 1)
    desk.refresh_from_db(fields=["hours_version"])
    look_again(desk.tickets.all(), at=at)
    events.add("desk.changed", by=by, at=at, desk=desk, settings=[setting])


def _slug(name: str) -> str:
    slug = slugify(name)[:50] or "desk"
    taken = set(Desk.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(s for s in [slug, *(f"{slug}-{n}" for n in range(2, 1000))] if s not in taken)
