"""Drafts of small steps: asking a party again, and closing the loop with the requester; the words around an approval.

Both are made from the ledger, so that every sentence is true as it stands; a person reads them before they leave. A
ping says "we", since one that leaves by itself must not speak as a person.
"""

from dataclasses import dataclass
from datetime import datetime

from heard.hours.languages import spoken
from heard.hours.said import said_time
from heard.promise import FEWEST, may_ping_alone
from heard.record.access.chase import Behind, behind, pings_alone
from heard.record.actions import chase as verbs
from heard.record.actions import ping as words
from heard.record.actor import HEARD, Actor
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.approval import Approval
from heard.record.models.chase import Chase
from heard.record.models.ticket import Ticket
from heard.record.people import language_of, zone_of

QUOTED_MOST = 600
"""Characters of their answer that a draft carries along."""
TEXTS = {
    "en": {
        "hi": "Hello {name},",
        "asked": "We asked you at {asked_at}:",
        "silent": "We have no answer yet, and somebody waits for it here.",
        "heard": "You wrote to us last at {heard_at}. The question is still open here.",
        "behind": "{people} people at {firms} wait for it, with {reports} reports since {since}.",
        "behind_one": "{people} people wait for it, with {reports} reports since {since}.",
        "firms": "{organizations} companies",
        "when": "By when can we have it? One line is enough.",
        "asked_to_decide": "We asked you at {asked_at} to decide:",
        "undecided": "We have no decision yet, and somebody waits for it here.",
        "decide": "Yes or no, or not yours: the page takes one minute.",
        "asking": "This is above our rule, so it isn't mine to give: {asked}\nI've asked {who} to decide. "
        "You'll hear from me either way, decided or not.",
        "approved": "I have news: {who} agreed to it: {asked}",
        "declined": "I have news, and it is a no: {who} decided against it: {asked}",
        "expired": "There is no decision: {who} did not decide by {ended}. What was asked: {asked}",
        "instead": "What you can do instead:",
        "loop_hi": "Hi {name},",
        "loop": "I have news: {party} answered at {heard_at}.",
        "closed": "I have news: what we were waiting for is done on their side, says {party}.",
        "released": "I have news: {release} is out, and it has what you were waiting for.",
        "loop_try": "Please try it when it suits you, and tell me how it went.",
        "loop_next": "What this means for you:",
    },
    "de": {
        "hi": "Guten Tag {name},",
        "asked": "Wir haben Sie {asked_at} gefragt:",
        "silent": "Wir haben noch keine Antwort, und hier wartet jemand darauf.",
        "heard": "Zuletzt haben Sie uns {heard_at} geschrieben. Die Frage ist hier noch offen.",
        "behind": "Es warten {people} Personen bei {firms} darauf, mit {reports} Meldungen seit {since}.",
        "behind_one": "Es warten {people} Personen darauf, mit {reports} Meldungen seit {since}.",
        "firms": "{organizations} Firmen",
        "when": "Bis wann können wir damit rechnen? Eine Zeile genügt.",
        "asked_to_decide": "Wir haben Sie {asked_at} um eine Entscheidung gebeten:",
        "undecided": "Wir haben noch keine Entscheidung, und hier wartet jemand darauf.",
        "decide": "Ja oder nein, oder nicht Ihre Sache: Die Seite braucht eine Minute.",
        "asking": "das geht über unsere Regel hinaus, und ich darf es nicht selbst gewähren: {asked}\nIch habe um eine "
        "Entscheidung gebeten: {who}. Sie hören in jedem Fall von mir, ob entschieden ist oder nicht.",
        "approved": "es gibt Neues. Die Antwort ist ja ({who}): {asked}",
        "declined": "es gibt Neues, und die Antwort ist nein ({who}): {asked}",
        "expired": "es ist bis {ended} nichts entschieden worden ({who}). Es ging um: {asked}",
        "instead": "Was Sie stattdessen tun können:",
        "loop_hi": "Hallo {name},",
        "loop": "es gibt Neues: {party} hat {heard_at} geantwortet.",
        "closed": "es gibt Neues: Worauf wir gewartet haben, ist dort erledigt, sagt {party}.",
        "released": "es gibt Neues: {release} ist erschienen und enthält, worauf Sie gewartet haben.",
        "loop_try": "Bitte probieren Sie es, wenn es Ihnen passt, und sagen Sie mir, wie es ging.",
        "loop_next": "Für Sie heißt das:",
    },
    "fr": {
        "hi": "Bonjour {name},",
        "asked": "Nous vous avons posé cette question {asked_at} :",
        "silent": "Nous n’avons pas encore de réponse, et quelqu’un l’attend chez nous.",
        "heard": "Vous nous avez écrit pour la dernière fois {heard_at}. La question reste ouverte chez nous.",
        "behind": "{people} personnes dans {firms} l’attendent, avec {reports} signalements depuis {since}.",
        "behind_one": "{people} personnes l’attendent, avec {reports} signalements depuis {since}.",
        "firms": "{organizations} entreprises",
        "when": "Pour quand pouvons-nous l’avoir ? Une ligne suffit.",
        "asked_to_decide": "Nous vous avons demandé une décision {asked_at} :",
        "undecided": "Nous n’avons pas encore de décision, et quelqu’un l’attend chez nous.",
        "decide": "Oui, non, ou pas à vous : la page demande une minute.",
        "asking": "Cela dépasse notre règle, ce n’est donc pas à moi de l’accorder : {asked}\nJ’ai demandé une "
        "décision à {who}. Vous aurez de mes nouvelles dans tous les cas, décision prise ou non.",
        "approved": "J’ai des nouvelles, et c’est oui ({who}) : {asked}",
        "declined": "J’ai des nouvelles, et c’est non ({who}) : {asked}",
        "expired": "Aucune décision n’a été prise au plus tard {ended} ({who}). Il s’agissait de : {asked}",
        "instead": "Ce que vous pouvez faire à la place :",
        "loop_hi": "Bonjour {name},",
        "loop": "J’ai des nouvelles : {party} a répondu {heard_at}.",
        "closed": "J’ai des nouvelles : ce que nous attendions est terminé de leur côté, nous dit {party}.",
        "released": "J’ai des nouvelles : {release} est sorti et contient ce que vous attendiez.",
        "loop_try": "Essayez quand cela vous convient, et dites-moi comment cela s’est passé.",
        "loop_next": "Ce que cela veut dire pour vous :",
    },
    "es": {
        "hi": "Hola, {name}:",
        "asked": "Le preguntamos {asked_at}:",
        "silent": "Todavía no tenemos respuesta, y aquí hay alguien que la espera.",
        "heard": "La última vez nos escribió {heard_at}. La pregunta sigue abierta aquí.",
        "behind": "La esperan {people} personas de {firms}, con {reports} avisos desde {since}.",
        "behind_one": "La esperan {people} personas, con {reports} avisos desde {since}.",
        "firms": "{organizations} empresas",
        "when": "¿Para cuándo podemos tenerla? Basta con una línea.",
        "asked_to_decide": "Le pedimos una decisión {asked_at}:",
        "undecided": "Todavía no tenemos una decisión, y aquí hay alguien que la espera.",
        "decide": "Sí, no, o no le corresponde: la página lleva un minuto.",
        "asking": "Esto va más allá de nuestra regla, así que no me corresponde concederlo: {asked}\nHe pedido una "
        "decisión a {who}. Tendrá noticias mías en cualquier caso, esté decidido o no.",
        "approved": "Tengo novedades, y la respuesta es sí ({who}): {asked}",
        "declined": "Tengo novedades, y la respuesta es no ({who}): {asked}",
        "expired": "No hubo ninguna decisión a más tardar {ended} ({who}). Se trataba de: {asked}",
        "instead": "Lo que puede hacer en su lugar:",
        "loop_hi": "Hola, {name}:",
        "loop": "Tengo novedades: {party} respondió {heard_at}.",
        "closed": "Tengo novedades: lo que esperábamos está terminado por su parte, según {party}.",
        "released": "Tengo novedades: ha salido {release}, y trae lo que usted esperaba.",
        "loop_try": "Pruébelo cuando le venga bien, y cuénteme cómo fue.",
        "loop_next": "Esto significa para usted:",
    },
    "ar": {
        "hi": "مرحبًا {name}،",
        "asked": "سألناكم {asked_at}:",
        "silent": "لم يصلنا رد بعد، وهناك من ينتظره لدينا.",
        "heard": "آخر مرة كتبتم إلينا كانت {heard_at}. ما زال السؤال مفتوحًا لدينا.",
        "behind": "عدد من ينتظرون الرد: {people} ({firms})، وعدد البلاغات منذ {since}: {reports}.",
        "behind_one": "عدد من ينتظرون الرد: {people}، وعدد البلاغات منذ {since}: {reports}.",
        "firms": "عدد الشركات: {organizations}",
        "when": "متى يمكننا الحصول على الرد؟ يكفي سطر واحد.",
        "asked_to_decide": "طلبنا منكم قرارًا {asked_at}:",
        "undecided": "لم يصلنا قرار بعد، وهناك من ينتظره لدينا.",
        "decide": "نعم، أو لا، أو ليس من اختصاصكم: تكفي دقيقة واحدة في الصفحة.",
        "asking": "هذا يتجاوز قاعدتنا، وليس من صلاحيتي أن أمنحه: {asked}\nطلبت القرار من {who}. سيصلك ردي في كل "
        "الأحوال، سواء اتُّخذ القرار أم لا.",
        "approved": "لدي جديد، والجواب نعم ({who}): {asked}",
        "declined": "لدي جديد، والجواب لا ({who}): {asked}",
        "expired": "لم يُتخذ قرار في موعد أقصاه {ended} ({who}). كان الطلب: {asked}",
        "instead": "ما يمكنك فعله بدلًا من ذلك:",
        "loop_hi": "مرحبًا {name}،",
        "loop": "لدي جديد: وصل رد من {party} {heard_at}.",
        "closed": "لدي جديد: ما كنا ننتظره قد انتهى لديهم، كما أفاد {party}.",
        "released": "لدي جديد: صدر {release}، وفيه ما كنت تنتظره.",
        "loop_try": "جرّبه متى ناسبك، وأخبرني كيف سار الأمر.",
        "loop_next": "ما يعنيه هذا لك:",
    },
}


