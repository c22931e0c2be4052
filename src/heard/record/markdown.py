"""The Markdown of guides as safe HTML: no HTML of its own, no scripts, and no picture but ours."""

import html
import re
from collections.abc import Callable

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

PICTURE = re.compile(r"picture:([0-9a-f]{32})")
"""A picture in a text: `![what it shows](picture:ID)`."""
TAGS = set(
    "p h2 h3 h4 h5 h6 ul ol li strong em s code pre blockquote a img hr br table thead tbody tr th td".split()
)
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}}
_READER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def rendered(text: str, *, address: Callable[[str], str]) -> str:
    """Safe HTML; headings begin at the second level, below the title.

    Args:
        address: where a picture is fetched from, by its id. Pictures from elsewhere are left out, as fetching them
            would tell others who reads.
    """
    tokens = _READER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
        token.children = [_ours(child, address) for child in token.children or []] or None
    return nh3.clean(
        _READER.renderer.render(tokens, _READER.options, {}),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def pictures(text: str) -> set[str]:
    """Ids of the pictures that a text shows."""
    return set(PICTURE.findall(text))


def plain(text: str, most: int) -> str:
    """The beginning of a text in one line, without marks."""
    words = nh3.clean(rendered(text[: 4 * most], address=str), tags=set())
    line = " ".join(html.unescape(words).split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def _ours(token: Token, address: Callable[[str], str]) -> Token:
    """A picture of ours with its address; of any other only what it is called."""
    if token.type != "image":
        return token
    found = PICTURE.fullmatch(str(token.attrGet("src") or ""))
    if found is None:
        return Token("text", "", 0, content=token.content)
    token.attrSet("src", address(found[1]))
    return token
