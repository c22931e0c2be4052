"""Tag: a word by which a desk finds tickets of a kind again."""

from __future__ import annotations

import unicodedata

from django.db import models

from heard.record.ids import new_public_id
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket
from heard.record.question import Question

LONGEST = 40


class Tag(models.Model):
    """A word of one desk. `merged_into` is the tag that stands for it since a lead merged the two: whoever types the
    old word gets that one."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=LONGEST)
    merged_into = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="older")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["desk", "name"], name="tag_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> Tag:
        """The tag itself, or the one it was merged into."""
        return self.merged_into.standing if self.merged_into else self


class Tagging(models.Model):
    """A ticket bears a tag of its desk."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="taggings", db_index=False)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "tag"], name="tagging_once")]


def as_tag(text: str) -> str:
    """A word as tags are written: small letters, without spaces; two that look alike are one."""
    return "-".join(unicodedata.normalize("NFKC", text).lower().strip().removeprefix("#").split())


NAMES: Question[str] = Question(
    lambda ticket: (
        Tagging.objects.filter(ticket=ticket).order_by("tag__name").values_list("tag__name", flat=True)
    )
)
