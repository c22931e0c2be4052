"""View: a query that is kept under a name, for oneself or for a desk."""

from django.db import models

from heard.record.ids import new_public_id
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk


class View(models.Model):
    """`desk` is with whom it is shared, or None: then only its agent sees it. Lists go by `place`, then by age."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500)
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.CASCADE, null=True, blank=True, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return self.name
