"""A queued letter becomes bytes, once: from then on those bytes are the letter, however often they are sent."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime

from django.template.loader import render_to_string

from heard.letters import alert_words, telling
from heard.letters.headers import POLICY, in_ascii, in_brackets, mailbox, one_line, type_of
from heard.letters.plain import words_of
from heard.record import files, links
from heard.record.actions import letter as letters
from heard.record.models.letter import Letter


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter's words: the subject on one line, the same text as plain text and as HTML."""

    subject: str
    text: str
    html: str


def compose(letter: Letter) -> Composed:
    """The words of a letter from its frozen facts; nothing is stored."""
    language = telling.language_of(letter)
    template, shown = _template_of(letter)
    page = render_to_string(f"letters/{language}/{template}.html", {"language": language, **shown})
    html = "\n".join(line.strip() for line in page.split("\n") if line.strip()) + "\n"
    words = words_of(html)
    return Composed(one_line(words.subject, most=300), words.text, html)


def render(letter: Letter) -> bytes:
    """The bytes of a letter: those stored before, else rendered and stored now.

    Raises:
        ValueError: an address is none, so that no mail can be made of it.
        OSError: the file store refused; nothing is stored.
    """
    if letter.body:
        return files.read(letter.body)
    composed = compose(letter)
    letters.keep(letter, subject=composed.subject, content=_mail(letter, composed).as_bytes())
    return files.read(letter.body)


def _template_of(letter: Letter) -> tuple[str, dict[str, object]]:
    if letter.kind == Letter.Kind.ALERT:
        return alert_words.shown(letter)
    return letter.kind, telling.to_requester(letter)


def _mail(letter: Letter, composed: Composed) -> EmailMessage:
    """The whole mail. A letter that no person wrote says so, to keep other machines from answering it.

    There is no Precedence header: those who honour it honour Auto-Submitted as well (RFC 3834).
    """
    wide = not in_ascii(letter.to_address).isascii()
    mail = EmailMessage(POLICY.clone(utf8=True) if wide else POLICY)
    mail["From"] = mailbox(_sender(letter), letter.from_address)
    mail["To"] = mailbox(_reader(letter), letter.to_address)
    if letter.requester_id and letter.ticket_id:
        reply_to = links.reply_address(letter.from_address, letter.ticket_id, letter.requester_id)
        mail["Reply-To"] = mailbox(letter.ticket.desk.name, reply_to)
    mail["Subject"] = composed.subject
    mail["Date"] = format_datetime(telling.voice_of(letter).now)
    mail["Message-ID"] = f"<{letter.header_id}>"
    if thread := in_brackets(letter.facts.get("references", [])):
        mail["References"] = thread
        mail["In-Reply-To"] = in_brackets([letter.facts["in_reply_to"]]) or thread.split()[-1]
    if letter.automatic:
        mail["Auto-Submitted"] = "auto-replied" if letter.kind == Letter.Kind.RECEIPT else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(composed.text)
    mail.add_alternative(composed.html, subtype="html")
    _attach(mail, letter)
    mail["Content-Language"] = telling.language_of(letter)
    return mail


def _sender(letter: Letter) -> str:
    """A person's letter bears the person's name, an automatic one the desk's."""
    desk = letter.ticket.desk.name if letter.ticket else letter.facts.get("desk", "Heard")
    if letter.automatic or letter.message is None or letter.message.agent is None:
        return desk
    return f"{letter.message.agent.name} ({desk})"


def _reader(letter: Letter) -> str:
    person = letter.agent or letter.requester
    return person.name if person else ""


def _attach(mail: EmailMessage, letter: Letter) -> None:
    for attached in letter.message.attachments.order_by("id") if letter.message else ():
        main, sub = type_of(attached.type)
        name = one_line(attached.name, most=255) or "file"
        mail.add_attachment(files.read(attached.digest), maintype=main, subtype=sub, filename=name)
