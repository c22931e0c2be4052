"""Raw mails as the people of the simulated desk send them, and what brings them in: the door, without a network."""

from datetime import datetime
from email.utils import format_datetime

from heard.channels.mail import reading
from heard.channels.mail.parse import parse
from heard.channels.mail.place import place
from heard.record.actions import intake as intakes
from heard.record.arrival import Arrival, Door
from heard.record.models.intake import Intake
from heard.simulation.stage import ADDRESS, Stage


class Reader:
    """Reads a mail in this process: nothing the simulated people send is hostile."""

    def parse(
        self, raw: bytes, *, door: Door, envelope_from: str | None, envelope_to: tuple[str, ...]
    ) -> Arrival:
        return parse(raw, door=door, envelope_from=envelope_from, envelope_to=envelope_to)


READER = Reader()


def written(
    sender: str,
    *,
    text: str,
    number: int,
    at: datetime,
    to: str = ADDRESS,
    subject: str = "It broke",
    answers: str = "",
    automatic: str = "",
) -> bytes:
    """A mail. `answers` is the Message-ID it replies to, `automatic` the header lines by which a machine says so."""
    head = [
        f"From: {sender.partition('@')[0].title()} <{sender}>",
        f"To: {to}",
        f"Subject: {subject}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <{message_id(number)}>",
        *([f"In-Reply-To: <{answers}>", f"References: <{answers}>"] if answers else []),
        *([automatic] if automatic else []),
        "Content-Type: text/plain; charset=utf-8",
    ]
    return ("\r\n".join(head) + "\r\n\r\n" + text.replace("\n", "\r\n") + "\r\n").encode()


def message_id(number: int) -> str:
    """The Message-ID of the mail of that number."""
    return f"m{number}@people.example"


def report(to: str, address: str, *, number: int, action: str = "failed") -> bytes:
    """A delivery report (RFC 3464) about one letter, sent to its return path."""
    code = "5.1.1" if action == "failed" else "4.4.1"
    said = "\r\n".join(
        [
            "Reporting-MTA: dns; mx.people.example",
            "",
            f"Final-Recipient: rfc822; {address}",
            f"Action: {action}",
            f"Status: {code}",
            f"Diagnostic-Code: smtp; 550 {code} no such person",
        ]
    )
    head = [
        "From: Mail Delivery System <MAILER-DAEMON@mx.people.example>",
        f"To: {to}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: <{message_id(number)}>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    ]
    words = "Content-Type: text/plain\r\n\r\nYour letter could not be delivered."
    parts = [words, f"Content-Type: message/delivery-status\r\n\r\n{said}\r\n"]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def arrive(
    stage: Stage, raw: bytes, *, sender: str, to: str = ADDRESS, person: str = "", retry: bool = True
) -> None:
    """A mail comes to the door. When the door dies before it says yes, the sender's server tries again.

    Args:
        sender: the envelope's.
        person: the Message-ID where a person wrote it and it must end on a ticket.
    """
    kept = False
    try:
        row = intakes.keep(raw, door="smtp", at=stage.at, envelope_from=sender, envelope_to=[to])
        kept = True
        if person:
            stage.accepted.add(person)
        stage.counts["mails"] += 1
        placed(row.pk, at=stage.at)
    finally:
        # A crash after the row is kept may still lose the "yes" on the wire; then the mail comes twice.
        if retry and (not kept or stage.lucky(0.02)):
            again = lambda: arrive(stage, raw, sender=sender, to=to, person=person, retry=not kept)  # noqa: E731
            stage.later(5, "sends again", again)


def placed(number: int, *, at: datetime) -> None:
    """Read and place one mail that is kept."""
    place(number, reading.read(number, READER, claim=None), at=at)


def look_around(stage: Stage) -> None:
    """What was kept and never placed, because the door died, is taken up."""
    stage.later(20, "the door looks around", lambda: look_around(stage))
    waiting = Intake.objects.filter(state=Intake.State.RECEIVED).order_by("id")
    for number in waiting.values_list("id", flat=True):
        placed(number, at=stage.at)
