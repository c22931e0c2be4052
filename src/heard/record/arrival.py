"""What any channel hands over: frozen, complete, the same from every door.

Mail, form, API and phone all build an `Arrival` and call the same verb with it. It holds no row, no open
file and no clock, so it can be made anywhere, also in a process that knows nothing of the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

Door = Literal["smtp", "pipe", "imap", "webhook", "form", "api", "phone", "counter"]
Proof = Literal["proven", "refuted", "unknown"]
"""Whether it is known that the address in From is the sender's: never from what a stranger can write."""
Machine = Literal["auto-reply", "out-of-office", "bounce", "delayed", "list", "bulk", "challenge"]


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One file that came along, decoded. `inline` means the sender's text shows it in place."""

    name: str
    type: str
    content: bytes
    inline: bool = False
    content_id: str = ""

    def summary(self) -> dict[str, Any]:
        """The file without its bytes: name, type, size in bytes, inline."""
        return {"name": self.name, "type": self.type, "size": len(self.content), "inline": self.inline}


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One address a delivery report speaks of (RFC 3464): `action` is "failed" or "delayed"."""

    address: str
    action: str
    status: str = ""
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says. It is a claim until its signed return path proves it ours."""

    recipients: tuple[FailedRecipient, ...] = ()
    original_message_id: str = ""

    def as_json(self) -> dict[str, Any]:
        """The report as the outside sees it: a list of recipients."""
        return {
            "recipients": [
                {"address": r.address, "action": r.action, "status": r.status, "diagnostic": r.diagnostic}
                for r in self.recipients
            ]
        }


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request or reply, as it came.

    Addresses are bare (`zelda@example.com`), ids come without angle brackets, texts have `\\n` line ends
    and no NUL. `text` is all that can be read; `reply` is what the person newly wrote, without quotes and
    signature. `envelope_from` is None where the door cannot know it and "" for the null return path.
    `list_address` is where a mailing list takes mail, when one passed this on.
    `sender` is who sent it on behalf of From (RFC 5322, 3.6.2), or "".
    `forwarded` is the mail that an agent passes on as an attachment, read as well; nobody else's is.
    `date` is what the sender's clock said, in UTC; never use it for anything that is measured.
    """

    door: Door
    from_address: str
    from_name: str = ""
    subject: str = ""
    text: str = ""
    reply: str = ""
    signature: str = ""
    html: str | None = None
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    reply_to: tuple[str, ...] = ()
    envelope_from: str | None = None
    envelope_to: tuple[str, ...] = ()
    delivered_to: tuple[str, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: datetime | None = None
    language: str = ""
    attachments: tuple[AttachedFile, ...] = ()
    machine: Machine | None = None
    bounce: Bounce | None = None
    auto_submitted: str = ""
    list_address: str = ""
    authentication_results: tuple[str, ...] = ()
    sender: str = ""
    sender_is: Proof = "unknown"
    problems: tuple[str, ...] = ()
    forwarded: Arrival | None = None

    @property
    def by_person(self) -> bool:
        """Whether nothing about this arrival says that a machine sent it by itself."""
        return self.machine is None

    def as_json(self) -> dict[str, Any]:
        """The arrival in the schema that `heard parse` prints; files without their bytes."""
        return {
            "from": self.from_address,
            "from_name": self.from_name,
            "to": list(self.to),
            "cc": list(self.cc),
            "reply_to": list(self.reply_to),
            "subject": self.subject,
            "date": self.date.astimezone(UTC).isoformat() if self.date else None,
            "message_id": self.message_id,
            "in_reply_to": self.in_reply_to,
            "references": list(self.references),
            "text": self.text,
            "reply": self.reply,
            "signature": self.signature,
            "html": self.html is not None,
            "attachments": [file.summary() for file in self.attachments],
            "machine": self.machine,
            "bounce": self.bounce.as_json() if self.bounce else None,
            "problems": list(self.problems),
        }
