"""The Round: the day's small steps in one sitting, each drafted; Enter sends, e edits, x skips for today."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.agents.absence import agreed_to, text_of
from heard.agents.errors import door
from heard.agents.pages import page, reader_of
from heard.agents.way import Writer
from heard.followup.round import Step, drafted, minutes_of, round_of
from heard.hours.languages import in_words
from heard.hours.said import said_date
from heard.promise import check_in_due, closing_day, step_after
from heard.record.access import Absent
from heard.record.access import absence as absences
from heard.record.access import ticket as tickets
from heard.record.access.absence import Absence
from heard.record.actions import chase as chases
from heard.record.actions import draft as drafts
from heard.record.actions import promise as promises
from heard.record.errors import Refused
from heard.record.facts import open_promise_of, rules_of

SKIPPED = "round-skipped"


@dataclass(frozen=True, slots=True)
class Card:
    """A step as the page shows it: what is asked of the agent, what the button says, and by when it is due. `away`:
    that whoever is asked is away; `may_wait`: and that it comes before they are back, so that it can wait."""

    step: Step
    title: str
    button: str
    when: str
    is_late: bool
    away: str = ""
    may_wait: bool = False

    @property
    def is_word(self) -> bool:
        """Whether text goes out that can be edited."""
        return bool(self.step.text)


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """The first step with its draft, the others behind it, and those skipped for today."""
    return _shown(request)


def _shown(
    request: HttpRequest, *, typed: str | None = None, waits: str = "", trouble: str = "", unsent: str = ""
) -> HttpResponse:
    """The page.

    Args:
        waits: the key of a check-in that is to wait until its requester is back.
        unsent: what was typed for a step that is not there any more.
    """
    found, skipped = _steps(request), _skipped(request)
    left = [step for step in found if step.key not in skipped]
    left[:1] = [drafted(step, now=request.now) for step in left[:1]]
    away = _absence(left[0], request) if left else None
    is_waiting = bool(away and waits == left[0].key and _may_wait(left[0], away))
    if away and is_waiting:
        left[0] = _till_back(left[0], away, request)
    cards = [_card(step, request) for step in left]
    if away:
        cards[0] = _with_absence(cards[0], away, request, is_waiting=is_waiting)
    context: dict[str, Any] = {
        "card": cards[0] if cards else None,
        "rest": cards[1:],
        "skipped": len(found) - len(cards),
        "minutes": minutes_of([card.step for card in cards]),
        "text": typed if typed is not None else cards[0].step.text if cards else "",
        "trouble": trouble,
        "unsent": unsent,
        "is_waiting": is_waiting,
    }
    return page(request, "agents/round/page.html", context, here="round", code=422 if trouble else 200)


def _steps(request: HttpRequest) -> list[Step]:
    return round_of(request.user, now=request.now, until=reader_of(request).day_end)


def _skipped(request: HttpRequest) -> set[str]:
    """Keys of the steps skipped on this day of the agent's; those of other days are forgotten."""
    kept = request.session.get(SKIPPED, {})
    return set(kept.get("keys", ())) if kept.get("day") == _day(request) else set()


def _day(request: HttpRequest) -> str:
    return reader_of(request).day_end.isoformat()


def _card(step: Step, request: HttpRequest) -> Card:
    reader, writer = reader_of(request), Writer(step.ticket, request.user, request.LANGUAGE_CODE, request.now)
    said = {"name": step.ticket.requester.called, "when": _next(step, writer)}
    titles = {
        "check_in": _("%(name)s has not answered yet: look in"),
        "closing": _("%(name)s has not answered: say when you close it"),
        "no_news": _("%(name)s expects a word"),
        "look": _("%(name)s was told that nothing happens soon: still so?"),
        "ping": _("%(party)s owes an answer: ask again"),
    }
    buttons = {
        "check_in": _("Send · look in again by %(when)s"),
        "closing": _("Send · closed %(when)s"),
        "no_news": _("Send · back by %(when)s"),
        "look": _("Still so: look again in 90 days"),
        "ping": _("Ask again") if step.text else _("I asked them again"),
    }
    party = {"party": step.chase.party if step.chase else ""}
    return Card(
        step,
        titles[step.kind] % {**said, **party},
        buttons[step.kind] % said,
        reader.short(step.at),
        step.at <= request.now and step.kind != "look",
    )


def _absence(step: Step, request: HttpRequest) -> Absence | None:
    """That whoever this step asks is away, by the word of their mail program."""
    said = absences.said_on(step.ticket, at=request.now)
    return absences.of_party(step.chase, said) if step.chase else absences.of_requester(step.ticket, said)


def _may_wait(step: Step, away: Absence) -> bool:
    if step.chase:
        return step.chase.ping_at < away.opens_at
    return step.kind in ("check_in", "closing") and absences.outlasts(away, step.ticket.promise)


def _till_back(step: Step, away: Absence, request: HttpRequest) -> Step:
    """The check-in that comes when they are back, in place of the one that is due."""
    agreed = agreed_to(away, step.ticket, now=request.now)
    return replace(step, kind="check_in", text=text_of(step.ticket), due_at=away.closes_at, agreed=agreed)


