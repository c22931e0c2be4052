"""A filed or quarantined mail, read once more for the ticket that a person makes of it."""

from django.utils.translation import gettext as _

from heard.channels.mail.guard import Parser
from heard.record import files
from heard.record.arrival import Arrival, AttachedFile
from heard.record.models.intake import Intake


def reread(intake: Intake) -> Arrival:
    """What it says; of one that cannot be read, its envelope, with the mail itself as a file.

    Raises:
        FileNotFoundError: its bytes are gone.
    """
    content = files.read(intake.digest)
    with Parser() as parser:
        read = parser.parse(
            content, envelope_from=intake.envelope_from, envelope_to=tuple(intake.envelope_to)
        )
    if isinstance(read, Arrival) and "@" in read.from_address:
        return read
    mail = AttachedFile(name="mail.eml", type="message/rfc822", content=content)
    return Arrival(
        door="smtp",
        from_address=intake.from_address or intake.envelope_from,
        subject=intake.subject or _("A mail that could not be read"),
        text=_("This mail could not be read by itself. It is attached as it came."),
        attachments=(mail,),
    )
