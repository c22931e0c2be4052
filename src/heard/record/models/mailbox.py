"""Mailbox: an IMAP folder that is fetched, as somebody added it on a page; and the ledger of what was taken."""

from django.db import models

from heard.record.ids import new_public_id
from heard.record.models.intake import Intake


class Mailbox(models.Model):
    """One from the environment has no row here; where the names are equal, the environment's wins.

    `secret` is sealed with a key that is not in the database (record/locker.py). `signin` says how OAuth goes: its
    provider, the client's id and addresses; empty for a password.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=320, unique=True)
    scheme = models.CharField(max_length=16)
    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField()
    login = models.CharField(max_length=255)
    folder = models.CharField(max_length=255, default="INBOX")
    processed = models.CharField(max_length=255, blank=True)
    address = models.EmailField(max_length=320, blank=True)
    desk = models.ForeignKey("record.Desk", models.PROTECT, null=True, blank=True, related_name="mailboxes")
    signin = models.JSONField(default=dict)
    secret = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class MailboxMail(models.Model):
    """The ledger of a fetched mailbox: what was taken is known here, never by the \\Seen flag.

    `moving_at`: since when a process has it in hand to move it to the Processed folder.
    """

    mailbox = models.CharField(max_length=320)
    uidvalidity = models.PositiveBigIntegerField()
    uid = models.PositiveBigIntegerField()
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="+")
    moving_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "uidvalidity", "uid"], name="mailbox_mail_once")
        ]