def _with_absence(card: Card, away: Absence, request: HttpRequest, *, is_waiting: bool) -> Card:
    day = said_date(away.back_on, language=reader_of(request).language)
    said = {"name": card.step.ticket.requester.called, "day": day}
    words = _("Away until %(day)s.") if card.step.chase else _("%(name)s is away until %(day)s.")
    may_wait = not is_waiting and not card.step.begun and _may_wait(card.step, away)
    return replace(card, away=words % said, may_wait=may_wait)


def _next(step: Step, writer: Writer) -> str:
    """The time that this word will tell."""
    rules, now = rules_of(step.ticket.desk), writer.now
    if step.kind == "closing":
        return writer.day(closing_day(rules, now))
    due_at = step.due_at
    if step.kind == "check_in":
        standing = open_promise_of(step.ticket.standing)
        due_at = due_at or check_in_due(rules, step_after(rules, standing, now), now)
    return writer.brief(due_at) if due_at else ""


def _asked(request: HttpRequest, public_id: str) -> Step:
    """The step that a form is about, as it stands now.

    Raises:
        Absent: no such ticket, or not for this agent.
        Refused: it was done meanwhile, or is no longer as it was shown.
    """
    ticket, key = tickets.get(request.user, public_id), request.POST.get("key", "")
    found = next((step for step in _steps(request) if step.key == key and step.ticket.pk == ticket.pk), None)
    if found is None:
        raise Refused("meanwhile", _("That has changed meanwhile. The Round shows it as it is now."))
    return found


def _or_as_it_is_now(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where a step changed meanwhile, the Round says so and shows what it holds now."""

    @wraps(view)
    def through(request: HttpRequest, public_id: str) -> HttpResponse:
        try:
            return view(request, public_id)
        except Refused as refused:
            if refused.code != "meanwhile":
                raise
            return _shown(request, trouble=in_words(refused.says, _), unsent=request.POST.get("text", ""))

    return through


@require_POST
@door
@_or_as_it_is_now
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Enter: the step is done, by the ordinary verb. A word can be taken back on its ticket while it leaves."""
    step, text = _asked(request, public_id), request.POST.get("text", "").replace("\r\n", "\n")
    try:
        _do(_as_shown(step, request), text, request)
    except Refused as refused:
        waits = step.key if "waits" in request.POST else ""
        return _shown(request, typed=text, waits=waits, trouble=in_words(refused.says, _))
    return redirect("agents:round")


def _as_shown(step: Step, request: HttpRequest) -> Step:
    """The step, or where it was to wait until they are back, that one.

    Raises:
        Refused: they are back, or were heard of meanwhile.
    """
    if "waits" not in request.POST or step.chase:
        return step
    away = _absence(step, request)
    if away is None or not _may_wait(step, away):
        raise Refused("meanwhile", _("That has changed meanwhile. The Round shows it as it is now."))
    return _till_back(step, away, request)


@require_POST
@door
@_or_as_it_is_now
def wait(request: HttpRequest, public_id: str) -> HttpResponse:
    """B: not before they are back. A ping is moved; a check-in is drafted with that day, before what was written
    instead of the first draft, and is sent by a person."""
    step = _asked(request, public_id)
    if (away := _absence(step, request)) is None or not _may_wait(step, away):
        raise Refused("absence", _("Nothing waits here for somebody who is away."))
    if step.chase:
        chases.wait(step.chase, until=away.opens_at, by=request.user, at=request.now)
        return redirect("agents:round")
    typed = request.POST.get("text", "").replace("\r\n", "\n").strip()
    begun = "" if typed == step.text.strip() else typed
    text = "\n\n".join(part for part in (text_of(step.ticket), begun) if part)
    return _shown(request, typed=text, waits=step.key)


def _do(step: Step, text: str, request: HttpRequest) -> None:
    """The ordinary verb of each kind. Where no ping can be sent, there is no field: they were asked in another way."""
    if step.kind == "look":
        promises.look(step.ticket, by=request.user, at=request.now)
    elif step.kind != "ping":
        _say(step, text, request)
    elif step.chase is None:
        raise Absent("chase")
    elif "text" in request.POST and not text.strip():
        raise Refused("no_text", "Write a few words first.", field="text")
    else:
        chases.ping(step.chase, text=text, by=request.user, at=request.now)


def _say(step: Step, text: str, request: HttpRequest) -> None:
    """Press a draft with this word; one that the agent has begun is not written over."""
    if step.begun:
        raise Refused("begun", "You have begun to write there. Open the ticket to finish it.")
    word, by, at = step.word(text), request.user, request.now
    kept = drafts.keep(
        step.ticket,
        by=by,
        at=at,
        text=word.text,
        way=word.way,
        due_at=word.due_at,
        agreed=word.agreed,
        seen_n=step.ticket.last_n,
    )
    try:
        drafts.press(step.ticket, by=by, at=at)
    except Refused:
        if kept.pk:
            drafts.drop(step.ticket, by=by)
        raise
    messages.success(request, _("To %(name)s: on its way.") % {"name": step.ticket.requester.called})


@require_POST
@door
@_or_as_it_is_now
def skip(request: HttpRequest, public_id: str) -> HttpResponse:
    """x: not today. It stands on Today all the same, and comes again tomorrow."""
    step = _asked(request, public_id)
    request.session[SKIPPED] = {"day": _day(request), "keys": sorted(_skipped(request) | {step.key})}
    return redirect("agents:round")


@require_POST
@door
def again(request: HttpRequest) -> HttpResponse:
    """Bring back what was skipped today."""
    request.session.pop(SKIPPED, None)
    return redirect("agents:round")
