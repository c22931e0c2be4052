"""One person with several addresses, addresses of several persons, who takes part, whose request it is."""

import pytest

from cast import assemble, clock
from channels.arriving import PROVEN, arrive, from_zelda, signed
from channels.mails import mail
from heard.record.access import requester as access
from heard.record.access import ticket as tickets_access
from heard.record.actions import message, move, participant, requester, restatement
from heard.record.actions import ticket as tickets
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.errors import Refused
from heard.record.links import page_token
from heard.record.models.event import Event
from heard.record.models.letter import Letter
from heard.record.models.requester import Participant, Requester
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HOME = "Zelda <zelda@home.example>"
OFFICE = "office@northwind.example"


@pytest.fixture
def cast():
    return assemble()


def say(cast, ticket: Ticket, text: str, at, *, restating: str = "") -> None:
    """Allie writes, and will write again at four."""
    with settled(ticket, at=at) as own:
        message.say(own, Word(text, "next", due_at=clock("16:00"), restating=restating), by=cast.allie, at=at)


@pytest.fixture
def home(cast) -> Ticket:
    """Zelda wrote from an address nobody knew."""
    return arrive(mail("Subject: From home", sender=HOME), at=clock("9:02")).ticket


def test_one_person_with_two_addresses_has_one_history_and_it_can_be_taken_back(cast, home):
    work = arrive(from_zelda("Subject: From work"), at=clock("9:03")).ticket
    other = arrive(mail(sender="Yusuf <yusuf@aegean.example>"), at=clock("9:04")).ticket
    stranger = home.requester
    requester.merge(stranger, into=cast.zelda, by=cast.allie, at=clock("9:10"))
    assert tickets_access.history(cast.allie, cast.zelda) == [work, home]
    assert tickets_access.history(cast.allie, Requester.objects.get(pk=stranger.pk)) == [work, home]
    third = arrive(mail("Subject: Again", sender=HOME), at=clock("9:11")).ticket
    assert third.requester == cast.zelda
    assert [one.requester for one in (home, work, other)] == [stranger, cast.zelda, cast.yusuf]

    requester.part(stranger, by=cast.bob, at=clock("9:20"))
    assert tickets_access.history(cast.allie, cast.zelda) == [third, work]
    assert arrive(mail("Subject: x", sender=HOME), at=clock("9:21")).ticket.requester == stranger
    kinds = (
        Event.objects.filter(kind__startswith="requester.").order_by("id").values_list("kind", "agent__name")
    )
    assert list(kinds) == [("requester.merged", "Allie Ames"), ("requester.parted", "Bob Bauer")]


def test_one_person_answers_from_either_address(cast, home):
    letter = home.letters.get().header_id
    before = arrive(from_zelda(f"In-Reply-To: <{letter}>", body="Too early."), at=clock("9:05"))
    assert not before.message.verified
    requester.merge(home.requester, into=cast.zelda, by=cast.allie, at=clock("9:10"))
    row = arrive(from_zelda(f"In-Reply-To: <{letter}>", body="From work."), at=clock("9:15"))
    assert (row.ticket, row.message.verified, row.message.requester) == (home, True, home.requester)
    row = arrive(from_zelda(PROVEN, f"Subject: Re: (#{home.number})", body="By number."), at=clock("9:16"))
    assert (row.ticket, row.message.verified) == (home, True)
    page = access.by_link(page_token(Participant.objects.get(ticket=home)), at=clock("9:17"))
    assert [one.text for one in access.messages(page)] == ["hello", "From work.", "By number."]


