"""What may stand in a header: names, addresses and ids that others chose, made harmless."""

import re
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.policy import SMTP, EmailPolicy
from typing import Any

JOINERS = "\u200c\u200d"
"""Unprintable, yet part of names in Persian and Indian scripts."""
MESSAGE_ID = re.compile(r"[!-;=?-~]{1,250}")
TYPE = re.compile(r"(application|audio|font|image|text|video)/[a-z0-9][a-z0-9.+-]*")
IDS = {"references", "in-reply-to"}
MIME = {"content-type", "content-disposition", "content-transfer-encoding"}
"""Headers whose parameters are read while a mail is put together."""


class LetterPolicy(EmailPolicy):
    """SMTP's line ends and short lines, all 7 bit, so that no relay has to change a byte.

    Message-IDs are written one a line: the stock policy would encode one that is longer than a line. Plain values are
    kept as they are; the stock policy takes most of a letter's time to read what it writes again just so.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """A header as it is kept: one that no reader could take for anything else, as text."""
        if isinstance(value, (str, Address)) and name.lower() not in MIME:
            plain = str(value)
            if plain.isascii() and plain.isprintable() and "=?" not in plain:
                return name, plain
        return super().header_store_parse(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """One header as the bytes of its lines."""
        if name.lower() in IDS:
            return f"{name}: {'\r\n '.join(value.split())}\r\n".encode("ascii")
        return super().fold_binary(name, value)


POLICY = LetterPolicy(linesep=SMTP.linesep, cte_type="7bit", max_line_length=78)


def one_line(text: str, *, most: int = 200) -> str:
    """A text without line ends, control and direction characters, cut at `most` characters.

    Nor does it hold the mark of an encoded word, in which a reader would find what was taken out here.
    """
    seen = (sign if sign.isprintable() or sign in JOINERS else " " for sign in text)
    line = " ".join("".join(seen).replace("=?", "= ?").split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def mailbox(name: str, address: str) -> Address:
    """A name with its address, as From and To want it.

    Raises:
        ValueError: the address is none.
    """
    shown, plain = one_line(name, most=100), in_ascii(address)
    if not plain.isascii():
        local, _, domain = plain.rpartition("@")
        return Address(shown, local, domain)
    try:
        return Address(shown, addr_spec=plain)
    except HeaderParseError as error:
        raise ValueError(f"not a mail address: {one_line(address)!r}") from error


def in_ascii(address: str) -> str:
    """The address as every server understands it: a domain in other letters becomes its `xn--` form.

    Raises:
        ValueError: the domain is none, or something stands in it that ends a line.
    """
    local, _, domain = address.rpartition("@")
    if not local or not domain or any(not sign.isprintable() or sign in " <>" for sign in address):
        raise ValueError(f"not a mail address: {one_line(address)!r}")
    return f"{local}@{domain.encode('idna').decode() if not domain.isascii() else domain}"


def in_brackets(ids: Iterable[str]) -> str:
    """Message-IDs as References wants them; what is no id is left out."""
    return " ".join(f"<{one}>" for one in ids if MESSAGE_ID.fullmatch(one))


def type_of(given: str) -> tuple[str, str]:
    """Main and sub type of an attached file; whatever is not plainly a type is bytes.

    A whole mail attached is bytes as well: RFC 2046 allows no base64 for message/rfc822.
    """
    kind = given.strip().lower()
    if not TYPE.fullmatch(kind):
        kind = "application/octet-stream"
    main, _, sub = kind.partition("/")
    return main, sub
