"""Verbs on canned text: kept, changed, dropped."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from heard.hours.languages import LANGUAGES, Sentence
from heard.record import events
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.canned import Canned, CannedText
from heard.record.models.desk import Desk
from heard.wording.variables import VARIABLES, unknown

MOST = 300
LONGEST = 20_000


@transaction.atomic
def save(
    *,
    name: str,
    texts: Mapping[str, str],
    by: Agent,
    at: datetime,
    folder: str = "",
    desk: Desk | None = None,
) -> Canned:
    """Keep words under a name.

    Args:
        texts: the words by language; empty ones are left out.
        desk: with whom it is shared; None: for oneself.

    Raises:
        Refused: no name, no words, a variable that there is not, or too many.
    """
    kept = _checked(name, folder, texts)
    beside = Canned.objects.filter(desk=desk) if desk else Canned.objects.filter(desk=None, agent=by)
    if beside.count() >= MOST:
        raise Refused(
            "too_many", Sentence("There are %(most)s already. Drop one first.", most=MOST), field="name"
        )
    canned = Canned.objects.create(name=kept[0], folder=kept[1], agent=by, desk=desk, made_at=at)
    _write(canned, texts)
    events.add("canned.saved", by=by, at=at, desk=desk, canned=canned.pk)
    return canned


@transaction.atomic
def change(
    canned: Canned, *, name: str, texts: Mapping[str, str], by: Agent, at: datetime, folder: str = ""
) -> None:
    """Give it another name, folder or words. What was sent with it stays as it was sent.

    Raises:
        Refused: no name, no words, or a variable that there is not.
    """
    canned.name, canned.folder = _checked(name, folder, texts)
    canned.save(update_fields=["name", "folder"])
    canned.texts.all().delete()
    _write(canned, texts)
    events.add("canned.changed", by=by, at=at, desk=canned.desk, canned=canned.pk)


@transaction.atomic
def drop(canned: Canned, *, by: Agent, at: datetime) -> None:
    """It is kept no longer; what was sent with it stays."""
    events.add("canned.dropped", by=by, at=at, desk=canned.desk, canned=canned.pk)
    canned.delete()


def _write(canned: Canned, texts: Mapping[str, str]) -> None:
    CannedText.objects.bulk_create(
        CannedText(canned=canned, language=language, text=_plain(text))
        for language, text in texts.items()
        if _plain(text)
    )


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def _checked(name: str, folder: str, texts: Mapping[str, str]) -> tuple[str, str]:
    name, folder = (" ".join(words.replace("\0", " ").split())[:80] for words in (name, folder))
    if not name:
        raise Refused("no_name", "Give it a name.", field="name")
    if strangers := set(texts) - set(LANGUAGES):
        raise Refused(
            "language", Sentence("We do not speak %(language)s.", language=min(strangers)), field="name"
        )
    if not any(_plain(text) for text in texts.values()):
        raise Refused("no_text", "Write a few words first.", field="text_en")
    for language, text in texts.items():
        if len(text) > LONGEST:
            raise Refused(
                "too_long",
                Sentence("That is longer than %(most)s characters.", most=LONGEST),
                field=f"text_{language}",
            )
        if found := unknown(text):
            raise Refused("variable", _says(*found), field=f"text_{language}")
    return name, folder


def _says(written: str, near: str) -> Sentence:
    known = ", ".join(f"{{{name}}}" for name in VARIABLES)
    offer = Sentence(" Did you mean %(offer)s?", offer=f"{{{near}}}") if near else ""
    return Sentence(
        "There is no %(written)s.%(offer)s There are %(known)s.", written=written, offer=offer, known=known
    )
