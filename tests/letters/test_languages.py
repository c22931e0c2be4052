"""Letters in French, Spanish and Arabic, word by word where they promise; and the direction of each."""

from datetime import date

import pytest

from cast import Cast, clock
from heard.hours.languages import LANGUAGES, direction
from heard.letters.render import compose
from heard.letters.telling import language_of
from heard.record.actions import cadence, desk, promise, ticket
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.models.letter import Letter

AT_NIGHT = {
    "fr": [
        "Votre message nous est parvenu à 19 h 40. Nous sommes fermés en ce moment ; réouverture demain, mardi, à 9 h."
        " Une personne de l’équipe vous écrira au plus tard demain à 10 h (heure de New York).",
        "Vous ne pouvez pas attendre si longtemps ? Appelez le 555 0199, à toute heure.",
    ],
    "es": [
        "Su mensaje nos llegó a las 19:40. Ahora estamos cerrados; abrimos mañana, martes, a las 9:00. Una persona le"
        " escribirá a más tardar mañana a las 10:00 (hora de Nueva York).",
        "¿No puede esperar tanto? Llame al 555 0199, a cualquier hora.",
    ],
    "ar": [
        "وصلتنا رسالتك الساعة 7:40 مساءً. نحن مغلقون الآن ونفتح غدًا، الثلاثاء، الساعة 9:00 صباحًا. سيكتب إليك شخص من"
        " فريقنا في موعد أقصاه غدًا الساعة 10:00 صباحًا (بتوقيت نيويورك).",
        "ألا يمكنك الانتظار حتى ذلك الحين؟ اتصل على \u2068555 0199\u2069 في أي ساعة.",
    ],
}
NEXT = {
    "fr": "Vous aurez de mes nouvelles au plus tard aujourd’hui à 14 h (heure de New York), avec une solution ou un"
    " délai plus précis.",
    "es": "Tendrá noticias mías a más tardar hoy a las 14:00 (hora de Nueva York), con una solución o con una hora más"
    " precisa.",
    "ar": "سيصلك ردي في موعد أقصاه اليوم الساعة 2:00 بعد الظهر (بتوقيت نيويورك)، مع حل أو موعد أدق.",
}


def said(letter: Letter, language: str) -> list[str]:
    letter.language = language
    return compose(letter).text.strip().split("\n\n")


@pytest.mark.parametrize("language", AT_NIGHT)
def test_a_receipt_at_night(cast: Cast, language: str) -> None:
    desk.change(cast.desk, phone="555 0117", on_call="555 0199", by=HEARD, at=clock("8:00"))
    request = cast.writes(cast.zelda, "They come back", at=clock("19:40"))
    told, _add, on_call, _automatic = said(request.letters.get(kind="receipt"), language)
    assert [told, on_call] == AT_NIGHT[language]


@pytest.mark.parametrize("language", NEXT)
def test_the_line_under_a_persons_word(cast: Cast, language: str) -> None:
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    promise.say(request, Word("Hello", "next", due_at=clock("14:00")), by=cast.allie, at=clock("9:20"))
    assert any(line.startswith(NEXT[language]) for line in said(request.letters.get(kind="reply"), language))


MISSED = {
    ("fr", "ring"): (
        "Allie devait vous appeler au plus tard à 14 h, nous vous l’avions dit. ",
        "L’une d’elles vous appellera au plus tard aujourd’hui à 15 h (heure de New York).",
    ),
    ("fr", "come"): (
        "Allie devait passer vous voir au plus tard à 14 h, nous vous l’avions dit. ",
        "L’une d’elles vous écrira au plus tard aujourd’hui à 15 h (heure de New York) pour vous dire quand quelqu’un"
        " passera.",
    ),
    ("es", "ring"): (
        "Le dijimos que Allie le llamaría a más tardar a las 14:00. ",
        "Una de ellas le llamará a más tardar hoy a las 15:00 (hora de Nueva York).",
    ),
    ("es", "come"): (
        "Le dijimos que Allie iría a verle a más tardar a las 14:00. ",
        "Una de ellas le escribirá a más tardar hoy a las 15:00 (hora de Nueva York) y le dirá cuándo irá alguien a"
        " verle.",
    ),
    ("ar", "ring"): (
        "قلنا لك إن \u2068Allie\u2069 سيتصل بك هاتفيًا في موعد أقصاه الساعة 2:00 بعد الظهر، ",
        "سيتصل بك أحدهم هاتفيًا في موعد أقصاه اليوم الساعة 3:00 بعد الظهر (بتوقيت نيويورك).",
    ),
    ("ar", "come"): (
        "قلنا لك إن \u2068Allie\u2069 سيأتي إليك في موعد أقصاه الساعة 2:00 بعد الظهر، ",
        "سيكتب إليك أحدهم في موعد أقصاه اليوم الساعة 3:00 بعد الظهر (بتوقيت نيويورك) ليخبرك متى يأتي إليك أحد.",
    ),
}


