"""The weekly letter in words: shares with their counts, from the numbers that were frozen when it was queued."""

from datetime import date
from typing import Any

from django.conf import settings

from heard.record.models.letter import Letter


def shown(letter: Letter) -> dict[str, object]:
    """What the template shows."""
    return {
        **worded(letter.facts),
        "desk": letter.facts["desk"],
        "monday": date.fromisoformat(letter.facts["monday"]),
        "page": f"{settings.HEARD_URL}/desk/numbers/week/",
    }


def worded(facts: dict[str, Any]) -> dict[str, object]:
    """The numbers of a week, ready to be shown: on pages as in the letter."""
    return {
        "better": [_line(one) for one in facts["better"]],
        "worse": [_line(one) for one in facts["worse"]],
        "few": facts["few"],
    }


def _line(one: dict[str, Any]) -> dict[str, object]:
    (count, whole), (count_before, whole_before) = one["now"], one["before"]
    return {
        "name": one["name"], "count": count, "whole": whole, "percent": round(count * 100 / whole),
        "count_before": count_before, "whole_before": whole_before,
        "percent_before": round(count_before * 100 / whole_before), "link": settings.HEARD_URL + one["path"],
        "path": one["path"],
    }  # fmt: skip
