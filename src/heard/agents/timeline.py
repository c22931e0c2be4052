"""The timeline as the ticket page shows it: messages open or folded, notes, and events in one grey line."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from textwrap import shorten
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from heard.agents.owed import Reader
from heard.hours.said import said_span
from heard.record.access.timeline import Dossier, Item
from heard.record.drawing import can_be_seen, sounds_as
from heard.record.events import KINDS

# How many of the newest messages and notes stand open; the others fold to one line.
OPEN = 3
# Letters of a folded message's first words, so that fifty of them do not weigh down the page.
FIRST = 40


@dataclass(frozen=True, slots=True)
class File:
    """A file of a message, or of a note."""

    public_id: str
    name: str
    size: int
    type: str

    @property
    def can_be_seen(self) -> bool:
        """Whether a picture of it is worth trying."""
        return can_be_seen(self.type, self.name)

    @property
    def sounds_as(self) -> str | None:
        """As what it can be listened to; None where it cannot."""
        return sounds_as(self.type)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to show. `shape` is "message", "note" or "events"; an `events` entry holds only `sentences`."""

    shape: str
    n: int
    item: Item | None = None
    author: str = ""
    mine: bool = False
    time: str = ""
    text: str = ""
    first: str = ""
    folded: bool = False
    unread: bool = False
    has_quotes: bool = False
    told: str = ""
    went_to: str = ""
    restated: str = ""
    files: list[File] = field(default_factory=list)
    sentences: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The element's id."""
        return f"n{self.n}"

    @property
    def face(self) -> str:
        """Whose two letters stand beside it."""
        return self.item.author if self.item else ""

    @property
    def last(self) -> int:
        """The place of the newest thing in it."""
        return self.sentences[-1][2] if self.sentences else self.n


def entries(items: Iterable[Item], dossier: Dossier, reader: Reader) -> list[Entry]:
    """The items of a timeline, files with their message, neighbouring events in one line."""
    shown: list[Entry] = []
    for item in items:
        if item.what in ("file", "note-file"):
            if shown and shown[-1].n == item.n:
                shown[-1].files.append(File(item.public_id, item.subject, item.data, item.door))
        elif item.what == "event":
            _add_event(shown, item, reader)
        else:
            shown.append(_entry(item, dossier, reader))
    return _folded(shown)


def _entry(item: Item, dossier: Dossier, reader: Reader) -> Entry:
    text = item.reply or item.text
    return Entry(
        shape=item.what,
        n=item.n,
        item=item,
        author=_author(item, reader),
        mine=item.agent_id == reader.agent.pk,
        time=reader.short(item.at),
        text=text,
        first=shorten(text[:300], FIRST, placeholder="…"),
        unread=item.kind == "inbound" and item.read_at is None,
        has_quotes=bool(item.reply) and item.reply.strip() != item.text.strip(),
        told=_told(item, dossier, reader),
        went_to=_went_to(item),
        restated=next(
            (r.text for r in dossier.restatements if r.message_id == item.id and item.what == "message"), ""
        ),
    )


def _folded(shown: list[Entry]) -> list[Entry]:
    """Fold all but the newest few, and never what nobody has read."""
    said = [entry for entry in shown if entry.shape != "events"]
    newest = {id(entry) for entry in said[-OPEN:]}
    return [
        entry if entry.shape == "events" or id(entry) in newest or entry.unread else _fold(entry)
        for entry in shown
    ]


def _fold(entry: Entry) -> Entry:
    return replace(entry, folded=True)


def unfolded(entry: Entry) -> Entry:
    """The entry in full, for a page that cannot open it by script."""
    return replace(entry, folded=False)


def _author(item: Item, reader: Reader) -> str:
    if item.agent_id == reader.agent.pk:
        return _("You")
    author = item.author or _("Somebody")
    named = item.data.get("name") if item.what == "message" else ""
    return f"{author} ({named})" if named else author


def _told(item: Item, dossier: Dossier, reader: Reader) -> str:
    """What an outbound message did to the promise, under its text."""
    if item.what != "message" or item.kind == "inbound":
        return ""
    if item.way == "solves":
        return _("said that this solves it")
    if item.way == "stands":
        return _("the time stood")
    made = next((p for p in dossier.promises if p.made_at == item.at and p.agent_id == item.agent_id), None)
    if made is None:
        return ""
    if made.due_at is None:
        return _("parked: one letter when %(event)s") % {"event": made.event}
    if made.kind == "closing":
        return _("told: closed on the day of %(words)s") % {"words": made.words}
    if made.question:
        return _("waiting for “%(question)s”; looking in by %(words)s") % {
            "question": made.question,
            "words": made.words,
        }
    return _("told: by %(words)s") % {"words": made.words}


def _went_to(item: Item) -> str:
    """Who got an outbound message besides the requester: those who take part, and copies."""
    if item.what != "message" or item.kind == "inbound":
        return ""
    said = (("also", _("also to %(people)s")), ("copies", _("copies to %(people)s")))
    said += (("hidden", _("hidden copies to %(people)s")),)
    return ", ".join(
        words % {"people": ", ".join(item.data[how])} for how, words in said if item.data.get(how)
    )


def _add_event(shown: list[Entry], item: Item, reader: Reader) -> None:
    """Put an event's sentence on the line of its neighbours."""
    if not shown or shown[-1].shape != "events":
        shown.append(Entry(shape="events", n=item.n))
    shown[-1].sentences.append((sentence(item, reader), reader.short(item.at), item.n))


def sentence(item: Item, reader: Reader) -> str:
    """An event in words, from the sentence its kind declares."""
    words = _(KINDS[item.kind].sentence)
    if item.kind == "ticket.taken" and item.data.get("owner") == item.agent_id:
        words = _("{by} took it")
    return capfirst(words.format_map(_Words(item, reader)))


class _Words(dict[str, str]):
    """The words a sentence may ask for."""

    def __init__(self, item: Item, reader: Reader) -> None:
        super().__init__()
        self.item, self.reader = item, reader

    def __missing__(self, name: str) -> str:
        data: dict[str, Any] = self.item.data
        if name == "by":
            mine = self.item.agent_id == self.reader.agent.pk
            return _("you") if mine else _author(self.item, self.reader)
        if name == "left" and data.get("due"):
            return said_span((_at(data["due"]) - self.item.at).total_seconds(), language=self.reader.language)
        if name == "desk" and self.item.kind == "ticket.moved":
            return self.item.subject
        if name in ("tag", "field"):
            return self.item.subject
        if name == "owner":
            return _("you") if data.get("owner") == self.reader.agent.pk else self.item.subject
        if name in ("due", "wanted") and data.get(name):
            return self.reader.short(_at(data[name]))
        if name == "impact":
            return _(data.get(name) or "normal")
        return str(data.get(name, "")).replace("_", " ")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
