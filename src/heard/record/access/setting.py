"""Settings of the whole installation that are kept in the database."""

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
