"""Times as they are spoken, put as they would be typed: "half past two this afternoon" is "today 14:30".

The grammar knows how times are typed; people also speak, in running text and in a field. What is rewritten here is
read by that same grammar, so that a time in the text and the same time in the field are one instant.
"""

import re

_FIGURES = {
    word: figure
    for figure, words in enumerate(
        (
            ("one", "eins", "ein"),
            ("two", "zwei"),
            ("three", "drei"),
            ("four", "vier"),
            ("five", "fünf"),
            ("six", "sechs"),
            ("seven", "sieben"),
            ("eight", "acht"),
            ("nine", "neun"),
            ("ten", "zehn"),
            ("eleven", "elf"),
            ("twelve", "zwölf"),
        ),
        start=1,
    )
    for word in words
}
_TENS = {
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20,
    "twenty-five": 25, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "seventy-five": 75,
    "ninety": 90, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "zwölf": 12, "fünfzehn": 15,
    "zwanzig": 20, "fünfundzwanzig": 25, "dreißig": 30, "vierzig": 40, "fünfundvierzig": 45, "fünfzig": 50,
    "sechzig": 60, "neunzig": 90,
}  # fmt: skip
_HOUR = rf"(?P<hour>[1-9]|1[0-2]|{'|'.join(_FIGURES)})"
_MORNING = r"(?:morning|vormittags?|früh|morgens)"
_LATER = r"(?:afternoon|evening|night|nachmittags?|abends?)"

_NUMBER = rf"(?:\d+|{'|'.join((*_FIGURES, *_TENS, 'eine', 'einer', 'an', 'a'))})"
_INSIDE = "(?:in|within|binnen|innerhalb)(?: the| den| der)?"
_UNIT = (
    r"(?:hours?|hrs?|h|minutes?|mins?|stunden?|minuten?|std|days?|business days?|working days?"
    r"|tagen?|(?:arbeits|werk)tagen?)"
)

SPOKEN = frozenset(
    "half past quarter to o'clock this in the afternoon evening morning tonight night halb viertel nach vor "
    "nachmittag nachmittags abend abends vormittag früh morgens dreiviertel hour hours and one stunde stunden "
    "anderthalb eineinhalb three quarters of an dreiviertelstunde viertelstunde today tomorrow heute morgen mittags "
    "next nächste nächsten nächster coming kommenden couple past till sharp play working office day geschäftsschluss "
    "büroschluss büroschluß betriebsschluss arbeitsende arbeitstag arbeitstags arbeitstages tages".split()
) | {*_FIGURES, *_TENS}
"""Words that such a time may be made of, besides those of the grammar."""


def as_typed(said: str) -> str:
    """The words of a time as they would be typed; unchanged where the grammar reads them as they are."""
    plain = _LEAD.sub("", " ".join(re.sub(r",(?!\d)", " ", said).casefold().split()))
    for pattern, put in _SPANS:
        plain = pattern.sub(put, plain)
    half, plain = _half_of_day(plain)
    return _clock(plain, half)


_LEAD = re.compile(r"^(?:(?:by|at|um|bis|spätestens|punkt) )+(?=\S)")
_SPANS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"\b(?:an hour and a half|one and a half hours?|anderthalb stunden|eineinhalb stunden)\b", "90 min"),
        (r"\b(?:three quarters of an hour|einer dreiviertelstunde|dreiviertelstunde)\b", "45 min"),
        (r"\b(?:a quarter of an hour|quarter of an hour|einer viertelstunde|viertelstunde)\b", "15 min"),
        (r"\b(?:end of today|ende des (?:heutigen|arbeits) ?tage?s)\b", "end of day"),
        (r"\bwe close\b", "end of day"),
        (r"\b(?:close of play|end of (?:the )?(?:working|business|office|work) ?day)\b", "end of day"),
        (r"\b(?:(?:geschäfts|büro|betriebs)schlu(?:ss|ß)|arbeitsende)\b", "end of day"),
        (r"\b(?:the|den|der|die) (?=next|coming|nächste|kommenden)", ""),
        (rf"^(?:{_INSIDE} )?(?:next|coming|nächste[nr]?|kommenden) (?={_NUMBER} {_UNIT})", ""),
        (rf"^(?:{_INSIDE} )?(?:next|the|nächste[nr]?|kommenden) (?={_UNIT}$)", "1 "),
        (r"\b(?:a )?couple of (?=hours|minutes|days)", "2 "),
        (r" sharp$", ""),
        (r"\b(\d{1,2})[:.](\d\d) ?h\b", r"\1:\2"),
        (r"^(1[0-4](?:[:.]\d\d)?(?: ?uhr)?|zwölf(?: uhr)?) mittags$", r"\1"),
        (r"\b(\w+tag|mittwoch)morgen\b", r"\1 morgens"),
        (rf"\b(\w+tag|mittwoch)({_LATER}|{_MORNING})\b", r"\1 \2"),
        (r"\bend of tomorrow\b", "tomorrow end of day"),
        (r"\b(?P<bound>bis|um) (\d{1,2}) ?h\b", r"\2 uhr"),
    )
)


