"""Forward: a message passed on to somebody else, in a thread of its own that no requester sees."""

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field, StrictBool

from heard.api.chase import ChaseOut, asked_colleague
from heard.api.errors import as_field
from heard.api.schemas import Id, Strict, Text
from heard.api.token import WRITE, agent_of
from heard.clock import now
from heard.followup.forward import forwarded_text
from heard.record.access import Absent
from heard.record.access import chase as chases
from heard.record.access import message as messages
from heard.record.access import party as parties
from heard.record.actions import chase as verbs
from heard.record.errors import Refused
from heard.record.models.message import Attachment, Message

router = Router(tags=["chases"])


class Forward(Strict):
    """To whom: `contact` (a party) or `colleague` (an agent). `said` stands over the message; `files` are attachments
    of its ticket. `waits`: an answer is expected, and they are asked again every so many business `days`."""

    contact: Id | None = None
    colleague: Id | None = None
    said: Text = ""
    files: list[Id] = Field([], max_length=100)
    waits: StrictBool = False
    days: int = Field(0, ge=0, le=verbs.LONGEST_PACE)


@router.post("/messages/{id:public_id}/forward", auth=WRITE, response={201: ChaseOut})
def forward(request: HttpRequest, public_id: str, new: Forward) -> Status[ChaseOut]:
    """Pass a message on by a letter; what comes back stands on the chase that is answered with."""
    agent = agent_of(request)
    message = messages.get(agent, public_id)
    with as_field("contact"):
        contact = parties.get(new.contact) if new.contact else None
    with as_field("colleague"):
        colleague = asked_colleague(new.colleague) if new.colleague else None
    to = contact or colleague
    if to is None:
        raise Refused("no_address", "Say to whom: a contact or a colleague.", field="contact")
    made = verbs.forward(
        message,
        said=new.said,
        text=forwarded_text(message, new.said, to=to),
        contact=contact,
        colleague=colleague,
        attached=_files(message, new.files),
        waits=new.waits,
        days=new.days,
        by=agent,
        at=now(),
    )
    return Status(201, ChaseOut.of(chases.by_id(agent, made.public_id)))


def _files(message: Message, wanted: list[str]) -> list[Attachment]:
    found = Attachment.objects.filter(message__ticket=message.ticket_id, public_id__in=wanted)
    if len(rows := list(found.select_related("message"))) < len(set(wanted)):
        with as_field("files"):
            raise Absent("attachment")
    return rows
