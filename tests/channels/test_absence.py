"""When they are back: read from what out-of-office replies say, and never guessed."""

from datetime import date

import pytest

from heard.channels.mail.absence import back_on

SENT = date(2026, 11, 23)  # a Monday

SAID = [
    ("I am out of the office and will be back on Monday, 30 November.", (11, 30)),
    ("I'm away until November 30th. For urgent matters call Bob.", (11, 30)),
    ("I am on leave from 20 November to 27 November.", (11, 28)),
    ("Out of office through Nov 27. Cheers", (11, 28)),
    ("I will return to the office on 2026-12-07.", (12, 7)),
    ("I'm out today and back on Thursday.", (11, 26)),
    ("I am away from 20.11. and returning 14/12/2026.", (12, 14)),
    ("Ich bin bis zum 30.11. nicht im Büro.", (11, 30)),
    ("Ich bin bis einschließlich 27. November im Urlaub.", (11, 28)),
    ("Ich bin vom 20.11. bis 27.11.2026 im Urlaub und ab Montag, 30. November, wieder erreichbar.", (11, 30)),
    ("Ab dem 1. Dezember bin ich wieder da. Wieder im Büro: 01.12.2026", (12, 1)),
    ("Ich bin derzeit nicht im Haus und am Montag wieder da.", (11, 30)),
    ("Am 25.11. bin ich weg und am 27.11. wieder da.", (11, 27)),
    ("Ich bin im Urlaub und wieder da am Montag, den 30. November.", (11, 30)),
    ("Je suis absent jusqu’au 30 novembre inclus.", (12, 1)),
    ("Je suis en congé du 20 novembre au 27 novembre.", (11, 28)),
    ("Absente du bureau, je serai de retour le lundi 30 novembre.", (11, 30)),
    ("Estaré fuera de la oficina hasta el 30 de noviembre de 2026.", (11, 30)),
    ("Estoy de vacaciones. Vuelvo el lunes 30 de noviembre.", (11, 30)),
    ("أنا خارج المكتب حتى 30 نوفمبر.", (11, 30)),
    ("أنا في إجازة وسأعود يوم ٣٠ نوفمبر.", (11, 30)),
    ("I am away until 3 January.", (1, 3)),
    # Nothing that says when it ends, a day that is over, or one that two countries read as two days.
    ("I am out of the office with limited access to mail.", None),
    ("Our office moved on 30 November.", None),
    ("I am away until 5/12/2026.", None),
    ("I was back on 20 November 2026.", None),
    ("I am away until 31 February.", None),
    ("Call me on 30 11 22 33 until then.", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "day"), SAID)
def test_back_on(text: str, day: tuple[int, int] | None) -> None:
    found = back_on(text, sent_on=SENT)
    assert (found and (found.month, found.day)) == day
    assert found is None or found > SENT


def test_a_long_text_costs_little() -> None:
    assert back_on("until 1/" * 100_000 + "30 November", sent_on=SENT) is None
