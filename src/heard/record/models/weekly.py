"""Weekly: what a lead was told of a desk's week, once."""

from django.db import models

from heard.record.models.desk import Desk


class Weekly(models.Model):
    """`monday` is the first day of the week that is told of; `facts` are its numbers as the letter has them."""

    agent = models.ForeignKey("record.Agent", models.CASCADE, related_name="+")
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+")
    monday = models.DateField()
    told_at = models.DateTimeField()
    facts = models.JSONField()
    letter = models.ForeignKey("record.Letter", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "desk", "monday"], name="weekly_once")]
