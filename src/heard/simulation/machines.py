"""The machines of the simulated desk: two workers whose clocks differ, a mail server, crashes, jumps of the clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from heard.followup import tick
from heard.letters import alerts, send
from heard.letters.post import Never, NotNow
from heard.record.actions import mark, outbox
from heard.record.models.alert import Alert
from heard.record.models.letter import Letter
from heard.record.question import Question
from heard.record.sealer import seal
from heard.simulation import requesters
from heard.simulation.stage import HOUR, MINUTE, Stage

SKEWS = (0 * MINUTE, 10 * MINUTE, -10 * MINUTE)
CRASHES = 0.02
_UNTOLD: Question[int] = Question(
    lambda: Alert.objects.filter(delivered_at=None).values_list("id", flat=True)[:1]
)
_WAITING: Question[int] = Question(
    lambda at: (
        Letter.objects.filter(state="queued", not_before__lte=at).order_by("id").values_list("id", flat=True)
    )
)
_SENT = Question(lambda pk: Letter.objects.select_related("requester").filter(pk=pk, state="sent"))
JUMP = 3 * HOUR


class Crash(BaseException):
    """The process is gone: nobody in it can catch this, and what it had not committed is rolled back."""


@contextmanager
def mortal(stage: Stage) -> Iterator[None]:
    """Now and then the process dies before one of its next statements: between any two writes, or after all."""
    if not stage.lucky(CRASHES):
        yield
        return
    left = stage.dice.randint(0, 60)

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal left
        left -= not stage.is_judging
        if left < 0 and not stage.is_judging:
            raise Crash
        return execute(*arguments)

    with connection.execute_wrapper(count):
        yield


class MailServer:
    """Takes letters, but not always, and not all."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.taken: list[str] = []

    def hand_over(self, content: bytes, *, sender: str, to: str, ready: Callable[[], bool]) -> bool:
        """As `Post.hand_over`: says no, later or yes; dies now and then before anybody hears the yes."""
        chance = self.stage.dice.random()
        if chance < 0.005:
            raise Never("no such person", is_address=True)
        if chance < 0.02:
            raise NotNow("greylisted")
        if not ready():
            return False
        self.taken.append(to)
        if chance > 0.995:
            raise Crash
        return True


def begin(stage: Stage, judge: Any) -> None:
    """Start both workers, and break the clock now and then."""
    for number in (0, 1):
        skew = stage.dice.choice(SKEWS) if number else SKEWS[0]
        stage.later(10, f"worker {number}", lambda number=number, skew=skew: work(stage, judge, number, skew))
    stage.later(60 * 20, "the clock jumps", lambda: jump(stage))


def work(stage: Stage, judge: Any, number: int, skew: timedelta) -> None:
    """One round of a worker, as `heard.followup.worker` has it, by its own clock. It comes again in some minutes."""
    stage.later(12, f"worker {number}", lambda: work(stage, judge, number, skew))
    at = stage.at + skew
    answered, stumbled = tick.tick(at)
    stage.counts.update({f"moment {kind}": count for kind, count in answered.items()})
    judge.ticked(at, stumbled=stumbled)
    outbox.alarm_late(at=at)
    while _UNTOLD.all() and alerts.deliver_one(at):
        stage.counts["digests"] += 1
    if stage.lucky(0.1):
        seal(1000)
        mark.count_some()
    if waiting := _WAITING.all(at):
        _send(stage, at, waiting)


def _send(stage: Stage, at: datetime, waiting: list[int]) -> None:
    server = MailServer(stage)
    while send.send_one(at, server):
        pass
    for number in waiting:
        for letter in _SENT.all(number):
            stage.counts["letters"] += 1
            requesters.got(stage, letter)


def jump(stage: Stage) -> None:
    """The clock stands still for three hours, or the machine does; then everything is late at once."""
    stage.jumped_to = stage.at + JUMP
    stage.counts["jumps"] += 1
    stage.later(60 * 40, "the clock jumps", lambda: jump(stage))
