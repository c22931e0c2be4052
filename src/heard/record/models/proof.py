"""Proof: that somebody reads the mail at an address, so that this browser may show all requests of that person."""

from django.db import models

from heard.record.ids import new_public_id


class Proof(models.Model):
    """`typed` is the address as somebody gave it, until the worker has looked whose it is; then `address` is.

    The link in the letter is an HMAC over `public_id`, so nothing here opens anything. It works once: `used_at`, by a
    page that showed the number of which `once` is the hash, so that one button pressed twice is one use. What it opens
    ends by time, or at `ended_at`. Whose requests these are is asked of the address each time anew: an agent may find
    that it is another person's. A day after it was asked for it is forgotten.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    typed = models.CharField(max_length=320, blank=True)
    language = models.CharField(max_length=16)
    asked_at = models.DateTimeField(db_index=True)
    address = models.ForeignKey("record.RequesterAddress", models.CASCADE, null=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(address=None), name="proof_unanswered"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_at=None, once="")
                | models.Q(used_at__isnull=False, address__isnull=False),
                name="proof_used_of_an_address",
            )
        ]
