"""Mark: one thing that counts in the numbers, on its day; and how far has been counted."""

from django.db import models


class Mark(models.Model):
    """Derived from the rows of its ticket by `heard.numbers`, and written anew whenever something happens there.

    `day` and `hour` (0 is Monday midnight, up to 167) are the desk's own; `minutes` is what was measured, null while
    it is not over; of a prediction the percent that were said.
    """

    ticket = models.ForeignKey("record.Ticket", models.CASCADE, related_name="marks")
    desk = models.ForeignKey("record.Desk", models.CASCADE, related_name="+", db_index=False)
    measure = models.CharField(max_length=16)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    agent = models.ForeignKey(
        "record.Agent", models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    minutes = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            # All that the sums read stands in it.
            models.Index(fields=["desk", "day", "measure", "agent", "minutes", "hour"], name="mark_of_day")
        ]


class Counting(models.Model):
    """How far the log has been counted: one row, whose lock lets one worker count at a time."""

    seq = models.BigIntegerField(default=0)


class DeskCounting(models.Model):
    """How far the tickets of a desk have been walked, by id, by the hours of `hours_version`; up to `until`."""

    desk = models.OneToOneField("record.Desk", models.CASCADE, related_name="+")
    hours_version = models.PositiveIntegerField()
    walked = models.BigIntegerField(default=0)
    until = models.BigIntegerField(default=0)
