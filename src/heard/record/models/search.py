"""Rows of the full-text indexes. Messages and notes are apart, so that no search mixes them up."""

from django.db import models

from heard.record.models.ticket import Ticket


class SearchRow(models.Model):
    """The searchable text of one message, for agents and for its requester."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    text = models.TextField()


class NoteSearchRow(models.Model):
    """The searchable text of one note, for agents only."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    text = models.TextField()
