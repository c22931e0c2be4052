"""The Round: the day's check-ins, pings, no-news words and looks, each drafted from the ledger so that it is true.

Rules: method.md, Follow through. Whoever sends a draft has read it; nothing here leaves by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from heard.followup.ping import ping_draft
from heard.hours.languages import spoken
from heard.hours.said import said_day, said_time
from heard.promise import Facts, next_beat, offers
from heard.promise.check_in import FIRST, NOTICE
from heard.record.access import round as steps
from heard.record.actions.message import Word
from heard.record.actions.ping import pace_of
from heard.record.cadence import known, running_on
from heard.record.facts import next_word_of, open_promise_of, rules_of
from heard.record.models.agent import Agent
from heard.record.models.cadence import Cadence
from heard.record.models.chase import Chase
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.record.people import language_of, zone_of

MINUTES = {"check_in": 1, "closing": 2, "ping": 1, "no_news": 1, "look": 2}
"""How long a step takes a person who reads it, about."""
WORDS = {
    "en": {
        "hi": "Hi {name},",
        "here": "I'm {me}. I've read what you wrote, and I'm on it.",
        "asked": "I asked {party} {asked} and they haven't answered; I'll ask again {again}.",
        "none": "No news yet.",
        "not_yet": "I haven't got to it yet; I will {day}.",
        "soon": "I haven't got to it yet.",
        "at": "at {time}",
        "first": "I'm ready to go on; I only need one thing from you: {question}",
        "second": "Still the one question: {question}\nIf talking is easier, send a number and a time and I'll ring.",
        "notice": "I can't go on without one answer: {question}",
    },
    "de": {
        "hi": "Hallo {name},",
        "here": "ich bin {me}. Ich habe Ihre Nachricht gelesen und kümmere mich darum.",
        "asked": "Ich habe {party} {asked} gefragt und noch keine Antwort; {again} frage ich wieder nach.",
        "none": "Noch nichts Neues.",
        "not_yet": "Ich bin noch nicht dazu gekommen; {day} mache ich es.",
        "soon": "Ich bin noch nicht dazu gekommen.",
        "at": "{time}",
        "first": "ich kann weitermachen; ich brauche nur eines von Ihnen: {question}",
        "second": "es ist noch die eine Frage offen: {question}\nWenn Ihnen Sprechen lieber ist, schicken Sie mir eine "
        "Nummer und eine Uhrzeit, und ich rufe an.",
        "notice": "ohne diese eine Antwort komme ich nicht weiter: {question}",
    },
    "fr": {
        "hi": "Bonjour {name},",
        "here": "Je suis {me}. J’ai lu votre message et je m’en occupe.",
        "asked": "J’ai posé la question à {party} {asked} et je n’ai pas encore de réponse ; je relancerai {again}.",
        "none": "Pas encore de nouvelles.",
        "not_yet": "Je n’ai pas encore pu m’en occuper ; je le ferai {day}.",
        "soon": "Je n’ai pas encore pu m’en occuper.",
        "at": "{time}",
        "first": "Je peux continuer ; il ne me faut qu’une chose de votre part : {question}",
        "second": "Il reste cette seule question : {question}\nSi vous préférez en parler, envoyez-moi un numéro "
        "et une heure, et je vous appellerai.",
        "notice": "Je ne peux pas continuer sans une réponse : {question}",
    },
    "es": {
        "hi": "Hola, {name}:",
        "here": "Soy {me}. He leído su mensaje y me ocupo de ello.",
        "asked": "Pregunté a {party} {asked} y todavía no hay respuesta; volveré a preguntar {again}.",
        "none": "Todavía no hay novedades.",
        "not_yet": "Aún no he podido ocuparme de ello; lo haré {day}.",
        "soon": "Aún no he podido ocuparme de ello.",
        "at": "{time}",
        "first": "Puedo seguir adelante; solo necesito una cosa de usted: {question}",
        "second": "Sigue abierta esta única pregunta: {question}\nSi prefiere hablarlo, envíeme un número y una hora, "
        "y le llamaré.",
        "notice": "No puedo seguir sin una respuesta: {question}",
    },
    "ar": {
        "hi": "مرحبًا {name}،",
        "here": "معك {me}. قرأت رسالتك وأعمل عليها الآن.",
        "asked": "سألت {party} {asked} ولم يصلني رد بعد؛ سأسأل من جديد {again}.",
        "none": "لا جديد حتى الآن.",
        "not_yet": "لم أتمكن من العمل على طلبك بعد؛ سأفعل ذلك {day}.",
        "soon": "لم أتمكن من العمل على طلبك بعد.",
        "at": "{time}",
        "first": "يمكنني أن أتابع العمل، وأحتاج منك إلى شيء واحد فقط: {question}",
        "second": "بقي هذا السؤال وحده: {question}\nإذا كان الحديث أسهل عليك، فأرسل رقمًا ووقتًا وسأتصل بك.",
        "notice": "لا يمكنني المتابعة من دون إجابة واحدة: {question}",
    },
}


@dataclass(frozen=True, slots=True)
class Step:
    """One small step: what kind, on which ticket, by when (UTC), and its draft.

    Attributes:
        key: names this very step; another word on the ticket makes another key.
        due_at: the next word's time for a no-news word, UTC.
        begun: the agent has begun to write something else on the ticket, which a draft must not overwrite.
        agreed: who agreed to a time beyond the silence budget.
    """

    kind: str
    ticket: Ticket
    at: datetime
    key: str
    text: str = ""
    due_at: datetime | None = None
    chase: Chase | None = None
    begun: bool = False
    agreed: str = ""

    def word(self, text: str) -> Word:
        """What is said when the agent sends this text.

        Raises:
            KeyError: the step is no word to the requester.
        """
        way: Any = {"check_in": "waits", "closing": "closes", "no_news": "renew"}[self.kind]
        return Word(text=text, way=way, due_at=self.due_at, agreed=self.agreed)


def round_of(agent: Agent, *, now: datetime, until: datetime) -> list[Step]:
    """The agent's small steps of the day, the most urgent first.

    Args:
        until: the end of the agent's day, UTC.
    """
    tickets = steps.words_of(agent, now=now, until=until)
    running, begun, agreed = steps.running_on(tickets), steps.begun_on(agent, tickets), running_on(tickets)
    said = [_step(ticket, running[ticket.pk], agreed.get(ticket.pk), now) for ticket in tickets]
    said = [replace(step, begun=step.ticket.pk in begun) for step in said]
    asked = [_ping(chase) for chase in steps.asked_of(agent, until=until)]
    return sorted([*said, *asked], key=lambda step: (step.at, step.key))


def drafted(step: Step, *, now: datetime) -> Step:
    """The step with its draft: a ping's counts who waits, so it is made only for the one that is shown."""
    if step.chase is None:
        return step
    draft = ping_draft(step.chase, now)
    return replace(step, text=draft.text if draft.sends else "")


