"""What a letter to whoever is asked on a chase shows: a party outside, a colleague, a tracker's entry,
or somebody who is to decide.

It is built from the chase alone. Only a colleague reads whose request it is, and gets the way to it; who is to decide
reads the asking, and gets the link by which they do.
"""

from datetime import datetime
from typing import Any

from django.conf import settings

from heard.letters.headers import one_line
from heard.letters.telling import voice_of
from heard.record import links
from heard.record.models.letter import Letter

KINDS = (Letter.Kind.PING, Letter.Kind.CONSULT, Letter.Kind.COMMENT, Letter.Kind.APPROVAL)
SUBJECT_MOST = 80


def shown(letter: Letter) -> dict[str, Any]:
    """The words of a ping, consult or comment."""
    facts, desk = letter.facts, letter.ticket.desk.name
    person, subject = facts["author"], one_line(facts.get("subject", facts["asked"]), most=SUBJECT_MOST)
    words: dict[str, Any] = {
        "text": facts["text"],
        "desk": desk,
        "author": f"{person}, {desk}" if person else desk,
    }
    if letter.kind == Letter.Kind.PING:
        return words | {"subject": f"Re: {subject}" if facts["references"] else subject}
    if letter.kind == Letter.Kind.APPROVAL:
        return words | _decision(letter)
    if letter.kind == Letter.Kind.COMMENT:
        return words | {"subject": subject, "link": letter.to_address}
    link = f"{settings.HEARD_URL}/desk/consults/{facts['chase']}/"
    return words | {
        "subject": subject,
        "author": person or desk,
        "link": link,
        "who": str(letter.ticket.requester),
    }


def _decision(letter: Letter) -> dict[str, Any]:
    """The asking as whoever decides reads it; asked again, it is the same with other words before it."""
    facts, voice = letter.facts, voice_of(letter)
    names = ("asked", "policy", "why", "for_whom", "excerpt", "agent", "handed")
    return {
        **{name: facts[name] for name in names},
        "line": one_line(facts["asked"], most=SUBJECT_MOST),
        "again": bool(facts["references"]),
        "decide_by": voice.told(datetime.fromisoformat(facts["decide_by"])),
        "by": voice.time(datetime.fromisoformat(facts["decide_by"])),
        "link": f"{settings.HEARD_URL}/a/{links.approval_token(facts['approver'])}/",
    }


def answers_to(letter: Letter) -> str:
    """The address at which an answer lands on the chase; "" where there is none."""
    return links.chase_address(letter.from_address, letter.chase_id) if letter.chase_id else ""
