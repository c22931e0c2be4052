"""Exchange: a telephone exchange that tells a desk of missed calls and voicemail, by a signed webhook."""

from django.db import models

from heard.record.ids import new_public_id


class Exchange(models.Model):
    """`secret` proves its webhooks, sealed (record/locker.py); `trouble` is what was wrong with the last one."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    desk = models.ForeignKey("record.Desk", models.PROTECT, related_name="exchanges")
    name = models.CharField(max_length=200)
    secret = models.TextField(blank=True)
    added_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
