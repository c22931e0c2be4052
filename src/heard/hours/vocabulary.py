"""The words of typed times, English and German. A further language is a further row in these tables.

All lower case. A word may stand in one table only, and means the same whichever language the text is in.
"""

TODAY_AND_ON = {
    "today": 0,
    "heute": 0,
    "tomorrow": 1,
    "tmrw": 1,
    "morgen": 1,
    "day after tomorrow": 2,
    "übermorgen": 2,
    "uebermorgen": 2,
}

WEEKDAYS = {
    **dict.fromkeys(("mon", "monday", "mo", "montag"), 0),
    **dict.fromkeys(("tue", "tues", "tuesday", "di", "dienstag"), 1),
    **dict.fromkeys(("wed", "wednesday", "mi", "mittwoch"), 2),
    **dict.fromkeys(("thu", "thur", "thurs", "thursday", "do", "donnerstag"), 3),
    **dict.fromkeys(("fri", "friday", "fr", "freitag"), 4),
    **dict.fromkeys(("sat", "saturday", "sa", "samstag", "sonnabend"), 5),
    **dict.fromkeys(("sun", "sunday", "so", "sonntag"), 6),
}

MONTHS = {
    **dict.fromkeys(("jan", "january", "januar", "jänner"), 1),
    **dict.fromkeys(("feb", "february", "februar"), 2),
    **dict.fromkeys(("mar", "march", "mär", "märz", "maerz"), 3),
    **dict.fromkeys(("apr", "april"), 4),
    **dict.fromkeys(("may", "mai"), 5),
    **dict.fromkeys(("jun", "june", "juni"), 6),
    **dict.fromkeys(("jul", "july", "juli"), 7),
    **dict.fromkeys(("aug", "august"), 8),
    **dict.fromkeys(("sep", "sept", "september"), 9),
    **dict.fromkeys(("oct", "october", "okt", "oktober"), 10),
    **dict.fromkeys(("nov", "november"), 11),
    **dict.fromkeys(("dec", "december", "dez", "dezember"), 12),
}

NUMBERS = {
    **dict.fromkeys(("a", "an", "one", "ein", "eine", "einer", "einem"), 1),
    **dict.fromkeys(("two", "zwei"), 2),
    **dict.fromkeys(("three", "drei"), 3),
    **dict.fromkeys(("four", "vier"), 4),
    **dict.fromkeys(("five", "fünf"), 5),
}

HALF_HOUR = ("half an hour", "half hour", "einer halben stunde", "halbe stunde", "halben stunde")
HOUR = ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden")
MINUTE = ("m", "min", "mins", "minute", "minutes", "minuten")
DAY = ("d", "day", "days", "tag", "tage", "tagen")
WEEK = ("w", "week", "weeks", "woche", "wochen")
BUSINESS_DAY = (
    *("bd", "business day", "business days", "working day", "working days", "workday", "workdays"),
    *("at", "arbeitstag", "arbeitstage", "arbeitstagen", "werktag", "werktage", "werktagen"),
)

NOON = ("noon", "midday", "mittag")
END_OF_DAY = (
    *("eod", "end of day", "end of the day", "end of business", "close of business", "cob"),
    *("feierabend", "tagesende", "ende des tages", "dienstschluss"),
)

MINE = ("mine", "my time", "meine", "meine zeit", "meiner zeit")
IN = ("in", "within", "binnen")
BEFORE = (
    *("back by", "by", "until", "till", "at", "on", "the"),
    *("bis", "spätestens", "um", "am", "den", "dem", "zum"),
)
"""Small words that may stand before a time or between its parts and change nothing."""

THIS = ("this", "coming", "diesen", "diesem", "kommenden")
NEXT = ("next", "nächsten", "nächster", "nächste")
"""Before a weekday some people mean the coming one, others the one after: both are offered, none is taken."""
