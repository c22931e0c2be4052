"""Embed: a site on whose pages the form of a desk may stand."""

from django.db import models

from heard.record.models.desk import Desk


class Embed(models.Model):
    """`site` is an origin: scheme, host and port, as browsers name it. Without a row nobody may."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="embeds")
    site = models.CharField(max_length=253)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "site"], name="embed_once")]
