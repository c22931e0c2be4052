"""The breaker: a sender whose mails come faster than any person writes makes no more tickets until it slows down.

Two machines that answer each other, a program gone wrong, a bomb under a forged name: nothing is lost, each mail
stands on Intake with one key to make it a ticket, and somebody is called. Who answers with a secret of ours is the
person it went to, whatever is sent under their name elsewhere: there only the answers on that ticket count.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from heard.channels.mail.thread import Thread
from heard.hours.languages import Sentence
from heard.record.models.message import Message
from heard.record.question import Question

SPAN = timedelta(hours=1)
MOST = 1_000  # mails of one sender in an hour; and, apart from that, answers on one ticket
BROKEN = Sentence("more mails from this sender in an hour than a person writes; filed until they are fewer")


def by_sender(most: int) -> Question[datetime]:
    """When the mail came before which this address had `most` - 1 more."""
    return Question(
        lambda address: (
            Message.objects.filter(requester__addresses__address=address)
            .order_by("-id")
            .values_list("said_at", flat=True)[most - 1 : most]
        )
    )


def by_ticket(most: int) -> Question[datetime]:
    """When the answer came before which this ticket had `most` - 1 more."""
    return Question(
        lambda ticket: (
            Message.objects.filter(ticket=ticket, kind=Message.Kind.INBOUND, verified=True)
            .order_by("-n")
            .values_list("said_at", flat=True)[most - 1 : most]
        )
    )


_OF_SENDER, _ON_TICKET = by_sender(MOST), by_ticket(MOST)


def is_open(address: str, threads: Iterable[Thread | None], *, at: datetime) -> bool:
    """Whether a mail of this sender is one too many at `at` (UTC); `threads` are those it goes to."""
    answered = next((one for one in threads if one and one.verified), None)
    last = _ON_TICKET.first(answered.ticket.pk) if answered else _OF_SENDER.first(address.strip().lower())
    return last is not None and last > at - SPAN
