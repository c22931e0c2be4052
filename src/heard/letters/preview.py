"""A letter as the Letters page shows it to agents: the very bytes that left, or what would leave now."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy

from heard.letters.render import SHOWN, compose, with_pictures
from heard.record import files
from heard.record.models.letter import Letter

PICTURES_MOST = 2 * 1024 * 1024  # bytes of images that the page carries in itself
PAGE_LINK = re.compile(r"(/r/)[A-Za-z0-9_-]+")
DECIDING_LINK = re.compile(r"(/a/)[A-Za-z0-9_-]+")
PROVING_LINK = re.compile(r"(/requests/open/)[A-Za-z0-9_-]+")


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
    page is the one place to try it from. In all others it is crossed out. The link by which somebody decides is
    nobody else's: it is shown only of a sample.
    """
    shown = _stored(letter) if letter.body else _unwritten(letter)
    if letter.kind == Letter.Kind.APPROVAL and not letter.sample:
        shown = Preview(shown.subject, _hidden(shown.text, DECIDING_LINK), _hidden(shown.html, DECIDING_LINK))
    if letter.state == Letter.State.KEPT:
        return shown
    if letter.kind == Letter.Kind.PROOF:
        return Preview(shown.subject, _hidden(shown.text, PROVING_LINK), _hidden(shown.html, PROVING_LINK))
    return Preview(shown.subject, _hidden(shown.text), _hidden(shown.html), shown.attachments)


def _stored(letter: Letter) -> Preview:
    mail = message_from_bytes(files.read(letter.body), policy=policy.default)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    names = tuple(part.get_filename() or "" for part in mail.iter_attachments())
    inside = (part for part in mail.walk() if part["Content-ID"] and part.get_content_type() in SHOWN)
    pictures = (
        (part["Content-ID"].strip("<>"), part.get_content_type(), part.get_content()) for part in inside
    )
    page = _with(pictures, _lines(html.get_content()))
    return Preview(letter.subject, _lines(text.get_content()), page, names)


def _unwritten(letter: Letter) -> Preview:
    composed = compose(letter)
    html, shown, others = with_pictures(letter, composed.html)
    pictures = ((cid, file.type, files.read(file.digest)) for cid, file in shown.items())
    return Preview(
        composed.subject, composed.text, _with(pictures, html), tuple(file.name for file in others)
    )


def _with(pictures: Iterable[tuple[str, str, bytes]], html: str) -> str:
    """The page with its images in itself, up to a size: its frame fetches nothing."""
    left = PICTURES_MOST
    for cid, kind, content in pictures:
        if len(content) <= left:
            left -= len(content)
            data = base64.b64encode(content).decode()
            html = html.replace(f'src="cid:{cid}"', f'src="data:{kind};base64,{data}"')
    return html


def _lines(words: str) -> str:
    """Line ends as they were before the mail made them its own."""
    return words.replace("\r\n", "\n")


def _hidden(words: str, link: re.Pattern[str] = PAGE_LINK) -> str:
    return link.sub(r"\1…", words)
