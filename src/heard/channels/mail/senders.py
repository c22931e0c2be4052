"""Automatic mail that is a request all the same: a desk lists its senders, such as what watches the servers.

Answers and reports of machines are never meant by it: an out-of-office, a bounce, and whatever answers a letter of
ours stay filed, whoever sent them, so that two machines cannot write to each other through a desk.
"""

from dataclasses import replace

from heard.channels.mail.desks import Addressed
from heard.channels.mail.thread import answers_us
from heard.hours.languages import Sentence
from heard.record.arrival import Arrival
from heard.record.models.desk import DeskSender
from heard.record.question import Question

BY_MACHINE = Sentence("automatic mail of a sender whose mail is a request here")
BESIDE = Sentence("automatic mail on an open ticket; only agents see it")
_KINDS = ("auto-reply", "list", "bulk")

_LISTING: Question[int] = Question(
    lambda address, host: DeskSender.objects.filter(address__in=[address, host]).values_list(
        "desk_id", flat=True
    )
)


def where_listed(arrival: Arrival, addressed: Addressed) -> Addressed | None:
    """The desks of a machine's mail at which it is a request; None where it is one at none of them."""
    if arrival.machine not in _KINDS or arrival.auto_submitted.lower().startswith("auto-replied"):
        return None
    sender = arrival.from_address.strip().lower()
    listing = set(_LISTING.all(sender, f"@{sender.rpartition('@')[2]}"))
    desks = tuple(one for one in addressed.desks if one[0].pk in listing)
    if not desks or answers_us(arrival):
        return None
    return replace(addressed, desks=desks)