@dataclass(frozen=True, slots=True)
class PingDraft:
    """What would be sent to a party, and the figures in it; `sends` says whether there is somewhere to send it."""

    text: str
    figures: Behind
    sends: bool


def ping_draft(chase: Chase, at: datetime) -> PingDraft:
    """What to write to whoever is asked, at `at` (UTC), in their language: what was asked, since when nothing came,
    and how many wait for it."""
    language, zone = _reads(chase)
    texts, figures = TEXTS[language], behind(chase)

    def told(since: datetime) -> str:
        return said_time(since, zone=zone, language=language, now=at)

    name = chase.contact.name if chase.contact else chase.colleague.first_name if chase.colleague else ""
    asked = texts["asked"].format(asked_at=told(chase.asked_at))
    state = texts["heard"].format(heard_at=told(chase.heard_at)) if chase.heard_at else texts["silent"]
    lines = [texts["hi"].format(name=name)] if name else []
    if chase.seat:
        asked, state = texts["asked_to_decide"].format(asked_at=told(chase.asked_at)), texts["undecided"]
        text = "\n\n".join([*lines, f"{asked}\n{_quoted(chase.asked)}", state, texts["decide"]])
        return PingDraft(text, figures, words.can_send(chase))
    lines += [f"{asked}\n{_quoted(chase.asked)}", state]
    if figures.people >= FEWEST:
        lines[-1] += f" {_figures(texts, figures, told(figures.since) if figures.since else '')}"
    return PingDraft("\n\n".join([*lines, texts["when"]]), figures, words.can_send(chase))


