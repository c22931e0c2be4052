"""The text part of a letter, made from its HTML part: the words stand in one place and cannot disagree.

It reads the few elements that our own templates use, and nothing else; it is no reader of other people's mail.
"""

from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = {"p", "div", "ul", "li"}
ISOLATES = "\u2068", "\u2069"
"""What <bdi> is in a text: a name keeps its own direction within words that run the other way."""
LINE_END = "\v"
"""Stands for a <br> until a block is done: the templates' own line ends mean nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """What can be read of a letter: its subject, and its text with \\n line ends."""

    subject: str
    text: str


def words_of(html: str) -> Words:
    """The subject (the title) and the text of a letter's HTML part.

    Inside `class="said"` stand a person's own words: blanks and lines stay as they were written. A link is its
    words and its address, the address once per letter; links side by side with one address share it.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Words(" ".join(reader.title.split()), "\n\n".join(reader.blocks) + "\n")


class _Reader(HTMLParser):
    """Blocks of text in the order they end; `_address` is a link that was read and not yet written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title, self.blocks = "", []
        self._block, self._said, self._inside = "", False, ""
        self._href, self._address, self._written = "", "", set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._end_block()
            self._said = ("class", "said") in attrs
            self._block = "- " * (tag == "li")
        elif tag == "br":
            self._write_address()
            self._block += LINE_END
        elif tag == "a" and not self._said:
            self._href = dict(attrs).get("href") or ""
            if self._href == self._address:
                self._block, self._address = self._block.rstrip() + " / ", ""
        elif tag == "em":
            self._block += "*"
        elif tag == "bdi":
            self._write_address()
            self._block += ISOLATES[0]
        elif tag in ("title", "style"):
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_block()
        elif tag == "a" and not self._said:
            self._address = self._href
        elif tag == "em":
            self._block += "*"
        elif tag == "bdi":
            self._block += ISOLATES[1]
        elif tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.title += data * (self._inside == "title")
            return
        if data.strip():
            self._write_address()
        self._block += (
            data
            if self._said
            else " " * data[:1].isspace() + " ".join(data.split()) + " " * (data[-1:].isspace())
        )

    def _write_address(self) -> None:
        if self._address and self._address not in self._written:
            self._written.add(self._address)
            self._block = f"{self._block.rstrip()}: {self._address} "
        self._address = ""

    def _end_block(self) -> None:
        self._write_address()
        lines = self._block.split(LINE_END)
        if not self._said:
            lines = [" ".join(line.split()) for line in lines]
        block = "\n".join(lines).strip("\n")
        if block.strip(" -"):
            self.blocks.append(block)
        self._block, self._said = "", False
