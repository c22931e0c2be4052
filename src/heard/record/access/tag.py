"""The tags of a ticket, and those that a desk uses."""

from django.db.models import Count

from heard.record.access import Absent
from heard.record.models.desk import Desk
from heard.record.models.tag import NAMES, Tag
from heard.record.models.ticket import Ticket


def of(ticket: Ticket) -> list[str]:
    """The tags that a fetched ticket bears, by name."""
    return NAMES.all(ticket.pk) if ticket.is_tagged else []


def used_on(desk: Desk) -> list[Tag]:
    """The tags that tickets of a fetched desk bear, the most used first; `count` says by how many."""
    counted = Tag.objects.filter(desk=desk).annotate(count=Count("taggings"))
    return list(counted.filter(count__gt=0).order_by("-count", "name"))


def get(desk: Desk, public_id: str) -> Tag:
    """One tag of a fetched desk that stands for itself.

    Raises:
        Absent: there is none.
    """
    found = Tag.objects.filter(desk=desk, public_id=public_id, merged_into=None).first()
    if found is None:
        raise Absent("tag")
    return found
