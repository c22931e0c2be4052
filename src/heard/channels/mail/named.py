"""Whom a mail names besides its writer. Agents are offered them; nothing is done about them by itself."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from heard.channels.mail.forwarded import original_sender
from heard.record.arrival import Arrival
from heard.record.models.requester import Requester

COPIES = 20  # of one mail, that are offered
_NOBODY = re.compile(
    r"(?:no|do[._-]?not)[._-]?reply(?:[._+-].*)?|noreply.*|nicht[._-]?antworten|keine[._-]?antwort", re.I
)


def written_by(arrival: Arrival, *, is_ours: Callable[[str], bool]) -> Arrival:
    """The arrival as of the person who wants to be answered.

    A form on somebody's site sends as an address of ours, or as one that nobody reads, and names the person in
    Reply-To. What is known of From proves nothing of that person. Any other Reply-To is only offered: a forger
    would have our answers sent to it.
    """
    others = [address for address in arrival.reply_to if not is_ours(address) and not _is_nobody(address)]
    if len(others) == 1 and (is_ours(arrival.from_address) or _is_nobody(arrival.from_address)):
        return replace(arrival, from_address=others[0], from_name="", sender_is="unknown")
    return arrival


def named_in(arrival: Arrival, person: Requester, *, is_ours: Callable[[str], bool]) -> dict[str, Any]:
    """What is kept as `Message.named`: copies, sender on behalf, reply_to, original, name. Only what there is."""
    writer = arrival.from_address.lower()
    wanted = next((one for one in arrival.reply_to if one.lower() != writer and not is_ours(one)), "")
    copies = [one for one in (*arrival.to, *arrival.cc) if one.lower() != writer and not is_ours(one)]
    original = original_sender(arrival)
    found = {
        "copies": list(dict.fromkeys(one for one in copies if "@" in one))[:COPIES],
        "sender": "" if is_ours(arrival.sender) else arrival.sender,
        "reply_to": wanted,
        "original": {"name": original.name, "address": original.address} if original else None,
        "name": arrival.from_name if person.shared_at else "",
    }
    return {name: value for name, value in found.items() if value}


def _is_nobody(address: str) -> bool:
    return bool(_NOBODY.fullmatch(address.partition("@")[0]))
