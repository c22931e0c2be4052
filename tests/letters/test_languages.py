"""Letters in French, Spanish and Arabic, word by word where they promise; and the direction of each."""

import pytest

from cast import Cast, clock
from heard.hours.languages import LANGUAGES, direction
from heard.letters.render import compose
from heard.letters.telling import language_of
from heard.record.actions import desk, promise
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
