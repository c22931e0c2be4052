"""Rows of the full-text indexes. Messages and notes are apart, so that no search mixes them up."""

from django.db import models

from heard.record.models.ticket import Ticket


class SearchRow(models.Model):
    """The searchable text of one message and the names of its files; `n` is its place on the ticket, or 0 for what is
    no message."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    n = models.PositiveIntegerField(default=0, db_default=0)
    text = models.TextField()


class NoteSearchRow(models.Model):
    """The searchable text of one note, for agents only; `n` is its place on the ticket."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    n = models.PositiveIntegerField(default=0, db_default=0)
    text = models.TextField()