@pytest.mark.parametrize(("language", "how"), MISSED)
def test_a_missed_ring_or_visit_is_said_as_such(cast: Cast, language: str, how: str) -> None:
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    word = Word("Hello", "next", due_at=clock("14:00"), how=how)
    promise.say(request, word, by=cast.allie, at=clock("9:20"))
    ticket.open(request, by=cast.bob, at=clock("14:00"))
    told = said(request.letters.get(kind="missed"), language)[0]
    begins, ends = MISSED[language, how]
    assert told.startswith(begins) and told.endswith(ends), told


AGREED = {
    (
        "en",
        "friday",
    ): "As agreed, you hear from us once a week, on Friday at the latest, until 31 December 2026.",
    ("en", "1"): "As agreed, you hear from us every working day until 31 December 2026.",
    ("en", "10"): "As agreed, you hear from us every 10 working days at the latest, until 31 December 2026.",
    (
        "de",
        "friday",
    ): "Wie vereinbart, hören Sie bis 31. Dezember 2026 einmal in der Woche von uns, spätestens am Freitag.",
    (
        "fr",
        "friday",
    ): "Comme convenu, vous avez de nos nouvelles une fois par semaine, le vendredi au plus tard, jusqu’au"
    " 31 décembre 2026.",
    (
        "es",
        "10",
    ): "Como acordamos, tendrá noticias nuestras a más tardar cada 10 días laborables, hasta el 31 de diciembre"
    " de 2026.",
    ("ar", "1"): "كما اتفقنا، نكتب إليك كل يوم عمل حتى 31 ديسمبر 2026.",
}


@pytest.mark.parametrize(("language", "rhythm"), AGREED)
def test_the_rhythm_that_was_agreed_stands_under_the_time(cast: Cast, language: str, rhythm: str) -> None:
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    twin = cast.writes(cast.yusuf, "Mine, too", at=clock("9:02"))
    promise.say(request, Word("Hello", "next", due_at=clock("14:00")), by=cast.allie, at=clock("9:20"))
    cadence.agree(
        request,
        rhythm=rhythm,
        last_day=date(2026, 12, 31),
        agreed="by phone",
        by=cast.allie,
        at=clock("9:30"),
    )
    for made in (request, twin):
        word = Word("Not yet", "next", due_at=clock("15:00"))
        promise.say(made, word, by=cast.allie, at=clock("10:00"))
    shown = said(request.letters.filter(kind="reply").last(), language)
    assert any(line.startswith(AGREED[language, rhythm]) for line in shown), shown
    first, other = request.letters.filter(kind="reply").first(), twin.letters.filter(kind="reply").last()
    promise.say(request, Word("Done", "solves"), by=cast.allie, at=clock("11:00"))
    done, begins = request.letters.filter(kind="reply").last(), AGREED[language, rhythm][:10]
    assert not any(
        line.startswith(begins) for letter in (first, other, done) for line in said(letter, language)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_says_its_language_and_direction(cast: Cast, language: str) -> None:
    receipt = cast.writes(cast.zelda, "They come back", at=clock("9:02")).letters.get(kind="receipt")
    receipt.language = language
    html = compose(receipt).html
    side = direction(language)
    assert f'<html lang="{language}" dir="{side}">' in html
    assert f'<div class="letter" dir="{side}">' in html
    assert ("border-right: 3px" in html) == (side == "rtl")


@pytest.mark.parametrize(
    "kind, language, written",
    [("alert", "fr", "en"), ("consult", "ar", "en"), ("alert", "de-AT", "de"), ("reply", "fr", "fr")],
)
def test_agents_are_written_to_in_fewer_languages(kind: str, language: str, written: str) -> None:
    assert language_of(Letter(kind=kind, language=language)) == written
