"""In which language somebody wrote: told by the small words, also of one sentence, and never guessed from a name."""

import pytest

from heard.wording.language import guess


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The invoice has 19 % VAT, but we are in Ireland.", "en"),
        ("Every call goes to voicemail at once.", "en"),
        ("Der Drucker im zweiten Stock druckt nur leere Seiten.", "de"),
        ("Die Anmeldung geht nicht", "de"),
        ("Bonjour, mon imprimante ne marche plus.", "fr"),
        ("Je ne peux pas ouvrir la page", "fr"),
        ("La impresora no funciona", "es"),
        ("Se me ha olvidado la clave", "es"),
        ("لا أستطيع الدخول", "ar"),
        ("Ik kan niet inloggen op de website", "nl"),
        ("Non riesco ad accedere al mio account", "it"),
        ("نمی‌توانم وارد شوم چون گذرواژه را گم کردم", ""),
        ("Thanks", ""),
        ("VPN", ""),
        ("NullPointerException at com.example.Foo.bar(Foo.java:12)", ""),
        ("I'm in Los Angeles, la la la", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_text(text, language):
    assert guess(text) == language
