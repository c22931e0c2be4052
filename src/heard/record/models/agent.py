"""Agent: a person who answers."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from heard.record.ids import new_public_id


class Agents(BaseUserManager["Agent"]):
    def get_by_natural_key(self, username: str | None) -> "Agent":
        return self.get(email__iexact=username)


class Agent(AbstractBaseUser):
    """Signs in by mail address. A lead also sees the settings of their desks, an admin everything.

    `skills` are words with commas between, what they say they know well. `feed_version` is part of the secret of their
    calendar feeds, which are there while `feed_since` says since when.
    """

    class Role(models.TextChoices):
        AGENT = "agent"
        LEAD = "lead"
        ADMIN = "admin"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=8, choices=Role, default=Role.AGENT)
    zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, default="en")
    is_active = models.BooleanField(default=True)
    away_from = models.DateTimeField(null=True, blank=True)
    away_until = models.DateTimeField(null=True, blank=True)
    skills = models.CharField(max_length=500, blank=True)
    feed_version = models.PositiveIntegerField(default=0)
    feed_since = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField()
    sample = models.BooleanField(default=False)

    objects = Agents()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """The name people are called by in letters and on the request's page."""
        return self.name.split()[0] if self.name.strip() else self.email

    @property
    def initials(self) -> str:
        """Two letters for the small face beside a row."""
        words = self.name.split() or [self.email]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()

    @property
    def skill_words(self) -> list[str]:
        """Their skills, each for itself."""
        return [word for each in self.skills.split(",") if (word := each.strip())]

    @property
    def leads(self) -> bool:
        """Whether this agent may change settings of the desks they belong to."""
        return self.role in (self.Role.LEAD, self.Role.ADMIN)
