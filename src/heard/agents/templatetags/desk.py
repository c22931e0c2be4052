"""Filters of the desk's templates: text people wrote, and the two letters of a face."""

import re
from typing import Any

from django import template
from django.utils.html import format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from heard.agents import letter as letters
from heard.agents import upload as uploads
from heard.hours import languages
from heard.record.models.letter import Letter

register = template.Library()

# Looking for links in very long texts costs more than the links are worth.
LINKED = 20_000
# What may be a link; only with one of these is a paragraph looked through word by word, which is slow.
LINK = re.compile(r"://|@|\bwww\.|\.(?:com|edu|gov|int|mil|net|org)\b", re.IGNORECASE)


@register.filter
def said_text(text: str) -> SafeString:
    """What somebody wrote: paragraphs, line ends kept, links that open beside the desk."""
    paragraphs = re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n"))
    return format_html_join("", "<p>{}</p>", ((_lines(paragraph),) for paragraph in paragraphs))


def _lines(paragraph: str) -> SafeString:
    if len(paragraph) >= LINKED or not LINK.search(paragraph):
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in paragraph.split("\n")))
    linked = urlize(paragraph, nofollow=True, autoescape=True)
    opened = linked.replace('rel="nofollow"', 'rel="noopener noreferrer nofollow" target="_blank"')
    return mark_safe(opened.replace("\n", "<br>"))


@register.filter
def in_words(text: str) -> str:
    """A sentence made below the doors, such as a refusal or a light, in the language of the page."""
    return languages.in_words(text, gettext)


@register.filter
def state_words(letter: Letter) -> str:
    """How a letter stands."""
    return letters.state_words(letter)[0]


@register.filter
def initials(name: str) -> str:
    """Two letters for the small face beside a message."""
    words = (name or "?").split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()


@register.inclusion_tag("site/upload.html")
def upload_row() -> dict[str, Any]:
    """The row that a page makes of a file on its way, and what it says when the file cannot come."""
    return {"limits": uploads.LIMITS}
