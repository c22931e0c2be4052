"""Every route of the site, asked by one of the actors."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse

from security.conftest import Stage
from security.routes import Route, routes


@dataclass
class Visit:
    """One question and its answer."""

    actor: str
    method: str
    path: str
    route: Route
    answer: HttpResponse

    @cached_property
    def content(self) -> bytes:
        """All that came: the body and the headers."""
        body = b"".join(self.answer.streaming_content) if self.answer.streaming else self.answer.content
        return body + repr(sorted(self.answer.headers.items())).encode()


def walk(stage: Stage, actor: str) -> Iterator[Visit]:
    """Everything that an actor can ask for, by both methods; what it changes is taken back."""
    for route in routes():
        for method in ("GET", "POST"):
            path = route.example(stage.known)
            yield Visit(actor, method, path, route, stage.ask(actor, method, path))
