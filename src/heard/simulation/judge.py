"""The judge: after every step the four laws, and each moment exactly once, on every ticket that the step touched.

It keeps what it has seen in its own memory, so that nothing that was told can change unnoticed, and what has not
happened yet in an agenda of its own, so that nothing can be forgotten.
"""

import heapq
from collections import defaultdict, deque
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery

from heard.record.models.alert import Alert
from heard.record.models.cadence import Cadence
from heard.record.models.due import DueWork
from heard.record.models.event import Event
from heard.record.models.overload import Overload
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.record.question import Question
from heard.simulation.expected import chains
from heard.simulation.memory import Seen, absent, look
from heard.simulation.stage import Stage
from heard.simulation.verdict import Broken, Verdict

_NEWS: Question[tuple[int, int | None, str]] = Question(
    lambda last: Event.objects.filter(id__gt=last).order_by("id").values_list("id", "ticket", "kind")
)
_LEFT: Question[int] = Question(
    lambda at: DueWork.objects.filter(look_again_at__lte=at).values_list("ticket", flat=True)[:1]
)
_LAST = Promise.objects.filter(ticket=OuterRef("ticket"), outcome="lapsed").order_by("-id")
_TOLD = Alert.objects.filter(
    ticket=OuterRef("pk"), kind__in=("lapse", "lapse_again"), at=Subquery(_LAST.values("due_at")[:1])
)
_LOST: Question[int] = Question(
    lambda at: (
        Ticket.objects.filter(~Exists(_TOLD), resolved_at=None, acknowledged_at=None)
        .filter(promise__kind="repair", promise__made_at__lte=at)
        .exclude(Exists(Overload.objects.filter(desk=OuterRef("desk"), ended_at=None)))
        .values_list("id", flat=True)[:1]
    )
)
_OVER: Question[int] = Question(
    lambda at: Cadence.objects.filter(ended_at=None, until__lte=at).values_list("ticket", flat=True)[:1]
)


class Judge:
    """Looks at what a step touched. `trail` holds what happened on each ticket, for the report."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.seen: dict[int, Seen] = {}
        self.trail: dict[int, deque[str]] = defaultdict(lambda: deque(maxlen=30))
        self.step = ""
        self.number = 0
        self._last_event = 0
        self._absent: dict[int, datetime | None] = {}
        self._agenda: list[tuple[datetime, int]] = []
        self._planned: set[tuple[datetime, int]] = set()
        self._hours_of = self._changed_at = stage.hours_changed_at
        self._touched: dict[int, datetime] = {}

    def begin(self, step: str) -> None:
        """A step begins; what follows is its doing."""
        self.step, self.number = step, self.number + 1

    def after_step(self) -> None:
        """Judge every ticket that has a new event."""
        news = _NEWS.all(self._last_event)
        if not news:
            return
        self._last_event = news[-1][0]
        for _, ticket, kind in news:
            if ticket:
                self.trail[ticket].append(f"{self.number} {self.stage.at:%d %b %H:%M:%S} {self.step}: {kind}")
        for ticket in dict.fromkeys(ticket for _, ticket, _ in news if ticket):
            self._look_at(ticket)
        self._notice_changes({kind for _, _, kind in news})

    def ticked(self, at: datetime, *, stumbled: int) -> None:
        """A worker has settled all that is due at `at`, by its clock: nothing may be left.

        Raises:
            Broken: something was not done.
        """
        self.stage.is_judging = True
        self._all_done(at, stumbled)
        self.stage.is_judging = False

    def _all_done(self, at: datetime, stumbled: int) -> None:
        if stumbled:
            row = DueWork.objects.filter(stumbles__gt=0).first()
            raise Broken(
                row.ticket_id if row else None, f"the follow-up stumbled: {row.trouble if row else ''}"
            )
        self.after_step()
        late: set[int] = set()
        while self._agenda and self._agenda[0][0] <= at:
            entry = heapq.heappop(self._agenda)
            self._planned.discard(entry)
            late.add(entry[1])
        for ticket in sorted(late):
            # A worker whose clock is behind learns of a change when it gets there.
            if at < (changed_at := max(self._changed_at, self._touched[ticket])):
                self._remember(changed_at, ticket)
            else:
                self._expect(ticket, at)
        if left := _LEFT.first(at):
            raise Broken(left, "a ticket is still due after everything was settled")
        if lost := _LOST.first(at):
            raise Broken(lost, "it was missed in an overload that is over, and nobody was told of it")
        if over := _OVER.first(at):
            raise Broken(over, "a cadence still runs after its last day")

    def _notice_changes(self, kinds: set[str]) -> None:
        """Other hours or another absence move what nobody was told yet: look at every open ticket again."""
        if "agent.changed" in kinds:
            self._absent = absent()
        if "agent.changed" in kinds or self._hours_of != self.stage.hours_changed_at:
            self._hours_of, self._changed_at = self.stage.hours_changed_at, self.stage.at
            for ticket, seen in self.seen.items():
                if seen.open:
                    self._plan(ticket, seen)

    def _look_at(self, ticket: int) -> None:
        now, before = look(ticket), self.seen.get(ticket)
        if now is None:
            raise Broken(ticket, "the ticket is gone")
        Verdict(self.stage, self.step).on(ticket, before, now)
        self.seen[ticket], self._touched[ticket] = now, self.stage.at
        if now.open:
            self._plan(ticket, now)

    def _is_away(self, seen: Seen, at: datetime) -> bool:
        owner = seen.stands.owner
        return owner in self._absent and ((until := self._absent[owner]) is None or until > at)

    def _plan(self, ticket: int, seen: Seen) -> None:
        """Remember when something must have happened on this ticket."""
        for chain in chains(seen, self.stage.open_now, is_away=self._is_away(seen, self.stage.at)):
            for at, key in chain:
                if key not in seen.done:
                    self._remember(at, ticket)

    def _remember(self, at: datetime, ticket: int) -> None:
        if (at, ticket) not in self._planned:
            self._planned.add((at, ticket))
            heapq.heappush(self._agenda, (at, ticket))

    def _expect(self, ticket: int, at: datetime) -> None:
        """Of every chain the last moment that is past must be answered, or one after it by a clock that is ahead."""
        seen = self.seen[ticket]
        for chain in chains(seen, self.stage.open_now, is_away=self._is_away(seen, at)):
            past = [key for when, key in chain if when <= at]
            ahead = [key for when, key in chain if when > at]
            if past and not any(key in seen.done for key in (past[-1], *ahead)):
                raise Broken(ticket, f"{past[-1]} was due by {at}, and nothing happened")
