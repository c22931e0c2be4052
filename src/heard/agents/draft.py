"""Writing to the requester: what is typed is kept and judged, sent, taken back."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.agents.errors import door
from heard.agents.facts import Shown, context_of, shown
from heard.agents.message import Composer, compose
from heard.agents.pages import Part, is_patch, page, patch
from heard.agents.promise import no_news
from heard.agents.sooner import drafted
from heard.agents.ticket import answered, changed
from heard.agents.upload import chosen
from heard.agents.way import Writing, look_in, read
from heard.followup.round import acknowledgement
from heard.record.access import model as models
from heard.record.access import note as notes
from heard.record.actions import draft as drafts
from heard.record.actions import nudge as nudges
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.wording.variables import left_in


def _written(request: HttpRequest, seen: Shown) -> Writing:
    """The form as posted; files were kept when they were chosen, or come along where there is no script."""
    post, kept = request.POST, seen.dossier.draft_of(request.user)
    seen_n = post.get("seen_n", "")
    return Writing(
        text=post.get("text", "").replace("\r\n", "\n"),
        way=post.get("way", ""),
        typed=post.get("offer") or post.get("due", "")[:100],
        restating=post.get("restating", "").replace("\r\n", "\n").strip(),
        agreed=post.get("agreed", "").strip()[:500],
        spoken="spoken" in post,
        question=" ".join(post.get("question", "").split())[:200],
        look_in=post.get("look_in", "").strip()[:100],
        found=post.get("found", "")[:100],
        not_here=" ".join(post.get("not_here", "").split())[:200],
        cc=post.get("cc", "").strip()[:1000],
        bcc=post.get("bcc", "").strip()[:1000],
        hands_to=post.get("hands_to", "")[:32],
        drafted=post.get("drafted", "")[:32] if post.get("text", "").strip() else "",
        files=[*(kept.files if kept else []), *chosen(request)],
        seen_n=int(seen_n) if seen_n.isdecimal() and len(seen_n) < 9 else seen.ticket.last_n,
    )


def _keep(seen: Shown, writing: Writing) -> None:
    """Keep what is being written. A time that cannot be promised is kept as typed, without an instant. Files that came
    by themselves are kept already, and others may come at this moment."""
    ticket, now = seen.ticket, seen.writer.now
    came = {"files": writing.files} if seen.request.FILES else {}
    way = compose(seen.dossier, writing, seen.writer).way
    drafts.keep(
        ticket,
        by=seen.writer.agent,
        at=now,
        text=writing.text,
        way=way,
        typed=writing.look_in if way == "waits" else writing.typed,
        due_at=_due(seen, writing, way),
        question=writing.question,
        restating=writing.restating if writing.restating in writing.text else "",
        agreed=writing.agreed,
        spoken=writing.spoken,
        cc=writing.cc,
        bcc=writing.bcc,
        hands_to=_next_one(seen, writing),
        drafted=models.used(ticket, seen.writer.agent, writing.drafted) if writing.drafted else None,
        seen_n=writing.seen_n,
        **came,
    )


def remember(request: HttpRequest, public_id: str) -> Shown:
    """Keep what the form holds, where somebody presses something else than send."""
    seen = shown(request, public_id)
    if "text" in request.POST:
        writing = _written(request, seen)
        if writing.text.strip() or writing.typed or writing.files:
            _keep(seen, writing)
    return seen


def _next_one(seen: Shown, writing: Writing) -> Agent | None:
    """Who has it next, where a colleague of the desk was chosen."""
    return next((one for one in seen.next_ones if one.public_id == writing.hands_to), None)


def _due(seen: Shown, writing: Writing, way: str = "next") -> datetime | None:
    """The time that was typed, if it can be promised. The usual day of a check-in is not fixed before it leaves."""
    if way == "waits" and not writing.look_in:
        return None
    reading = (look_in if way == "waits" else read)(seen.dossier, writing, seen.writer)
    return None if reading.code else reading.due_at


@require_POST
@door
def keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """While somebody types: kept on the server, and judged at once: both clocks, offers, the button's sentence."""
    seen = shown(request, public_id)
    composer = compose(seen.dossier, _written(request, seen), seen.writer, reads_along=is_patch(request))
    writing = composer.writing
    if writing.text.strip() or writing.typed or writing.files:
        _keep(seen, writing)
    else:
        drafts.drop(seen.ticket, by=request.user, only_empty=True)
    if not is_patch(request):
        return redirect(reverse("agents:ticket", args=[public_id]) + "#write")
    context = {"seen": seen, "ticket": seen.ticket, "composer": composer}
    parts = [Part("#judged", "agents/message/judged.html", context, "outerMorph")]
    if "offer" in request.POST:
        parts.append(Part("#due", "agents/message/due.html", context))
    return patch(request, *parts)


