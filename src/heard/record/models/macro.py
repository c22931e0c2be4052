"""Macro: steps that are needed together again and again, run on a ticket by a person."""

from django.db import models

from heard.record.ids import new_public_id
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk


class Macro(models.Model):
    """`desk` is with whom it is shared, or None: then only its agent sees it. `folder` is "" for none.

    `steps`: what is done, in order, each as [kind, value] (actions/macro.py says what there is).
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=80)
    folder = models.CharField(max_length=80, blank=True)
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.CASCADE, null=True, blank=True, related_name="+")
    steps = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["folder", "name", "id"]

    def __str__(self) -> str:
        return self.name
