"""Working time, pure: no Django, no clock. Read in this order:

zones.py      zones by name, wall time to instant, where clocks shift
schedule.py   what a desk says about its hours: `Schedule`, a value
timetable.py  some years of it as sorted seconds: two bisects answer any distance
calendar.py   the questions people ask of it: `Calendar`, from `calendar_for(schedule)`
"""

from heard.hours.calendar import Calendar, calendar_for
from heard.hours.schedule import Day, Interval, Schedule
from heard.hours.zones import is_zone, to_instant, zones

__all__ = [
    "Calendar",
    "Day",
    "Interval",
    "Schedule",
    "calendar_for",
    "is_zone",
    "to_instant",
    "zones",
]
