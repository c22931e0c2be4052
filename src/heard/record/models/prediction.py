"""Prediction: how likely news by its time was said to be, beside a promise as it was sent."""

from django.db import models

from heard.record.models.promise import Promise


class Prediction(models.Model):
    """What stood beside a promise when it was sent: of a hundred like it, so many had news by its time.

    `due_at` is the promise's own, told once and never moved. Whether there was news is judged when that time has
    passed, at `judged_at`, from the promises of the ticket (`heard.numbers`). A promise knows nothing of it: requesters
    see promises, and never a forecast.
    """

    promise = models.OneToOneField(Promise, models.CASCADE, primary_key=True, related_name="+")
    percent = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(judged_at=None), name="prediction_to_judge")
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="prediction_is_a_share")
        ]
