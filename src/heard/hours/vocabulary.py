"""The words of typed times in every language that people write to us in. A further language is further words here.

All lower case, Arabic without its vowel signs. A word may stand in one table only, and means the same whichever
language the text is in.
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
    "aujourd'hui": 0,
    "demain": 1,
    "après-demain": 2,
    "apres-demain": 2,
    "hoy": 0,
    "mañana": 1,
    "manana": 1,
    "pasado mañana": 2,
    "pasado manana": 2,
    "اليوم": 0,
    "غدا": 1,
    "بعد غد": 2,
}

WEEKDAYS = {
    **dict.fromkeys(("mon", "monday", "mo", "montag"), 0),
    **dict.fromkeys(("lun", "lundi", "lunes", "الاثنين", "الإثنين"), 0),
    **dict.fromkeys(("tue", "tues", "tuesday", "di", "dienstag"), 1),
    **dict.fromkeys(("mardi", "martes", "الثلاثاء"), 1),
    **dict.fromkeys(("wed", "wednesday", "mi", "mittwoch"), 2),
    **dict.fromkeys(("mer", "mercredi", "mié", "miércoles", "miercoles", "الأربعاء"), 2),
    **dict.fromkeys(("thu", "thur", "thurs", "thursday", "do", "donnerstag"), 3),
    **dict.fromkeys(("jeu", "jeudi", "jue", "jueves", "الخميس"), 3),
    **dict.fromkeys(("fri", "friday", "fr", "freitag"), 4),
    **dict.fromkeys(("ven", "vendredi", "vie", "viernes", "الجمعة"), 4),
    **dict.fromkeys(("sat", "saturday", "sa", "samstag", "sonnabend"), 5),
    **dict.fromkeys(("sam", "samedi", "sáb", "sábado", "sabado", "السبت"), 5),
    **dict.fromkeys(("sun", "sunday", "so", "sonntag"), 6),
    **dict.fromkeys(("dim", "dimanche", "dom", "domingo", "الأحد"), 6),
}

MONTHS = {
    **dict.fromkeys(("jan", "january", "januar", "jänner"), 1),
    **dict.fromkeys(("janv", "janvier", "ene", "enero", "يناير", "كانون الثاني"), 1),
    **dict.fromkeys(("feb", "february", "februar"), 2),
    **dict.fromkeys(("févr", "février", "fevrier", "febrero", "فبراير", "شباط"), 2),
    **dict.fromkeys(("mar", "march", "mär", "märz", "maerz"), 3),
    **dict.fromkeys(("mars", "marzo", "مارس", "آذار"), 3),
    **dict.fromkeys(("apr", "april"), 4),
    **dict.fromkeys(("avr", "avril", "abr", "abril", "أبريل", "إبريل", "نيسان"), 4),
    **dict.fromkeys(("may", "mai"), 5),
    **dict.fromkeys(("mayo", "مايو", "أيار"), 5),
    **dict.fromkeys(("jun", "june", "juni"), 6),
    **dict.fromkeys(("juin", "junio", "يونيو", "حزيران"), 6),
    **dict.fromkeys(("jul", "july", "juli"), 7),
    **dict.fromkeys(("juil", "juillet", "julio", "يوليو", "تموز"), 7),
    **dict.fromkeys(("aug", "august"), 8),
    **dict.fromkeys(("août", "aout", "ago", "agosto", "أغسطس", "آب"), 8),
    **dict.fromkeys(("sep", "sept", "september"), 9),
    **dict.fromkeys(("septembre", "septiembre", "setiembre", "سبتمبر", "أيلول"), 9),
    **dict.fromkeys(("oct", "october", "okt", "oktober"), 10),
    **dict.fromkeys(("octobre", "octubre", "أكتوبر", "تشرين الأول"), 10),
    **dict.fromkeys(("nov", "november"), 11),
    **dict.fromkeys(("novembre", "noviembre", "نوفمبر", "تشرين الثاني"), 11),
    **dict.fromkeys(("dec", "december", "dez", "dezember"), 12),
    **dict.fromkeys(("déc", "décembre", "decembre", "dic", "diciembre", "ديسمبر", "كانون الأول"), 12),
}

NUMBERS = {
    **dict.fromkeys(("a", "an", "one", "ein", "eine", "einer", "einem", "un", "une", "una"), 1),
    **dict.fromkeys(("two", "zwei", "deux", "dos"), 2),
    **dict.fromkeys(("three", "drei", "trois", "tres"), 3),
    **dict.fromkeys(("four", "vier", "quatre", "cuatro"), 4),
    **dict.fromkeys(("five", "fünf", "cinq", "cinco"), 5),
}

HALF_HOUR = (
    *("half an hour", "half hour", "einer halben stunde", "halbe stunde", "halben stunde"),
    *("une demi-heure", "demi-heure", "media hora", "نصف ساعة"),
)
HOUR = (
    *("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"),
    *("heure", "heures", "hora", "horas", "ساعة", "ساعات"),
)
MINUTE = ("m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "دقيقة", "دقائق")
ALONE = {"ساعة": 60, "ساعتين": 120, "دقيقتين": 2}
"""Spans of one word, in minutes, behind a word for "in"."""
DAY = ("d", "day", "days", "tag", "tage", "tagen", "jour", "jours", "día", "dia", "días", "dias", "أيام")
WEEK = (
    "w",
    "week",
    "weeks",
    "woche",
    "wochen",
    "semaine",
    "semaines",
    "semana",
    "semanas",
    "أسبوع",
    "أسابيع",
)
BUSINESS_DAY = (
    *("bd", "business day", "business days", "working day", "working days", "workday", "workdays"),
    *("at", "arbeitstag", "arbeitstage", "arbeitstagen", "werktag", "werktage", "werktagen"),
    *("jour ouvré", "jours ouvrés", "jour ouvrable", "jours ouvrables"),
    *("día hábil", "días hábiles", "día laborable", "días laborables", "يوم عمل", "أيام عمل"),
)

NOON = ("noon", "midday", "mittag", "mittags", "midi", "mediodía", "mediodia", "الظهر", "ظهرا")
END_OF_DAY = (
    *("eod", "end of day", "end of the day", "end of business", "close of business", "cob"),
    *("feierabend", "tagesende", "ende des tages", "dienstschluss"),
    *(
        "fin de journée",
        "fin de la journée",
        "fin del día",
        "fin de la jornada",
        "نهاية اليوم",
        "نهاية الدوام",
    ),
)
MORNING = ("du matin", "de la mañana", "صباحا", "ص", "فجرا")
AFTERNOON = ("de l'après-midi", "de la tarde", "بعد الظهر", "م", "مساء", "عصرا")
EVENING = ("du soir", "de la noche")
"""Behind an hour of one to eleven they say which half of the day; those of the evening behind six to eleven."""
HOUR_SIGNS = {"fr": "h|heures?", "es": "h|hs"}
"""Where "14h" is a clock and not a span: only who says "in" first means a span by it."""

MINE = ("mine", "my time", "meine", "meine zeit", "meiner zeit")
IN = ("in", "within", "binnen", "dans", "en", "dentro de", "بعد", "خلال")
BEFORE = (
    *("back by", "by", "until", "till", "at", "on", "the"),
    *("bis", "spätestens", "um", "am", "den", "dem", "zum"),
    *("au plus tard", "d'ici à", "d'ici", "avant", "à", "le", "pour", "vers"),
    *("a más tardar", "antes de", "antes del", "para", "a las", "a la", "al", "el", "las"),
    *("في موعد أقصاه", "الساعة", "قبل", "بحلول", "حتى", "يوم", "في", "عند"),
)
"""Small words that may stand before a time or between its parts and change nothing."""

THIS = ("this", "coming", "diesen", "diesem", "kommenden", "ce", "este")
NEXT = ("next", "nächsten", "nächster", "nächste", "próximo", "proximo")
"""Before a weekday some people mean the coming one, others the one after: both are offered, none is taken."""
