"""A mail's HTML made harmless, in a process that may die: of hostile HTML a parser makes minutes and gigabytes.

What is allowed is listed, all else goes: no scripts, styles, forms, nothing fetched. The process is
`python -m heard.channels.mail.cleaning`: a question in, an answer out.
"""

import contextlib
import marshal
import re
import resource
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import nh3

WALL_SECONDS = 15.0
CPU_SECONDS = 4
MEMORY_BYTES = 512 * 1024 * 1024
SIZE_LIMIT = 5_000_000  # characters of HTML that are shown
PICTURES = 30  # of one mail, from elsewhere
TINY = 3  # pixels; nobody looks at less

LINKS = ("http://", "https://", "mailto:", "tel:")
TAGS = nh3.ALLOWED_TAGS - {"map", "area"} | {"center", "font"}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "table": {"border", "cellpadding", "cellspacing"},
    "ol": {"start"},
}

_TELLS = re.compile(
    r"(?:^|[/._=-])(?:open|opens|opened|track|tracks|tracking|tracker|pixel|beacon|spacer|blank|transparent|1x1)"
    r"(?:[/._=?&-]|$)",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:[^.\d]|$)", re.I)
_SIZE = re.compile(r"(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*(\d+)", re.I)
_PIXELS = re.compile(r"\s*(\d{1,6})\s*(?:px)?\s*$")


def cleaned(text: str, shown: dict[str, str]) -> str | None:
    """`clean`, done apart; None when that took too long or too much."""
    found = _ask("clean", text[:SIZE_LIMIT], shown)
    return found if isinstance(found, str) else None


def pictures_wanted(text: str) -> list[str]:
    """`wanted`, done apart; none when that took too long or too much."""
    found = _ask("wanted", text[:SIZE_LIMIT])
    return found if isinstance(found, list) else []


def clean(text: str, shown: dict[str, str]) -> str:
    """HTML without scripts, styles, forms and anything fetched from elsewhere.

    Args:
        shown: pictures that may be seen, by `cid:` or address, as data: addresses. All others are left out, since
            fetching them would tell the sender who read the mail and when.
    """

    def kept(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return shown.get(value.strip())
        if tag == "a" and attribute == "href":
            return value if value.lower().startswith(LINKS) else None
        return value

    return nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=kept,
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )


def wanted(text: str) -> list[str]:
    """The addresses of the pictures from elsewhere that somebody could want to see, as they stand in the HTML.

    Left out is what can only be there to tell that somebody looked: the tiny, the hidden, the named so.
    """
    allowed = {"img": {"src", "width", "height", "style"}}
    images = nh3.clean(text, tags={"img"}, attributes=allowed, url_schemes={"http", "https"})
    finder = _Finder()  # of hostile HTML it would make a day's work; what nh3 writes is plain
    finder.feed(images)
    return list(finder.found)[:PICTURES]


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an image from elsewhere."""
        given = {name: value or "" for name, value in attrs}
        address = given.get("src", "").strip()
        if (
            tag == "img"
            and address.lower().startswith(("http://", "https://"))
            and not _only_tells(address, given)
        ):
            self.found[address] = None


def _only_tells(address: str, given: dict[str, str]) -> bool:
    """Whether a picture is there to be fetched, not to be seen."""
    style = given.get("style", "")
    sizes = [given[name] for name in ("width", "height") if given.get(name, "").strip()] + _SIZE.findall(
        style
    )
    if any(int(size[1]) <= TINY for text in sizes if (size := _PIXELS.match(text))):
        return True
    try:
        return bool(_HIDDEN.search(style) or _TELLS.search(urlsplit(address).path))
    except ValueError:
        return True  # no address at all


def _ask(*question: Any) -> Any:
    command = [sys.executable, "-m", "heard.channels.mail.cleaning"]
    with contextlib.suppress(subprocess.TimeoutExpired):
        done = subprocess.run(
            command, input=marshal.dumps(question), capture_output=True, timeout=WALL_SECONDS
        )
        return marshal.loads(done.stdout) if done.returncode == 0 else None
    return None


def main() -> None:
    """One question, then the end."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind, *given = marshal.loads(sys.stdin.buffer.read())
    answer = clean(*given) if kind == "clean" else wanted(*given)
    sys.stdout.buffer.write(marshal.dumps(answer))


if __name__ == "__main__":
    main()
