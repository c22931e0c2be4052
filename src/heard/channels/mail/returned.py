"""A delivery report that is proven ours, because it came to the return path we had signed for one letter.

Only its receiver and the servers on its way ever saw that address. A report that came elsewhere, or whose signature
is wrong, is a claim of anybody: it is filed and moves nothing (method.md, law 3).
"""

from datetime import datetime, timedelta

from heard.letters.verdict import is_of_address
from heard.record import links
from heard.record.actions import outbox
from heard.record.arrival import Arrival, FailedRecipient
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket
from heard.record.question import Question

LATEST = timedelta(days=30)
"""No mail server tries that long; a report older than this proves nothing any more."""
NOTHING = FailedRecipient("", "", "", "")

_LETTER = Question(lambda pk: Letter.objects.select_related("ticket").filter(pk=pk))


def settle_return(arrival: Arrival, *, at: datetime) -> Ticket | None:
    """Let a report count for the letter it is about; the letter's ticket, or None when nothing proves it ours.

    A failure takes back what the letter claimed; a delay is only told.
    """
    letter = letter_of(arrival, at=at) if arrival.machine in ("bounce", "delayed") else None
    if letter is None:
        return None
    said = _said(arrival)
    words = " ".join(f"{said.status} {said.diagnostic}".split()) or "no reason given"
    if arrival.machine == "delayed":
        outbox.delayed(letter, says=f"delayed on its way: {words}", at=at)
    else:
        about_address = is_of_address(said.status, said.diagnostic)
        outbox.returned(letter, says=f"came back: {words}", at=at, is_address=about_address)
    return letter.ticket


def letter_of(arrival: Arrival, *, at: datetime) -> Letter | None:
    """The letter whose return path a mail was sent to; the envelope before the headers."""
    for address in (*arrival.envelope_to, *arrival.delivered_to, *arrival.to):
        letter_id = links.read_return_path(address)
        letter = _LETTER.first(letter_id) if letter_id is not None else None
        if letter is not None and at - letter.queued_at <= LATEST:
            return letter
    return None


def _said(arrival: Arrival) -> FailedRecipient:
    """What the report says of its recipient. A return path belongs to one letter, and a letter to one address, so
    another address named there is where a forward led."""
    named = arrival.bounce.recipients if arrival.bounce else ()
    wanted = "failed" if arrival.machine == "bounce" else "delayed"
    return next((one for one in named if one.action == wanted), NOTHING)


def who_failed(arrival: Arrival) -> str:
    """The addresses that a delivery report speaks of."""
    if not arrival.bounce or not arrival.bounce.recipients:
        return ""
    named = [f"{one.address} {one.status}".strip() for one in arrival.bounce.recipients[:5]]
    return f": {', '.join(named)}"
