"""Drafts of the model: asked for on a page, fetched here in threads of their own; a slow model holds up nothing."""

import threading
from datetime import datetime

import structlog
from django.conf import settings

from heard import clock
from heard.followup.beside import looking
from heard.followup.completion import NoDraft, complete
from heard.record.access import model as access
from heard.record.actions import model as verbs
from heard.record.models.model import ModelDraft
from heard.wording.model import Unusable, asked, doubts, usable

AT_ONCE = 3
"""Drafts that one worker asks for at the same time."""
FIRST_LOOK_SECONDS, LOOK_SECONDS = 0.5, 0.5
FORGET_SECONDS = 600.0
log = structlog.get_logger()


def drafting(stop: threading.Event) -> list[threading.Thread]:
    """Ask for what waits until `stop` is set; no thread where the settings name no model."""
    if settings.HEARD_MODEL is None:
        return []
    threads = [
        looking("model", draft_due, stop, first=FIRST_LOOK_SECONDS, every=LOOK_SECONDS)
        for _ in range(AT_ONCE)
    ]
    return [*threads, looking("model.forget", forget, stop, first=LOOK_SECONDS, every=FORGET_SECONDS)]


def draft_due(at: datetime) -> int:
    """Ask the model for every draft that waits at `at` (UTC); how many."""
    done = 0
    while draft := verbs.claim(at=at):
        fetch(draft, at=at)
        done += 1
        at = clock.now()
    return done


def fetch(draft: ModelDraft, *, at: datetime) -> None:
    """Ask the model for one claimed draft, unless its desk was switched off or it is too late meanwhile."""
    if not access.may_draft(draft.ticket):
        return verbs.answer(draft, trouble="off", at=at)
    if at >= draft.ends_at:
        return verbs.answer(draft, trouble="slow", at=at)
    material = access.material(draft, now=at)
    try:
        said = complete(settings.HEARD_MODEL, asked(draft.kind, draft.language, material))
        text = usable(said, draft.kind, source=material.text)
    except (NoDraft, Unusable) as trouble:
        code = trouble.code if isinstance(trouble, NoDraft) else "nonsense"
        log.warning("model.no_draft", draft=draft.pk, what=draft.kind, trouble=code)
        return verbs.answer(draft, trouble=code, at=clock.now())
    look = doubts(text, draft.kind, material)
    return verbs.answer(draft, text=text, from_notes=look.from_notes, invented=look.invented, at=clock.now())


def forget(at: datetime) -> None:
    """Forget what was drafted more than a day before `at` (UTC)."""
    verbs.forget(at=at)