def minutes_of(found: Sequence[Step]) -> int:
    """About how long the steps take together."""
    return sum(MINUTES[step.kind] for step in found)


def _ping(chase: Chase) -> Step:
    return Step("ping", chase.ticket, chase.ping_at, f"ping.{chase.pk}.{chase.pings}", chase=chase)


def _step(ticket: Ticket, running: Sequence[Chase], agreed: Cadence | None, now: datetime) -> Step:
    promise = ticket.standing
    key = f"{promise.pk}.{int(promise.looked_at.timestamp()) if promise.looked_at else 0}"
    if promise.step:
        kind = "closing" if promise.step == NOTICE else "check_in"
        return Step(kind, ticket, promise.due_at or now, key, text=check_in(ticket))
    if promise.kind == Promise.Kind.ON_EVENT:
        return Step("look", ticket, now, key)
    text, due_at = no_news(ticket, running, facts=known_of(ticket, agreed), now=now)
    return Step("no_news", ticket, promise.due_at or now, key, text=text, due_at=due_at)


def known_of(ticket: Ticket, agreed: Cadence | None) -> Facts:
    """As much of the facts as the offers of a time ask for."""
    promise = open_promise_of(ticket.standing)
    return Facts(
        received_at=ticket.received_at,
        promise=promise,
        impact=ticket.impact,
        next_word=next_word_of(ticket.requester),
        cadence=known(agreed),
    )


def check_in(ticket: Ticket) -> str:
    """The next check-in of a waiting ticket, or the notice of its closing; the line with the day stands under it."""
    words = _words(ticket)
    step = ticket.standing.step
    name = "notice" if step == NOTICE else "first" if step == FIRST else "second"
    question = ended(ticket.standing.question)
    return f"{words['hi'].format(name=ticket.requester.called)}\n\n{words[name].format(question=question)}"


def ended(question: str) -> str:
    """A question on one line that ends like a sentence."""
    line = " ".join(question.split())
    return line if line.endswith(("?", ".", "!", "…", "؟")) else f"{line}?"


def acknowledgement(ticket: Ticket, *, by: Agent) -> str:
    """The beginning of a person's first word in the requester's language: who has it, and that it was read."""
    words = _words(ticket)
    return f"{words['hi'].format(name=ticket.requester.called)}\n\n{words['here'].format(me=by.first_name)}"


def no_news(
    ticket: Ticket, running: Sequence[Chase], *, facts: Facts, now: datetime
) -> tuple[str, datetime | None]:
    """The no-news word in the requester's language, true by the ledger, and a good time for the next word, UTC."""
    zone, language, words = _voice(ticket)
    rules = rules_of(ticket.desk)
    due_at = next_beat(rules, facts.cadence, now) or next(iter(offers(rules, facts, now)[1:]), None)
    if running:
        asked = dict.fromkeys(_asked_again(chase, ticket, now) for chase in running)
        said = " ".join([words["none"], *asked])
    elif due_at:
        said = words["not_yet"].format(day=said_day(due_at, zone=zone, language=language, now=now))
    else:
        said = words["soon"]
    return f"{words['hi'].format(name=ticket.requester.called)}\n\n{said}", due_at


def _asked_again(chase: Chase, ticket: Ticket, now: datetime) -> str:
    """Who was asked, when, and when they are asked again: each from its chase."""
    zone, language, words = _voice(ticket)
    again_at = chase.ping_at
    if again_at <= now:
        again_at = pace_of(chase, ticket, now)
    asked, again = (
        words["at"].format(time=said_time(at, zone=zone, language=language, now=now))
        for at in (chase.pinged_at, again_at)
    )
    party = chase.seat.approval.told_as if chase.seat else chase.party
    return words["asked"].format(party=party, asked=asked, again=again)


def _voice(ticket: Ticket) -> tuple[str, str, dict[str, str]]:
    """Zone, language and words of the ticket's requester."""
    language = spoken(language_of(ticket.requester, ticket.desk))
    return zone_of(ticket.requester, ticket.desk), language, WORDS[language]


def _words(ticket: Ticket) -> dict[str, str]:
    return _voice(ticket)[2]
