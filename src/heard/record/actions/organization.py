"""Verbs on an organization: the times agreed with it, and who works there."""

from datetime import datetime

from django.db import transaction

from heard.record import events, wake
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.requester import Organization, Requester

LONGEST = 100_000
"""Working minutes; more than any desk's own budget."""


@transaction.atomic
def agree(
    organization: Organization, *, first_word: int, next_word: int, by: Actor, at: datetime
) -> Organization:
    """Keep what was agreed with an organization: by when its people hear first, and then again, in working minutes of
    the desk; 0 for nothing. It caps promises made from now on; what was told stays as it was told.

    Raises:
        Refused: not a whole number of minutes.
    """
    for field, minutes in (("first_word", first_word), ("next_word", next_word)):
        if not 0 <= minutes <= LONGEST:
            raise Refused("minutes", "Give working minutes, or 0 where nothing is agreed.", field=field)
    own = Organization.objects.select_for_update().get(pk=organization.pk)
    own.first_word, own.next_word = first_word, next_word
    own.save(update_fields=["first_word", "next_word"])
    events.add(
        "organization.agreed", by=by, at=at, organization=own.pk, first_word=first_word, next_word=next_word
    )
    wake.wake()
    return own


@transaction.atomic
def place(requester: Requester, *, name: str, by: Actor, at: datetime) -> Requester:
    """Say where a person works: an organization by its name, made when it is new; "" for none that we know of."""
    name = " ".join(name.split())[:200]
    found = Organization.objects.get_or_create(name=name)[0] if name else None
    own = Requester.objects.select_for_update().get(pk=requester.pk)
    own.organization = found
    own.save(update_fields=["organization"])
    events.add("requester.placed", by=by, at=at, requester=own.pk, organization=found.pk if found else None)
    wake.wake()
    return own
