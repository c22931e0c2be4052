"""What somebody else reads of a message that is passed on to them: who wrote it, when, and all of its words.

The name of who wrote stands in it, and no address: whoever reads it answers us.
"""

from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from heard.hours.languages import spoken
from heard.record.models.agent import Agent
from heard.record.models.message import Message
from heard.record.models.party import Party

TEXTS = {
    "en": {"head": "---------- Forwarded message ----------\nFrom: {who}\nDate: {when}\nSubject: {subject}"},
    "de": {
        "head": "---------- Weitergeleitete Nachricht ----------\nVon: {who}\nDatum: {when}\nBetreff: {subject}"
    },
    "fr": {"head": "---------- Message transféré ----------\nDe : {who}\nDate : {when}\nObjet : {subject}"},
    "es": {"head": "---------- Mensaje reenviado ----------\nDe: {who}\nFecha: {when}\nAsunto: {subject}"},
    "ar": {
        "head": "---------- رسالة معاد توجيهها ----------\nمن: {who}\nالتاريخ: {when}\nالموضوع: {subject}"
    },
}


def forwarded_text(message: Message, said: str, *, to: Party | Agent) -> str:
    """The words of the agent, and under them the message, in the language and zone of whoever gets it."""
    desk = message.ticket.desk
    language, zone = spoken(to.language or desk.language), ZoneInfo(to.zone or desk.zone)
    head = TEXTS[language]["head"].format(
        who=_who(message),
        when=format_datetime(message.said_at, "long", tzinfo=zone, locale=language),
        subject=message.subject or message.ticket.subject or "…",
    )
    return "\n\n".join(part for part in (said.strip(), f"{head}\n\n{message.shown.strip()}") if part)


def _who(message: Message) -> str:
    if message.agent:
        return f"{message.agent.name} ({message.ticket.desk.name})"
    if message.requester:
        return message.requester.name or message.requester.called
    return message.robot
