"""Verbs on a tag: put on a ticket, taken off, renamed or merged on its desk."""

import re
from datetime import datetime

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import events
from heard.record.actions.settle import settled
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.tag import LONGEST, Tag, Tagging, as_tag
from heard.record.models.ticket import Ticket

MOST = 20
"""Tags of one ticket."""
SHAPE = re.compile(r"[^\W_][\w./+-]*")
TAKEN = ("any", "none")
"""What the query language means by something else."""


def add(ticket: Ticket, *, name: str, by: Actor, at: datetime) -> bool:
    """Put a tag on a ticket, by its name; one that the desk does not have yet is made.

    Returns:
        False when the ticket bore it already; then nothing happened.

    Raises:
        Refused: no such word, or too many.
    """
    name = checked(name)
    with settled(ticket, at=at) as own:
        tag = _of_the_desk(own.desk, name, at=at)
        if own.taggings.filter(tag=tag).exists():
            return False
        if own.taggings.count() >= MOST:
            raise Refused(
                "too_many",
                Sentence("It bears %(most)s tags already. Take one off first.", most=MOST),
                field="tag",
            )
        Tagging.objects.create(ticket=own, tag=tag)
        events.add("ticket.tagged", by=by, at=at, ticket=own, tag=tag.pk)
        return True


def drop(ticket: Ticket, *, name: str, by: Actor, at: datetime) -> bool:
    """Take a tag off a ticket, by its name.

    Returns:
        False when the ticket did not bear it; then nothing happened.
    """
    with settled(ticket, at=at) as own:
        borne = own.taggings.filter(tag__name=as_tag(name)).first()
        if borne is None:
            return False
        tag = borne.tag_id
        borne.delete()
        events.add("ticket.untagged", by=by, at=at, ticket=own, tag=tag)
        return True


@transaction.atomic
def rename(tag: Tag, *, name: str, by: Agent, at: datetime) -> Tag:
    """Call a tag otherwise. Where the desk has one of that name, all tickets of the first bear the second from now on,
    and whoever types the old word gets that one.

    Returns:
        The tag that stands under the name.

    Raises:
        Refused: no such word.
    """
    name = checked(name)
    own = Tag.objects.select_for_update(of=("self",)).select_related("desk").get(pk=tag.pk)
    other = Tag.objects.select_for_update(of=("self",)).filter(desk=own.desk, name=name).first()
    if other == own:
        return own
    if other is None or other.standing == own:
        _call(own, name, older=other)
        events.add("tag.renamed", by=by, at=at, desk=own.desk, tag=own.pk)
        return own
    into = other.standing
    own.taggings.filter(ticket__in=into.taggings.values("ticket")).delete()
    own.taggings.update(tag=into)
    Tag.objects.filter(merged_into=own).update(merged_into=into)
    Tag.objects.filter(pk=own.pk).update(merged_into=into)
    events.add("tag.merged", by=by, at=at, desk=own.desk, tag=own.pk, into=into.pk)
    return into


def _call(tag: Tag, name: str, *, older: Tag | None) -> None:
    """An older name that led to this tag is its own again; what it was called meanwhile leads to it now."""
    was, tag.name = tag.name, name
    if older:
        Tag.objects.filter(pk=older.pk).update(name=f" {older.pk}")  # nobody can type it
    tag.save(update_fields=["name"])
    if older:
        Tag.objects.filter(pk=older.pk).update(name=was)


def carry(ticket: Ticket, *, at: datetime) -> None:
    """A locked ticket came to another desk: it bears that desk's tags of the same names."""
    for borne in ticket.taggings.select_related("tag").order_by("id"):
        tag = _of_the_desk(ticket.desk, borne.tag.name, at=at)
        if ticket.taggings.filter(tag=tag).exists():
            borne.delete()
        else:
            borne.tag = tag
            borne.save(update_fields=["tag"])


def checked(text: str) -> str:
    """The word as tags are written.

    Raises:
        Refused: it is none.
    """
    name = as_tag(text)
    if not name:
        raise Refused("no_tag", "Name a tag.", field="tag")
    if len(name) > LONGEST or not SHAPE.fullmatch(name):
        raise Refused(
            "tag", "A tag is one word of letters, digits and - . / +, no longer than 40.", field="tag"
        )
    if name in TAKEN:
        raise Refused(
            "tag",
            Sentence("A search means something else by %(name)s. Choose another word.", name=name),
            field="tag",
        )
    return name


def _of_the_desk(desk: Desk, name: str, *, at: datetime) -> Tag:
    """The desk's tag of that name, or the one that stands for it; made where there is none."""
    tag, _made = Tag.objects.get_or_create(desk=desk, name=name, defaults={"made_at": at})
    return tag.standing
