"""The run: one step after the other, each judged; and what is said of it in the end."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from heard.record.errors import Refused
from heard.record.models.desk import Desk
from heard.simulation import agents, machines, mails, requesters, whole
from heard.simulation.judge import Judge
from heard.simulation.stage import DAY, Stage, set_stage
from heard.simulation.verdict import Broken


@dataclass
class Result:
    """What happened, and the law that was broken, if one was."""

    seed: int
    days: int
    zone: str
    steps: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    broken: str = ""
    ticket: int | None = None
    step: str = ""
    story: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """All of it as JSON values."""
        return {**vars(self), "counts": dict(sorted(self.counts.items()))}


def simulate(seed: int, *, days: int, tickets_per_day: int) -> Result:
    """Run the simulated desk on the present database, which is empty.

    Raises:
        Refused: the database is somebody's.
    """
    if Desk.objects.exists():
        raise Refused(
            "not_empty", "There is a desk in this database. Give one that is empty and may be spoilt."
        )
    stage = set_stage(seed, days, tickets_per_day)
    judge = Judge(stage)
    result = Result(seed=seed, days=days, zone=stage.zone)
    try:
        _run(stage, judge)
    except Broken as broken:
        result.broken, result.ticket, result.step = str(broken), broken.ticket, judge.step
        result.story = list(judge.trail[broken.ticket]) if broken.ticket else []
    result.steps, result.counts = judge.number, stage.counts
    return result


def _run(stage: Stage, judge: Judge) -> None:
    requesters.morning(stage)
    agents.begin(stage)
    machines.begin(stage, judge)
    stage.plan(stage.at + DAY, "the day is over", lambda: _day_over(stage, judge))
    stage.later(20, "the door looks around", lambda: mails.look_around(stage))
    while (found := stage.next_act()) is not None:
        name, act = found
        judge.begin(name)
        _step(stage, act)
        judge.after_step()
    judge.begin("the run is over")
    mails.look_around(stage)
    judge.after_step()
    whole.check(judge)
    whole.check_mails(stage)


def _step(stage: Stage, act: Any) -> None:
    """One step. Who is refused changed their mind; who crashed comes back later, with what is in the database."""
    try:
        with machines.mortal(stage):
            act()
    except Refused as refused:
        stage.counts[f"refused {refused.code}"] += 1
    except machines.Crash:
        stage.counts["crashes"] += 1
    except Broken:
        raise
    except Exception as error:
        raise Broken(None, f"a verb stumbled: {error!r}") from error


def _day_over(stage: Stage, judge: Judge) -> None:
    stage.plan(stage.at + DAY, "the day is over", lambda: _day_over(stage, judge))
    whole.check(judge)
