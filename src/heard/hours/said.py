"""Instants in people's words: "2:00 pm today (New York time)". Pure; the words come from Babel's tables."""

import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location

from heard.hours.languages import spoken

_DAYS = {
    "en": {
        0: "today",
        1: "tomorrow",
        -1: "yesterday",
        "on": "on {}",
        "on_at": "on {}",
        "alone": "{}",
        "aside": "{day}, {weekday},",
        "zone": "{} time",
        "utc": "UTC",
        "clock": "{}",
        "at": "{time} {day}",
        "day_first": "{day} at {time}",
        "until": "{day} {time}",
        "date": "EEEE d MMMM",
        "year": " y",
    },
    "de": {
        0: "heute",
        1: "morgen",
        -1: "gestern",
        "on": "am {}",
        "on_at": "{}",
        "alone": "{}",
        "aside": "{day}, {weekday},",
        "zone": "Ortszeit {}",
        "utc": "UTC",
        "clock": "{} Uhr",
        "at": "{day} um {time}",
        "day_first": "{day} um {time}",
        "until": "{day} um {time}",
        "date": "EEEE, d. MMMM",
        "year": " y",
    },
    "fr": {
        0: "aujourd’hui",
        1: "demain",
        -1: "hier",
        "on": "{}",
        "on_at": "{}",
        "alone": "{}",
        "aside": "{day}, {weekday},",
        "zone": "heure {}",
        "utc": "UTC",
        "clock": "à {}",
        "at": "{day} {time}",
        "day_first": "{day} {time}",
        "until": "{day} {time}",
        "date": "'le' EEEE d MMMM",
        "year": " y",
    },
    "es": {
        0: "hoy",
        1: "mañana",
        -1: "ayer",
        "on": "el {}",
        "on_at": "el {}",
        "alone": "el {}",
        "aside": "{day}, {weekday},",
        "zone": "hora de {}",
        "utc": "UTC",
        "clock": "a las {}",
        "at": "{day} {time}",
        "day_first": "{day} {time}",
        "until": "{day} {time}",
        "date": "EEEE d 'de' MMMM",
        "year": " 'de' y",
    },
    "ar": {
        0: "اليوم",
        1: "غدًا",
        -1: "أمس",
        "on": "يوم {}",
        "on_at": "يوم {}",
        "alone": "يوم {}",
        "aside": "{day}، {weekday}،",
        "zone": "بتوقيت {}",
        "utc": "بالتوقيت العالمي UTC",
        "clock": "الساعة {}",
        "at": "{day} {time}",
        "day_first": "{day} {time}",
        "until": "{day} {time}",
        "date": "EEEE d MMMM",
        "year": " y",
    },
}
"""`clock` is the clock as it stands in a sentence; in French, Spanish and Arabic it brings its small word along, so
that "au plus tard à 14 h" and "au plus tard demain à 14 h" are both whole."""
PARTS_OF_DAY = {
    "ar": (
        (1, "بعد منتصف الليل"),
        (3, "ليلًا"),
        (6, "فجرًا"),
        (12, "صباحًا"),
        (13, "ظهرًا"),
        (18, "بعد الظهر"),
        (24, "مساءً"),
    )
}
"""Up to which hour a part of the day lasts, where a sentence names it."""
ELIDED = frozenset("aeiouœ")
FAR = 180
"""From so many days on the year is said as well."""


