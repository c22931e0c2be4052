"""Every address that the site answers, found in the URL resolver itself, with an example of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One address: as people read it, below which part of the site."""

    path: str

    @property
    def part(self) -> str:
        """The part of the site that it belongs to."""
        first = self.path.split("/")[1]
        if first == "metrics":
            return "api"  # for programs too, by token
        return first if first in ("api", "desk", "accounts", "request") else "rest"

    def example(self, known: dict[str, str]) -> str:
        """The address with real values in it: an id is that of the noun that stands before it.

        Raises:
            KeyError: a parameter has no example: give it one in the stage.
        """
        noun = ""

        def value(found: re.Match[str]) -> str:
            return known[noun if found[1] == "public_id" else f"<{found[1]}>"]

        parts = []
        for segment in self.path.split("/"):
            parts.append(PARAMETER.sub(value, segment))
            noun = segment
        return "/".join(parts)


def routes() -> list[Route]:
    """All of them, each once, in the order in which the site tries them."""
    return list(dict.fromkeys(Route(path) for path in _walk(get_resolver().url_patterns, "/")))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        path = before + _readable(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield path


def _readable(pattern: str) -> str:
    """A regular expression as a path with parameters; a path as it is."""
    if not pattern.startswith("^"):
        return pattern
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern.lstrip("^").rstrip("$")).replace("\\", "")
