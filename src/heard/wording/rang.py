"""What stands on a ticket when somebody rang in vain, in the reader's language. Pure: facts in, words out."""

from typing import Literal

Kind = Literal["missed", "voicemail"]

SUBJECT: dict[str, dict[Kind, str]] = {
    "en": {"missed": "Missed call", "voicemail": "Voicemail"},
    "de": {"missed": "Verpasster Anruf", "voicemail": "Nachricht auf dem Anrufbeantworter"},
    "fr": {"missed": "Appel manqué", "voicemail": "Message vocal"},
    "es": {"missed": "Llamada perdida", "voicemail": "Mensaje de voz"},
    "ar": {"missed": "مكالمة فائتة", "voicemail": "رسالة صوتية"},
}
TEXT: dict[str, dict[Kind, str]] = {
    "en": {
        "missed": "Tried to call us at {time} from {number}; nobody answered.",
        "voicemail": "Called us at {time} from {number} and left a message.",
    },
    "de": {
        "missed": "Hat um {time} von {number} angerufen; niemand hat abgenommen.",
        "voicemail": "Hat um {time} von {number} angerufen und eine Nachricht hinterlassen.",
    },
    "fr": {
        "missed": "A appelé {time} depuis le {number} ; personne n’a répondu.",
        "voicemail": "A appelé {time} depuis le {number} et a laissé un message.",
    },
    "es": {
        "missed": "Llamó {time} desde el {number}; nadie contestó.",
        "voicemail": "Llamó {time} desde el {number} y dejó un mensaje.",
    },
    "ar": {
        "missed": "اتصل بنا في {time} من الرقم {number} ولم يُجب أحد.",
        "voicemail": "اتصل بنا في {time} من الرقم {number} وترك رسالة.",
    },
}
WITHHELD = {
    "en": "a withheld number",
    "de": "einer unterdrückten Nummer",
    "fr": "numéro masqué",
    "es": "número oculto",
    "ar": "مخفي",
}


def said_rang(kind: Kind, *, language: str, time: str, number: str) -> tuple[str, str]:
    """Subject and text; `number` as people read it, "" where it was withheld."""
    shown = number or WITHHELD[language]
    return SUBJECT[language][kind], TEXT[language][kind].format(time=time, number=shown)
