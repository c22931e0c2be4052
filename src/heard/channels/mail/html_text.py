"""HTML to readable text: what a person would read, with quotes marked by "> " as in a plain mail.

Only for reading and for finding the reply; what is shown as HTML is sanitised elsewhere. One pass, linear:
the tags are found by hand, for the standard library's parser can be made to take quadratic time.
"""

import html
import re
from collections.abc import Iterator

_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]*")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,40})\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""")
_BLANKS = re.compile(r"[ \t\r\n\f]+")

_SILENT = {"script", "style", "head", "title", "template", "noscript", "svg", "math", "xml", "object"}
_PARAGRAPH = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre"}
_BLOCK = (
    _PARAGRAPH
    | {"address", "article", "aside", "body", "caption", "center", "dd", "div", "dt", "fieldset", "figure"}
    | {"footer", "form", "header", "html", "li", "main", "nav", "section", "tbody", "tfoot", "thead", "tr"}
)
_ATTRIBUTE_LIMIT = 4_000  # characters of one tag that are searched for attributes
_DEPTH_LIMIT = 20  # quote marks written in front of a line


def to_text(source: str) -> str:
    """The readable text of an HTML document or fragment."""
    writer = _Writer()
    for kind, data in _tokens(source):
        if kind == "text":
            writer.text(data)
        else:
            writer.tag(kind, data)
    return writer.result()


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    """Pieces of the source in order: ("text", words) or (tag name, attributes); "/div" is an end tag."""
    at, end = 0, len(source)
    unclosed: set[str] = set()
    while at < end:
        start = source.find("<", at)
        if start < 0:
            yield "text", source[at:]
            return
        if start > at:
            yield "text", source[at:start]
        if source.startswith("<!--", start):
            at = _after(source, "-->", start + 4, unclosed)
            continue
        name = _NAME.match(source, start + 1)
        if name is None:
            if source[start + 1 : start + 2] in ("!", "?"):
                at = _after(source, ">", start, unclosed)
            else:
                yield "text", "<"
                at = start + 1
            continue
        at, attributes = _attributes(source, name.end())
        tag = name[0].lower()
        if tag in _SILENT and not attributes.endswith("/"):
            at = _after_closing(source, tag, at, unclosed)
        else:
            yield tag, attributes


def _after(source: str, mark: str, start: int, unclosed: set[str]) -> int:
    """The place behind the next `mark`. Where there is none, the construct is skipped up to its ">"."""
    found = -1 if mark in unclosed else source.find(mark, start)
    if found >= 0:
        return found + len(mark)
    unclosed.add(mark)
    found = source.find(">", start) if mark != ">" else -1
    return found + 1 if found >= 0 else len(source)


def _after_closing(source: str, tag: str, start: int, unclosed: set[str]) -> int:
    """The place of the closing tag of an element that is not for reading; all is read if unclosed."""
    if tag in unclosed:
        return start
    found = re.compile(rf"</{tag}\b", re.I).search(source, start)
    if found is None and tag == "head":
        found = re.compile(r"<body\b", re.I).search(source, start)
    if found is None:
        unclosed.add(tag)
        return start
    return found.start()


def _attributes(source: str, start: int) -> tuple[int, str]:
    """The attributes of a tag and the place behind its ">", which may not be one inside quotes."""
    stop = source.find(">", start)
    if stop < 0:
        return len(source), ""
    while source.count('"', start, stop) % 2 and stop - start < _ATTRIBUTE_LIMIT:
        further = source.find(">", stop + 1)
        if further < 0:
            break
        stop = further
    return stop + 1, source[start : min(stop, start + _ATTRIBUTE_LIMIT)]


def _attribute(attributes: str, wanted: str) -> str:
    if wanted not in attributes.lower():
        return ""
    for name, value in _ATTRIBUTE.findall(attributes):
        if name.lower() == wanted:
            return html.unescape(value.strip("\"'"))
    return ""


def _is_indent(attributes: str) -> bool:
    """Whether a blockquote only moves new text to the right, as the indent button of web mail does."""
    style = _attribute(attributes, "style").replace(" ", "").lower()
    named = (
        _attribute(attributes, "class") or _attribute(attributes, "type") or _attribute(attributes, "cite")
    )
    return not named and "border:none" in style


