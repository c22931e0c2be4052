"""Variables in canned text: `{requester.first}` stands for what the ticket at hand says."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from heard.hours.languages import Sentence

VARIABLES: Mapping[str, str] = {
    "requester.first": Sentence("the first name of who asks"),
    "requester.name": Sentence("the whole name of who asks"),
    "requester.organization": Sentence("where they work"),
    "agent.first": Sentence("the first name of who writes"),
    "agent.name": Sentence("the whole name of who writes"),
    "ticket.number": Sentence("the number people say"),
    "ticket.subject": Sentence("what the request is about"),
    "desk.name": Sentence("what the desk is called"),
    "desk.phone": Sentence("the number of the desk"),
    "promise.time": Sentence("by when they were told to hear, in their language and time zone"),
}
PATTERN = re.compile(r"\{\s*([^\W\d]\w*(?:\.\w+)*)\s*\}")


def unknown(text: str) -> tuple[str, str] | None:
    """The first variable of a text that there is not, and the nearest that there is ("" where none is near)."""
    for found in PATTERN.finditer(text):
        name = found[1].lower()
        if name not in VARIABLES:
            return found[0], next(iter(get_close_matches(name, VARIABLES, n=1, cutoff=0.5)), "")
    return None


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with what each variable stands for. One without a value stays as it is written."""
    return PATTERN.sub(lambda found: values.get(found[1].lower()) or found[0], text)


def left_in(text: str) -> list[str]:
    """The variables that still stand in a text, each once, as they are written."""
    return list(dict.fromkeys(found[0] for found in PATTERN.finditer(text) if found[1].lower() in VARIABLES))
