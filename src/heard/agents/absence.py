"""Somebody is away, their own mail program says: told on the ticket, with one press that waits until they are back.

Nothing of it happens by itself. The next check-in is drafted and sent by a person; the next ping is moved by one.
"""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.agents.draft import put_in
from heard.agents.errors import door
from heard.agents.facts import shown
from heard.agents.pages import is_patch
from heard.agents.ticket import answered
from heard.followup.round import ended
from heard.hours.languages import spoken
from heard.promise import budget_end, check_in_due, refusal, step_after
from heard.record.access import absence as absences
from heard.record.access import chase as chases
from heard.record.access.absence import Absence
from heard.record.actions import chase as verbs
from heard.record.errors import Refused
from heard.record.facts import facts_of, rules_of
from heard.record.models.ticket import Ticket
from heard.record.people import language_of

WORDS = {
    "en": (
        "Hi {name},",
        "I saw your out-of-office reply, so I'll wait until you are back. Then I only need one thing from you: "
        "{question}",
    ),
    "de": (
        "Hallo {name},",
        "ich habe Ihre Abwesenheitsnotiz gesehen und warte, bis Sie wieder da sind. Dann brauche ich nur eines von "
        "Ihnen: {question}",
    ),
    "fr": (
        "Bonjour {name},",
        "J’ai vu votre message d’absence ; j’attends votre retour. Il ne me faudra alors qu’une chose de votre part : "
        "{question}",
    ),
    "es": (
        "Hola, {name}:",
        "He visto su aviso de ausencia y espero a que vuelva. Entonces solo necesitaré una cosa de usted: {question}",
    ),
    "ar": (
        "مرحبًا {name}،",
        "رأيت ردك الآلي بأنك غائب، وسأنتظر عودتك. عندئذ أحتاج منك إلى شيء واحد فقط: {question}",
    ),
}


def text_of(ticket: Ticket) -> str:
    """What is said to somebody who is away, in their language."""
    hi, words = WORDS[spoken(language_of(ticket.requester, ticket.desk))]
    said = words.format(question=ended(ticket.standing.question))
    return f"{hi.format(name=ticket.requester.called)}\n\n{said}"


def agreed_to(absence: Absence, ticket: Ticket, *, now: datetime) -> str:
    """Who agreed to wait until somebody is back, where that is longer than people are left without a word; else ""."""
    rules, facts, due_at = rules_of(ticket.desk), facts_of(ticket, now), absence.closes_at
    usual = check_in_due(rules, step_after(rules, facts.promise, now), now)
    limit = max(usual, budget_end(rules, facts.impact, now, cadence=facts.cadence))
    against = refusal(rules, facts, due_at, now, limit=limit)
    return _("their own out-of-office reply") if against and against.code == "too_far" else ""


@require_POST
@door
def wait(request: HttpRequest, public_id: str) -> HttpResponse:
    """The next check-in waits until the requester is back: drafted into the composer, with the day, to be sent."""
    seen = shown(request, public_id)
    absence = seen.absence
    if absence is None or not seen.may_wait:
        raise Refused("absence", _("Nothing waits here for somebody who is away."))
    text, writer = text_of(seen.ticket), seen.writer
    typed = writer.typed(absence.closes_at)
    agreed = agreed_to(absence, seen.ticket, now=writer.now)
    return put_in(seen, text, typed, way="waits", agreed=agreed)


@require_POST
@door
def wait_with_ping(request: HttpRequest, public_id: str, chase: int) -> HttpResponse:
    """Whoever is asked is asked again when they are back, not before."""
    found = chases.get(request.user, public_id, chase)
    absence = absences.of_party(found, absences.said_on(found.ticket, at=request.now))
    if absence is None:
        raise Refused("absence", _("Nothing says when they are back."))
    verbs.wait(found, until=absence.opens_at, by=request.user, at=request.now)
    if is_patch(request):
        return answered(request, public_id)
    messages.success(request, _("Done."))
    return redirect("agents:chase-page", found.public_id)
