"""Instants in people's words: "2:00 pm today (New York time)". Pure; the words come from Babel's tables."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location

_DAYS = {
    "en": {
        0: "today",
        1: "tomorrow",
        -1: "yesterday",
        "on": "on {}",
        "on_at": "on {}",
        "alone": "{}",
        "zone": "{} time",
        "clock": "{}",
        "at": "{time} {day}",
        "day_first": "{day} at {time}",
        "until": "{day} {time}",
    },
    "de": {
        0: "heute",
        1: "morgen",
        -1: "gestern",
        "on": "am {}",
        "on_at": "{}",
        "alone": "{}",
        "zone": "Ortszeit {}",
        "clock": "{} Uhr",
        "at": "{day} um {time}",
        "day_first": "{day} um {time}",
        "until": "{day} um {time}",
    },
}
FAR = 180
"""From so many days on the year is said as well."""


def said(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """The whole of a told time: clock, day and always the zone.

    Args:
        at: the instant, aware UTC. zone: IANA name. language: "en" or "de" (others read English).
        now: the instant of saying it, aware UTC: "today" depends on it.
    """
    return f"{said_time(at, zone=zone, language=language, now=now)} ({zone_name(zone, language)})"


def said_time(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """Clock and day without the zone: "2:00 pm today", "10:00 am on Thursday", "morgen um 9:00 Uhr".

    It may follow "by" as well as "bis": "bis Donnerstag um 10:00 Uhr" says no "am".
    """
    words = _DAYS[_known(language)]
    day = _day(at, zone=zone, language=language, now=now, on="on_at")
    return str(words["at"]).format(time=said_clock(at, zone=zone, language=language), day=day)


def said_plain(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """The clock alone for a time of today, else clock and day: "2:00 pm", "2:00 pm yesterday"."""
    if _distance(at, zone=zone, now=now) == 0:
        return said_clock(at, zone=zone, language=language)
    return said_time(at, zone=zone, language=language, now=now)


def said_opening(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """The day first, as one says when a desk opens: "tomorrow, Tuesday, at 9:00 am"."""
    words = _DAYS[_known(language)]
    day = said_day(at, zone=zone, language=language, now=now)
    if _distance(at, zone=zone, now=now) == 1:
        weekday = format_date(at.astimezone(ZoneInfo(zone)).date(), "EEEE", locale=_locale(language))
        day = f"{day}, {weekday},"
    return str(words["day_first"]).format(time=said_clock(at, zone=zone, language=language), day=day)


def said_until(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """As it follows "closed until": "9:00 am" for today, "tomorrow 9:00 am", "Montag um 9:00 Uhr"."""
    time = said_clock(at, zone=zone, language=language)
    if _distance(at, zone=zone, now=now) == 0:
        return time
    day = _day(at, zone=zone, language=language, now=now, on="alone")
    return str(_DAYS[_known(language)]["until"]).format(day=day, time=time)


def said_short(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """As short as a list wants it: "4:00 pm" today, "Thu 4:00 pm" this week, "4 Dec" further away."""
    local, today = at.astimezone(ZoneInfo(zone)).date(), now.astimezone(ZoneInfo(zone)).date()
    time, distance = clock(at, zone=zone, language=language), (local - today).days
    if distance == 0:
        return time
    if abs(distance) < 7:
        return f"{format_date(local, 'EEE', locale=_locale(language)).rstrip('.')} {time}"
    pattern = "d MMM" if local.year == today.year else "d MMM y"
    return format_date(local, pattern, locale=_locale(language))


def said_span(seconds: float, *, language: str) -> str:
    """A span in one unit: "6 min", "3 h", "2 days". Under a minute is "1 min"; nothing is rounded up."""
    minutes = max(int(seconds // 60), 1)
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} {'Tage' if _known(language) == 'de' else 'days'}"


def said_day(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """ "today", "tomorrow", "on Thursday", or "on Friday 4 December" further away."""
    return _day(at, zone=zone, language=language, now=now, on="on")


def said_clock(at: datetime, *, zone: str, language: str) -> str:
    """The clock as it stands in a sentence: "2:00 pm", "14:00 Uhr"."""
    return str(_DAYS[_known(language)]["clock"]).format(clock(at, zone=zone, language=language))


def clock(at: datetime, *, zone: str, language: str) -> str:
    """The clock alone: "2:00 pm" in English, "14:00" in German."""
    local = at.astimezone(ZoneInfo(zone))
    if _known(language) == "en":
        return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"
    return format_time(local, "H:mm", locale=_locale(language))


def zone_name(zone: str, language: str) -> str:
    """ "New York time" or "Ortszeit New York"; UTC stays UTC."""
    if zone in ("UTC", "Etc/UTC"):
        return "UTC"
    return str(_DAYS[_known(language)]["zone"]).format(city(zone, language))


@lru_cache(maxsize=1024)
def city(zone: str, language: str) -> str:
    """The city a zone is called by in a language."""
    name = get_timezone_location(ZoneInfo(zone), locale=_locale(language), return_city=True)
    return (zone.replace("_", " ") if "Unknown" in name else name).rpartition("/")[2]


def _day(at: datetime, *, zone: str, language: str, now: datetime, on: str) -> str:
    words, distance = _DAYS[_known(language)], _distance(at, zone=zone, now=now)
    if distance in words:
        return str(words[distance])
    return str(words[on]).format(_weekday(at.astimezone(ZoneInfo(zone)).date(), distance, language))


def _distance(at: datetime, *, zone: str, now: datetime) -> int:
    """Days from the date of `now` to the date of `at`, on the wall calendar of `zone`."""
    return (at.astimezone(ZoneInfo(zone)).date() - now.astimezone(ZoneInfo(zone)).date()).days


def _weekday(day: date, distance: int, language: str) -> str:
    if 1 < distance < 7:
        return format_date(day, "EEEE", locale=_locale(language))
    pattern = "EEEE, d. MMMM" if _known(language) == "de" else "EEEE d MMMM"
    return format_date(day, pattern + " y" * (abs(distance) >= FAR), locale=_locale(language))


def _known(language: str) -> str:
    return language[:2].lower() if language[:2].lower() in _DAYS else "en"


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale(_known(language))
