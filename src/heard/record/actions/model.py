"""Verbs on drafts of the model: asked for, claimed, answered or failed, left, forgotten; and whether a desk may ask."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from heard.hours.languages import Sentence, spoken, spoken_to_agents
from heard.record import events
from heard.record.access import model as access
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.draft import Draft
from heard.record.models.message import Message
from heard.record.models.model import GRACE, ModelDraft
from heard.record.models.ticket import Ticket
from heard.record.people import language_of
from heard.wording.model import LONGEST_TEXT

KEPT_FOR = timedelta(days=1)
MOST_AN_HOUR = 1000


@transaction.atomic
def allow(desk: Desk, *, host: str, an_hour: int, by: Actor, at: datetime) -> None:
    """Let a desk ask the model at that host, so often in an hour; "" as host: it asks none.

    Raises:
        Refused: the settings name another host or none, it is a sample, or the number makes no sense.
    """
    if host and (host != access.host() or desk.sample):
        raise Refused(
            "host", "That is not the model of this installation. Look at the page again.", field="host"
        )
    if not 1 <= an_hour <= MOST_AN_HOUR:
        raise Refused(
            "an_hour", Sentence("Give a number from 1 to %(most)s.", most=MOST_AN_HOUR), field="an_hour"
        )
    desk.model_host, desk.model_an_hour = host, an_hour
    desk.save(update_fields=["model_host", "model_an_hour"])
    events.add("desk.changed", by=by, at=at, desk=desk, settings=["model"], host=host)


@transaction.atomic
def ask(
    ticket: Ticket, *, kind: str, by: Agent, at: datetime, message: Message | None = None, source: str = ""
) -> ModelDraft:
    """Ask for a draft; a worker asks the model. What this agent asked for before in the same place is left.

    Args:
        message: for theirs, the message to translate. source: for ours, the words to translate.

    Raises:
        Refused: the desk asks no model, there is nothing to translate, or it asked too often in the last hour.
    """
    desk = Desk.objects.select_for_update().get(pk=ticket.desk_id)
    if kind not in ModelDraft.Kind.values or (kind == ModelDraft.Kind.THEIRS) != (message is not None):
        raise Refused("kind", "There is no draft of that kind.", field="kind")
    if not access.is_on(desk) or ticket.sample:
        raise Refused("model_off", "This desk asks no model. A lead can change that in its settings.")
    source = source.strip() if kind == ModelDraft.Kind.OURS else ""
    _check_length(kind, source)
    if access.of_the_hour(at).filter(desk=desk).count() >= desk.model_an_hour:
        raise Refused(
            "too_often",
            "This desk has asked the model as often as it may in an hour. Write it yourself, or wait.",
        )
    _leave(ticket, by, kind, message, at=at)
    draft = ModelDraft.objects.create(
        desk=desk,
        ticket=ticket,
        agent=by,
        kind=kind,
        language=_language(ticket, kind, by),
        message=message,
        source=source,
        asked_at=at,
        ends_at=at + timedelta(seconds=access.seconds()) + GRACE,
    )
    events.add("model.asked", by=by, at=at, ticket=ticket, what=kind, host=desk.model_host)
    return draft


def _check_length(kind: str, source: str) -> None:
    if kind == ModelDraft.Kind.OURS and not source:
        raise Refused("no_text", "Write a few words first.", field="text")
    if len(source) > LONGEST_TEXT:
        raise Refused(
            "too_long",
            Sentence("Up to %(most)s characters can be translated at once.", most=f"{LONGEST_TEXT:,}"),
            field="text",
        )


def _language(ticket: Ticket, kind: str, by: Agent) -> str:
    """The one it is written in: the agent's for what agents read, else the requester's."""
    if kind in (ModelDraft.Kind.HANDOVER, ModelDraft.Kind.THEIRS):
        return spoken_to_agents(by.language)
    return spoken(language_of(ticket.requester, ticket.desk))


def _leave(ticket: Ticket, by: Agent, kind: str, message: Message | None, *, at: datetime) -> None:
    """What was asked for in the same place steps aside."""
    composer = [ModelDraft.Kind.RESTATEMENT, ModelDraft.Kind.UPDATE, ModelDraft.Kind.OURS]
    kinds = composer if kind in composer else [kind]
    for one in ModelDraft.objects.filter(
        ticket=ticket, agent=by, kind__in=kinds, message=message, left_at=None
    ):
        leave(one, at=at)


@transaction.atomic
def leave(draft: ModelDraft, *, at: datetime) -> None:
    """It is not wanted, or was used; one that nobody has claimed yet is not asked any more."""
    rows = ModelDraft.objects.filter(pk=draft.pk)
    rows.filter(left_at=None).update(left_at=at)
    rows.filter(claimed_at=None, ended_at=None).update(ended_at=at, trouble="left")


def claim(*, at: datetime) -> ModelDraft | None:
    """The draft that waits longest, from now on this worker's; None where none waits. Nobody asks for it twice."""
    waiting = ModelDraft.objects.filter(claimed_at=None, ended_at=None).order_by("asked_at", "id")
    for pk in waiting.values_list("pk", flat=True)[:5]:
        if ModelDraft.objects.filter(pk=pk, claimed_at=None, ended_at=None).update(claimed_at=at):
            return ModelDraft.objects.select_related("ticket__desk", "ticket__requester", "message").get(
                pk=pk
            )
    return None


def answer(draft: ModelDraft, *, at: datetime, text: str = "", trouble: str = "", **doubts: Any) -> None:
    """What the model said, or why it said nothing; once.

    Args:
        doubts: from_notes and invented, the words to look at.
    """
    rows = ModelDraft.objects.filter(pk=draft.pk, ended_at=None)
    rows.update(
        ended_at=at, text=text, trouble=trouble, **{name: list(words) for name, words in doubts.items()}
    )


def forget(*, at: datetime) -> int:
    """Forget what was drafted more than a day ago, but for what somebody is still writing from; how many."""
    old = ModelDraft.objects.filter(asked_at__lt=at - KEPT_FOR)
    return old.exclude(pk__in=Draft.objects.exclude(drafted=None).values("drafted")).delete()[0]
