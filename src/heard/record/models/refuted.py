"""Refuted: the end of a promise that a letter was to bring about and did not, for it never arrived."""

from django.db import models

from heard.record.models.letter import Letter
from heard.record.models.promise import Promise


class Refuted(models.Model):
    """Append-only: the promise keeps the end that was written, and counts as not kept (method.md, Meet or beat).

    Triggers in `laws.py` let it be written only for a kept or renewed promise, by the letter that carried the
    very word which ended it. `says` is what the mail server said.
    """

    promise = models.OneToOneField(Promise, models.PROTECT, related_name="refuted")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="refuted")
    at = models.DateTimeField()
    says = models.CharField(max_length=500, blank=True)
