"""Mail about what somebody else was asked: it lands on the chase, is never a ticket, and never reaches a requester.

Two keys lead to a chase: its signed address, and the Message-ID of a ping. Whoever was asked counts, unless our own
mail server knows the sender to be forged; anybody else is shown to agents on the chase and moves nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from heard.channels.mail.thread import recipients
from heard.hours.languages import Sentence
from heard.record import links
from heard.record.actions import chase as chases
from heard.record.arrival import Arrival
from heard.record.models.chase import Chase, Ping
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.question import Question
from heard.record.turns import wait_for_turn

ANSWERED = Sentence("an answer to what %(party)s was asked")
STRANGER = Sentence(
    "about what %(party)s was asked, from somebody unknown; agents see it there, and it moves nothing"
)
AGAIN = Sentence("the same mail came before")
SEEN_IDS = 20

_ASKED: Question[int | None] = Question(
    lambda *ids: (
        Letter.objects.filter(header_id__in=ids, chase__isnull=False)
        .order_by("-id")
        .values_list("chase_id", flat=True)[:1]
    ),
    slots=SEEN_IDS,
)


@dataclass(frozen=True, slots=True)
class Landed:
    """Where a mail landed: the chase, whether it counts, and the reason that its arrival shows."""

    chase: Chase
    counts: bool
    reason: str


def key_in(arrival: Arrival) -> int | None:
    """The chase that a mail is about, or None: its signed address first, then the pings it answers."""
    for address in recipients(arrival):
        if chase := links.read_chase_address(address):
            return chase
    ids = [one for one in (arrival.in_reply_to, *reversed(arrival.references)) if one][:SEEN_IDS]
    return _ASKED.first(*ids, *[""] * (SEEN_IDS - len(ids))) if ids else None


def find(key: int) -> Chase | None:
    """The chase, with whoever was asked."""
    found = Chase.objects.select_related("ticket__desk", "contact", "colleague")
    return found.filter(pk=key).first()


def land(chase: Chase, arrival: Arrival, intake: Intake, *, at: datetime) -> Landed:
    """Put a mail on its chase. The same mail by another way changes nothing."""
    header_id = arrival.message_id[:998] or intake.digest
    wait_for_turn(f"chase {chase.pk}")
    if Ping.objects.filter(chase=chase, header_id=header_id).exists():
        return Landed(chase, False, AGAIN)
    counts = is_known(chase, arrival)
    chases.hear(
        chase,
        text=arrival.reply or arrival.text or arrival.subject,
        name=arrival.from_name or arrival.from_address,
        address=arrival.from_address,
        header_id=header_id,
        intake=intake,
        counts=counts,
        by=chase.colleague if counts else None,
        at=at,
    )
    return Landed(chase, counts, Sentence((ANSWERED if counts else STRANGER).pattern, party=chase.party))


def is_known(chase: Chase, arrival: Arrival) -> bool:
    """Whether it is from whoever was asked: by the address that was written to, and not known to be forged."""
    written_to = {chase.contact.address} if chase.contact else set[str]()
    if chase.colleague and chase.colleague.is_active:
        written_to.add(chase.colleague.email.lower())
    return arrival.from_address.strip().lower() in written_to - {""} and arrival.sender_is != "refuted"