@require_POST
@door
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send was pressed: it leaves when the undo time is over. Refused, it is still in the form, with what to do."""
    seen = shown(request, public_id)
    writing = _written(request, seen)
    try:
        judged = _checked(seen, writing)
        _keep(seen, writing)
        said = judged.foreseen.percent if judged.foreseen else None
        despite = "despite" in request.POST
        drafts.press(seen.ticket, by=request.user, at=request.now, despite=despite, foretold=said)
    except Refused as refused:
        _keep(seen, writing)
        return _refused(request, public_id, writing, refused)
    if not is_patch(request):
        return redirect(reverse("agents:ticket", args=[public_id]))
    fresh = shown(request, public_id)
    return answered(request, public_id, writing_part(fresh))


def _checked(seen: Shown, writing: Writing) -> Composer:
    """What only the form knows: a time that was typed and means nothing, a variable that stands for nothing here.

    Raises:
        Refused: with the same words that stand under the field while typing.
    """
    if left := left_in(writing.text):
        says = _("%(names)s has no value here. Write it yourself, or take it away.")
        raise Refused("variable", says % {"names": ", ".join(left)}, field="text")
    judged = compose(seen.dossier, writing, seen.writer)
    if (judged.wants_time or judged.way == "waits") and judged.reading.code:
        raise Refused(judged.reading.code, judged.reading.says, field="due")
    if writing.restating and writing.restating not in writing.text:
        raise Refused(
            "restating",
            _("The sentence you marked has changed. Mark it again, or leave it."),
            field="restating",
        )
    return judged


def _refused(request: HttpRequest, public_id: str, writing: Writing, refused: Refused) -> HttpResponse:
    """The form again with what was refused beside its field. Who wrote meanwhile is shown above it."""
    seen = shown(request, public_id, trouble=refused, writing=writing)
    if is_patch(request):
        return patch(request, *changed(seen), writing_part(seen), code=422)
    context = context_of(seen)
    return page(request, "agents/ticket/page.html", context, here=context["list"].name, code=422)


def writing_part(seen: Shown, *, goes_on: bool = False) -> Part:
    """The composer and the note's form with what is kept, the cursor behind the text where somebody writes on."""
    note_draft = notes.written(seen.ticket, seen.writer.agent)
    context = {"seen": seen, "ticket": seen.ticket, "goes_on": goes_on, "note_draft": note_draft}
    return Part("#write", "agents/message/write.html", context)


@require_POST
@door
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Taken back before it left: the text is in the form again."""
    drafts.undo(shown(request, public_id).ticket, by=request.user, at=request.now)
    return answered(request, public_id, writing_part(shown(request, public_id)))


@require_POST
@door
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw away what was being written."""
    drafts.drop(shown(request, public_id).ticket, by=request.user)
    return answered(request, public_id, writing_part(shown(request, public_id)))


@require_POST
@door
def acknowledge(request: HttpRequest, public_id: str) -> HttpResponse:
    """`c`: the beginning of a first word, put before whatever was being written already."""
    seen = shown(request, public_id)
    text = acknowledgement(seen.ticket, by=request.user)
    return put_in(seen, text, request.POST.get("due", "")[:100], way="next")


@require_POST
@door
def renew(request: HttpRequest, public_id: str) -> HttpResponse:
    """`w`: the no-news word from the ledger, put before whatever was being written already."""
    seen = shown(request, public_id)
    text, typed = no_news(seen.dossier, seen.writer)
    return put_in(seen, text, typed, way="renew")


@require_POST
@door
def sooner(request: HttpRequest, public_id: str) -> HttpResponse:
    """An answer to "I need it sooner", put before whatever was being written. A lead who decides is asked at once."""
    seen, answer = shown(request, public_id), request.POST.get("answer", "")
    lead = ""
    if answer == "escalate":
        lead = nudges.escalate(seen.ticket, by=request.user, at=request.now).name
    text, typed = drafted(answer, seen.dossier, seen.writer, lead=lead)
    return put_in(seen, text, typed, way="next")


def put_in(
    seen: Shown, text: str, typed: str, *, way: str, agreed: str = "", instead: bool = False, **more: Any
) -> HttpResponse:
    """Keep a drafted word, before whatever was being written already or `instead` of it, and show it.

    Args:
        agreed: who agreed to a time beyond the silence budget, and where.
    """
    request, public_id = seen.request, seen.ticket.public_id
    kept = seen.dossier.draft_of(request.user)
    begun = request.POST.get("text", kept.text if kept else "").replace("\r\n", "\n").strip()
    drafts.keep(
        seen.ticket,
        by=request.user,
        at=request.now,
        text=text if instead or not begun or begun == text.strip() else f"{text}\n\n{begun}",
        way=way,
        typed=typed,
        due_at=_due(seen, Writing(typed=typed, look_in=typed, agreed=agreed), way) if typed else None,
        agreed=agreed,
        seen_n=seen.ticket.last_n,
        **more,
    )
    return answered(request, public_id, writing_part(shown(request, public_id), goes_on=True))
