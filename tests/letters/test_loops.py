"""Loops and bombs: a forged or looping sender gets few automatic letters, none of which says what was sent in."""

from datetime import timedelta

import pytest

from cast import clock
from channels.arriving import arrive, signed
from channels.mails import mail
from heard.channels.mail import breaker, checks
from heard.followup.tick import tick
from heard.letters.send import send_due
from heard.record.actions import promise
from heard.record.actions.message import Word
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

VICTIM = "victim@elsewhere.example"
MINUTE = timedelta(minutes=1)


def bomb(count: int, *, subject: str = "BUY GOLD NOW", sender: str = VICTIM, start: str = "9:02") -> None:
    """So many mails under one sender's name, one a minute."""
    for n in range(count):
        at = clock(start) + n * MINUTE
        arrive(mail(f"Subject: {subject} {n}", body=f"{subject} {n}", sender=sender), at=at, sender=sender)
        send_due(at)


def test_a_forged_sender_gets_a_receipt_an_hour_and_one_list(cast, sink):
    bomb(90)
    assert Ticket.objects.count() == 90, "nothing is lost"
    first = Ticket.objects.order_by("id")[0].number
    assert [one["Subject"] for one in sink.parsed()] == [
        f"We have your request (#{first})",
        f"We have your request (#{first + 60})",
        "We have your other messages",
    ]
    words = sink.parsed()[-1].get_body(("plain",)).get_content()
    numbers = ", ".join(f"#{first + n}" for n in range(1, 21))
    assert f"{numbers} and 40 more" in words and f"#{first + 60}" not in words
    # What comes after the list left is in no list: one a day.
    assert Letter.objects.filter(kind="folded").count() == 1


def test_and_nothing_of_it_says_what_was_sent_in(cast, sink):
    bomb(90)
    for one in sink.parsed():
        assert "GOLD" not in one.as_string() and "GOLD" not in str(one["Subject"])
        assert one["Auto-Submitted"] == "auto-replied" and one["X-Auto-Response-Suppress"] == "All"
        assert one["List-Unsubscribe"] is None and one["Precedence"] is None


def test_nor_is_a_letter_written_for_each_time_that_passes(cast, sink):
    bomb(30)
    tick(clock("17:00"))
    send_due(clock("17:00"))
    kinds = list(Letter.objects.exclude(kind="alert").values_list("kind", flat=True))
    assert sorted(kinds) == ["folded", "missed", "receipt"], "only the one that was told a time"


def test_a_person_who_was_answered_meanwhile_gets_no_list(cast, sink):
    bomb(2, subject="Help")
    for request in Ticket.objects.all():
        promise.say(
            request, Word(text="Yes.", way="next", due_at=clock("14:00")), by=cast.allie, at=clock("9:20")
        )
    send_due(clock("10:30"))
    assert Letter.objects.get(kind="folded").state == "recalled"


def test_known_people_get_one_each_up_to_ten_a_day(cast, sink):
    known = cast.writes(cast.zelda, "First", at=clock("8:50"))
    promise.say(known, Word(text="Yes.", way="next", due_at=clock("14:00")), by=cast.allie, at=clock("8:55"))
    bomb(12, subject="Again", sender=cast.zelda.address)
    assert Letter.objects.filter(kind="receipt").count() == 10
    assert Letter.objects.get(kind="folded").facts["tickets"] == list(
        Ticket.objects.order_by("id").values_list("id", flat=True)[10:]
    )


@pytest.mark.parametrize(
    "sender", ["support@heard.example", "quiet@heard.example", "Support+rabc@heard.example"]
)
def test_mail_of_our_own_answers_nothing(cast, sink, sender):
    row = arrive(
        mail("Subject: We have your request", body="Automatic.", sender=sender),
        at=clock("9:02"),
        sender=sender,
    )
    assert row.state == "filed" and "own address" in row.reason
    assert not Ticket.objects.exists() and not Letter.objects.exists()


def test_our_own_letter_that_comes_back_as_it_left(cast, sink):
    cast.writes(cast.zelda, "It comes back.", at=clock("9:02"))
    send_due(clock("9:02"))
    row = arrive(sink.mails[0], at=clock("9:03"), sender="")
    assert row.state == "filed" and Ticket.objects.count() == 1 and Intake.objects.count() == 1


def test_the_breaker_files_what_no_person_writes_and_calls_somebody(cast, sink, monkeypatch):
    monkeypatch.setattr(breaker, "_OF_SENDER", breaker.by_sender(5))
    monkeypatch.setattr(breaker, "_ON_TICKET", breaker.by_ticket(4))
    bomb(7)
    assert Ticket.objects.count() == 5
    filed = Intake.objects.filter(state="filed")
    assert {row.reason for row in filed} == {breaker.BROKEN} and len(filed) == 2
    (found,) = checks.broken(clock("9:10"))
    assert (found.state, f"{VICTIM} (2)" in found.says) == ("red", True)
    bomb(1, sender="zelda@northwind.example", start="9:10")
    assert Ticket.objects.count() == 6, "others are heard as ever"
    bomb(1, subject="SELL GOLD", start="10:05")
    assert Ticket.objects.count() == 7, "who slows down is heard again"
    assert next(checks.broken(clock("11:30"))).state == "fine"


def test_a_bomb_under_her_name_does_not_silence_who_answers_with_our_secret(cast, sink, monkeypatch):
    monkeypatch.setattr(breaker, "_OF_SENDER", breaker.by_sender(5))
    monkeypatch.setattr(breaker, "_ON_TICKET", breaker.by_ticket(4))
    sender = "zelda@northwind.example"
    bomb(8, sender=sender)
    assert Intake.objects.filter(state="filed").count() == 3
    ticket = Ticket.objects.order_by("id")[0]
    for n in range(4):
        raw = mail(f"Subject: Re: {n}", body=f"again {n}", sender=sender)
        arrive(raw, at=clock(f"9:1{n}"), to=(signed(ticket),), sender=sender)
    assert list(Intake.objects.order_by("-id").values_list("state", flat=True)[:4]) == [
        "filed",
        *["reply"] * 3,
    ]
