"""Verbs on files on their way: keep one, take it away, sweep what is left."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet, Sum

from heard.hours.languages import Sentence
from heard.record import files
from heard.record.arrival import AttachedFile
from heard.record.errors import Refused
from heard.record.models.desk import Desk
from heard.record.models.requester import Participant
from heard.record.models.token import Token
from heard.record.models.upload import Upload

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Form:
    """The form that files are put to: on which desk, by whom where that is known, and the number it was shown with.
    A program has no form and no desk: its files wait under its token."""

    desk: Desk | None
    once: str
    participant: Participant | None = None

    @property
    def digest(self) -> str:
        """The number as it is kept."""
        return hashlib.sha256(self.once.encode()).hexdigest()


def of_token(token: Token) -> Form:
    """Where the files of a program wait."""
    return Form(None, f"token {token.public_id}")


def of(form: Form) -> QuerySet[Upload]:
    """The files of one form, in the order they came."""
    found = Upload.objects.filter(desk=form.desk, participant=form.participant, form=form.digest)
    return found.order_by("id")


@transaction.atomic
def keep(form: Form, *, file: AttachedFile, mark: str, at: datetime, most: int, altogether: int) -> Upload:
    """Keep one file of a form; one that came already under this mark is the same.

    Args:
        most: files of one message; `altogether` bytes of them.

    Raises:
        Refused: one too many, or too much.
    """
    if form.desk:
        Desk.objects.select_for_update().get(pk=form.desk.pk)
    if before := of(form).filter(mark=mark).first():
        return before
    if of(form).count() >= most:
        says = Sentence("One file too many: %(most)s go with one message. Take one away first.", most=most)
        raise Refused("files", says, field="files")
    size = len(file.content)
    if size + (of(form).aggregate(all=Sum("size"))["all"] or 0) > altogether:
        raise Refused("altogether", "All files together are too large. Take one away first.", field="files")
    return Upload.objects.create(
        desk=form.desk,
        participant=form.participant,
        form=form.digest,
        mark=mark,
        name=file.name,
        type=file.type,
        size=size,
        digest=files.keep(file.content),
        came_at=at,
    )


def drop(form: Form, *, mark: str) -> None:
    """Take a file of a form away again."""
    of(form).filter(mark=mark).delete()


def sent(form: Form) -> tuple[AttachedFile, ...]:
    """The files of a form as its message carries them. They stay until they are swept, so that the same button pressed
    twice is the same message."""
    return tuple(
        AttachedFile(name=one.name, type=one.type, content=files.read(one.digest)) for one in of(form)
    )


@transaction.atomic
def take(form: Form, marks: Sequence[str]) -> list[Upload]:
    """The files that go with a word, by their marks; they wait no longer.

    Raises:
        Refused: one of them does not wait there.
    """
    waiting = {one.mark: one for one in of(form).select_for_update().filter(mark__in=marks)}
    for mark in marks:
        if mark not in waiting:
            says = Sentence(
                "No file %(mark)s waits for this token. Send it to /files first: it goes with one word, within a day.",
                mark=mark,
            )
            raise Refused("no_file", says, field="files")
    of(form).filter(mark__in=marks).delete()
    return [waiting[mark] for mark in dict.fromkeys(marks)]


def sweep(*, at: datetime) -> int:
    """Forget what came more than a day before `at` (UTC); how many."""
    return Upload.objects.filter(came_at__lt=at - KEPT_FOR).delete()[0]
