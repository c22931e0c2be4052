"""What a person newly wrote, apart from quotes and signature.

One rule stands over the others: no newly written word is lost. Where it cannot be told what is old, more is
shown. Forwarded text is what the person wants read, so it stays. Quotes that are answered one by one stay
too, for the answers make no sense without them.
"""

from dataclasses import dataclass, field

from heard.channels.mail import quote_words as words
from heard.channels.mail.attribution import (
    QUOTE_MARK,
    Attribution,
    attribution,
    header_block,
    inside_line,
    is_forward_mark,
    is_original_mark,
    is_reply_above_mark,
    is_rule,
    plain,
)
from heard.channels.mail.signatures import signature_lines

_TRIES_LIMIT = 3_000  # lines of new text that are asked whether old text begins there


@dataclass(frozen=True, slots=True)
class Split:
    """A text in three: what was newly written, the signature, and whether old text was left out."""

    reply: str
    signature: str
    quoted: bool


@dataclass(slots=True)
class _Quote:
    """Lines `start` to before `end` with quote marks; `headed` if a line says who wrote them."""

    start: int
    end: int
    headed: bool


@dataclass(slots=True)
class _Reading:
    """What is known about the lines so far."""

    lines: list[str]
    forward: bool
    drop: set[int] = field(default_factory=set)
    quotes: list[_Quote] = field(default_factory=list)
    written: list[int] = field(default_factory=list)
    headed: bool = False
    tries: int = 0
    kept_from: int = -1


def split(text: str, *, subject: str = "") -> Split:
    """Part a readable mail text. The subject tells a forward, whose old text is meant to be read."""
    lines = text.split("\n")
    reading = _Reading(lines, forward=bool(words.FORWARD_SUBJECT.match(subject)))
    _read(reading)
    _judge_quotes(reading)
    signature = _take_signatures(reading)
    reply = _joined(reading)
    if not reply.strip() and not reading.headed and not signature:
        return Split(text.strip("\n"), "", False)
    return Split(
        reply, "\n".join(signature).strip(), bool(reading.drop) and bool(reading.quotes or reading.headed)
    )


def _read(r: _Reading) -> None:
    """Go through the lines once; stop where everything below is old, or is meant to be read."""
    at = 0
    while at < len(r.lines):
        line = plain(r.lines[at])
        if not line:
            at += 1
        elif QUOTE_MARK.match(r.lines[at]):
            at = _quote(r, at, headed=False)
        elif is_forward_mark(line):
            r.kept_from = at
            return
        else:
            following = _old_text(r, at, line)
            if following is None:
                return
            if following == at:
                if not is_rule(line):
                    r.written.append(at)
                following = at + 1
            at = following


def _old_text(r: _Reading, at: int, line: str) -> int | None:
    """Where to read on after old text that begins here; the same line if none does; None to stop."""
    r.tries += 1
    if r.tries > _TRIES_LIMIT:
        return at
    block = header_block(r.lines, at)
    if is_original_mark(line) or is_reply_above_mark(line) or block:
        if r.forward:
            r.kept_from = at
            return None
        if not r.written:
            return _stay(r, at, block) if block else at + 1
        _cut(r, at)
        return None
    return _attributed(r, at, line)


def _stay(r: _Reading, at: int, end: int) -> int:
    """Header lines with nothing above them: passed on without a word, so they stay."""
    r.written.extend(range(at, end))
    return end


def _attributed(r: _Reading, at: int, line: str) -> int | None:
    found = attribution(r.lines, at)
    if found is None:
        return _shared_line(r, at, line)
    below = _next_line(r.lines, found.end)
    if below < len(r.lines) and _is_marked(r.lines[below]):
        r.headed = True
        r.drop.update(range(at, found.end))
        return _quote(r, below, headed=True)
    if found.only_with_quote or not _believed(r.lines, found):
        return at
    r.headed = True
    if r.written and below < len(r.lines):
        _cut(r, at)
        return None
    r.drop.update(range(at, found.end))
    return found.end


