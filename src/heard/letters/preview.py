"""A letter as the Letters page shows it to agents: the very bytes that left, or what would leave now."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy

from heard.letters.render import compose
from heard.record import files
from heard.record.models.letter import Letter

PAGE_LINK = re.compile(r"(/r/)[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Preview:
    """`html` is the letter's own page, made by our templates with every text escaped; show it in a frame."""

    subject: str
    text: str
    html: str
    attachments: tuple[str, ...] = ()


def preview(letter: Letter) -> Preview:
    """The letter in words.

    The link in it is the requester's key, so it is shown only where a letter never leaves (kept): there the
    page is the one place to try it from. In all others it is crossed out.
    """
    shown = _stored(letter) if letter.body else _unwritten(letter)
    if letter.state == Letter.State.KEPT:
        return shown
    return Preview(shown.subject, _hidden(shown.text), _hidden(shown.html), shown.attachments)


def _stored(letter: Letter) -> Preview:
    mail = message_from_bytes(files.read(letter.body), policy=policy.default)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    names = tuple(part.get_filename() or "" for part in mail.iter_attachments())
    return Preview(letter.subject, _lines(text.get_content()), _lines(html.get_content()), names)


def _unwritten(letter: Letter) -> Preview:
    composed = compose(letter)
    attached = letter.message.attachments.order_by("id") if letter.message else ()
    return Preview(composed.subject, composed.text, composed.html, tuple(file.name for file in attached))


def _lines(words: str) -> str:
    """Line ends as they were before the mail made them its own."""
    return words.replace("\r\n", "\n")


def _hidden(words: str) -> str:
    return PAGE_LINK.sub(r"\1…", words)
