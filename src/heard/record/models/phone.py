"""Phone: a number at which a person can be rung; a person may have several, and several may share one."""

from django.db import models


class Phone(models.Model):
    """`number` is in the one form in which it is found again (`heard.record.phones.normal`)."""

    requester = models.ForeignKey("record.Requester", models.CASCADE, related_name="phones")
    number = models.CharField(max_length=20, db_index=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["requester", "number"], name="phone_once")]

    def __str__(self) -> str:
        return self.number
