"""Verbs on an agent: made, changed, a new password, away, disabled."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from heard.hours.languages import Sentence
from heard.hours.zones import is_zone
from heard.record import events
from heard.record.actions import approver, follow, handover, watch
from heard.record.actions.settle import look_again
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.agent import Agent


@transaction.atomic
def make(
    *,
    name: str,
    email: str,
    password: str | None,
    role: str,
    zone: str,
    language: str,
    by: Actor,
    at: datetime,
    sample: bool = False,
) -> Agent:
    """Make an agent; without a password they cannot sign in until one is set.

    Raises:
        Refused: no name, a wrong or taken address, an unknown zone or role, a weak password.
    """
    email = email.strip().lower()
    _check(name, email, role, zone)
    if Agent.objects.filter(email=email).exists():
        raise Refused("email", Sentence("%(email)s is an agent already.", email=email), field="email")
    agent = Agent(
        name=name.strip(), email=email, role=role, zone=zone, language=language, joined_at=at, sample=sample
    )
    _set_password(agent, password)
    agent.save()
    events.add("agent.made", by=by, at=at, agent_made=agent.pk, role=role)
    return agent


@transaction.atomic
def change(
    agent: Agent,
    *,
    name: str,
    role: str,
    zone: str,
    language: str,
    by: Actor,
    at: datetime,
    skills: str | None = None,
) -> None:
    """Change what an agent is called, may do, where they are, and what they know well (left as it is by None).

    Raises:
        Refused: a wrong value, or nobody would be admin any more.
    """
    _check(name, agent.email, role, zone)
    if agent.role == Agent.Role.ADMIN and role != Agent.Role.ADMIN:
        _keep_one_admin(agent)
    agent.name, agent.role, agent.zone, agent.language = name.strip(), role, zone, language
    settings = ["name", "role", "zone", "language"]
    if skills is not None:
        agent.skills = ", ".join(
            dict.fromkeys(" ".join(word.split()) for word in skills.split(",") if word.strip())
        )
        settings.append("skills")
    agent.save(update_fields=settings)
    events.add("agent.changed", by=by, at=at, agent_changed=agent.pk, settings=settings)


@transaction.atomic
def reset(agent: Agent, *, password: str, by: Actor, at: datetime) -> None:
    """Set a new password; every session of the agent ends.

    Raises:
        Refused: a weak password.
    """
    _set_password(agent, password)
    agent.save(update_fields=["password"])
    events.add("agent.changed", by=by, at=at, agent_changed=agent.pk, settings=["password"])


@transaction.atomic
def go_away(
    agent: Agent, *, until: datetime | None, since: datetime | None = None, by: Actor, at: datetime
) -> None:
    """Away from now, or `since` (UTC) on, until an instant (UTC); or back (None): moments are handed up meanwhile.

    Raises:
        Refused: it would end before it begins.
    """
    if until and since and until <= since:
        raise Refused("until", "You would be back before you leave.", field="until")
    agent.away_from, agent.away_until = (since or at) if until else None, until
    agent.save(update_fields=["away_from", "away_until"])
    if until:
        watch.leave_all(agent, by=by, at=at)
    look_again(agent.owned.all(), at=at)
    events.add("agent.changed", by=by, at=at, agent_changed=agent.pk, settings=["away"], until=until)


@transaction.atomic
def renew_feed(agent: Agent, *, on: bool = True, by: Actor, at: datetime) -> None:
    """New secret addresses for an agent's calendar feeds; the old ones show nothing any more. Not `on`: none at all."""
    agent.feed_version += 1
    agent.feed_since = at if on else None
    agent.save(update_fields=["feed_version", "feed_since"])
    events.add("feed.renewed", by=by, at=at, agent_changed=agent.pk, on=on)


@transaction.atomic
def disable(agent: Agent, *, by: Actor, at: datetime) -> None:
    """End an agent's access: sessions end, tokens stop, and they leave nothing behind: what they had and promised is
    the desk's, at the times that were told, and offered to the watch.

    Raises:
        Refused: it is the last admin.
    """
    if agent.role == Agent.Role.ADMIN:
        _keep_one_admin(agent)
    agent.is_active = False
    agent.save(update_fields=["is_active"])
    handover.leave_behind(agent, by=by, at=at)
    approver.leave_behind(agent, at=at)
    follow.leave(agent, by=by, at=at)
    watch.leave_all(agent, by=by, at=at)
    agent.api_tokens.filter(revoked_at=None).update(revoked_at=at)
    agent.push_subscriptions.all().delete()
    events.add("agent.changed", by=by, at=at, agent_changed=agent.pk, settings=["disabled"])


def _check(name: str, email: str, role: str, zone: str) -> None:
    if not name.strip():
        raise Refused("name", "Give a name.", field="name")
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Refused("email", "That is no mail address.", field="email") from wrong
    if role not in Agent.Role.values:
        raise Refused("role", "A role is agent, lead or admin.", field="role")
    if not is_zone(zone):
        raise Refused(
            "zone",
            Sentence("There is no time zone %(zone)s; one is Europe/Berlin.", zone=repr(zone)),
            field="zone",
        )


def _set_password(agent: Agent, password: str | None) -> None:
    if password is None:
        agent.set_unusable_password()
        return
    try:
        validate_password(password, agent)
    except ValidationError as weak:
        raise Refused("password", " ".join(weak.messages), field="password") from weak
    agent.set_password(password)


def _keep_one_admin(agent: Agent) -> None:
    others = Agent.objects.filter(role=Agent.Role.ADMIN, is_active=True, sample=False).exclude(pk=agent.pk)
    if not others.exists():
        raise Refused("last_admin", "Somebody must stay admin. Make another one first.", field="role")