class _Writer:
    """Collects lines; knows how deep in quotes, whether in <pre>, and which list is being numbered."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line = ""
        self.quotes: list[bool] = []
        self.depth = 0
        self.pre = 0
        self.lists: list[int | None] = []
        self.link = ""
        self.link_text = ""

    def text(self, data: str) -> None:
        """Words between tags, entities read, blanks folded unless in <pre>."""
        if "&" in data:
            data = html.unescape(data)
        if self.pre:
            first, *rest = data.split("\n")
            self.line += first
            for piece in rest:
                self.new_line(force=True)
                self.line = piece
            return
        data = _BLANKS.sub(" ", data).replace("\xa0", " ")
        if data.startswith(" ") and (not self.line or self.line.endswith(" ")):
            data = data[1:]
        self.line += data
        if self.link:
            self.link_text += data

    def tag(self, tag: str, attributes: str) -> None:
        """One start or end tag."""
        closing = tag.startswith("/")
        name = tag.lstrip("/")
        if name == "br":
            self.new_line(force=True)
        elif name == "hr":
            self.new_line()
            self.line = "_" * 32
            self.new_line()
        elif name in ("td", "th") and not closing and self.line:
            self.line += "  "
        elif name == "a":
            self.anchor(closing, attributes)
        elif name == "img":
            self.line += _attribute(attributes, "alt").strip()[:200]
        elif name in _BLOCK:
            self.block(name, closing, attributes)

    def block(self, name: str, closing: bool, attributes: str) -> None:
        """A tag that begins a new line; paragraphs have an empty line before and after them."""
        self.new_line()
        if name == "blockquote" and closing and self.quotes:
            self.depth -= self.quotes.pop()
        if name in _PARAGRAPH and not self.lists:
            self.empty_line()
        if name == "blockquote" and not closing:
            self.quotes.append(not _is_indent(attributes))
            self.depth += self.quotes[-1]
        elif name == "pre":
            self.pre = max(0, self.pre + (-1 if closing else 1))
        elif name in ("ul", "ol"):
            if not closing:
                self.lists.append(0 if name == "ol" else None)
            elif self.lists:
                self.lists.pop()
        elif name == "li" and not closing:
            self.item()

    def item(self) -> None:
        """The start of a list item: a number or a dash, moved right in inner lists."""
        indent = "  " * max(0, min(len(self.lists), 10) - 1)
        count = self.lists[-1] if self.lists else None
        if count is None:
            self.line = indent + "- "
        else:
            self.lists[-1] = count + 1
            self.line = f"{indent}{count + 1}. "

    def anchor(self, closing: bool, attributes: str) -> None:
        """A link shows its address behind its words, unless the words are the address."""
        if not closing:
            self.link, self.link_text = _attribute(attributes, "href").strip()[:2000], ""
            return
        words, self.link, link = self.link_text.strip(), "", self.link
        scheme, _, bare = link.partition(":")
        if not words or scheme.lower() not in ("http", "https", "mailto"):
            return
        bare = bare.strip("/").partition("?")[0] if scheme == "mailto" else bare.strip("/")
        if bare and bare not in words and words.removeprefix("www.") != bare.removeprefix("www."):
            self.line = f"{self.line.rstrip()} <{bare if scheme == 'mailto' else link}>"

    def new_line(self, *, force: bool = False) -> None:
        """End the line. Without `force` an empty line is not ended, so that nested blocks make one break."""
        content = self.line.rstrip() if not self.pre else self.line
        if content.strip() or force:
            marks = ">" * min(self.depth, _DEPTH_LIMIT)
            self.lines.append(f"{marks} {content}" if marks else content)
        self.line = ""

    def empty_line(self) -> None:
        """An empty line, unless there is one already or nothing yet."""
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * min(self.depth, _DEPTH_LIMIT))

    def result(self) -> str:
        """All lines; never more than two empty ones in a row, none at the start and end."""
        self.new_line()
        while self.lines and not self.lines[-1].strip("> "):
            self.lines.pop()
        text = "\n".join(line.rstrip() for line in self.lines)
        return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n")
