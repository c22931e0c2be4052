"""Checks that say whether the pipe works: each part of the house registers its own.

A check is a function of the present instant that answers findings. `/health/pipe` and `heard doctor` run
all of
them; neither knows a single one by name. Findings carry no secrets and no names of people: anybody may read
them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

type State = Literal["fine", "warn", "red"]


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report. `mend` says what to do, and is empty when all is fine."""

    name: str
    state: State
    says: str
    mend: str = ""


type Check = Callable[[datetime], Iterable[Finding]]

_checks: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register a check under a name, in the order of importing. The same name replaces, so reloads are
    harmless."""

    def register(function: Check) -> Check:
        _checks[name] = function
        return function

    return register


def findings(*, at: datetime) -> list[Finding]:
    """Run every check. One that raises is itself a red finding: a broken check must not hide the others."""
    return [finding for name, function in _checks.items() for finding in _run(name, function, at)]


def _run(name: str, function: Check, at: datetime) -> list[Finding]:
    try:
        return list(function(at))
    except Exception as error:  # any fault of a check is a finding, never a crash of the report
        return [
            Finding(
                name, "red", f"could not be checked: {type(error).__name__}", "see the log of this process"
            )
        ]