def loop_draft(chase: Chase, at: datetime) -> str:
    """The update to the requester after somebody answered, in the requester's language; "" when nobody has.

    It says what happened and leaves what it means to the agent, who changes it and sends it. What others wrote is
    never quoted: that is between them and us.
    """
    if chase.heard_at is None:
        return ""
    person, desk = chase.ticket.requester, chase.ticket.desk
    language, zone = spoken(language_of(person, desk)), zone_of(person, desk)
    texts = TEXTS[language]
    entry, named = chase.entry, {"party": chase.party}
    if entry and entry.released_at:
        said, then = texts["released"].format(release=entry.release or chase.party), texts["loop_try"]
    elif entry and entry.closed_at:
        said, then = texts["closed"].format(**named), texts["loop_next"]
    else:
        heard = said_time(chase.heard_at, zone=zone, language=language, now=at)
        said, then = texts["loop"].format(heard_at=heard, **named), texts["loop_next"]
    return f"{texts['loop_hi'].format(name=person.called)}\n\n{said}\n\n{then} "


def decision_draft(approval: Approval, at: datetime) -> str:
    """The update to the requester after an approval has ended, in the requester's language; "" while it is open.

    It says who decided in the words that were chosen for the requester, and nothing of what they wrote.
    """
    ticket = approval.ticket
    language, zone = (
        spoken(language_of(ticket.requester, ticket.desk)),
        zone_of(ticket.requester, ticket.desk),
    )
    texts = TEXTS[language]
    if approval.outcome not in texts or approval.ended_at is None:
        return ""
    ended = said_time(approval.ended_at, zone=zone, language=language, now=at)
    said = texts[approval.outcome].format(who=approval.told_as, ended=ended, asked=approval.asked)
    then = texts["loop_next" if approval.outcome == "approved" else "instead"]
    return f"{texts['loop_hi'].format(name=ticket.requester.called)}\n\n{said}\n\n{then} "


