"""Whether written help helped: counted once for each visitor, whose last word holds."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heard.record import events
from heard.record.actor import HEARD
from heard.record.models.help import Help, Helped


@transaction.atomic
def answer(help: Help, *, visitors: Sequence[str], helped: bool, at: datetime) -> Helped:
    """Count it, for the guide and for the problem that it works around. Pressed again, the last word counts.

    Args:
        visitors: who says it, by all the names they may have said it under before; the first is kept.
    """
    Help.objects.select_for_update().get(pk=help.pk)
    said = Helped.objects.filter(help=help, visitor__in=visitors).order_by("id").first()
    if said is None:
        said = Helped(help=help)
    elif said.helped == helped:
        return said
    said.visitor, said.helped, said.at, said.problem = visitors[0], helped, at, help.problem
    said.save()
    events.add("guide.answered", by=HEARD, at=at, desk=help.desk, guide=help.public_id, helped=helped)
    return said
