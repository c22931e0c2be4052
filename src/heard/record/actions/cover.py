"""Verbs on a cover: a stretch of the watch that somebody asks a colleague to have, for nothing or in return."""

from datetime import datetime

from django.db import transaction

from heard.hours.languages import Sentence
from heard.promise import turns
from heard.record import events
from heard.record.actions import alert, rota
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.rota import Cover
from heard.record.rota import rota_of

type Span = tuple[datetime, datetime]


@transaction.atomic
def ask(
    desk: Desk, *, span: Span, of: Agent | None = None, in_return: Span | None = None, by: Agent, at: datetime
) -> Cover:
    """Ask a colleague (None: whoever can) to have the watch for a stretch of one's own.

    Args:
        span: from and until, UTC; theirs by the rota.
        in_return: a stretch of the colleague's that one takes for it: a swap.

    Raises:
        Refused: it is over, not theirs by the rota, or the colleague does not answer here.
    """
    if of and (of.pk == by.pk or not desk.memberships.filter(agent=of, agent__is_active=True).exists()):
        raise Refused("no_member", "Choose a colleague of this desk.", field="of")
    if in_return and of is None:
        raise Refused("of", "A swap is with somebody: say with whom.", field="of")
    _check_theirs(desk, by, span, at)
    if in_return and of:
        _check_theirs(desk, of, in_return, at)
    starts, ends = in_return or (None, None)
    cover = Cover.objects.create(
        desk=desk,
        agent=by,
        asked_of=of,
        starts_at=span[0],
        ends_at=span[1],
        return_starts_at=starts,
        return_ends_at=ends,
        asked_at=at,
    )
    events.add("cover.asked", by=by, at=at, desk=desk, cover=cover.pk)
    for agent in [of] if of else _others(desk, by):
        alert.raise_on_desk(desk, agent, "cover_asked", at=at, due_at=span[0])
    return cover


@transaction.atomic
def take(cover: Cover, *, by: Agent, at: datetime) -> None:
    """Say yes: the stretch is theirs from now on, and what was offered in return is the other's.

    Raises:
        Refused: it is taken or closed already, was asked of somebody else, or is over.
    """
    own = _open(cover)
    if by.pk == own.agent_id or own.asked_of_id not in (None, by.pk):
        raise Refused("cover", "This was asked of somebody else.")
    if own.ends_at <= at:
        raise Refused("cover", "That time is over.")
    rota.add_turn(own.desk, agent=by, starts_at=own.starts_at, ends_at=own.ends_at, by=by, at=at)
    if own.return_starts_at and own.return_ends_at:
        _give_back(own, own.return_starts_at, own.return_ends_at, by=by, at=at)
    own.taken_by, own.closed_at = by, at
    own.save(update_fields=["taken_by", "closed_at"])
    events.add("cover.taken", by=by, at=at, desk=own.desk, cover=own.pk)
    alert.raise_on_desk(own.desk, own.agent, "cover_taken", at=at, due_at=own.starts_at)


@transaction.atomic
def close(cover: Cover, *, by: Agent, at: datetime) -> None:
    """Take one's asking back, or say no to it: the stretch stays whose it is.

    Raises:
        Refused: it is over already, or neither theirs nor asked of them.
    """
    own = _open(cover)
    if by.pk not in (own.agent_id, own.asked_of_id):
        raise Refused("cover", "This was asked of somebody else.")
    own.closed_at = at
    own.save(update_fields=["closed_at"])
    events.add("cover.closed", by=by, at=at, desk=own.desk, cover=own.pk)
    if by.pk != own.agent_id:
        alert.raise_on_desk(own.desk, own.agent, "cover_declined", at=at, due_at=own.starts_at)


def _give_back(cover: Cover, starts_at: datetime, ends_at: datetime, *, by: Agent, at: datetime) -> None:
    rota.add_turn(cover.desk, agent=cover.agent, starts_at=starts_at, ends_at=ends_at, by=by, at=at)


def _open(cover: Cover) -> Cover:
    own = (
        Cover.objects.select_for_update(of=("self",))
        .select_related("desk", "agent", "asked_of")
        .get(pk=cover.pk)
    )
    if own.closed_at:
        raise Refused("cover", "Somebody answered this already.")
    return own


def _check_theirs(desk: Desk, agent: Agent, span: Span, at: datetime) -> None:
    if not at < span[1] or not span[0] < span[1]:
        raise Refused("ends", "Give a stretch that lies ahead.", field="ends")
    if {turn.agent for turn in turns(rota_of(desk, span[0]), *span)} != {agent.pk}:
        raise Refused(
            "starts",
            Sentence("By the rota this is not all %(name)s's.", name=agent.first_name),
            field="starts",
        )


def _others(desk: Desk, by: Agent) -> list[Agent]:
    members = desk.memberships.filter(agent__is_active=True).exclude(agent=by).select_related("agent")
    return [row.agent for row in members.order_by("id")]
