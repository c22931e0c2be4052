"""The engine, pure: what a desk owes, to whom and by when. No Django, no I/O, no clock.

Read in this order: facts, check_in, cadence, promise, silence, triage, nudge, reading, refuted, owing, acknowledgement,
restatement, chase, approval, talk, broadcast, drift, handover, overload, moments, rota, watch, alert.
"""

from heard.promise.acknowledgement import Steps, is_acknowledgement
from heard.promise.approval import Seat, has_expired, outcome, tell_by, turn
from heard.promise.broadcast import FEWEST, Course, Pressed, course, next_due
from heard.promise.cadence import next_beat
from heard.promise.chase import may_ping_alone, next_ping
from heard.promise.check_in import (
    Notice,
    check_in_due,
    closing_day,
    is_closing_day,
    is_waiting,
    may_announce,
    may_close,
    step_after,
)
from heard.promise.drift import Drift, drift
from heard.promise.facts import (
    Cadence,
    Deciding,
    Facts,
    OpenPromise,
    Owed,
    Policy,
    Rules,
    Talking,
    Unsettled,
    Waiting,
)
from heard.promise.moments import Moment, due, look_again_at, moments
from heard.promise.nudge import answer_due, may_nudge
from heard.promise.overload import is_overloaded, presses_until
from heard.promise.owing import Owing, owed_at
from heard.promise.promise import (
    Refusal,
    end_of,
    first_due,
    is_lapsed,
    offers,
    parked_look,
    refusal,
    repair_due,
    ways,
)
from heard.promise.reading import reading_due
from heard.promise.refuted import NeverArrived, Refutation, refutation, repair_of_refuted
from heard.promise.restatement import is_only_thanks, reads_as
from heard.promise.rota import Rota, Shift, Turn, turns, who_should
from heard.promise.silence import budget_end, is_capped
from heard.promise.talk import is_time_enough, talk_due
from heard.promise.watch import (
    Gap,
    Minding,
    Reason,
    Taken,
    calls,
    lasts_until,
    light,
    missed_since,
    opening_due,
    untaken,
    untaken_minutes,
    untaken_since,
)

__all__ = [
    "Cadence",
    "Course",
    "Deciding",
    "Drift",
    "FEWEST",
    "Facts",
    "Gap",
    "Minding",
    "Moment",
    "NeverArrived",
    "Notice",
    "OpenPromise",
    "Owed",
    "Owing",
    "Policy",
    "Pressed",
    "Reason",
    "Refusal",
    "Refutation",
    "Rota",
    "Rules",
    "Seat",
    "Shift",
    "Steps",
    "Taken",
    "Talking",
    "Turn",
    "Unsettled",
    "Waiting",
    "answer_due",
    "budget_end",
    "check_in_due",
    "closing_day",
    "course",
    "calls",
    "drift",
    "due",
    "end_of",
    "first_due",
    "has_expired",
    "is_acknowledgement",
    "is_capped",
    "is_closing_day",
    "is_lapsed",
    "is_only_thanks",
    "is_overloaded",
    "is_time_enough",
    "is_waiting",
    "lasts_until",
    "light",
    "look_again_at",
    "may_announce",
    "may_close",
    "may_nudge",
    "missed_since",
    "may_ping_alone",
    "moments",
    "next_beat",
    "next_due",
    "next_ping",
    "offers",
    "opening_due",
    "outcome",
    "owed_at",
    "parked_look",
    "presses_until",
    "reading_due",
    "reads_as",
    "refusal",
    "refutation",
    "repair_due",
    "repair_of_refuted",
    "step_after",
    "talk_due",
    "tell_by",
    "turn",
    "turns",
    "untaken",
    "untaken_minutes",
    "untaken_since",
    "ways",
    "who_should",
]
