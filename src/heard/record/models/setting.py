"""Setting: what the whole installation keeps in the database, by name."""

from django.db import models


class Setting(models.Model):
    """One named value, JSON."""

    name = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
