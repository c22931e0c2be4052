"""Who may write on a ticket: each key with each sender, as real bytes, beside a twin that must not change."""

import pytest

from cast import assemble, clock
from channels.arriving import DESK, PROVEN, REFUTED, arrive, from_zelda, signed
from channels.mails import mail
from heard.record import links
from heard.record.access import requester as access
from heard.record.actions import ticket as tickets
from heard.record.models.letter import Letter
from heard.record.models.requester import Participant
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FIRST_ID = "first@northwind.example"
YUSUF_PROVEN = PROVEN.replace("northwind", "aegean")


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def ticket(cast) -> Ticket:
    """Zelda's request, with Yusuf in it."""
    made = arrive(from_zelda("Subject: Drones return", f"Message-ID: <{FIRST_ID}>"), at=clock("9:02")).ticket
    Participant.objects.create(ticket=made, requester=cast.yusuf, since=clock("9:03"))
    return made


@pytest.fixture(autouse=True)
def twin(cast, ticket) -> Ticket:
    """Yusuf's own request, which nothing here is about."""
    return arrive(
        mail("Subject: Labels", "Message-ID: <twin@aegean.example>", sender="Yusuf <yusuf@aegean.example>"),
        at=clock("9:04"),
    ).ticket


KEYS = {
    "signed": "",
    "letter": "In-Reply-To: <{letter}>",
    "older letter": "References: <{letter}> <gone@elsewhere.example>",
    "their mail": f"In-Reply-To: <{FIRST_ID}>",
    "tag": "Subject: Re: Drones return (#{number})",
    "none": "Subject: Re: Drones return",
    "letter copied into the text": "Subject: {letter}",
}
SENDERS = {
    "zelda": "Zelda Marsh <zelda@northwind.example>",
    "yusuf": "Yusuf <yusuf@aegean.example>",
    "mallory": "Mallory <mallory@other.example>",
    "mallory as Zelda": '"zelda@northwind.example" <mallory@other.example>',
}
ON_IT, AGENTS_ONLY, ELSEWHERE = "counts on the ticket", "seen by agents only", "a ticket of its own"

TABLE = [
    # Secrets speak for whom they went to, unless the sender is known to be forged.
    ("signed", "zelda", "", ON_IT),
    ("signed", "zelda", PROVEN, ON_IT),
    ("signed", "zelda", REFUTED, AGENTS_ONLY),
    ("letter", "zelda", "", ON_IT),
    ("letter", "zelda", REFUTED, AGENTS_ONLY),
    ("older letter", "zelda", "", ON_IT),
    # Others who take part must be proven.
    ("signed", "yusuf", "", AGENTS_ONLY),
    ("signed", "yusuf", YUSUF_PROVEN, ON_IT),
    ("letter", "yusuf", "", AGENTS_ONLY),
    ("letter", "yusuf", YUSUF_PROVEN, ON_IT),
    # Keys that others have seen, or can guess, need a proven sender who takes part.
    ("their mail", "zelda", "", AGENTS_ONLY),
    ("their mail", "zelda", PROVEN, ON_IT),
    ("their mail", "zelda", REFUTED, AGENTS_ONLY),
    ("tag", "zelda", "", ELSEWHERE),
    ("tag", "zelda", REFUTED, ELSEWHERE),
    ("tag", "zelda", PROVEN, ON_IT),
    ("tag", "yusuf", YUSUF_PROVEN, ON_IT),
    # Strangers never count, however proven they are.
    ("signed", "mallory", "", AGENTS_ONLY),
    ("signed", "mallory", PROVEN.replace("northwind", "other"), AGENTS_ONLY),
    ("letter", "mallory", "", AGENTS_ONLY),
    ("their mail", "mallory", PROVEN.replace("northwind", "other"), AGENTS_ONLY),
    ("tag", "mallory", PROVEN.replace("northwind", "other"), ELSEWHERE),
    ("letter", "mallory as Zelda", "", AGENTS_ONLY),
    # Results of a host that nobody named prove nothing.
    ("tag", "zelda", PROVEN.replace("mx.heard", "mx.other"), ELSEWHERE),
    ("their mail", "zelda", PROVEN.replace("mx.heard", "mx.other"), AGENTS_ONLY),
    ("tag", "zelda", f"X-Authentication-Results: x\r\nX-Note: {PROVEN}", ELSEWHERE),
    # Nothing leads anywhere.
    ("none", "zelda", PROVEN, ELSEWHERE),
    ("letter copied into the text", "zelda", PROVEN, ELSEWHERE),
]


