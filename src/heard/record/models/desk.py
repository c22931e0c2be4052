"""Desk: one pipe for requests, with its hours, addresses and members."""

from functools import lru_cache

from django.db import models

from heard.hours import Schedule
from heard.promise import Policy
from heard.record.ids import new_public_id
from heard.record.question import Question

Minutes = tuple[int, int]


class Desk(models.Model):
    """Hours are rows; `hours_version` counts their changes, so that a schedule can be cached.

    `pager` is rung outside opening hours: an apprise address, sealed (record/locker.py). `watched_since`: since when a
    rota asks somebody to take the watch; empty while there is none. `model_host`: the host of the language model that
    a lead lets this desk ask, `model_an_hour` times in an hour; empty: none.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=64, unique=True)
    zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, default="en")
    phone = models.CharField(max_length=64, blank=True)
    on_call = models.CharField(max_length=64, blank=True)
    pager = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=16, blank=True)
    targets = models.JSONField(default=dict, blank=True)
    hours_version = models.PositiveIntegerField(default=1)
    watched_since = models.DateTimeField(null=True, blank=True)
    model_host = models.CharField(max_length=255, blank=True)
    model_an_hour = models.PositiveSmallIntegerField(default=60)
    created_at = models.DateTimeField()
    sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The address its letters leave from: the first; "" while it has none."""
        return ADDRESSES.first(self.pk) or ""

    @property
    def policy(self) -> Policy:
        """The desk's numbers: the defaults of the method, changed where the desk changed them."""
        return Policy(**self.targets)

    @property
    def schedule(self) -> Schedule:
        """The opening hours as the engine wants them."""
        return _schedule(self.public_id, self.hours_version)


class OpeningInterval(models.Model):
    """One open stretch of a weekday (0 is Monday), in minutes of the desk's local day."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="intervals")
    weekday = models.PositiveSmallIntegerField()
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6, closes__lte=1440, opens__lt=models.F("closes")),
                name="opening_interval_in_a_day",
            )
        ]


class DeskDay(models.Model):
    """A day of the desk's own: closed (no times) or open at other hours. Wins over week and holidays."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="days")
    date = models.DateField()
    opens = models.PositiveSmallIntegerField(null=True, blank=True)
    closes = models.PositiveSmallIntegerField(null=True, blank=True)
    label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["date", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens=None, closes=None)
                | models.Q(closes__lte=1440, opens__lt=models.F("closes")),
                name="desk_day_closed_or_in_a_day",
            )
        ]


class DeskAddress(models.Model):
    """A mail address that belongs to a desk; letters leave from the first one."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="addresses")
    address = models.EmailField(unique=True)

    class Meta:
        ordering = ["id"]


class DeskSender(models.Model):
    """A sender whose automatic mail is a request on a desk: an address, or with "@" in front all of a host."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="senders")
    address = models.CharField(max_length=254)

    class Meta:
        ordering = ["address"]
        constraints = [models.UniqueConstraint(fields=["desk", "address"], name="desk_sender_once")]


ADDRESSES: Question[str] = Question(
    lambda desk: DeskAddress.objects.filter(desk=desk).order_by("id").values_list("address", flat=True)
)


class Membership(models.Model):
    """An agent answers on a desk."""

    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="memberships")
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="memberships")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "desk"], name="membership_once")]


@lru_cache(maxsize=256)
def _schedule(public_id: str, hours_version: int) -> Schedule:
    desk = Desk.objects.get(public_id=public_id)
    week: list[list[Minutes]] = [[] for _ in range(7)]
    for weekday, opens, closes in desk.intervals.values_list("weekday", "opens", "closes"):
        week[weekday].append((opens, closes))
    closed, special = set(), {}
    for date, opens, closes in desk.days.values_list("date", "opens", "closes"):
        if opens is None:
            closed.add(date)
        else:
            special.setdefault(date, []).append((opens, closes))
    return Schedule(
        zone=desk.zone,
        week=tuple(tuple(day) for day in week),
        country=desk.country,
        region=desk.region,
        closed=frozenset(closed),
        special=tuple((date, tuple(times)) for date, times in sorted(special.items())),
    )
