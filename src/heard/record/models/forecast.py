"""Forecast: what a desk's past taught about how long its tickets wait for news; made anew by itself."""

from django.db import models

from heard.record.models.desk import Desk


class Forecast(models.Model):
    """`content` is packed by `heard.forecast.kept`: lengths of waits and numbers of tickets, no personal text."""

    desk = models.OneToOneField(Desk, models.CASCADE, primary_key=True, related_name="forecast")
    learned_at = models.DateTimeField()
    content = models.BinaryField()