def _half_of_day(plain: str) -> tuple[str, str]:
    """ "am" or "pm" as the part of the day says it, and the words without that part."""
    for half, pattern, put in _PARTS_OF_DAY:
        found, count = pattern.subn(put, plain)
        if count:
            return half, " ".join(found.split())
    return "", plain


_PARTS_OF_DAY = tuple(
    (half, re.compile(pattern), put)
    for half, words in (("pm", _LATER), ("am", _MORNING))
    for pattern, put in (
        (rf"\b(?:this|heute) {words}\b", "today"),
        (r"\btonight\b" if half == "pm" else r"\bheute früh\b", "today"),
        (rf"\b(?:in the|at|am) {words}\b", " "),
        (rf"(?<=\w) {words}\b", " "),
        (rf"^{words}\b", " "),
    )
)


def _clock(plain: str, half: str) -> str:
    """The clock that was spoken, in figures."""
    for pattern, shift in _CLOCKS:
        if found := pattern.search(plain):
            hour = _FIGURES.get(found["hour"]) or int(found["hour"])
            minute = (_on(hour, half) * 60 + shift) % 1440
            return plain[: found.start()] + f"{minute // 60}:{minute % 60:02}" + plain[found.end() :]
    if half and (found := _BARE.search(plain)):
        hour = _FIGURES.get(found["hour"]) or int(found["hour"])
        on = hour % 12 + 12 if half == "pm" else hour
        return plain[: found.start()] + f"{on}:{found['minute'] or '00'}" + plain[found.end() :]
    return _TENS_OF.sub(lambda found: f"{_TENS[found[1]]} ", plain)


def _on(hour: int, half: str) -> int:
    """The hour of a dial that is meant: nobody is promised a word at three in the night."""
    return hour % 12 + 12 if half == "pm" or (not half and hour < 7) else hour


_STEPS = (
    ("(?:5|five|fünf)", 5),
    ("(?:10|ten|zehn)", 10),
    ("(?:20|twenty|zwanzig)", 20),
    ("(?:25|twenty-five)", 25),
)
_CLOCKS = tuple(
    (re.compile(pattern), shift)
    for pattern, shift in (
        (rf"\b(?:half past|halb nach) {_HOUR}\b", 30),
        (rf"\bhalb {_HOUR}\b", -30),
        *((rf"\b{word} (?:minutes |minuten )?(?:past|nach) {_HOUR}\b", n) for word, n in _STEPS),
        *((rf"\b{word} (?:minutes |minuten )?(?:to|till|vor) {_HOUR}\b", -n) for word, n in _STEPS),
        (rf"\b(?:a )?(?:quarter past|viertel nach) {_HOUR}\b", 15),
        (rf"\b(?:a )?(?:quarter (?:to|till)|viertel vor) {_HOUR}\b", -15),
        (rf"\bdreiviertel {_HOUR}\b", -15),
        (rf"\bviertel {_HOUR}\b", -45),
        (rf"\b{_HOUR} o'clock\b", 0),
    )
)
_TENS_OF = re.compile(
    rf"\b({'|'.join(_TENS)}) (?=min|hours?|stunden|(?:business |working )?days|(?:arbeits|werk)?tagen?)"
)
_BARE = re.compile(
    rf"(?<![:.\d]){_HOUR}(?:[:.](?P<minute>[0-5]\d))?(?: uhr)?(?![:.\d]|st|nd|rd|th)\b(?!\.| ?[ap]\.?m)"
)
