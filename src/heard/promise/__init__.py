"""The engine, pure: what a desk owes, to whom and by when. No Django, no I/O, no clock.

Read in this order: facts, promise, silence, nudge, reading, refuted, owing, acknowledgement, restatement, chase,
moments.
"""

from heard.promise.acknowledgement import Steps, is_acknowledgement
from heard.promise.chase import next_ping
from heard.promise.facts import Facts, OpenPromise, Owed, Policy, Rules, Unsettled, Waiting
from heard.promise.moments import Moment, due, look_again_at, moments
from heard.promise.nudge import answer_due, may_nudge
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
from heard.promise.silence import budget_end

__all__ = [
    "Facts",
    "Moment",
    "NeverArrived",
    "OpenPromise",
    "Owed",
    "Owing",
    "Policy",
    "Refusal",
    "Refutation",
    "Rules",
    "Steps",
    "Unsettled",
    "Waiting",
    "answer_due",
    "budget_end",
    "due",
    "end_of",
    "first_due",
    "is_acknowledgement",
    "is_lapsed",
    "is_only_thanks",
    "look_again_at",
    "may_nudge",
    "moments",
    "next_ping",
    "offers",
    "owed_at",
    "parked_look",
    "reading_due",
    "reads_as",
    "refusal",
    "refutation",
    "repair_due",
    "repair_of_refuted",
    "ways",
]
