"""Upload: a file on its way with what somebody is writing; it becomes an attachment when that is sent."""

from django.db import models


class Upload(models.Model):
    """`form` is the hash of the number that the form was shown with: whoever does not hold the page cannot name it.

    `participant` is who writes on a request that is there; on a desk's front page nobody is known yet. What a program
    sent ahead has no desk: its form is the token. `mark` is the
    name that the page gave the file. A day after it came it is swept, sent or not.
    """

    desk = models.ForeignKey("record.Desk", models.CASCADE, null=True, related_name="+")
    participant = models.ForeignKey("record.Participant", models.CASCADE, null=True, related_name="+")
    form = models.CharField(max_length=64)
    mark = models.CharField(max_length=32)
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    came_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "mark"], name="upload_once")]
