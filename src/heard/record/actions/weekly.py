"""The weekly letter is queued with the row that says so, in one transaction: nobody gets it twice, and nobody misses it
because a worker died."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from heard.record import events, rows, wake
from heard.record.actions.letter import unqueued
from heard.record.actor import HEARD
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.letter import Letter
from heard.record.models.weekly import Weekly
from heard.record.turns import wait_for_turn


@transaction.atomic
def tell(agent: Agent, *, desk: Desk, monday: date, facts: dict[str, Any], at: datetime) -> bool:
    """Write to an agent how a desk's week was, which began on `monday`; False if they were told already."""
    wait_for_turn(f"weekly {agent.pk} {desk.pk}")
    if Weekly.objects.filter(agent=agent, desk=desk, monday=monday).exists():
        return False
    said = {**facts, "desk": desk.name, "monday": monday.isoformat()}
    letter = unqueued(agent, at=at, from_address=desk.address or agent.email, facts=said)
    letter.kind = Letter.Kind.WEEKLY
    rows.insert(letter)
    Weekly.objects.create(agent=agent, desk=desk, monday=monday, told_at=at, facts=facts, letter=letter)
    events.add("weekly.told", by=HEARD, at=at, desk=desk, agent_told=agent.pk)
    wake.wake()
    return True