def test_merges_are_one_deep_and_each_can_be_taken_back(cast, home):
    third = arrive(mail(sender="z@third.example"), at=clock("9:03")).ticket.requester
    requester.merge(home.requester, into=cast.zelda, by=cast.allie, at=clock("9:10"))
    requester.merge(cast.zelda, into=third, by=cast.allie, at=clock("9:11"))
    assert {one.person_id for one in Requester.objects.exclude(pk=cast.yusuf.pk)} == {cast.zelda.pk}
    fourth = arrive(mail(sender="y@fourth.example"), at=clock("9:12")).ticket.requester
    requester.merge(fourth, into=cast.yusuf, by=cast.allie, at=clock("9:13"))
    refused = [
        (home.requester, cast.zelda),
        (home.requester, third),
        (cast.zelda, cast.yusuf),
        (cast.zelda, cast.zelda),
        (home.requester, cast.yusuf),
    ]
    for one, into in refused:
        with pytest.raises(Refused):
            requester.merge(one, into=into, by=cast.allie, at=clock("9:14"))
    requester.part(third, by=cast.allie, at=clock("9:15"))
    assert Requester.objects.get(pk=third.pk).same_as is None
    assert Requester.objects.get(pk=home.requester.pk).same_as == cast.zelda
    with pytest.raises(Refused):
        requester.part(third, by=cast.allie, at=clock("9:16"))


def test_an_address_that_is_another_persons_is_split_off(cast):
    requester.add_address(cast.zelda, address="mina@northwind.example", by=cast.allie, at=clock("9:00"))
    sender = "Mina Marsh <mina@northwind.example>"
    ticket = arrive(mail("Subject: Mine", sender=sender), at=clock("9:02")).ticket
    link = page_token(Participant.objects.get(ticket=ticket))
    assert ticket.requester == cast.zelda
    mina = requester.split(cast.zelda, address="mina@northwind.example", by=cast.allie, at=clock("9:10"))
    assert arrive(mail("Subject: New", sender=sender), at=clock("9:11")).ticket.requester == mina
    assert Requester.objects.get(pk=mina.pk).name == "Mina Marsh"
    move.to_requester(ticket, requester=mina, by=cast.allie, at=clock("9:12"))
    assert Ticket.objects.get(pk=ticket.pk).requester == mina
    with pytest.raises(access.Absent):
        access.by_link(link, at=clock("9:13"))
    with pytest.raises(Refused):
        requester.split(cast.zelda, address="zelda@northwind.example", by=cast.allie, at=clock("9:14"))


def test_an_address_of_several_persons_bears_no_name_and_confirms_nothing(cast):
    rows = {}
    for name, sender in {
        "office": f"Ann <{OFFICE}>",
        "zelda": "Zelda Marsh <zelda@northwind.example>",
    }.items():
        ticket = arrive(mail("Subject: Map", sender=sender), at=clock("9:02")).ticket
        say(
            cast,
            ticket,
            "I am on it. You need the map as PDF.",
            clock("9:10"),
            restating="You need the map as PDF.",
        )
        letter = ticket.letters.get(kind="reply").header_id
        arrive(
            mail(f"In-Reply-To: <{letter}>", body="Yes, that's it.", sender=sender.replace("Ann", "Ben")),
            at=clock("9:20"),
        )
        rows[name] = ticket
    office, zelda = rows["office"], rows["zelda"]
    assert (office.requester.name, office.requester.called) == ("", OFFICE)
    assert [one.named["name"] for one in office.messages.filter(kind="inbound").order_by("n")] == [
        "Ann",
        "Ben",
    ]
    assert office.restatements.get().answer == "" and zelda.restatements.get().answer == "yes"
    restatement.confirm(office.restatements.get(), by=cast.allie, at=clock("9:30"))
    assert office.restatements.get().read_by == cast.allie


def test_an_agent_says_whether_an_address_is_shared(cast):
    requester.share(cast.zelda, shared=True, by=cast.allie, at=clock("9:00"))
    assert Requester.objects.get(pk=cast.zelda.pk).shared_at == clock("9:00")
    requester.share(cast.zelda, shared=False, by=cast.allie, at=clock("9:01"))
    requester.share(cast.zelda, shared=False, by=cast.allie, at=clock("9:02"))
    assert Requester.objects.get(pk=cast.zelda.pk).shared_at is None
    kinds = Event.objects.filter(kind__contains="shared").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["requester.shared", "requester.unshared"]


