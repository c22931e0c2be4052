"""The conversation as its requester sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from heard.portal.reader import Reader
from heard.record.models.message import Attachment, Message
from heard.record.models.promise import Promise
from heard.record.models.requester import Participant


@dataclass(frozen=True, slots=True)
class Said:
    """One message as it is shown: who, when, what, which files, and the time it told with what became of it."""

    who: str
    is_own: bool
    at: datetime
    when: str
    in_full: str
    text: str
    files: list[Attachment]
    told: str = ""
    missed: bool = False
    spoken: bool = False


def conversation(
    participant: Participant, said: list[Message], promises: list[Promise], reader: Reader
) -> list[Said]:
    """The messages a person sees, newest first."""
    made = {(promise.made_at, promise.agent_id): promise for promise in promises if promise.agent_id}
    return [_said(participant, message, made, reader) for message in reversed(said)]


def _said(participant: Participant, message: Message, made: dict, reader: Reader) -> Said:
    is_own = message.requester_id == participant.requester_id
    promise = made.get((message.said_at, message.agent_id)) if message.agent_id else None
    return Said(
        who=_("You") if is_own else _name(message),
        is_own=is_own,
        at=message.said_at,
        when=reader.short(message.said_at),
        in_full=reader.time(message.said_at),
        text=message.shown,
        files=list(message.attachments.all()),
        spoken=message.kind == Message.Kind.CALL,
        told=_told(promise, reader) if promise and promise.due_at else "",
        missed=promise is not None and promise.outcome == Promise.Outcome.LAPSED,
    )


def _name(message: Message) -> str:
    """First name of who wrote; a robot says that it is one. What came with history bears the name it had there."""
    if message.agent:
        return message.agent.first_name
    if message.requester:
        return message.requester.called
    if message.door == "import":
        return message.robot
    return _("%(name)s (automatic)") % {"name": message.robot}


def _told(promise: Promise, reader: Reader) -> str:
    """The time that a message told, and what became of it."""
    time = reader.plain(promise.due_at)
    match promise.outcome:
        case None if promise.due_at > reader.now:
            return _("Next word by %(time)s.") % {"time": time}
        case "kept" | "renewed" if not promise.is_refuted:
            return _("Next word by %(time)s: it came.") % {"time": time}
        case "lapsed" | "kept" | "renewed" | None:
            return _("Next word by %(time)s: we missed it.") % {"time": time}
    return ""
