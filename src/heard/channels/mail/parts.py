"""The structure of a mail: which parts are its text, which its HTML, which are files.

The choice follows RFC 8621, 4.1.4, which says what a reader would show; every leaf that is not shown as text
is a file. Nothing is thrown away.
"""

import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message

from heard.channels.mail import uu
from heard.channels.mail.headers import Headers, lenient_base64, parameters

PARTS_LIMIT = 1_000

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)


class Part(Message):
    """A part as the parser makes it, with its body as it came.

    `get_payload` will not give that: it reads 8-bit bytes by a charset of its own choice.
    """

    _payload: object

    def raw_body(self) -> bytes:
        """The bytes of the body, transfer encoding and all; b"" for a part that has parts."""
        body = self._payload
        return body.encode("utf-8", "surrogateescape") if isinstance(body, str) else b""

    def children(self) -> list["Part"]:
        """The parts of this part."""
        inside = self._payload
        return [one for one in inside if isinstance(one, Part)] if isinstance(inside, list) else []


class Unreadable(Exception):
    """A mail that cannot be read as one; the text says why, for people."""


@dataclass(slots=True)
class Leaf:
    """One part without parts of its own: its headers, kind and raw message object."""

    message: Part
    headers: Headers
    type: str
    disposition: str
    name: str
    charset: str
    related: bool = False

    @property
    def content_id(self) -> str:
        """The id by which HTML refers to this part, without brackets."""
        return self.headers.text("content-id").strip("<> ")

    @property
    def shown_inline(self) -> bool:
        """Whether the sender's HTML or text shows this file in place."""
        return self.disposition == "inline" or (
            self.disposition != "attachment" and (self.related or bool(self.content_id))
        )

    def content(self) -> bytes:
        """The decoded bytes; a nested message as the bytes it was written in."""
        if self.message.is_multipart():
            return nested_bytes(self.message)
        return body_bytes(self.message, self.headers)

    def text_charset(self, content: bytes) -> str:
        """The declared charset; for HTML that has none, the one its own <meta> names."""
        if self.charset or self.type != "text/html":
            return self.charset
        found = _META_CHARSET.search(content[:2048])
        return found[1].decode("ascii") if found else ""


@dataclass(slots=True)
class Layout:
    """The leaves of a mail by their use. `text` and `html` may hold the same leaf."""

    text: list[Leaf] = field(default_factory=list)
    html: list[Leaf] = field(default_factory=list)
    files: list[Leaf] = field(default_factory=list)
    count: int = 0


def layout(root: Part, headers: Headers) -> Layout:
    """Sort the parts of a mail; raises Unreadable when there are more than 1,000."""
    found = Layout()
    _sort([(root, headers)], "mixed", False, found.html, found.text, found)
    return found


def leaf_of(message: Part, headers: Headers) -> Leaf:
    """What the headers of one part say about it."""
    kind = message.get_content_type()
    disposition = headers.raw("content-disposition")
    content_type = parameters(headers.raw("content-type"))
    name = parameters(disposition).get("filename") or content_type.get("name", "")
    if message.is_multipart() and kind.startswith("text/"):
        kind = "application/octet-stream"
    elif kind.startswith("multipart/"):
        kind = "text/plain"  # no usable boundary: its parts cannot be told apart, so all of it is shown
    return Leaf(
        message=message,
        headers=headers,
        type=kind,
        disposition=disposition.partition(";")[0].strip().lower(),
        name=name,
        charset=content_type.get("charset", ""),
    )


def body_bytes(message: Part, headers: Headers) -> bytes:
    """The body of a leaf with its Content-Transfer-Encoding undone; unknown ones are left as they are."""
    raw = message.raw_body()
    encoding = headers.raw("content-transfer-encoding").partition(";")[0].strip().strip("\"'").lower()
    undo = _UNDO.get(encoding)
    return undo(raw) if undo else raw


def nested_bytes(message: Part) -> bytes:
    """The bytes of a message inside a message, or of a delivery status."""
    inside = message.children()
    if not inside:
        return b""
    encoding = Headers(message).raw("content-transfer-encoding").strip().lower()
    if encoding in ("base64", "quoted-printable"):
        # Forbidden by RFC 2046, 5.2.1 and seen all the same: the parser took the coded text for a message.
        return _UNDO[encoding](inside[0].raw_body())
    return b"\n".join(_as_bytes(one) for one in inside)


def _as_bytes(message: Part) -> bytes:
    try:
        return message.as_bytes()
    except (UnicodeError, LookupError, TypeError, ValueError, KeyError, AttributeError):
        headers = "".join(f"{name}: {value}\n" for name, value in message.raw_items())
        return headers.encode("utf-8", "surrogateescape")


_UNDO: dict[str, Callable[[bytes], bytes]] = {
    "base64": lenient_base64,
    "b": lenient_base64,
    "quoted-printable": binascii.a2b_qp,
    "q": binascii.a2b_qp,
    "x-uuencode": uu.decode,
    "uuencode": uu.decode,
    "x-uue": uu.decode,
    "uue": uu.decode,
}


def _sort(
    children: list[tuple[Part, Headers]],
    kind: str,
    in_alternative: bool,
    html: list[Leaf] | None,
    text: list[Leaf] | None,
    found: Layout,
) -> None:
    """RFC 8621's own algorithm; `html` and `text` are None where that reading is not wanted."""
    text_before = len(text) if text is not None else -1
    html_before = len(html) if html is not None else -1
    for position, (message, headers) in enumerate(children):
        found.count += 1
        if found.count > PARTS_LIMIT:
            raise Unreadable(f"more than {PARTS_LIMIT} parts")
        if message.is_multipart() and message.get_content_maintype() == "multipart":
            sub = message.get_content_subtype()
            inner = [(one, Headers(one)) for one in message.children()]
            _sort(inner, sub, in_alternative or sub == "alternative", html, text, found)
            continue
        leaf = leaf_of(message, headers)
        leaf.related = kind == "related" and position > 0
        if not _is_body(leaf, kind, position):
            found.files.append(leaf)
        elif kind == "alternative":
            _alternative(leaf, html, text, found)
        else:
            _in_sequence(leaf, in_alternative, html, text)
    if kind == "alternative" and text is not None and html is not None:
        # Only one kind of text was offered: it serves as the other too.
        if len(text) == text_before and len(html) != html_before:
            text.extend(html[html_before:])
        if len(html) == html_before and len(text) != text_before:
            html.extend(text[text_before:])


def _is_body(leaf: Leaf, kind: str, position: int) -> bool:
    if leaf.disposition == "attachment" or leaf.type not in ("text/plain", "text/html"):
        return False
    return position == 0 or (kind != "related" and not leaf.name)


def _alternative(leaf: Leaf, html: list[Leaf] | None, text: list[Leaf] | None, found: Layout) -> None:
    side = text if leaf.type == "text/plain" else html
    if side is None:
        found.files.append(leaf)
    else:
        side.append(leaf)


def _in_sequence(leaf: Leaf, in_alternative: bool, html: list[Leaf] | None, text: list[Leaf] | None) -> None:
    """A text among others. Inside an alternative it counts for its own kind only."""
    if in_alternative:
        side = text if leaf.type == "text/plain" else html
        if side is not None:
            side.append(leaf)
        return
    if text is not None:
        text.append(leaf)
    if html is not None:
        html.append(leaf)
