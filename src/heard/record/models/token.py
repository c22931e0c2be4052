"""Token: lets a program act through the API, for an agent or as a named robot."""

from django.db import models

from heard.record.ids import new_public_id


class Token(models.Model):
    """Only the hash is kept. What a robot's token posts keeps no promise (law 3)."""

    class Scope(models.TextChoices):
        READ = "read"
        WRITE = "write"
        ADMIN = "admin"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    agent = models.ForeignKey(
        "record.Agent", models.CASCADE, null=True, blank=True, related_name="api_tokens"
    )
    robot = models.CharField(max_length=100, blank=True)
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.WRITE)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agent=None) & ~models.Q(robot="")
                | models.Q(agent__isnull=False, robot=""),
                name="token_for_one",
            )
        ]


class IdempotencyKey(models.Model):
    """The answer already given to a POST with this key, so that a repeat changes nothing."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="idempotency_key_age")]
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="idempotency_key_once")]
