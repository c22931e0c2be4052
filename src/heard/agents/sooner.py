""" "I need it sooner" as a negotiation: both sides' times, and three answers of one key each, drafted to be read and
sent: yes by then; not by then, and what can be had; a lead decides.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from heard.agents.way import Writer
from heard.hours.languages import spoken
from heard.hours.said import said_plain
from heard.promise import Owed, answer_due
from heard.promise.promise import whole_minute
from heard.record.access.timeline import Dossier
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.owed import OwedAnswer
from heard.record.people import language_of

ANSWERS = ("yes", "no", "escalate")
WORDS = {
    "en": {
        "hi": "Hi {name},",
        "yes": "Yes, by {wanted}.",
        "no": "Not by {wanted}, and I don't want you to count on it. At {wanted} I'll send what I know. "
        "Until then you can use: ",
        "escalate": "I've asked {lead} to decide; you'll hear by {by}.",
    },
    "de": {
        "hi": "Hallo {name},",
        "yes": "Ja, bis {wanted}.",
        "no": "Bis {wanted} wird es nichts, und ich möchte nicht, dass Sie darauf bauen. Um {wanted} schreibe ich, was "
        "ich weiß. Bis dahin hilft Ihnen: ",
        "escalate": "Ich habe {lead} um eine Entscheidung gebeten; Sie hören bis {by}.",
    },
    "fr": {
        "hi": "Bonjour {name},",
        "yes": "Oui, au plus tard {wanted}.",
        "no": "Ce ne sera pas encore réglé {wanted}, et je ne veux pas que vous comptiez dessus. Je vous écrirai "
        "{wanted} ce que je saurai. En attendant, vous pouvez utiliser : ",
        "escalate": "J’ai demandé à {lead} de décider ; vous aurez une réponse au plus tard {by}.",
    },
    "es": {
        "hi": "Hola, {name}:",
        "yes": "Sí, a más tardar {wanted}.",
        "no": "No estará resuelto {wanted}, y no quiero que cuente con ello. Le escribiré {wanted} lo que sepa. "
        "Mientras tanto puede usar: ",
        "escalate": "He pedido a {lead} que decida; tendrá noticias a más tardar {by}.",
    },
    "ar": {
        "hi": "مرحبًا {name}،",
        "yes": "نعم، في موعد أقصاه {wanted}.",
        "no": "لن يُحل الأمر {wanted}، ولا أريد أن تعتمد على ذلك. سأكتب إليك {wanted} بما أعرفه. "
        "إلى ذلك الحين يمكنك استخدام: ",
        "escalate": "طلبت من {lead} اتخاذ القرار، وسيصلك الرد في موعد أقصاه {by}.",
    },
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the three answers, as its button says it, and its key."""

    value: str
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Sooner:
    """What can be answered, and who was asked to decide."""

    answers: list[Answer]
    decides: str


def sooner(dossier: Dossier, writer: Writer) -> Sooner | None:
    """The open negotiation of a ticket; None when nothing was asked for sooner, or it was answered."""
    owed = _open(dossier)
    if owed is None or owed.wanted_at is None:
        return None
    answers = [
        Answer("no", _("No, and what helps till then"), "d"),
        Answer("escalate", _("Let a lead decide"), "o"),
    ]
    if owed.wanted_at > writer.now:
        yes = _("Yes, by %(time)s") % {"time": writer.briefly(owed.wanted_at)}
        answers.insert(0, Answer("yes", yes, "b"))
    lead = owed.escalated_to
    return Sooner(answers, _("%(name)s was asked to decide.") % {"name": lead.name} if lead else "")


def _open(dossier: Dossier) -> OwedAnswer | None:
    return next((one for one in reversed(dossier.owed) if one.kind == "sooner"), None)


def drafted(answer: str, dossier: Dossier, writer: Writer, *, lead: str = "") -> tuple[str, str]:
    """The words of an answer in the requester's language, and the time typed for it; read and sent by a person.

    Args:
        lead: who was asked to decide, where a lead decides.

    Raises:
        Refused: nothing is asked for sooner any more.
    """
    owed, ticket = _open(dossier), dossier.ticket
    if owed is None or owed.wanted_at is None or answer not in ANSWERS:
        raise Refused("sooner", _("That was answered already, or nobody asked for it sooner."))
    language = spoken(language_of(ticket.requester, ticket.desk))
    words = WORDS[language]
    asked_at = owed.escalated_at or writer.now
    decided_by = answer_due(rules_of(ticket.desk), Owed(owed.pk, "sooner", asked_at))
    due_at = whole_minute(decided_by if answer == "escalate" else owed.wanted_at)

    def plain(at: datetime) -> str:
        return said_plain(at, zone=writer.zone, language=language, now=writer.now)

    said = words[answer].format(wanted=plain(owed.wanted_at), by=plain(due_at), lead=lead)
    return f"{words['hi'].format(name=ticket.requester.called)}\n\n{said}", writer.typed(due_at)
