"""Why a webhook was refused is kept in English, and said in the language of the agent who looks."""

import pytest
from django.utils.translation import gettext, override

from heard.channels.phone.reading import call
from heard.channels.tracker.proof import NotProven
from heard.channels.tracker.reading import NotRead, github
from heard.channels.tracker.trouble import LOCKED, NOT_READ, UNSIGNED, because, in_sentences
from heard.clock import now
from heard.hours.languages import Sentence, in_words
from heard.record.locker import Locked


def _not_read(body: bytes, *, by_phone: bool) -> NotRead:
    with pytest.raises(NotRead) as wrong:
        call(body, now=now()) if by_phone else github("issues", body)
    return wrong.value


@pytest.mark.parametrize(
    ("kind", "why", "english", "german"),
    [
        (
            UNSIGNED,
            NotProven("the signature is not right"),
            "a webhook without the right signature: the signature is not right",
            "ein Webhook ohne richtige Signatur: die Signatur stimmt nicht",
        ),
        (
            LOCKED,
            Locked("sealed with another HEARD_SECRET_KEY"),
            "its secret cannot be read: sealed with another HEARD_SECRET_KEY",
            "das Geheimnis lässt sich nicht lesen: mit einem anderen HEARD_SECRET_KEY versiegelt",
        ),
        (
            NOT_READ,
            _not_read(b"{}", by_phone=False),
            "a webhook that we do not understand: a part is missing: 'issue'",
            "ein Webhook, den wir nicht verstehen: ein Teil fehlt: 'issue'",
        ),
        (
            NOT_READ,
            _not_read(b'{"kind": "missed", "number": 7}', by_phone=True),
            "a webhook that we do not understand: number is no text",
            "ein Webhook, den wir nicht verstehen: number ist kein Text",
        ),
    ],
)
def test_a_refusal_is_kept_in_english_and_said_in_german(
    kind: Sentence, why: Exception, english: str, german: str
) -> None:
    kept = str(because(kind, why))
    assert kept == english
    with override("de"):
        assert in_words(in_sentences(kept), gettext) == german


def test_what_nobody_knows_stays_as_it_is() -> None:
    with override("de"):
        assert in_words(in_sentences("something else"), gettext) == "something else"
