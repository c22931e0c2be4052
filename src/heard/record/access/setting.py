"""Settings of the whole installation that are kept in the database."""

from heard.record.models.desk import Desk
from heard.record.models.setting import Setting
from heard.record.question import Question

PACE = "letters_a_minute"
DEFAULT_PACE = 60
_VALUE: Question[int] = Question(
    lambda name: Setting.objects.filter(name=name).values_list("value", flat=True)
)


def letters_a_minute() -> int:
    """How many letters may leave for one mail host in a minute."""
    found = _VALUE.first(PACE)
    return DEFAULT_PACE if found is None else int(found)


def columns_name(desk: Desk) -> str:
    """The name under which a desk's mapping of a CSV file is kept."""
    return f"columns {desk.public_id}"


def columns_of(desk: Desk) -> dict[str, str]:
    """What the columns of a CSV file of history are, as the desk's page was told: field -> name of the column,
    and as "dates" how times are written."""
    found = Setting.objects.filter(name=columns_name(desk)).values_list("value", flat=True).first()
    return dict(found or {})
