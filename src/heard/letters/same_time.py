"""Whether a person's text already says the time that the ledger's line would say; pure.

It answers yes only when a sentence plainly gives a word by that clock on that day. In doubt it says no: the
line then stands under the text and says the time once more, which harms nobody.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from heard.hours.languages import LANGUAGES
from heard.hours.said import PARTS_OF_DAY, city, said_day

BY = (
    r"\b(by|no later than|at the latest|bis|spätestens|au plus tard|avant|a más tardar|antes de|antes del"
    r"|في موعد أقصاه|قبل|بحلول)\b"
)
WORD = (
    r"\b(hear|write|ring|call|reply|answer|send|tell|update|let you know|get back|come back|be in touch|"
    r"höre\w*|schreibe\w*|melde\w*|rufe\w*|antworte\w*|sende\w*|schicke\w*|sage\w*|gebe\w*|"
    r"nouvelles|écri\w+|appell\w+|répond\w+|envo\w+|dirai|noticias|escribi\w+|llam\w+|respond\w+|envi\w+|diré|"
    r"سأكتب|سنكتب|سأرد|سنرد|سأتصل|سنتصل|سيصلك|ستصلك|سأخبرك|سأرسل)\b"
)
WHO = (
    r"\b(i'll|i will|we'll|we will|you'll|you will|ich|wir|sie|je|j'|nous|vous|le|les|usted|"
    r"tendrá|سأ\w+|سن\w+|سيصلك|ستصلك)\b"
)
NOT = (
    r"\b(not|never|cannot|can't|won't|nicht|kein\w*|nie|ne|pas|jamais|nunca|"
    r"no (le|les|lo|se|me|voy|podré|podremos|puedo|podemos|tendrá)|لا|لن|لم|ليس)\b|n't\b|\bn'"
)
TODAY = r"\b(today|this (morning|afternoon|evening)|heute|aujourd'hui|hoy|اليوم)\b"
OTHER_DAY = (
    r"\b(yesterday|tomorrow|gestern|morgen|übermorgen|next|nächste\w*|"
    r"(mon|tues|wednes|thurs|fri|satur|sun)day|(mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|"
    r"hier|demain|après-demain|prochain\w*|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"ayer|mañana|próxim\w+|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"أمس|غد|غدًا|غدا|بعد غد|القادم\w*|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد)\b"
)


def says_time(text: str, *, due_at: datetime, zone: str, now: datetime, others: tuple[str, ...] = ()) -> bool:
    """Whether a sentence of `text` gives a word by `due_at`.

    Args:
        due_at: the promised instant, UTC. zone: the reader's, in which a bare time is read.
        now: when the text was said, UTC.
        others: zones the reader may take the time for instead (the writer's, the desk's). Where a clock there
            shows another time, the sentence must name the zone.
    """
    local = due_at.astimezone(ZoneInfo(zone))
    differs = any(due_at.astimezone(ZoneInfo(other)).utcoffset() != local.utcoffset() for other in others)
    return any(
        all(re.search(pattern, sentence) for pattern in (BY, WORD, WHO, _clock(local)))
        and not re.search(NOT, sentence)
        and _says_day(sentence, due_at, zone, now)
        and (not differs or any(city(zone, language).casefold() in sentence for language in LANGUAGES))
        for sentence in _sentences(text)
    )


def _sentences(text: str) -> list[str]:
    plain = text.casefold().replace("\u2019", "'").replace("p.m.", "pm").replace("a.m.", "am")
    return re.split(r"[.!?](?=\s)|\n", plain)


def _clock(local: datetime) -> str:
    """A pattern for every way to write the wall time: 2pm, 2:00 pm, 14:00, 14.00 Uhr, 14 Uhr, noon."""
    minutes = f"[:.]{local:%M}"
    sometimes = f"({minutes})?" if local.minute == 0 else minutes
    half = "am" if local.hour < 12 else "pm"
    forms = [
        rf"{local.hour % 12 or 12}{sometimes} ?{half}\b",
        rf"0?{local.hour}:{local:%M}(?! ?[ap]m)\b",
        rf"{local.hour}{sometimes} ?uhr\b",
        rf"{local.hour} ?h ?{local:%M}\b",
        rf"{local.hour % 12 or 12}{sometimes} ({_part_of_day(local)}|{'صم'[local.hour >= 12]})(?!\w)",
    ]
    if local.minute == 0:
        forms.append(rf"{local.hour} ?h\b(?! ?\d)")
    if (local.hour, local.minute) == (12, 0):
        forms.append(r"(noon|midi|mediodía)\b")
    return rf"(?<![\d:.])({'|'.join(forms)})"


def _part_of_day(local: datetime) -> str:
    """The part of the day as a letter in Arabic would name it."""
    return next(name for end, name in PARTS_OF_DAY["ar"] if local.hour < end)


def _says_day(sentence: str, due_at: datetime, zone: str, now: datetime) -> bool:
    """Today needs no word, if no other day is named; any other day must be named as we would."""
    if said_day(due_at, zone=zone, language="en", now=now) == "today":
        return bool(re.search(TODAY, sentence)) or not re.search(OTHER_DAY, sentence)
    days = [said_day(due_at, zone=zone, language=language, now=now) for language in LANGUAGES]
    named = [re.sub(r"^(on|am|le|el|يوم) ", "", day.casefold()) for day in days]
    return any(re.search(rf"\b{re.escape(day)}\b", sentence) for day in named)
