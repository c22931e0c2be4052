"""The rota of a desk as the engine wants it, read from its shifts and single turns."""

from datetime import datetime, timedelta

from heard.promise import Rota, turns
from heard.promise import rota as rotas
from heard.record.models.desk import Desk
from heard.record.models.rota import Shift, Turn
from heard.record.question import Question

AHEAD = timedelta(days=14)
"""How far ahead somebody's next turn is looked for."""
_SHIFTS = Question(
    lambda desk: (
        Shift.objects.filter(desk=desk, agent__is_active=True)
        .order_by("weekday", "starts", "id")
        .values_list("agent_id", "weekday", "starts", "ends")
    )
)
_TURNS = Question(
    lambda desk, since: (
        Turn.objects.filter(desk=desk, ends_at__gt=since)
        .order_by("id")
        .values_list("calendar_id", "agent_id", "starts_at", "ends_at")
    )
)


def rota_of(desk: Desk, since: datetime) -> Rota:
    """The rota of a desk, with the single turns that end after `since` (UTC)."""
    single = _TURNS.once(desk.pk, since)
    return Rota(
        zone=desk.zone,
        shifts=tuple(rotas.Shift(*row) for row in _SHIFTS.once(desk.pk)),
        calendars=tuple(rotas.Turn(*row) for calendar, *row in single if calendar),
        exceptions=tuple(rotas.Turn(*row) for calendar, *row in single if not calendar),
    )


def next_turn(desk: Desk, agent: int, since: datetime) -> datetime | None:
    """When the next turn of an agent (id) begins after `since` (UTC), within two weeks; None when they have none."""
    ahead = turns(rota_of(desk, since), since, since + AHEAD)
    return next((turn.starts_at for turn in ahead if turn.agent == agent and turn.starts_at > since), None)