@pytest.mark.parametrize(("key", "sender", "results", "expected"), TABLE)
def test_who_may_write_with_which_key(cast, ticket, twin, key, sender, results, expected):
    letter = ticket.letters.get(kind=Letter.Kind.RECEIPT)
    header = KEYS[key].format(letter=letter.header_id, number=ticket.number)
    raw = mail(*filter(None, (results, header)), body="And again.", sender=SENDERS[sender])
    before = _state(twin), Letter.objects.count()
    row = arrive(raw, at=clock("9:10"), to=(signed(ticket) if key == "signed" else DESK,))
    if expected == ELSEWHERE:
        assert (row.state, row.message.verified) == ("ticket", True) and row.ticket not in (ticket, twin)
    else:
        assert (row.state, row.ticket, row.message.verified) == ("reply", ticket, expected == ON_IT)
        assert Letter.objects.count() == before[1]
    assert bool(row.reason) == (expected == AGENTS_ONLY)
    zelda = Participant.objects.get(ticket=ticket, requester=cast.zelda)
    assert ("And again." in [one.text for one in access.messages(zelda)]) == (expected == ON_IT)
    assert set(ticket.participants.values_list("requester__name", flat=True)) == {
        "Zelda Marsh",
        "Yusuf Aydin",
    }
    assert _state(twin) == before[0]


def _state(ticket: Ticket) -> tuple[object, ...]:
    fresh = Ticket.objects.get(pk=ticket.pk)
    return fresh.last_n, fresh.owed_at, fresh.promise_id, fresh.messages.count(), fresh.participants.count()


def test_a_forged_mail_does_not_open_a_resolved_request_again(cast, ticket):
    tickets.release(ticket, resolution="withdrawn", by=cast.bob, at=clock("9:20"))
    for results in ("", REFUTED):
        arrive(from_zelda(results or "X: y", f"In-Reply-To: <{FIRST_ID}>", body="Open!"), at=clock("9:30"))
        assert not Ticket.objects.get(pk=ticket.pk).is_open
    arrive(from_zelda(PROVEN, f"In-Reply-To: <{FIRST_ID}>", body="Open!"), at=clock("9:31"))
    assert Ticket.objects.get(pk=ticket.pk).is_open


def test_one_click_lets_a_message_count(cast, ticket):
    row = arrive(from_zelda(f"In-Reply-To: <{FIRST_ID}>", body="It was me."), at=clock("9:10"))
    zelda = Participant.objects.get(ticket=ticket, requester=cast.zelda)
    assert len(access.messages(zelda)) == 1
    tickets.accept(row.message, by=cast.allie, at=clock("9:12"))
    assert [one.text for one in access.messages(zelda)] == ["It comes back.", "It was me."]


def test_the_reply_address_of_one_request_opens_no_other(cast, ticket, twin):
    mixed = links.reply_address(DESK, twin.pk, twin.requester_id)
    row = arrive(from_zelda(body="Into his."), at=clock("9:10"), to=(mixed,))
    assert (row.ticket, row.message.verified) == (twin, False)


def test_a_tag_of_a_request_that_is_not_theirs_leads_nowhere(cast, ticket, twin):
    row = arrive(from_zelda(PROVEN, f"Subject: (#{twin.number})"), at=clock("9:10"))
    assert row.state == "ticket" and row.ticket != twin
    row = arrive(
        from_zelda(PROVEN, "Subject: (#99999999) (#0000) (#123456789012345)", body="x"), at=clock("9:11")
    )
    assert row.state == "ticket"