def asking_draft(approval: Approval) -> str:
    """What the requester is told when an exception is asked for: it is not ours to give, who decides, and that they
    hear either way. By when stands under it, from the ledger."""
    ticket = approval.ticket
    texts = TEXTS[spoken(language_of(ticket.requester, ticket.desk))]
    said = texts["asking"].format(who=approval.told_as, asked=approval.asked)
    return f"{texts['loop_hi'].format(name=ticket.requester.called)}\n\n{said}"


def ask_again(approval: Approval, *, by: Actor, at: datetime) -> None:
    """Ask everybody whose decision is open once more, now, with the drafted words.

    Raises:
        Refused: nobody is asked at the moment.
    """
    running = [one.chase for one in approval.approvers.all() if one.chase and one.chase.is_running]
    if not running:
        raise Refused("over", "Nobody is asked at the moment.")
    for chase in running:
        verbs.ping(chase, text=ping_draft(chase, at).text, by=by, at=at)


def leaves_alone(ticket: Ticket, chase: Chase) -> bool:
    """Whether the ping that is due leaves without a person; never for a sample, nor where it cannot be sent."""
    if ticket.sample or not words.can_send(chase):
        return False
    return may_ping_alone(rules_of(ticket.desk), wanted=chase.alone, alone=pings_alone(chase))


def ping_alone(ticket: Ticket, chase: Chase, *, at: datetime) -> None:
    """Ask again by itself, on a locked and settled ticket. It keeps no promise of ours (law 3)."""
    verbs.ping_locked(ticket, chase, text=ping_draft(chase, at).text, by=HEARD, at=at)


def _reads(chase: Chase) -> tuple[str, str]:
    """Language and zone of whoever is asked."""
    own, desk = chase.colleague or chase.contact, chase.ticket.desk
    language = "en" if chase.entry else (own.language if own else "") or desk.language
    return spoken(language), (own.zone if own else "") or desk.zone


def _figures(texts: dict[str, str], figures: Behind, since: str) -> str:
    told = {"people": figures.people, "reports": figures.reports, "since": since}
    if figures.organizations < 2:
        return texts["behind_one"].format(**told)
    return texts["behind"].format(firms=texts["firms"].format(organizations=figures.organizations), **told)


def _quoted(text: str) -> str:
    shown = text if len(text) <= QUOTED_MOST else f"{text[: QUOTED_MOST - 1]}…"
    return "\n".join(f"> {line}" for line in shown.split("\n"))