def test_who_is_added_gets_letters_of_their_own_and_may_write(cast):
    raw = from_zelda("Cc: yusuf@aegean.example").replace(b"help@example.com", b"support@heard.example")
    ticket = arrive(raw, at=clock("9:02")).ticket
    twin = arrive(from_zelda("Subject: Another"), at=clock("9:03")).ticket
    assert ticket.messages.get().named == {"copies": ["yusuf@aegean.example"]}
    say(cast, ticket, "First.", clock("9:05"))
    assert not Letter.objects.filter(to_address="yusuf@aegean.example").exists()
    participant.add(ticket, address="Yusuf@aegean.example", by=cast.allie, at=clock("9:10"))
    say(cast, ticket, "Second.", clock("9:15"))
    say(cast, twin, "Elsewhere.", clock("9:16"))
    theirs = Letter.objects.get(to_address="yusuf@aegean.example")
    assert (theirs.message.text, theirs.requester) == ("Second.", cast.yusuf)
    row = arrive(
        mail(f"In-Reply-To: <{theirs.header_id}>", body="I agree.", sender="Yusuf <yusuf@aegean.example>"),
        at=clock("9:20"),
    )
    assert (row.ticket, row.message.verified) == (ticket, True)

    added = ticket.participants.get(requester=cast.yusuf)
    link = page_token(added)
    assert access.by_link(link, at=clock("9:21")) == added
    participant.drop(ticket, participant=added.pk, by=cast.allie, at=clock("9:30"))
    with pytest.raises(access.Absent):
        access.by_link(link, at=clock("9:31"))
    say(cast, ticket, "Third.", clock("9:32"))
    assert Letter.objects.filter(to_address="yusuf@aegean.example").count() == 1


NOT_ADDED = ["", "nobody", "@", "a b@c.example", "a@b.example, c@d.example", "support@heard.example"]


@pytest.mark.parametrize("address", [*NOT_ADDED, "zelda@northwind.example"])
def test_who_cannot_be_added(cast, address):
    ticket = arrive(from_zelda(), at=clock("9:02")).ticket
    with pytest.raises(Refused):
        participant.add(ticket, address=address, by=cast.allie, at=clock("9:10"))
    assert ticket.participants.count() == 1


def test_the_requester_is_not_dropped(cast):
    ticket = arrive(from_zelda(), at=clock("9:02")).ticket
    with pytest.raises(Refused):
        participant.drop(ticket, participant=ticket.participants.get().pk, by=cast.allie, at=clock("9:10"))


FORWARDS = {
    "gmail": "Please help her.\n\n---------- Forwarded message ---------\nFrom: Mina Marsh <mina@northwind.example>\n"
    "Date: Mon, 23 Nov 2026 at 08:50\nSubject: Printer\nTo: Bob <bob@heard.example>\n\nIt is blank.",
    "outlook": "Siehe unten.\n\n________________________________\nVon: Mina Marsh <mina@northwind.example>\n"
    "Gesendet: Montag, 23. November 2026 08:50\nAn: Bob\nBetreff: Drucker\n\nEr druckt leer.",
    "apple": "Begin forwarded message:\n\n> From: Mina Marsh <mina@northwind.example>\n> Subject: Printer\n"
    "> Date: 23 November 2026\n> To: Bob <bob@heard.example>\n>\n> It is blank.",
}


@pytest.mark.parametrize("kind", FORWARDS)
def test_who_wrote_what_was_passed_on_is_offered_and_one_key_gives_it_to_them(cast, kind):
    raw = mail("Subject: Fwd: Printer", body=FORWARDS[kind], sender="Bob <bob@heard.example>")
    ticket = arrive(raw, at=clock("9:02")).ticket
    twin = arrive(mail("Subject: x", sender="Bob <bob@heard.example>"), at=clock("9:03")).ticket
    assert ticket.messages.get().named["original"] == {
        "name": "Mina Marsh",
        "address": "mina@northwind.example",
    }
    assert ticket.requester.address == "bob@heard.example"
    due_at = ticket.standing.due_at
    mina, _ = requester.meet("mina@northwind.example", name="Mina Marsh", at=clock("9:10"))
    move.to_requester(ticket, requester=mina, by=cast.allie, at=clock("9:10"))
    ticket.refresh_from_db()
    assert (ticket.requester, ticket.standing.due_at, ticket.standing.told_at) == (
        mina,
        due_at,
        clock("9:10"),
    )
    first, second = ticket.promises.order_by("id")
    assert (first.outcome, second.outcome) == ("released", None)
    receipt = ticket.letters.get(to_address="mina@northwind.example")
    assert (receipt.kind, receipt.told_due_at, receipt.promise) == ("receipt", due_at, second)
    assert ticket.letters.get(to_address="bob@heard.example").state == "recalled"
    assert [one.requester for one in ticket.participants.all()] == [mina]
    assert [one.pk for one in twin.promises.filter(outcome=None)] == [twin.standing.pk]
    assert Ticket.objects.get(pk=twin.pk).requester.address == "bob@heard.example"


