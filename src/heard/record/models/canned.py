"""Canned text: words that an agent or a desk needs again, in one or more languages."""

from django.db import models

from heard.record.ids import new_public_id
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk


class Canned(models.Model):
    """`desk` is with whom it is shared, or None: then only its agent sees it. `folder` is "" for none."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=80)
    folder = models.CharField(max_length=80, blank=True)
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.CASCADE, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["folder", "name", "id"]

    def __str__(self) -> str:
        return self.name

    def in_language(self, *languages: str) -> str:
        """The text in the first of these languages (two letters) that it is written in, else in any."""
        texts = {one.language: one.text for one in self.texts.all()}
        wanted = next((one for one in languages if one in texts), "")
        return texts[wanted] if wanted else next(iter(texts.values()), "")


class CannedText(models.Model):
    """The words in one language (two letters)."""

    canned = models.ForeignKey(Canned, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    text = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["canned", "language"], name="canned_text_once")]
