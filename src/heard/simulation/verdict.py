"""What is looked for on one ticket after a step: the four laws, and each moment once, at its time.

Rules: method.md, Four laws, Estimate (refusals), Meet or beat (ends, repair), Defaults.
"""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from heard.simulation.expected import ANSWERS, MINUTE, before_end, repair_minutes
from heard.simulation.memory import Promised, Seen
from heard.simulation.questions import (
    AGREED,
    ALERTS,
    IN_OVERLOAD,
    INSTEAD,
    LOOK,
    NOTICE,
    OVERLOADED,
    RUNNING,
    TELLING,
    TOLD_OF_MISS,
    UNREAD,
    WORD,
)
from heard.simulation.stage import Stage

FASTEST = timedelta(minutes=10)
"""How far ahead the clock of a worker may be: what another one wrote may bear a later time."""
AUTOMATIC = "requester: away"
BY_PERSONS = ("word", "on_event", "check_in", "closing")


class Broken(Exception):
    """A law was broken: on which ticket, and how."""

    def __init__(self, ticket: int | None, says: str) -> None:
        super().__init__(says)
        self.ticket = ticket


class Verdict:
    """What is said of a ticket (`now`), as against the look before (`before`), after the step of that name."""

    def __init__(self, stage: Stage, step: str) -> None:
        self.stage, self.step = stage, step

    def on(self, ticket: int, before: Seen | None, now: Seen) -> None:
        """Look for everything.

        Raises:
            Broken: something is not as it must be.
        """
        self.no_silence(ticket, now)
        self.nothing_rewritten(ticket, before, now)
        self.machines_move_nothing(ticket, before, now)
        known = before.promises if before else {}
        for promise in now.promises.values():
            if promise.id not in known:
                self.made(ticket, promise, now)
            if promise.outcome and not (promise.id in known and known[promise.id].outcome):
                self.ended(ticket, promise, now)
        if now.stands.resolution == "no_answer" and not (before and before.stands.resolution == "no_answer"):
            self.closed(ticket, now)
        self.answered(ticket, before, now)

    def closed(self, ticket: int, now: Seen) -> None:
        """Without an answer: only on the day that a person's notice named, which left, with nothing unread."""
        last, closed_at = max(now.promises.values()), now.stands.resolved_at
        notices = NOTICE.all(last.id)
        left = any(state in ("sent", "kept") and by and way == "closes" for state, by, way in notices)
        in_time = last.due_at and closed_at and last.due_at <= closed_at
        if not (last.kind == "closing" and last.outcome == "released" and in_time and left):
            raise Broken(ticket, f"closed at {closed_at} after {last} with {notices}")
        if UNREAD.all(ticket):
            raise Broken(ticket, "closed without an answer, and something is unread")

    def no_silence(self, ticket: int, now: Seen) -> None:
        """Law 1, and that the follow-up comes back before the promise is over (law 2)."""
        is_open, standing = now.stands.resolved_at is None, now.open
        if len(standing) != is_open:
            raise Broken(
                ticket, f"law 1: {'open' if is_open else 'resolved'} with {len(standing)} open promises"
            )
        if not is_open:
            if RUNNING.first(ticket):
                raise Broken(ticket, "resolved, and a cadence runs on it")
            return
        if now.stands.promise != standing[0].id:
            raise Broken(ticket, "law 1: the ticket points at another promise than its open one")
        look_at, due_at = LOOK.first(ticket), standing[0].due_at
        if look_at is None or (due_at and look_at > due_at):
            raise Broken(ticket, f"law 2: due {due_at}, and the follow-up looks again at {look_at}")

    def nothing_rewritten(self, ticket: int, before: Seen | None, now: Seen) -> None:
        """Law 4: what was told never moves; an end is written once."""
        for old in before.promises.values() if before else ():
            new = now.promises.get(old.id)
            if new is None:
                raise Broken(ticket, f"law 4: promise {old.id} is gone")
            if new[:10] != old[:10] and not (
                old.told_at is None and new._replace(told_at=None)[:10] == old[:10]
            ):
                raise Broken(ticket, f"law 4: promise {old.id} was {old[:10]} and is {new[:10]}")
            if old.outcome and new[10:] != old[10:]:
                raise Broken(ticket, f"promise {old.id} ended twice: {old[10:]}, {new[10:]}")

    def machines_move_nothing(self, ticket: int, before: Seen | None, now: Seen) -> None:
        """Law 3: machine mail moves no state, owner or clock."""
        if (
            before
            and self.step.startswith(AUTOMATIC)
            and (now.stands, now.promises) != (before.stands, before.promises)
        ):
            raise Broken(ticket, f"law 3: a machine's mail moved it from {before.stands} to {now.stands}")

    def made(self, ticket: int, promise: Promised, now: Seen) -> None:
        """A new promise: in the right name, at a time that may be promised, told in words that say that time."""
        hours, due_at = self.stage.open_now, promise.due_at
        handed = any(
            one.outcome == "moved" and (one.ended_at, one.due_at) == (promise.made_at, due_at)
            for one in now.promises.values()
        )
        # What waits for an event still does when nobody has it; any other word nobody has is the desk's own.
        is_nobodys = handed and promise.kind == "on_event" and promise.agent is None
        if not is_nobodys and (promise.agent is not None) != (promise.kind in BY_PERSONS):
            raise Broken(
                ticket, f"law 4: promise {promise.id} ({promise.kind}) is in the name of {promise.agent}"
            )
        if due_at is None:
            return
        clock = due_at.astimezone(ZoneInfo(promise.zone))
        shown = {f"{clock.hour % 12 or 12}:{clock:%M} {clock:%p}".lower(), f"{clock.hour}:{clock:%M}"}
        if not any(one in promise.words for one in shown):
            raise Broken(
                ticket, f"law 4: promise {promise.id} is due {clock}, and was told as {promise.words}"
            )
        if (
            promise.told_at
            and not handed
            and not self.step.startswith("requester: not_yet")
            and not TELLING.all(promise.id)
        ):
            raise Broken(ticket, f"law 4: promise {promise.id} counts as told, and no letter tells it")
        earliest = hours.add(promise.made_at, 60 * MINUTE).replace(second=0)
        if promise.kind == "first" and not handed and due_at < earliest:
            raise Broken(ticket, f"the first word is due too early: {due_at}")
        if promise.kind == "word":
            self._may_be_promised(ticket, promise, now)
        if promise.kind == "closing" and due_at != hours.closing(promise.made_at, 5):
            raise Broken(ticket, f"announced at {promise.made_at} to close at {due_at}")

    def _may_be_promised(self, ticket: int, promise: Promised, now: Seen) -> None:
        hours, due_at, made_at = self.stage.open_now, promise.due_at, promise.made_at
        assert due_at
        if due_at <= made_at or due_at.second:
            raise Broken(ticket, f"promised at {made_at} for {due_at}")
        if not (hours.is_open(due_at) or hours.is_open(due_at - timedelta(minutes=1))):
            raise Broken(ticket, f"promised for {due_at}, when the desk is closed")
        if promise.agreed:
            return
        beat = self._beat(ticket, made_at)
        if beat and due_at > beat:
            raise Broken(ticket, f"promised at {made_at} for {due_at}, beyond the agreed {beat}")
        if not beat and now.stands.impact == "" and due_at > hours.closing(made_at, 2):
            raise Broken(ticket, f"promised at {made_at} for {due_at}, beyond the silence budget")

    def _beat(self, ticket: int, made_at: datetime) -> datetime | None:
        """The next word by what was agreed when a promise was made, as far as that has one."""
        for rhythm, until, ended_at in AGREED.all(ticket, made_at):
            if ended_at is None or ended_at > made_at:
                hours = self.stage.open_now
                days = hours.closing(made_at, int(rhythm)) if rhythm.isdigit() else None
                beat = days or hours.closing_by(made_at, 4)
                return beat if beat <= until else None
        return None

    def ended(self, ticket: int, promise: Promised, now: Seen) -> None:
        if promise.outcome in ("kept", "renewed"):
            self._by_person(ticket, promise)
        if promise.outcome == "lapsed":
            self._lapsed(ticket, promise, now)

    def _by_person(self, ticket: int, promise: Promised) -> None:
        """Law 3: a word that an agent really pressed, on this ticket, in time."""
        said = WORD.first(promise.ended_by) if promise.ended_by else None
        if said is None:
            raise Broken(ticket, f"law 3: promise {promise.id} was {promise.outcome} by nothing")
        on, by_person, kind, agent, text, said_at = said
        if on != ticket or not by_person or kind == "inbound" or self.stage.words.get(text) != agent:
            raise Broken(ticket, f"law 3: promise {promise.id} was {promise.outcome} by {text!r} of {agent}")
        if said_at != promise.ended_at or (promise.due_at and said_at >= promise.due_at):
            raise Broken(
                ticket, f"promise {promise.id}, due {promise.due_at}, was {promise.outcome} at {said_at}"
            )

    def _lapsed(self, ticket: int, promise: Promised, now: Seen) -> None:
        """At its own time, not before that time came, and with one repair that is due when the method says."""
        if (
            promise.ended_at != promise.due_at
            or not promise.due_at
            or promise.due_at > self.stage.at + FASTEST
        ):
            raise Broken(ticket, f"promise {promise.id}, due {promise.due_at}, lapsed at {promise.ended_at}")
        if not TOLD_OF_MISS.first(ticket, promise.due_at) and not OVERLOADED.first(
            self.stage.desk.pk, self.stage.at + FASTEST, promise.due_at
        ):
            raise Broken(ticket, f"promise {promise.id} lapsed, and nobody was told")
        after = next((one for one in now.promises.values() if one.id > promise.id), None)
        if after is None or after.kind != "repair" or after.misses != promise.misses + 1:
            raise Broken(ticket, f"promise {promise.id} lapsed, and what came after it is {after}")
        minutes = repair_minutes(promise, self.stage.open_now)
        if minutes is None:
            return
        due_at = self.stage.open_now.add(after.made_at, minutes * MINUTE).replace(second=0)
        if after.due_at != due_at:
            raise Broken(ticket, f"the repair of promise {promise.id} is due {after.due_at}, not {due_at}")

    def answered(self, ticket: int, before: Seen | None, now: Seen) -> None:
        """New done-keys: at the right time, with one alert a person for each."""
        known = before.done if before else {}
        fresh = {key: times for key, times in now.done.items() if key not in known}
        for key, (at, done_at) in fresh.items():
            wanted = self._time_of(key, before or now, now)
            if wanted is not None and at != wanted:
                raise Broken(ticket, f"{key} was answered for {at}, it is due {wanted}")
            if done_at < at:
                raise Broken(ticket, f"{key} was answered at {done_at}, before its time {at}")
            kind, _, cause = key.partition(":")
            if kind in INSTEAD:
                if not INSTEAD[kind].first(ticket, int(cause.partition(".")[2]), done_at + FASTEST):
                    raise Broken(ticket, f"{key} was answered, and nothing came of it")
                continue
            times = sum(one.startswith(f"{kind}:") and when == at for one, (when, _) in now.done.items())
            told = Counter(ALERTS.all(ticket, kind, at))
            if (
                not told
                and kind in IN_OVERLOAD
                and OVERLOADED.first(self.stage.desk.pk, done_at + FASTEST, done_at - FASTEST)
            ):
                continue
            if not told or max(told.values()) > times:
                raise Broken(ticket, f"{key} was answered, and told {dict(told)} times by agent")

    def _time_of(self, key: str, before: Seen, now: Seen) -> datetime | None:
        """When a moment was due, by the minutes counted one by one; None for what is not reckoned twice."""
        hours = self.stage.open_now
        kind, _, cause = key.partition(":")
        noun, _, number = cause.partition(".")
        if kind in ("rise_watch", "rise_lead"):
            return hours.add(now.stands.received_at, {"rise_watch": 15, "rise_lead": 40}[kind] * MINUTE)
        if kind in ("warn", "hand_up"):
            one = now.promises[int(number)]
            assert one.due_at
            return before_end(one.made_at, one.due_at, *((5, 10) if kind == "warn" else (10, 5)), hours)
        for pk, since, minutes in (
            *((pk, at, 60) for pk, at in before.unsettled if noun == "message"),
            *((pk, at, ANSWERS[what]) for pk, what, at in before.owed if noun == "owed"),
        ):
            if str(pk) == number:
                late = hours.add(since, minutes * MINUTE)
                return late if kind.endswith("_late") else before_end(since, late, 5, 10, hours)
        return None
