"""Triage: four questions before anybody works on it. Each "no" means: talk first."""

from dataclasses import dataclass

QUESTIONS = ("only_way", "is_fault", "first_hand", "stops")
"""There is no other way to do it; it is a fault, not as intended; the reporter knows it first-hand; work stops."""


@dataclass(frozen=True, slots=True)
class Answers:
    """True for yes, False for no, None for not asked yet."""

    only_way: bool | None = None
    is_fault: bool | None = None
    first_hand: bool | None = None
    stops: bool | None = None


def talk_first(answers: Answers) -> tuple[str, ...]:
    """The questions that were answered "no": before them comes a conversation, not a repair."""
    return tuple(name for name in QUESTIONS if getattr(answers, name) is False)


def suggested(answers: Answers) -> str | None:
    """The impact that the answers speak for: "", degraded or blocked; None while too little was asked.

    Work that stops with no other way to do it is blocked; one of the two is degraded. Agreeing on it is a person's.
    """
    if answers.stops is None or answers.only_way is None:
        return None
    return ("", "degraded", "blocked")[answers.stops + answers.only_way]
