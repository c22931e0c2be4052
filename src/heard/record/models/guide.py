"""Guide: written help as agents have it, public or internal. The requesters' pages cannot even import this file."""

from django.db import models

from heard.record.models.desk import Desk
from heard.record.models.help import Help


class Guide(models.Model):
    """The words are its versions. No reverse accessor on `help` exists, so that no page reaches it by accident.

    `looked_at` is when somebody last said that it is right: by writing it, or by "still right".
    """

    help = models.OneToOneField(Help, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()
    looked_by = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    @property
    def public_id(self) -> str:
        """The same inside and outside."""
        return self.help.public_id

    @property
    def desk(self) -> Desk:
        """Whose it is."""
        return self.help.desk

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.help.published_at is not None


class GuideVersion(models.Model):
    """What was written at once in one language, `n` counted from 1; the highest is what holds. Never changed."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="+")
    language = models.CharField(max_length=16)
    n = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guide", "language", "n"], name="guide_version_once")]


class GuideSearchRow(models.Model):
    """What the newest version in one language is found by, for agents only."""

    of = models.ForeignKey(Guide, models.CASCADE, related_name="+")
    language = models.CharField(max_length=16)
    text = models.TextField()
