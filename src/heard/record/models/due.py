"""Due work: when a ticket must be looked at again, and what was already done about it."""

from django.db import models

from heard.record.models.ticket import Ticket


class DueWork(models.Model):
    """A deadline is a column, not a job: the worker reads only rows whose time has come."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="due_work")
    look_again_at = models.DateTimeField(db_index=True)
    stumbles = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=500, blank=True)


class DoneMoment(models.Model):
    """The done-key of one moment: unique, so that no number of workers does it twice."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="done_moments")
    key = models.CharField(max_length=100)
    at = models.DateTimeField()
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "key"], name="done_moment_once")]
