"""Times as the requesters' pages say them."""

from datetime import datetime
from typing import Any

from django import template

from heard.portal import upload
from heard.portal.reader import Reader

register = template.Library()


@register.filter
def timed(at: datetime, reader: Reader) -> str:
    """As it follows "by": clock and day, in the reader's zone and language."""
    return reader.time(at)


@register.filter
def plain(at: datetime, reader: Reader) -> str:
    """In a sentence: the clock alone for today, else with its day, in the reader's zone and language."""
    return reader.plain(at)


@register.inclusion_tag("site/upload.html")
def upload_row() -> dict[str, Any]:
    """The row that a page makes of a file on its way, and what it says when the file cannot come."""
    return {"limits": upload.LIMITS}
