"""Working time, and times as people write them. Pure: no Django, no clock. Read in this order:

zones.py       zones by name, wall time to instant, where clocks shift
schedule.py    what a desk says about its hours: `Schedule`, a value
timetable.py   some years of it as sorted seconds: two bisects answer any distance
calendar.py    the questions people ask of it: `Calendar`, from `calendar_for(schedule)`
vocabulary.py  the words of typed times, English and German
grammar.py     "fri 3pm" to its parts
typed.py       the parts to an instant: `read_time`, and the two ways it refuses
said.py        the way back: an instant in people's words
"""

from heard.hours.calendar import Calendar, calendar_for
from heard.hours.schedule import Day, Interval, Schedule
from heard.hours.typed import PastTime, Typed, UnknownTime, read_time
from heard.hours.zones import is_zone, to_instant, zones

__all__ = [
    "Calendar",
    "Day",
    "Interval",
    "PastTime",
    "Schedule",
    "Typed",
    "UnknownTime",
    "calendar_for",
    "is_zone",
    "read_time",
    "to_instant",
    "zones",
]
