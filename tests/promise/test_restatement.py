"""What a mail says to a restatement, and what is only thanks. Unsure is never taken for a yes."""

import pytest

from heard.promise.restatement import is_only_thanks, reads_as


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Yes, that's it", "yes"),
        ("Yes.", "yes"),
        ("yes exactly", "yes"),
        ("That’s right!", "yes"),
        ("Hi Allie,\n\nCorrect.\n\nBest regards\nZelda", "yes"),
        ("Hallo Frau Ames,\ngenau so ist es.\nViele Grüße", "yes"),
        ("Stimmt", "yes"),
        ("Ja, genau", "yes"),
        ("Not quite: only invoices over 10,000", "no"),
        ("No, it also happens at night", "no"),
        ("Das stimmt nicht.", "no"),
        ("Nein", "no"),
        ("Nicht ganz, nur bei Rechnungen", "no"),
        ("Yes, but only at night", None),
        ("Yes, except on Mondays", None),
        ("Ja, aber nur nachts", None),
        ("Yes? Or do you mean the other one?", None),
        ("Yesterday it worked", None),
        (
            "Yes that is the problem and four more did the same just now, I have a call at noon with them",
            None,
        ),
        ("I wonder whether that is right", None),
        ("Notwithstanding, fine", None),
        ("", None),
        ("Oui, c’est bien ça.", "yes"),
        ("Bonjour,\nexactement, merci", "yes"),
        ("Oui, mais seulement le lundi.", None),
        ("Pas tout à fait : c'est l'autre drone.", "no"),
        ("Si c'est possible, demain.", None),
        ("Sí, eso es.", "yes"),
        ("Sí, pero solo los lunes", None),
        ("No del todo, es el otro.", "no"),
        ("نعم، هذا صحيح.", "yes"),
        ("نعم، ولكن يوم الاثنين فقط", None),
        ("ليس تمامًا، إنها الطائرة الأخرى", "no"),
        ("نعم؟", None),
    ],
)
def test_reads_as(text: str, says: str | None) -> None:
    assert reads_as(text) == says


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Thanks!", True),
        ("Thank you so much.", True),
        ("Great, thanks a lot", True),
        ("Hi Allie,\nthanks for your help!\nBest regards\nZelda", True),
        ("Vielen Dank!", True),
        ("Danke, perfekt", True),
        ("ok", True),
        ("Thanks, but it is still broken", False),
        ("Thanks. When will it be fixed?", False),
        ("Danke, leider geht es noch nicht", False),
        ("Great that nobody answers", False),
        ("", False),
        ("Merci beaucoup !", True),
        ("Merci, mais cela ne marche pas.", False),
        ("¡Muchas gracias!", True),
        ("Gracias por su ayuda. Perfecto.", True),
        ("Gracias, ¿cuándo?", False),
        ("شكرًا جزيلًا.", True),
        ("شكرًا، ولكنها لا تعمل", False),
    ],
)
def test_only_thanks(text: str, only: bool) -> None:
    assert is_only_thanks(text) is only
