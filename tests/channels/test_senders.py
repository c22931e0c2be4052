"""A desk lists machines whose mail is a request: theirs makes a ticket, that of others stays filed."""

import pytest

from cast import assemble, clock
from channels.arriving import DESK, arrive, signed
from channels.mails import mail
from heard.record.actions import desk as desks
from heard.record.actions import ticket as tickets
from heard.record.actor import HEARD
from heard.record.errors import Refused
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.database]
QUIET = "quiet@heard.example"
WATCHER = "Watcher <alerts@mon.example>"


@pytest.fixture
def cast():
    made = assemble()
    desks.add_sender(made.desk, address=" Alerts@Mon.example ", by=made.carla, at=clock("8:00"))
    return made


def alert(*headers: str, sender: str = WATCHER, body: str = "Disk 91 % full on web1.") -> bytes:
    """What a program writes by itself."""
    return mail(
        "Subject: PROBLEM web1 disk", "Auto-Submitted: auto-generated", *headers, body=body, sender=sender
    )


def test_an_alert_of_a_listed_sender_is_a_ticket_without_a_receipt(cast):
    row = arrive(alert(), at=clock("9:02"), sender="")
    assert (row.state, row.machine) == ("ticket", "auto-reply") and "is a request here" in row.reason
    assert row.ticket.desk == cast.desk and row.ticket.subject == "PROBLEM web1 disk"
    assert row.ticket.promise.told_at is None and not Letter.objects.exists()


@pytest.mark.parametrize(
    ("raw", "to"),
    [
        (alert(sender="Other <other@mon.example>"), DESK),
        (alert(), QUIET),
        (alert("Auto-Submitted: auto-replied").replace(b"auto-generated", b"auto-replied"), DESK),
        (
            mail("Subject: Out of office", "Auto-Submitted: auto-replied", body="I am away.", sender=WATCHER),
            DESK,
        ),
        (mail("Subject: Undelivered Mail Returned to Sender", sender="MAILER-DAEMON@mon.example"), DESK),
    ],
    ids=["not listed", "not on that desk", "an answer", "out of office", "bounce"],
)
def test_other_automatic_mail_stays_filed(cast, raw, to):
    assert arrive(raw, at=clock("9:02"), to=(to,), sender="").state == "filed"


def test_a_whole_host_can_be_listed_and_bulk_mail_is_one_too(cast):
    desks.add_sender(cast.desk, address="@mon.example", by=cast.carla, at=clock("8:00"))
    bulk = mail("Subject: Nightly report", "Precedence: bulk", sender="cron@mon.example")
    assert arrive(bulk, at=clock("9:02")).state == "ticket"
    elsewhere = mail("Subject: Nightly report", "Precedence: bulk", sender="cron@sub.mon.example")
    assert arrive(elsewhere, at=clock("9:03")).state == "filed"


def test_of_two_desks_only_the_one_that_lists_it_has_a_ticket(cast):
    arrive(alert("Message-ID: <1@mon.example>"), at=clock("9:02"), to=(QUIET, DESK))
    assert [one.desk.name for one in Ticket.objects.all()] == ["Support"]


def test_its_next_word_on_an_open_ticket_is_for_agents_and_moves_nothing(cast):
    first = arrive(alert("Message-ID: <1@mon.example>"), at=clock("9:02")).ticket
    before = Ticket.objects.filter(pk=first.pk).values("owed_at", "promise_id", "resolved_at").get()
    row = arrive(alert("In-Reply-To: <1@mon.example>", body="RECOVERED"), at=clock("9:10"))
    assert (row.state, row.ticket, row.message.verified) == ("reply", first, False)
    assert "only agents" in row.reason
    assert Ticket.objects.filter(pk=first.pk).values("owed_at", "promise_id", "resolved_at").get() == before


def test_after_its_ticket_is_resolved_the_next_is_a_new_one(cast):
    first = arrive(alert("Message-ID: <1@mon.example>"), at=clock("9:02")).ticket
    tickets.release(first, resolution="withdrawn", by=cast.allie, at=clock("9:05"))
    row = arrive(alert("In-Reply-To: <1@mon.example>", body="Disk 95 %"), at=clock("9:10"))
    assert row.state == "ticket" and row.ticket != first and row.ticket.linked_to is None


def test_two_machines_cannot_write_to_each_other_through_a_desk(cast):
    first = arrive(alert("Message-ID: <1@mon.example>"), at=clock("9:02")).ticket
    for number in range(3):
        answer = alert(f"Message-ID: <a{number}@mon.example>", body="We got your mail.")
        assert arrive(answer, at=clock(f"9:1{number}"), to=(signed(first),)).state == "filed"
    assert Ticket.objects.count() == 1 and not Letter.objects.exists()


@pytest.mark.parametrize("address", ["", "nonsense", "@", "a b@c.example", DESK, "x" * 260 + "@c.example"])
def test_only_what_can_be_a_sender_is_listed(cast, address):
    with pytest.raises(Refused) as no:
        desks.add_sender(cast.desk, address=address, by=HEARD, at=clock("8:00"))
    assert no.value.field == "sender"


def test_dropped_it_is_filed_again(cast):
    desks.drop_sender(cast.desk, address="alerts@mon.example", by=cast.carla, at=clock("8:30"))
    assert arrive(alert(), at=clock("9:02")).state == "filed"


def test_who_names_nobody_to_be_told_is_heard_and_not_answered_by_us(cast):
    raw = mail("Return-Path: <>", "Subject: Printer", body="It is out of paper.")
    row = arrive(raw, at=clock("9:02"))
    assert row.state == "ticket" and row.ticket.promise.told_at is None and not Letter.objects.exists()
    answer = mail("Return-Path: <>", "Subject: Printer", body="Noted.")
    assert arrive(answer, at=clock("9:03"), to=(signed(row.ticket),)).state == "filed"
