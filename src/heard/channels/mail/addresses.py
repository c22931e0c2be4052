"""Address headers: From, To and the like, read leniently in one pass (RFC 5322, 3.4).

Commas inside quotes, comments, groups, encoded words, missing brackets and plain nonsense all occur.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from heard.channels.mail.headers import decoded, unfolded

ADDRESSES_LIMIT = 2_000  # of one header

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>]*>|[,;:()]|\\.|[^",;:()<>\\]+|[<>"\\]', re.S)
_BARE = re.compile(r"[^\s<>\"'(),;:\[\]@]+@[^\s<>\"'(),;:@]+")
_LIKELY = re.compile(r"^[^\s@<>]+@[^\s@<>,;]+$")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One address with its display name; the address is "" when none could be found."""

    name: str
    address: str


def mailboxes(values: Iterable[str], charset: str = "") -> list[Mailbox]:
    """All mailboxes in the raw values of an address header, groups flattened, in order.

    `charset` is how bare 8-bit bytes in names are read when they are no UTF-8.
    """
    found: list[Mailbox] = []
    for value in values:
        for piece in _split(unfolded(value)):
            found.append(_mailbox(piece, charset))
            if len(found) >= ADDRESSES_LIMIT:
                return found
    return [box for box in found if box.name or box.address]


def addresses(values: Iterable[str]) -> tuple[str, ...]:
    """The bare addresses in an address header, each once, lower-case domain."""
    return tuple(dict.fromkeys(box.address for box in mailboxes(values) if box.address))


def tidy(address: str) -> str:
    """One bare address: no brackets, quotes or blanks around it, the domain in lower case."""
    address = decoded(address).strip("<>\"' \t")
    local, at, domain = address.rpartition("@")
    return f"{local}@{domain.lower().rstrip('.')}" if at else address


def _split(value: str) -> Iterator[list[str]]:
    """The tokens of one mailbox at a time; commas, semicolons and group names end one."""
    tokens: list[str] = []
    depth = 0
    for token in _TOKEN.findall(value):
        if token == "(":
            depth += 1
        if depth == 0 and token in (",", ";"):
            yield tokens
            tokens = []
        elif depth == 0 and token == ":" and not any("@" in t for t in tokens):
            tokens = []  # what stood before was the name of a group
        else:
            tokens.append(token)
        if token == ")" and depth:
            depth -= 1
    yield tokens


def _mailbox(tokens: list[str], charset: str) -> Mailbox:
    angle, words, comment, depth = "", [], [], 0
    for token in tokens:
        if token in ("(", ")"):
            depth += 1 if token == "(" else -1 if depth else 0
        elif depth:
            comment.append(token)
        elif token[0] == "<" and token[-1] == ">" and len(token) > 2 and not angle:
            angle = token
        else:
            words.append(_unquoted(token))
    phrase, remark = decoded("".join(words), charset), decoded("".join(comment), charset)
    if angle:
        address = tidy(angle)
        if "@" not in address and (bare := _find(phrase)):
            address = tidy(bare[0])
        return Mailbox(_name(phrase) or _name(remark), address)
    return _bare(phrase, remark)


def _bare(phrase: str, comment: str) -> Mailbox:
    """No brackets: the whole may be an address, or an address may stand somewhere in it."""
    if _LIKELY.match(phrase):
        return Mailbox(_name(comment), tidy(phrase))
    found = _find(phrase)
    if not found:
        return Mailbox(_name(phrase), "")
    rest = (phrase[: found.start()] + phrase[found.end() :]).strip(" <>\t")
    return Mailbox(_name(rest) or _name(comment), tidy(found[0]))


def _find(phrase: str) -> re.Match[str] | None:
    """An address somewhere in a phrase; only its start is searched, for the search is not linear."""
    return _BARE.search(phrase[:500]) if "@" in phrase[:500] else None


def _unquoted(token: str) -> str:
    if token[0] == '"' and token[-1] == '"' and len(token) > 1:
        return re.sub(r"\\(.)", r"\1", token[1:-1])
    return token[1:] if token[0] == "\\" and len(token) > 1 else token


def _name(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1].strip()
    return "" if text in ("'", '"') else text[:200]
