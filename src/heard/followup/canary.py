"""The canary: every 15 minutes in which no real mail came to a desk, a mail goes out to its own address.

It takes the letters' way out and the mail's way in. That it came back is what proves the pipe; nothing else does.
"""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings
from django.db import transaction

from heard.letters.headers import POLICY, mailbox
from heard.record.actions import canary as canaries
from heard.record.models.canary import Canary
from heard.record.models.desk import Desk
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.mailbox import Mailbox

EVERY = timedelta(minutes=15)
BACK_WITHIN = timedelta(minutes=10)
"""After it left; mail within one house takes seconds, greylisting some minutes."""
MAIL_DOORS = ("smtp", "imap", "pipe", "webhook")
TEXT = """This mail was sent by Heard to itself, to prove that mail goes out and comes in.

It needs no answer. If you read this in a mailbox, all is well; Heard takes it from there.
"""


def send_due(at: datetime) -> int:
    """Send off the canary of every desk that is due for one at `at` (UTC), and forget old ones; how many left."""
    canaries.forget(at=at)
    if settings.HEARD_SMTP_URL is None:
        return 0  # letters stay here; there is no way out to prove
    return sum(_send_off(desk, at) for desk in canaries.desks() if is_due(desk, at))


def is_due(desk: Desk, at: datetime) -> bool:
    """Whether nothing proved the desk's pipe for 15 minutes, and no canary waits to leave."""
    since = at - EVERY
    last = Canary.objects.filter(desk=desk).select_related("letter").order_by("-id").first()
    if desk.created_at > since or (last and last.sent_off_at > since):
        return False
    if last and last.letter.state == Letter.State.QUEUED:
        return False
    return not real_mail(desk, since=since)


def real_mail(desk: Desk, *, since: datetime) -> bool:
    """Whether mail that is no canary came to a desk after `since`."""
    came = Intake.objects.filter(desk=desk, door__in=MAIL_DOORS, received_at__gt=since)
    return came.exclude(reason=canaries.CAME_BACK).exists()


def _send_off(desk: Desk, at: datetime) -> bool:
    """One process sends it: whoever locks the desk first."""
    address = desk.address
    with transaction.atomic():
        locked = Desk.objects.select_for_update(of=("self",)).filter(pk=desk.pk).first()
        if not address or locked is None or not is_due(locked, at):
            return False
        canaries.send_off(
            from_address=address,
            to_address=address,
            write=lambda header_id: written(header_id, sender=address, to=address, at=at),
            desk=desk,
            at=at,
        )
    return True


def prove(mailbox: Mailbox, *, at: datetime) -> Canary | None:
    """Send a canary to a mailbox's own address; it is proved when it comes back. None when there is no way out."""
    desk = mailbox.desk or Desk.objects.order_by("sample", "id").first()
    sender = desk.address if desk else ""
    if settings.HEARD_SMTP_URL is None or not sender or not mailbox.address:
        return None
    return canaries.send_off(
        from_address=sender,
        to_address=mailbox.address,
        write=lambda header_id: written(header_id, sender=sender, to=mailbox.address, at=at),
        mailbox=mailbox,
        at=at,
    )


def written(header_id: str, *, sender: str, to: str, at: datetime) -> bytes:
    """The canary's mail. It says that a machine sent it, so that no other machine answers."""
    mail = EmailMessage(POLICY)
    mail["From"] = mailbox("Heard", sender)
    mail["To"] = mailbox("", to)
    mail["Subject"] = "Canary"
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{header_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(TEXT)
    return mail.as_bytes()