def test_a_forward_as_an_attached_mail(cast):
    inside = b"From: Mina Marsh <mina@northwind.example>\r\nSubject: Printer\r\n\r\nBlank."
    body = (
        b"--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + inside
    )
    raw = mail('Content-Type: multipart/mixed; boundary="b"', body=body + b"\r\n--b--\r\n")
    named = arrive(raw, at=clock("9:02")).message.named
    assert named["original"] == {"name": "Mina Marsh", "address": "mina@northwind.example"}


NO_FORWARD = [
    ("Re: x", "On Mon, 23 Nov 2026 at 8:50, Mina <mina@northwind.example> wrote:\n> It is blank."),
    ("A journey", "From: Paris\nTo: London\nWhat does it cost?"),
    ("Fwd: mine", "---------- Forwarded message ---------\nFrom: Zelda <zelda@northwind.example>\n\nMy own."),
    ("Fwd: odd", "---------- Forwarded message ---------\nFrom: nobody in particular\n\nText"),
]


@pytest.mark.parametrize(("subject", "body"), NO_FORWARD)
def test_what_is_no_forward_offers_nobody(cast, subject, body):
    assert (
        "original" not in arrive(from_zelda(f"Subject: {subject}", body=body), at=clock("9:02")).message.named
    )


BEHALF = [
    # headers, the requester, whom else the mail names
    (["Sender: Ann <ann@northwind.example>"], "zelda@northwind.example", {"sender": "ann@northwind.example"}),
    (["Sender: Zelda <ZELDA@northwind.example>"], "zelda@northwind.example", {}),
    (["Reply-To: zelda@home.example"], "zelda@northwind.example", {"reply_to": "zelda@home.example"}),
    (["Reply-To: support@heard.example"], "zelda@northwind.example", {}),
]


@pytest.mark.parametrize(("headers", "asks", "named"), BEHALF)
def test_on_behalf_of(cast, headers, asks, named):
    raw = from_zelda(*headers).replace(b"help@example.com", b"support@heard.example")
    row = arrive(raw, at=clock("9:02"))
    assert (row.ticket.requester.address, row.message.named) == (asks, named)
    assert row.ticket.letters.get().to_address == asks, "an answer goes nowhere else until an agent says so"


FORMS = [
    "noreply@forms.example",
    "no-reply+77@forms.example",
    "donotreply@shop.example",
    "support@heard.example",
]


@pytest.mark.parametrize("sender", FORMS)
def test_a_form_that_names_the_person_in_reply_to_is_theirs(cast, sender):
    row = arrive(
        mail("Reply-To: zelda@northwind.example", PROVEN, sender=f"Form <{sender}>"), at=clock("9:02")
    )
    assert (row.state, row.ticket.requester) == ("ticket", cast.zelda)
    tagged = mail(
        f"Subject: (#{row.ticket.number})", PROVEN, "Reply-To: zelda@northwind.example", sender=sender
    )
    assert arrive(tagged, at=clock("9:03")).ticket != row.ticket, "what proves the form proves not the person"


def test_a_strangers_mail_that_an_agent_accepts_adds_nobody(cast):
    ticket = arrive(from_zelda(), at=clock("9:02")).ticket
    row = arrive(mail(body="Me too", sender="mallory@other.example"), at=clock("9:10"), to=(signed(ticket),))
    tickets.accept(row.message, by=cast.allie, at=clock("9:12"))
    assert [one.requester for one in ticket.participants.all()] == [cast.zelda]