def said(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """The whole of a told time: clock, day and always the zone.

    Args:
        at: the instant, aware UTC. zone: IANA name. language: one of ours (others read English).
        now: the instant of saying it, aware UTC: "today" depends on it.
    """
    return f"{said_time(at, zone=zone, language=language, now=now)} ({zone_name(zone, language)})"


def said_time(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """Clock and day without the zone: "2:00 pm today", "10:00 am on Thursday", "morgen um 9:00 Uhr".

    It may follow "by" as well as "bis": "bis Donnerstag um 10:00 Uhr" says no "am".
    """
    words = _DAYS[spoken(language)]
    day = _day(at, zone=zone, language=language, now=now, on="on_at")
    return str(words["at"]).format(time=said_clock(at, zone=zone, language=language), day=day)


def said_plain(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """The clock alone for a time of today, else clock and day: "2:00 pm", "2:00 pm yesterday"."""
    if _distance(at, zone=zone, now=now) == 0:
        return said_clock(at, zone=zone, language=language)
    return said_time(at, zone=zone, language=language, now=now)


def said_opening(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """The day first, as one says when a desk opens: "tomorrow, Tuesday, at 9:00 am"."""
    words = _DAYS[spoken(language)]
    day = said_day(at, zone=zone, language=language, now=now)
    if _distance(at, zone=zone, now=now) == 1:
        weekday = format_date(at.astimezone(ZoneInfo(zone)).date(), "EEEE", locale=_locale(language))
        day = str(words["aside"]).format(day=day, weekday=weekday)
    return str(words["day_first"]).format(time=said_clock(at, zone=zone, language=language), day=day)


def said_until(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """As it follows "closed until": "9:00 am" for today, "tomorrow 9:00 am", "Montag um 9:00 Uhr"."""
    time = said_clock(at, zone=zone, language=language)
    if _distance(at, zone=zone, now=now) == 0:
        return time
    day = _day(at, zone=zone, language=language, now=now, on="alone")
    return str(_DAYS[spoken(language)]["until"]).format(day=day, time=time)


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
    return f"{minutes // (24 * 60)} {'Tage' if spoken(language) == 'de' else 'days'}"


def said_day(at: datetime, *, zone: str, language: str, now: datetime) -> str:
    """ "today", "tomorrow", "on Thursday", or "on Friday 4 December" further away."""
    return _day(at, zone=zone, language=language, now=now, on="on")


def said_date(day: date, *, language: str) -> str:
    """A date by itself, with its year: "30 June 2027", "30. Juni 2027"."""
    return format_date(day, "d MMMM y" if spoken(language) == "en" else "long", locale=_locale(language))


def said_weekday(number: int, *, language: str) -> str:
    """The name of a day of the week, 0 for Monday, as it stands in a sentence."""
    return format_date(date(2026, 11, 23) + timedelta(days=number), "EEEE", locale=_locale(language))


def said_clock(at: datetime, *, zone: str, language: str) -> str:
    """The clock as it stands in a sentence: "2:00 pm", "14:00 Uhr", "à 14 h", "a las 14:00"."""
    local, known = at.astimezone(ZoneInfo(zone)), spoken(language)
    if known == "es" and local.hour == 1:
        return f"a la {clock(at, zone=zone, language=language)}"
    time = clock(at, zone=zone, language=language)
    if parts := PARTS_OF_DAY.get(known):
        part = next(name for end, name in parts if local.hour < end)
        time = f"{format_time(local, 'h:mm', locale=_locale(language))} {part}"
    return str(_DAYS[known]["clock"]).format(time)


def clock(at: datetime, *, zone: str, language: str) -> str:
    """The clock alone: "2:00 pm" in English, "14:00" in German and Spanish, "14 h" in French, "2:00 م" in Arabic."""
    local, known = at.astimezone(ZoneInfo(zone)), spoken(language)
    if known == "en":
        return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"
    if known == "fr":
        return f"{local.hour} h {local:%M}" if local.minute else f"{local.hour} h"
    return format_time(local, "h:mm a" if known == "ar" else "H:mm", locale=_locale(language))


def zone_name(zone: str, language: str) -> str:
    """ "New York time", "Ortszeit New York", "heure d’Athènes"."""
    words = _DAYS[spoken(language)]
    if zone in ("UTC", "Etc/UTC"):
        return str(words["utc"])
    name = city(zone, language)
    return str(words["zone"]).format(_of(name) if spoken(language) == "fr" else name)


def _of(city: str) -> str:
    """ "de New York", "d’Athènes", "du Caire"."""
    if city.startswith("Le "):
        return f"du {city.removeprefix('Le ')}"
    first = unicodedata.normalize("NFD", city)[:1].casefold()
    return f"d’{city}" if first in ELIDED else f"de {city}"


@lru_cache(maxsize=1024)
def city(zone: str, language: str) -> str:
    """The city a zone is called by in a language."""
    name = get_timezone_location(ZoneInfo(zone), locale=_locale(language), return_city=True)
    return (zone.replace("_", " ") if "Unknown" in name else name).rpartition("/")[2]


def _day(at: datetime, *, zone: str, language: str, now: datetime, on: str) -> str:
    words, distance = _DAYS[spoken(language)], _distance(at, zone=zone, now=now)
    if distance in words:
        return str(words[distance])
    return str(words[on]).format(_weekday(at.astimezone(ZoneInfo(zone)).date(), distance, language))


def _distance(at: datetime, *, zone: str, now: datetime) -> int:
    """Days from the date of `now` to the date of `at`, on the wall calendar of `zone`."""
    return (at.astimezone(ZoneInfo(zone)).date() - now.astimezone(ZoneInfo(zone)).date()).days


def _weekday(day: date, distance: int, language: str) -> str:
    if 1 < distance < 7:
        return format_date(day, "EEEE", locale=_locale(language))
    words = _DAYS[spoken(language)]
    pattern = str(words["date"]) + str(words["year"]) * (abs(distance) >= FAR)
    if spoken(language) == "fr" and day.day == 1:
        pattern = pattern.replace(" d ", " d'er' ")
    return format_date(day, pattern, locale=_locale(language))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale(spoken(language))