def _shared_line(r: _Reading, at: int, line: str) -> int:
    """ "reply On ... wrote:" on one line: the first half is new, if a quote follows."""
    place = inside_line(line)
    below = _next_line(r.lines, at + 1)
    if not place or below >= len(r.lines) or not QUOTE_MARK.match(r.lines[below]):
        return at
    r.lines[at] = line[:place]
    r.written.append(at)
    r.headed = True
    return _quote(r, below, headed=True)


def _quote(r: _Reading, start: int, *, headed: bool) -> int:
    """Note a run of quoted lines (empty ones between them belong to it); returns the line behind it."""
    mark = "|" if r.lines[start].lstrip().startswith("|") else ""
    end = at = start
    while at < len(r.lines):
        line = r.lines[at]
        if QUOTE_MARK.match(line) or (mark and line.lstrip().startswith(mark)):
            end = at + 1
        elif line.strip():
            break
        at += 1
    inner = [QUOTE_MARK.sub("", line, count=1) for line in r.lines[start : start + 8]]
    top = _next_line(inner, 0)
    if not headed and top < len(inner):
        inside = attribution(inner, top)
        headed = bool(inside and not inside.only_with_quote) or (
            bool(r.written) and bool(header_block(inner, top))
        )
        r.headed = r.headed or headed
    r.quotes.append(_Quote(start, end, headed))
    return end


def _judge_quotes(r: _Reading) -> None:
    """Leave out quotes, except those answered one by one."""
    last_written = r.written[-1] if r.written else -1
    if r.kept_from >= 0:
        last_written = r.kept_from
    answered = [q for q in r.quotes if q.end <= last_written]
    one_by_one = any(not q.headed for q in answered)
    for quote in r.quotes:
        if not r.written and not quote.headed and r.kept_from < 0:
            continue
        first_text_above = bool(r.written) and r.written[0] < quote.start
        if quote in answered and (not quote.headed or (one_by_one and not first_text_above)):
            continue
        r.drop.update(range(quote.start, quote.end))


def _cut(r: _Reading, at: int) -> None:
    """Everything from here on is old, and so are the drawn lines right above."""
    start = at
    while start > 0 and (not r.lines[start - 1].strip() or is_rule(plain(r.lines[start - 1]))):
        start -= 1
    r.drop.update(range(start, len(r.lines)))
    r.headed = True


def _take_signatures(r: _Reading) -> list[str]:
    """Take the signature out of each run of new lines; returns its lines."""
    taken: list[int] = []
    for run in _runs(r):
        taken.extend(signature_lines(r.lines, run))
    r.drop.update(taken)
    return [r.lines[at].rstrip() for at in taken]


def _runs(r: _Reading) -> list[list[int]]:
    """The line numbers still kept, in runs without a gap; what was forwarded is left alone."""
    runs: list[list[int]] = []
    stop = r.kept_from if r.kept_from >= 0 else len(r.lines)
    for at in range(stop):
        if at in r.drop:
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _believed(lines: list[str], found: Attribution) -> bool:
    """Without quote marks below, the weaker forms need the empty lines that programs put around them."""
    above = found.start == 0 or not lines[found.start - 1].strip()
    if found.bare:
        return above
    below = found.end >= len(lines) or not lines[found.end].strip()
    return found.strong or (above and below)


def _is_marked(line: str) -> bool:
    return bool(QUOTE_MARK.match(line)) or line.lstrip().startswith("| ")


def _next_line(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _joined(r: _Reading) -> str:
    """The kept lines; a gap leaves one empty line at most."""
    out: list[str] = []
    gap = False
    for at, line in enumerate(r.lines):
        if at in r.drop:
            gap = True
            continue
        if gap and out and out[-1].strip() and line.strip():
            out.append("")
        gap = False
        out.append(line.rstrip())
    while out and not out[0].strip():
        out.pop(0)
    while out and (not out[-1].strip() or (r.drop and is_rule(plain(out[-1])))):
        out.pop()
    return "\n".join(out)
