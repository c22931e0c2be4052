"""What an agent was last told of the weeks of their desks, and who is still to be told."""

from datetime import date

from heard.record.access.ticket import desks_of
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.weekly import Weekly


def last(reader: Agent) -> list[Weekly]:
    """The last of each desk that the reader still belongs to, by the name of the desk."""
    found = (
        Weekly.objects.filter(agent=reader, desk__in=desks_of(reader))
        .select_related("desk")
        .order_by("monday")
    )
    newest = {one.desk_id: one for one in found}
    return sorted(newest.values(), key=lambda one: (one.desk.name, one.desk_id))


def untold(desk: Desk, monday: date) -> list[Agent]:
    """The agents of a desk who were not told of a week."""
    told = Weekly.objects.filter(desk=desk, monday=monday).values("agent")
    there = Agent.objects.filter(memberships__desk=desk, is_active=True, sample=False)
    return list(there.exclude(pk__in=told).order_by("id"))
