"""What each voice gets: the form for a word to everybody, the letters as each will read them, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from heard.agents.pages import reader_of
from heard.hours.languages import LANGUAGES, spoken
from heard.letters.render import compose
from heard.record.access import problem as problems
from heard.record.actions import broadcast as verbs
from heard.record.actions import voice
from heard.record.facts import facts_of
from heard.record.models.broadcast import Broadcast, BroadcastText, Telling
from heard.record.models.problem import Problem
from heard.record.models.ticket import Ticket
from heard.record.people import language_of, zone_of

LETTERS = 6
"""Kinds of letters that a preview shows; the largest groups come first."""
FRAME = {
    "en": "What we know: \n\nWhat we're doing: \n\nUntil then: ",
    "de": "Was wir wissen: \n\nWas wir tun: \n\nBis dahin: ",
    "fr": "Ce que nous savons : \n\nCe que nous faisons : \n\nEn attendant : ",
    "es": "Lo que sabemos: \n\nLo que estamos haciendo: \n\nMientras tanto: ",
    "ar": "ما نعرفه: \n\nما نفعله: \n\nإلى ذلك الحين: ",
}
OVER = {
    "en": {
        "fixed": "This is fixed now",
        "wont": "This will not be fixed, and we'd rather say so than let you wait: ",
    },
    "de": {"fixed": "Das ist jetzt behoben", "wont": "Das wird nicht behoben; das sagen wir lieber gleich: "},
    "fr": {
        "fixed": "C’est maintenant réglé",
        "wont": "Cela ne sera pas corrigé ; nous préférons vous le dire plutôt que de vous faire attendre : ",
    },
    "es": {
        "fixed": "Esto ya está arreglado",
        "wont": "Esto no se va a arreglar; preferimos decírselo antes que hacerle esperar: ",
    },
    "ar": {"fixed": "تم إصلاح هذا الآن", "wont": "لن يُصلَح هذا، ونفضّل أن نقول ذلك على أن نتركك تنتظر: "},
}

OVERLOADED = {
    "en": "More people wrote to us at once than we can answer in our usual time. Your request is here, and a person"
    " reads it. You need not write again; where it differs from the others or cannot wait, reply to this mail.",
    "de": "Es haben uns mehr Menschen auf einmal geschrieben, als wir in der üblichen Zeit beantworten können. Ihre"
    " Anfrage ist da, und ein Mensch liest sie. Sie müssen nicht noch einmal schreiben; wenn es bei Ihnen anders"
    " ist oder nicht warten kann, antworten Sie auf diese E-Mail.",
    "fr": "Plus de personnes nous ont écrit en même temps que nous ne pouvons en traiter dans notre délai habituel."
    " Votre demande est bien là, et une personne la lira. Inutile d’écrire de nouveau ; si elle est différente des"
    " autres ou ne peut pas attendre, répondez à cet e-mail.",
    "es": "Nos escribieron a la vez más personas de las que podemos atender en nuestro plazo habitual. Su solicitud"
    " está aquí, y una persona la lee. No hace falta que escriba de nuevo; si lo suyo es distinto o no puede esperar,"
    " responda a este correo.",
    "ar": "كتب إلينا في وقت واحد أشخاص أكثر مما يمكننا الرد عليهم في وقتنا المعتاد. طلبك هنا، وسيقرؤه شخص من فريقنا."
    " لا حاجة إلى الكتابة من جديد؛ وإذا كان أمرك مختلفًا أو لا يحتمل الانتظار، فرد على هذا البريد.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One letter of a preview: to whom it goes, and its very words."""

    count: int
    to: str
    subject: str
    text: str


def written(request: HttpRequest, problem: Problem, writing: dict[str, Any] | None) -> dict[str, Any]:
    """What the form holds: what was written, or a frame to fill; and what was said before."""
    given = writing or {"texts": {language: frame(problem, language) for language in LANGUAGES}, "typed": ""}
    said = problems.broadcasts(problem)
    running = next((one for one in said if one.finished_at is None), None)
    names = {language: get_language_info(language)["name_translated"] for language in LANGUAGES}
    reader = reader_of(request)
    return {
        "writing": given,
        "texts": [(language, names[language], given["texts"].get(language, "")) for language in LANGUAGES],
        "running": progress(running) if running else None,
        "said": [
            (one, reader.short(one.pressed_at), reader.short(one.due_at)) for one in said if one.finished_at
        ],
    }


def frame(problem: Problem, language: str) -> str:
    """The parts a good word has, with what works meanwhile filled in; for an overload the whole word."""
    words = problem.in_language(language)
    if problem.is_over:
        said = OVER[language][problem.state]
        version = f" ({problem.fixed_in})" if problem.fixed_in else ""
        return f"{said}{version}." if problem.state == Problem.State.FIXED else said
    if problem.is_of_overload:
        return OVERLOADED[language]
    return FRAME[language] + (words.workaround if words.language == language else "")


def is_whole(problem: Problem) -> bool:
    """Whether the frame of a problem can be sent as it stands."""
    return problem.is_over or problem.is_of_overload


def letters(
    request: HttpRequest, problem: Problem, given: Mapping[str, Any], due_at: datetime
) -> list[Shown]:
    """The letter of each group, made as it will be made when it is sent."""
    pressed = Broadcast(
        problem=problem, agent=request.user, pressed_at=request.now, begins_at=request.now, due_at=due_at,
        solves=given["solves"], state=problem.state, fixed_in=problem.fixed_in,
    )  # fmt: skip
    texts = [BroadcastText(language=language, text=text) for language, text in given["texts"].items() if text]
    said = voice.Said.unsent(pressed, texts)
    shown = []
    for group in problems.groups(verbs.told_by(problem))[:LETTERS]:
        ticket = Ticket.objects.select_related("desk", "requester__organization", "promise").get(
            pk=group.example
        )
        letter = compose(voice.draft(ticket, facts_of(ticket, request.now), said, at=request.now))
        shown.append(Shown(group.count, _to(ticket), letter.subject, letter.text))
    return shown


def _to(ticket: Ticket) -> str:
    """Whose language and zone a group has, and what sets it apart."""
    language = get_language_info(spoken(language_of(ticket.requester, ticket.desk)))["name_translated"]
    parts = [str(language), zone_of(ticket.requester, ticket.desk).rpartition("/")[2].replace("_", " ")]
    if ticket.impact:
        parts.append({"degraded": _("degraded"), "blocked": _("blocked")}[ticket.impact])
    if not ticket.is_open:
        parts.append(_("resolved already"))
    return ", ".join(parts)


def progress(broadcast: Broadcast) -> dict[str, Any]:
    """How far a broadcast is, in numbers and words."""
    counts = problems.outcomes(broadcast)
    waiting = counts.pop("", 0)
    words = {
        "next": _("heard, and the next word is promised"),
        "solves": _("heard, and are resolved"),
        "stands": _("heard beside a colleague's word, which stands"),
        "beside": _("were resolved before, and heard of the end"),
        "no_route": _("cannot be reached by mail: ring them"),
        "late": _("not told: the promised time had passed before it could leave"),
        "left": _("not told: no longer behind the problem"),
        "none": _("not told: resolved meanwhile"),
        "stopped": _("not told: it was stopped"),
    }
    return {
        "broadcast": broadcast,
        "done": sum(counts.values()),
        "waiting": waiting,
        "share": round(100 * sum(counts.values()) / max(1, broadcast.tickets)),
        "parts": [(counts[kind], words[kind]) for kind in words if counts.get(kind)],
        "not_told": problems.not_told(broadcast),
        "told": sum(counts.get(kind, 0) for kind in Telling.TOLD),
    }
