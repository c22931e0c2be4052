"""A queued letter becomes bytes, once: from then on those bytes are the letter, however often they are sent."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime

from django.template.loader import render_to_string
from django.utils.html import escape

from heard.hours.languages import direction
from heard.letters import alert_words, pinging, telling, weekly_words
from heard.letters.headers import POLICY, in_ascii, in_brackets, mailbox, one_line, type_of
from heard.letters.plain import words_of
from heard.letters.signing import signed
from heard.record import files, links
from heard.record.actions import outbox
from heard.record.models.letter import Letter
from heard.record.models.message import Attachment
from heard.record.question import Question

ANSWERS = (Letter.Kind.RECEIPT, Letter.Kind.FOLDED)
"""Automatic letters that answer a mail (RFC 3834, 5)."""
SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}
"""Images that every mail program shows."""


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
    page = render_to_string(
        f"letters/{language}/{template}.html", {"language": language, "dir": direction(language), **shown}
    )
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
    content = signed(_mail(letter, composed).as_bytes(), from_address=letter.from_address)
    outbox.keep(letter, subject=composed.subject, content=content)
    return files.read(letter.body)


def _template_of(letter: Letter) -> tuple[str, dict[str, object]]:
    if letter.kind == Letter.Kind.ALERT:
        return alert_words.shown(letter)
    if letter.kind == Letter.Kind.WEEKLY:
        return letter.kind, weekly_words.shown(letter)
    if letter.kind == Letter.Kind.PROOF:
        return letter.kind, telling.of_proof(letter)
    if letter.kind in pinging.KINDS:
        return letter.kind, pinging.shown(letter)
    return letter.kind, telling.to_requester(letter)


def _mail(letter: Letter, composed: Composed) -> EmailMessage:
    """The whole mail. A letter that no person wrote says so, to keep other machines from answering it.

    There is no Precedence header: those who honour it honour Auto-Submitted as well (RFC 3834).
    """
    wide = not in_ascii(letter.to_address).isascii()
    mail = EmailMessage(POLICY.clone(utf8=True) if wide else POLICY)
    mail["From"] = mailbox(_sender(letter), letter.from_address)
    mail["To"] = mailbox(*letter.facts.get("to", (_reader(letter), letter.to_address)))
    if letter.cc:
        mail["Cc"] = [mailbox("", address) for address in letter.cc]
    if letter.chase_id:
        mail["Reply-To"] = mailbox(letter.ticket.desk.name, pinging.answers_to(letter))
    elif letter.requester_id and letter.ticket_id:
        reply_to = links.reply_address(letter.from_address, letter.ticket_id, letter.requester_id)
        mail["Reply-To"] = mailbox(letter.ticket.desk.name, reply_to)
    elif letter.kind == Letter.Kind.ALERT and (answers_to := alert_words.answers_to(letter)):
        mail["Reply-To"] = mailbox(letter.facts.get("desk", ""), answers_to)
    mail["Subject"] = composed.subject
    mail["Date"] = format_datetime(telling.voice_of(letter).now)
    mail["Message-ID"] = f"<{letter.header_id}>"
    if thread := in_brackets(letter.facts.get("references", [])):
        mail["References"] = thread
        mail["In-Reply-To"] = in_brackets([letter.facts["in_reply_to"]]) or thread.split()[-1]
    if letter.automatic:
        mail["Auto-Submitted"] = "auto-replied" if letter.kind in ANSWERS else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    _fill(mail, letter, composed)
    mail["Content-Language"] = telling.language_of(letter)
    return mail


def _sender(letter: Letter) -> str:
    """A person's letter bears the person's name, an automatic one the desk's."""
    desk = letter.ticket.desk.name if letter.ticket else letter.facts.get("desk", "Heard")
    if letter.chase_id and letter.facts["author"]:
        return f"{letter.facts['author']} ({desk})"
    if letter.automatic or letter.message is None or letter.message.agent is None:
        return desk
    return f"{letter.message.agent.name} ({desk})"


def _reader(letter: Letter) -> str:
    person = letter.agent or letter.requester
    return person.name if person else ""


_ATTACHED = Question(lambda message: Attachment.objects.filter(message=message).order_by("id"))


def _attached(letter: Letter) -> list[Attachment]:
    """The files of the message that it says, or those that were passed on with it."""
    if letter.message_id:
        return _ATTACHED.all(letter.message_id)
    named = letter.facts.get("files", ())
    return list(Attachment.objects.filter(public_id__in=named).order_by("id")) if named else []


def with_pictures(letter: Letter, html: str) -> tuple[str, dict[str, Attachment], list[Attachment]]:
    """The page with images where the text names them, those images by their Content-ID, and the other files."""
    attached = _attached(letter)
    host, shown, others = letter.from_address.partition("@")[2], dict[str, Attachment](), list[Attachment]()
    for file in attached:
        named = f"[{escape(file.name)}]"
        if file.type in SHOWN and named in html:
            cid = f"{file.public_id}@{host}"
            shown[cid] = file
            html = html.replace(named, f'<img src="cid:{cid}" alt="{escape(file.name)}">')
        else:
            others.append(file)
    return html, shown, others


def _fill(mail: EmailMessage, letter: Letter, composed: Composed) -> None:
    """The words as text and as HTML, images in the place where the text names them, and the other files.

    A text that says [shot.png] shows an attached image of that name right there.
    """
    html, shown, others = with_pictures(letter, composed.html)
    mail.set_content(composed.text)
    mail.add_alternative(html, subtype="html")
    page = mail.get_body(("html",))
    for cid, file in shown.items():
        main, sub = type_of(file.type)
        page.add_related(
            files.read(file.digest), main, sub, cid=f"<{cid}>", filename=_name(file), disposition="inline"
        )
    for file in others:
        main, sub = type_of(file.type)
        mail.add_attachment(files.read(file.digest), maintype=main, subtype=sub, filename=_name(file))


def _name(file: Attachment) -> str:
    return one_line(file.name, most=255) or "file"
