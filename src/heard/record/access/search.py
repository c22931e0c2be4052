"""What an agent finds: one word over subjects, people, messages and notes, on the desks they see."""

from heard.record import search
from heard.record.access.ticket import PAGE, visible_to
from heard.record.models.agent import Agent
from heard.record.models.ticket import FIRST_NUMBER

NEWEST, WIDER = 1000, 20_000


def find(agent: Agent, words: str) -> list[int]:
    """Ids of tickets on the agent's desks that hold all the words, best first: a number, messages, notes."""
    words = words.strip()
    if not words:
        return []
    found = _visible(agent, _numbered(words) + _hits(words, NEWEST))
    if len(found) < PAGE:
        # Among the newest hits of everybody a small desk may have none: look further back.
        found = _visible(agent, _numbered(words) + _hits(words, WIDER))
    return found[:PAGE]


def _numbered(words: str) -> list[int]:
    """#1042 is a ticket, whatever else the number may be."""
    number = words.removeprefix("#")
    return [int(number) - FIRST_NUMBER] if number.isdecimal() and len(number) < 15 else []


def _hits(words: str, limit: int) -> list[int]:
    messages = search.find(words, notes=False, limit=limit)
    return list(dict.fromkeys(messages + search.find(words, notes=True, limit=limit)))


def _visible(agent: Agent, ids: list[int]) -> list[int]:
    """Those the agent may see, in the same order; asked for in pieces, as databases limit one question."""
    seen: list[int] = []
    for start in range(0, len(ids), 500):
        piece = ids[start : start + 500]
        allowed = set(visible_to(agent).filter(id__in=piece).values_list("id", flat=True))
        seen += [pk for pk in piece if pk in allowed]
        if len(seen) >= PAGE:
            break
    return seen
