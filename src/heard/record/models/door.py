"""Door: what is known of one way by which mail comes in, for every process and page."""

from django.db import models


class Door(models.Model):
    """`name` is the door as people say it: a mailbox, a listener, a provider's webhook, the pipe.

    `well_at` is its last success: a mailbox was looked into, a listener answered itself, a mail was handed over.
    `lag` is how many seconds the last mail lay before it was taken. `missing` mails were in the mailbox at the last
    count and not in our ledger.
    """

    name = models.CharField(max_length=340, unique=True)
    kind = models.CharField(max_length=8)
    since = models.DateTimeField()
    well_at = models.DateTimeField(null=True, blank=True)
    mail_at = models.DateTimeField(null=True, blank=True)
    lag = models.PositiveIntegerField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    mend = models.CharField(max_length=500, blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    counted = models.PositiveIntegerField(null=True, blank=True)
    missing = models.PositiveIntegerField(default=0)
