"""Verbs on the settings of the whole installation."""

from datetime import datetime

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import events
from heard.record.access.setting import PACE, columns_name
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.desk import Desk
from heard.record.models.setting import Setting

MOST = 10_000


@transaction.atomic
def set_pace(letters_a_minute: int, *, by: Actor, at: datetime) -> None:
    """How many letters may leave for one mail host in a minute.

    Raises:
        Refused: none, or more than any server takes.
    """
    if not 1 <= letters_a_minute <= MOST:
        raise Refused(
            "pace", Sentence("Give a number from 1 to %(most)s.", most=f"{MOST:,}"), field="letters_a_minute"
        )
    Setting.objects.update_or_create(name=PACE, defaults={"value": letters_a_minute})
    events.add("setting.changed", by=by, at=at)


@transaction.atomic
def keep_columns(desk: Desk, *, columns: dict[str, str], by: Actor, at: datetime) -> None:
    """Keep what the columns of a CSV file of history are, for the desk it comes to: field -> name of the column, and as
    "dates" how times are written."""
    Setting.objects.update_or_create(name=columns_name(desk), defaults={"value": columns})
    events.add("desk.changed", by=by, at=at, desk=desk, settings=["columns"])
