"""Tracker: another team's list of work, on GitHub or elsewhere; and the entries of it that tickets wait for."""

from django.db import models

from heard.record.ids import new_public_id


class Tracker(models.Model):
    """`web` is how the addresses of its entries begin, `api` where comments are posted ("": nowhere). `secret` holds
    what proves its webhooks, and the token that comments need, sealed (record/locker.py).
    """

    class Kind(models.TextChoices):
        GITHUB = "github"
        WEBHOOK = "webhook"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=200)
    web = models.URLField(max_length=300)
    api = models.URLField(max_length=300, blank=True)
    secret = models.TextField(blank=True)
    added_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class TrackerEntry(models.Model):
    """One entry, by its address. `closed_at` and `released_at` are what its tracker told, by its own clock; `told_at`
    is that clock at the last word, so that what comes late changes nothing back."""

    tracker = models.ForeignKey(Tracker, models.PROTECT, null=True, blank=True, related_name="entries")
    url = models.URLField(max_length=500, unique=True)
    title = models.CharField(max_length=300, blank=True)
    milestone = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    release = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title or self.url


class TrackerDelivery(models.Model):
    """A webhook that was taken, by what makes it that one and no other: a second like it changes nothing."""

    tracker = models.ForeignKey(Tracker, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tracker", "key"], name="tracker_delivery_once")]
        indexes = [models.Index(fields=["at"], name="tracker_delivery_age")]
