"""Lines that introduce old text: "On ... Zelda wrote:", header lines, and marks between dashes.

Each question looks at a few lines from a given one and costs no more than those lines, so reading a mail is
linear whatever it holds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from heard.channels.mail import quote_words as words

QUOTE_MARK = re.compile(r"\s{0,3}(?:>|&gt;)")
_BLOCK_LINES = 40  # a block of header lines is not longer
LINE_LIMIT = 400  # characters of a line, or of joined lines, that are looked at
_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
)
_INVISIBLE.update({ord("\xa0"): " ", ord("\u202f"): " ", ord("\u3000"): " "})

# Matched against lower case: ignoring case, and looking back first, cost ten times as much.
_VERB = re.compile(rf"(?:{words.WROTE})(?!\w)")
_ASIAN_VERB = re.compile("写道|写到|寫道|寫了|のメール|書きました|님이 작성|작성")
_FIRST_PERSON = re.compile(r"\b(?:I|we) wrote\b|\bschrieb(?:en)? (?:ich|wir)\b|\b(?:ich|wir) schrieb", re.I)
_OPENER = re.compile(rf"(?:{words.OPENERS})(?=[\s\d,])", re.I)
_MAIL = re.compile(r"[^\s<>@\"(),;:\[\]]{1,80}@[^\s<>@\"(),;:\[\]]{2,80}")
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}(?!\d)|\d\s?[ap]\.?m\b", re.I)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)")
_EASTERN_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9]{4}")
_DATE_START = re.compile(
    r"[\"'(\[]?(?:\d{1,4}\D|[^\W\d_]{2,12}\.?,? ?\d|[^\W\d_]{2,12}\.?,? [^\W\d_]{3,12}\.? \d)"
)
_NAME_FIRST = re.compile(
    r"[\"'«\w][^<>:()\d]{0,60}\(?<[^<>\s]+@[^<>\s]+>\)?|[\"'\w][^<>:()\d]{0,60}\([^()\s]+@[^()\s]+\)"
)
_QUOTING = re.compile(rf"(?:{words.QUOTING}) .{{0,80}}<[^<>\s]+@[^<>\s]+>:$", re.I)
_FULL_NAME_WROTE = re.compile(rf"(?:[^\W\d_a-zß-ÿ][^\s:,<>]* ){{1,4}}(?:{words.WROTE})(?!\w)")
_NAME_WROTE = re.compile(rf"[\"'\w][^<>:]{{0,80}}<[^<>\s]+@[^<>\s]+>,? (?:{words.WROTE})(?!\w)", re.I)
_MAIL_COLON = re.compile(r"<\s?(?:mailto:)?[^<>\s]+@[^<>\s]+\s?>+\)?\s?[:：]$")
_ENGLISH_INSIDE = re.compile(r"^(.{0,300}?[^\s-])\s*-*\s+(?=On (?:[A-Z][a-z]{2},? |\d).{5,250}\bwrote:$)")
_DASHES = " -_=*~#|\t"

_LABEL = re.compile(r"[\s*_|]*([^\W\d_][^:：<>@\n]{0,28}?)[\s*_]*[:：][*_]*\s*(.*)$")
_ROLES = {label: role for role, labels in words.LABELS.items() for label in labels.split("|")}
_BETWEEN = r"\W*[-_=*~#]{{2,}}[\s>]*(?:{})\W*$"
_ORIGINAL = re.compile(_BETWEEN.format(words.ORIGINAL), re.I)
_FORWARDED = re.compile(_BETWEEN.format(words.FORWARDED) + rf"|\W*(?:{words.FORWARDED})\s*[:：]\s*$", re.I)
_RULE = re.compile(r"[\s*_\-=~#—–]{3,}$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """An attribution line from `start` to before `end`.

    `strong`: surely made by a program. `only_with_quote`: believed only above quote marks. `bare`: without a
    verb, so believed only with an empty line above or quote marks below.
    """

    start: int
    end: int
    strong: bool
    only_with_quote: bool = False
    bare: bool = False


def plain(line: str) -> str:
    """A line as it is matched: no invisible characters, one kind of blank, not too long."""
    line = line[:LINE_LIMIT]
    return line.strip() if line.isascii() else line.translate(_INVISIBLE).strip()


def is_rule(line: str) -> bool:
    """Whether a line is only a drawn line."""
    return bool(line) and bool(_RULE.match(line))


def is_original_mark(line: str) -> bool:
    """Whether a line marks that old text follows: "-----Original Message-----" and the like."""
    if words.PREVIOUS.match(line):
        return True
    return line[:1] in "-_=*~#> " and bool(_ORIGINAL.match(line))


def is_reply_above_mark(line: str) -> bool:
    """Whether a line asks to write above it, as ticket systems do."""
    low = line.lower()
    return any(part in low for part in words.THIS_LINE) and bool(words.REPLY_ABOVE.search(line))


def is_forward_mark(line: str) -> bool:
    """Whether a line marks that what follows is passed on, and so belongs to what the person says."""
    return bool(_FORWARDED.match(line))


def attribution(lines: Sequence[str], start: int) -> Attribution | None:
    """The attribution that begins in this line, if one does; it may run over four lines."""
    first = plain(lines[start])[:120].lstrip(_DASHES + ">")
    if not _can_begin(first):
        return None
    joined, taken = "", 0
    weak: Attribution | None = None
    for at in range(start, min(start + 7, len(lines))):
        line = plain(lines[at])
        if not line:
            continue
        if joined and _begins_another(line) and not _goes_on(joined):
            break
        joined = f"{joined} {line}".strip().replace("< ", "<")
        taken += 1
        if taken > 4 or len(joined) > LINE_LIMIT:
            break
        found = _judge(joined)
        if found is None:
            continue
        if found == "with quote":
            weak = weak or Attribution(start, at + 1, strong=False, only_with_quote=True)
        elif found != "bare" or taken <= 2:
            return Attribution(start, at + 1, strong=found != "weak", bare=found == "bare")
    return weak


def inside_line(line: str) -> int:
    """Where an English attribution begins in a line that starts with the reply; 0 if none does."""
    if not line.endswith("wrote:") or " On " not in line:
        return 0
    found = _ENGLISH_INSIDE.match(line)
    return found.end(1) if found else 0


def header_block(lines: Sequence[str], start: int) -> int:
    """The line behind a block of From/Sent/To/Subject lines that begins here; 0 if none does.

    A travel plan has a From and a To as well, so an address or a subject is asked for.
    """
    if _role(lines[start]) in (None, "cc", "other"):
        return 0
    roles: set[str] = set()
    mail, at, end = False, start, start
    while at < len(lines) and at - end <= 3 and at - start < _BLOCK_LINES:
        line = plain(lines[at])
        role = _role(line)
        if role:
            roles.add(role)
            end = at + 1
        if end > at - 3 and _MAIL.search(line):
            mail = True
        at += 1
    if "from" not in roles or len(roles) < 2:
        return 0
    return end if mail or (len(roles) >= 3 and "subject" in roles) else 0


def _role(line: str) -> str | None:
    if ":" not in line[:60] and "：" not in line[:60]:
        return None
    found = _LABEL.match(plain(line))
    return _ROLES.get(found[1].strip("*_ ").lower()) if found else None


def _can_begin(first: str) -> bool:
    if first.endswith("<"):  # wrapped between a name and its address
        return True
    if "@" not in first and not _DIGIT.search(first) and not _has_verb(first[-40:]):
        return False
    if _has_verb(first) or _QUOTING.match(first):
        return True
    begins = _OPENER.match(first) or _DATE_START.match(first) or "@" in first
    return bool(begins) and bool(_CLOCK.search(first) or _YEAR.search(first) or "@" in first)


def _begins_another(line: str) -> bool:
    """Whether a line is an attribution, or the first line of one, by itself."""
    if not _DIGIT.search(line):
        return False
    dated = bool(_CLOCK.search(line)) and bool(_YEAR.search(line))
    return (dated and bool(_OPENER.match(line) or _DATE_START.match(line))) or _judge(line) is not None


def _goes_on(joined: str) -> bool:
    """Whether what was joined so far is only the beginning: "Zelda <", or who wrote without a when."""
    return joined.endswith("<") or bool(_NAME_FIRST.match(joined) and _has_verb(joined))


def _has_verb(text: str) -> bool:
    low = text.lower()
    if any(found.start() == 0 or not low[found.start() - 1].isalnum() for found in _VERB.finditer(low)):
        return True
    return not low.isascii() and bool(_ASIAN_VERB.search(low))


def _judge(joined: str) -> str | None:
    """What joined lines are: "strong", "weak" (no clock or address), "bare" (no verb), "with quote", None."""
    bare = joined.strip(_DASHES)
    verb = _has_verb(bare)
    if verb and _FIRST_PERSON.search(bare):
        return None
    if verb and joined.startswith("--") and joined.endswith("--"):
        return "strong"
    mail, clock = "@" in bare and bool(_MAIL.search(bare)), bool(_CLOCK.search(bare))
    dated = clock or bool(_YEAR.search(bare))
    begins = bool(_OPENER.match(bare) or _DATE_START.match(bare))
    ends = bare.endswith((":", "："))
    if ends and verb and (mail or dated) and (begins or _NAME_WROTE.match(bare)):
        return "strong" if mail or clock else "weak"
    if ends and verb and mail and clock and _NAME_FIRST.match(bare):
        return "strong"
    if dated and mail and begins:
        if ends and len(bare) <= 200 and _MAIL_COLON.search(bare):
            return "bare"
        if verb and _has_verb(bare[-12:]):
            return "strong"
        if bare.endswith(">"):
            return "with quote"
    if ends and len(bare) <= 250 and (_QUOTING.match(bare) or (verb or mail) and _introduces(bare, begins)):
        return "with quote"
    return None


def _introduces(bare: str, begins: bool) -> bool:
    """Whether a line tells who wrote when, in words that we may not know; asked only above quote marks.

    A line in Latin letters must begin as programs begin one, for the reply may stand in the same line.
    """
    if not (_CLOCK.search(bare) and _YEAR.search(bare) or _EASTERN_DIGITS.search(bare)):
        return False
    return begins or bare[0] > "\u024f" or bool(_NAME_FIRST.match(bare) or _FULL_NAME_WROTE.match(bare))
