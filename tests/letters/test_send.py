"""The outbox against a real mail server on a loopback port: yes, not now, never, nobody there, dead half-way."""

from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from cast import Cast, assemble, clock
from heard.letters.headers import in_ascii
from heard.letters.post import Post
from heard.letters.render import render
from heard.letters.send import send_due, send_one
from heard.record import files, links
from heard.record.actions import draft, outbox, promise, ticket
from heard.record.actions import letter as letters
from heard.record.actions.message import Word
from heard.record.models.alert import Alert
from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.letter import Letter
from heard.record.models.requester import Requester, RequesterAddress
from heard.record.models.ticket import Ticket
from heard.site.addresses import Server
from letters.sink import free_port, listening

MINUTE = timedelta(minutes=1)
NINE = clock("9:02")


def asks(cast: Cast, at: datetime = NINE, *, by: Requester | None = None) -> Letter:
    """A request of Zelda or another, and its receipt, queued."""
    return cast.writes(by or cast.zelda, "They come back", at=at).letters.get()


def answers(cast: Cast, request: Ticket, *, at: datetime, due: str = "14:00") -> Letter:
    promise.say(request, Word(text="Hello", way="next", due_at=clock(due)), by=cast.allie, at=at)
    return request.letters.filter(kind="reply").last()


def test_a_letter_leaves_as_the_bytes_that_are_kept(cast, sink):
    letter = asks(cast)
    assert send_one(clock("9:02")) and not send_one(clock("9:02"))
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.trouble) == ("sent", clock("9:02"), "")
    assert sink.mails == [files.read(letter.body)]
    assert [to for _, to in sink.envelopes] == [["zelda@northwind.example"]]
    assert links.read_return_path(sink.envelopes[0][0]) == letter.pk, (
        "what comes back there is about this letter"
    )
    assert Event.objects.filter(kind="letter.sent", ticket=letter.ticket).count() == 1
    assert not letter.maybe_twice


def test_a_letter_waits_for_its_time(cast, sink):
    letter = asks(cast)
    Letter.objects.update(not_before=clock("9:10"))
    assert send_due(clock("9:09")) == 0 and send_due(clock("9:10")) == 1
    letter.refresh_from_db()
    assert letter.sent_at == clock("9:10")


def test_a_batch_uses_one_connection_and_keeps_the_order(cast, sink):
    queued = [asks(cast)]
    queued += [answers(cast, queued[0].ticket, at=NINE + n * MINUTE, due=f"1{n}:00") for n in range(1, 5)]
    assert send_due(clock("9:30")) == 5
    assert sink.ids() == [f"<{letter.header_id}>" for letter in queued]
    assert sink.connections == 1


def test_without_a_mail_server_letters_are_written_and_kept(cast, settings):
    settings.HEARD_SMTP_URL = None
    letter = asks(cast)
    assert send_due(clock("9:02")) == 1
    letter.refresh_from_db()
    assert letter.state == "kept" and letter.sent_at is None
    assert b"We have your request" in files.read(letter.body)


def test_letters_to_sample_people_never_leave(cast, sink):
    letter, twin = asks(cast), asks(cast, at=clock("9:03"), by=cast.yusuf)
    Letter.objects.filter(pk=letter.pk).update(sample=True)
    assert send_due(clock("9:05")) == 2
    letter.refresh_from_db()
    assert letter.state == "kept" and letter.body
    assert sink.ids() == [f"<{twin.header_id}>"]


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_not_now_is_tried_again_after_1_5_15_and_60_minutes(cast, sink, where):
    letter = asks(cast)
    at = clock("9:02")
    for wait in (1, 5, 15, 60, 60):
        setattr(sink, where, ["451 4.7.1 come back later"])
        assert send_one(at)
        letter.refresh_from_db()
        assert (letter.state, letter.not_before) == ("queued", at + wait * MINUTE)
        assert letter.trouble == "451 4.7.1 come back later"
        assert not send_one(at + wait * MINUTE - timedelta(seconds=1))
        at += wait * MINUTE
    first = letter.body
    assert send_due(at) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.body, letter.trouble) == ("sent", 6, first, "")
    assert not letter.maybe_twice and len(sink.mails) == 1


def test_after_five_days_it_is_given_up(cast, sink):
    letter = answers(cast, asks(cast).ticket, at=clock("9:10"))
    Letter.objects.exclude(pk=letter.pk).update(state="kept")
    sink.rcpt = ["450 4.2.1 full"] * 9
    last = clock("9:10") + timedelta(days=5)
    for at in [clock("9:10") + n * 90 * MINUTE for n in range(4)] + [last - MINUTE]:
        assert send_one(at)
    letter.refresh_from_db()
    assert letter.state == "queued" and not Alert.objects.filter(kind="unsent").exists()
    assert send_one(last + 60 * MINUTE)
    letter.refresh_from_db()
    assert (letter.state, letter.trouble) == ("failed", "450 4.2.1 full")
    assert Alert.objects.filter(kind="unsent").count() == 1


def test_a_letter_that_grew_old_while_we_were_away_is_tried_like_any_other(cast, sink):
    letter = asks(cast)
    sink.rcpt = ["450 4.2.1 full"]
    assert send_one(clock("9:02") + timedelta(days=6))
    letter.refresh_from_db()
    assert letter.state == "queued"


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_never_fails_at_once_and_the_owner_is_told(cast, sink, where):
    request = asks(cast).ticket
    send_due(clock("9:02"))
    letter = answers(cast, request, at=clock("9:10"))
    twin = asks(cast, at=clock("9:10"), by=cast.yusuf)
    setattr(sink, where, ["550 5.1.1 no such person"])
    assert send_due(clock("9:11")) == 1
    letter.refresh_from_db(), twin.refresh_from_db()
    assert (letter.state, letter.trouble) == ("failed", "550 5.1.1 no such person")
    assert twin.state == "sent"
    failed = Event.objects.get(kind="letter.failed")
    assert failed.ticket == request and failed.n is not None
    alert = Alert.objects.get(kind="unsent")
    assert (alert.agent, alert.ticket) == (cast.allie, request)


def test_a_receipt_that_cannot_arrive_interrupts_nobody(cast, sink):
    """Forged senders would ring people otherwise; the ticket's timeline still says so."""
    asks(cast)
    sink.rcpt = ["550 5.1.1 no such person"]
    send_due(clock("9:02"))
    assert not Alert.objects.exists()
    assert Event.objects.filter(kind="letter.failed").count() == 1


def test_nobody_there_holds_the_outbox_for_a_minute(cast, settings):
    """One letter found out; the others are not each made to wait for the same silence."""
    settings.HEARD_SMTP_URL = None
    first, second = asks(cast), asks(cast, at=clock("9:03"), by=cast.yusuf)
    with listening() as gone:
        settings.HEARD_SMTP_URL = gone.url()
    assert send_due(clock("9:05")) == 0
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, first.attempts, first.not_before) == ("queued", 1, clock("9:06"))
    assert "127.0.0.1" in first.trouble and "refused" in first.trouble
    assert (second.state, second.attempts, second.not_before) == ("queued", 0, clock("9:06"))
    with listening() as back:
        settings.HEARD_SMTP_URL = back.url()
        assert send_due(clock("9:06")) == 2
    assert not Letter.objects.filter(maybe_twice=True).exists()


def test_a_line_that_breaks_after_the_whole_letter_may_have_carried_it(cast, sink):
    letter = asks(cast)
    sink.hang_up_after_data = 1
    assert send_due(clock("9:02")) == 0
    letter.refresh_from_db()
    assert letter.state == "queued" and letter.maybe_twice
    assert letters.recall(letter.ticket, "receipt") == 0, "what may have left is not called back"
    assert send_due(clock("9:05")) == 1
    assert sink.mails[0] == sink.mails[1] and len(set(sink.ids())) == 1


def test_death_between_the_servers_yes_and_our_mark(cast, sink, settings):
    """The next sender repeats the same bytes with the same Message-ID, and the letter says so."""
    letter = outbox.claim(at=asks(cast).queued_at)
    with Post(settings.HEARD_SMTP_URL, name="test") as post:
        ready = lambda: outbox.hand_over(letter, at=clock("9:02"))  # noqa: E731
        post.hand_over(render(letter), sender=letter.from_address, to=letter.to_address, ready=ready)
    assert len(sink.mails) == 1
    assert not send_one(clock("9:03")), "the lease is still held"
    assert send_due(clock("9:04")) == 1
    letter.refresh_from_db()
    assert letter.state == "sent" and letter.maybe_twice
    assert sink.mails[0] == sink.mails[1]
    assert sink.ids() == [f"<{letter.header_id}>"] * 2


def test_a_slow_sender_whose_lease_was_taken_over_changes_nothing_but_says_it_left(cast, sink):
    slow = outbox.claim(at=asks(cast).queued_at)
    quick = outbox.claim(at=clock("9:05"))
    assert quick.pk == slow.pk and not quick.maybe_twice, "it had not begun to leave"
    assert not outbox.hand_over(slow, at=clock("9:05")), "it is not handed over by two"
    outbox.trouble(slow, says="too late", at=clock("9:05"))
    outbox.fail(slow, says="too late", at=clock("9:05"))
    slow.refresh_from_db()
    assert (slow.state, slow.trouble, slow.attempts) == ("queued", "", 0)
    outbox.sent(quick, at=clock("9:06"))
    outbox.sent(slow, at=clock("9:07"))
    slow.refresh_from_db()
    assert (slow.state, slow.sent_at) == ("sent", clock("9:06"))


def test_an_address_that_is_none_fails_alone(cast, sink):
    letter, twin = asks(cast), asks(cast, at=clock("9:03"), by=cast.yusuf)
    Letter.objects.filter(pk=letter.pk).update(to_address="zelda@exa mple.com")
    assert send_due(clock("9:05")) == 1
    letter.refresh_from_db()
    assert letter.state == "failed" and letter.trouble.startswith("cannot be written: not a mail address")
    assert sink.ids() == [f"<{twin.header_id}>"]


def test_an_address_only_a_newer_server_knows(cast, sink):
    RequesterAddress.objects.filter(requester=cast.zelda).update(address="zoë@bücher.example")
    letter = asks(cast)
    assert send_due(clock("9:02")) == 0
    letter.refresh_from_db()
    assert letter.state == "failed" and "zoë@xn--bcher-kva.example" in letter.trouble
    assert in_ascii(letter.to_address) in letter.trouble


class TestMissed:
    """The one automatic letter that a moment can make untrue."""

    def lapsed(self, cast: Cast) -> Letter:
        request = asks(cast).ticket
        send_due(clock("9:02"))
        ticket.open(request, by=cast.bob, at=clock("10:02"))
        return request.letters.get(kind="missed")

    def test_it_leaves(self, cast, sink):
        letter = self.lapsed(cast)
        assert send_due(clock("10:03")) == 1
        assert sink.ids()[-1] == f"<{letter.header_id}>"

    def test_a_person_who_wrote_takes_it_back(self, cast, sink):
        letter = self.lapsed(cast)
        answers(cast, letter.ticket, at=clock("10:02"))
        assert send_due(clock("10:03")) == 1
        letter.refresh_from_db()
        assert letter.state == "recalled"
        assert [mail["Subject"][:3] for mail in sink.parsed()] == ["We ", "Re:"]

    def test_even_when_a_sender_had_claimed_it(self, cast, sink):
        """Claimed, then the worker died; a person wrote meanwhile; the next sender looks again."""
        letter = self.lapsed(cast)
        assert outbox.claim(at=clock("10:02")).pk == letter.pk
        answers(cast, letter.ticket, at=clock("10:03"))
        letter.refresh_from_db()
        assert letter.state == "queued"
        send_due(clock("10:05"))
        letter.refresh_from_db()
        assert letter.state == "recalled" and len(sink.mails) == 2

    def test_it_waits_while_a_word_can_be_taken_back(self, cast, sink):
        letter = self.lapsed(cast)
        Desk.objects.filter(pk=cast.desk.pk).update(targets={"undo_seconds": 15})
        word = {"text": "Hello", "way": "next", "due_at": clock("14:00")}
        draft.keep(letter.ticket, by=cast.bob, at=clock("10:02"), seen_n=99, **word)
        draft.press(letter.ticket, by=cast.bob, at=clock("10:02"))
        assert send_due(clock("10:02")) == 0
        letter.refresh_from_db()
        assert (letter.state, letter.not_before) == ("queued", clock("10:02") + timedelta(seconds=15))
        assert send_due(clock("10:03")) == 1
        letter.refresh_from_db()
        assert letter.state == "recalled"

    def test_and_leaves_when_it_was(self, cast, sink):
        letter = self.lapsed(cast)
        Desk.objects.filter(pk=cast.desk.pk).update(targets={"undo_seconds": 15})
        word = {"text": "Hello", "way": "next", "due_at": clock("14:00")}
        draft.keep(letter.ticket, by=cast.bob, at=clock("10:02"), seen_n=99, **word)
        draft.press(letter.ticket, by=cast.bob, at=clock("10:02"))
        assert send_due(clock("10:02")) == 0
        draft.undo(letter.ticket, by=cast.bob, at=clock("10:02"))
        assert send_due(clock("10:03")) == 1
        letter.refresh_from_db()
        assert letter.state == "sent"

    def test_it_follows_the_letter_that_told_the_time(self, cast, sink):
        """Mail was down all morning: "we told you" is written only after we did."""
        request = asks(cast).ticket
        sink.rcpt = ["451 later"]
        send_due(clock("9:02"))
        Letter.objects.update(not_before=clock("10:20"))
        ticket.open(request, by=cast.bob, at=clock("10:02"))
        assert send_due(clock("10:05")) == 0
        assert send_due(clock("10:20")) == 2
        assert [mail["Subject"][:8] for mail in sink.parsed()] == ["We have ", "We misse"]

    def test_one_that_waited_too_long_is_told_anew(self, cast, sink):
        """Its own new time has passed as well: the letter that leaves gives a time that lies ahead."""
        letter = self.lapsed(cast)
        sink.rcpt = ["451 later"]
        send_due(clock("10:03"))
        Letter.objects.filter(pk=letter.pk).update(not_before=clock("11:30"))
        assert send_due(clock("11:30")) == 1
        letter.refresh_from_db()
        anew = letter.ticket.letters.filter(kind="missed").last()
        assert letter.state == "recalled" and anew.state == "sent"
        assert anew.told_due_at > clock("11:30") > letter.told_due_at
        assert anew.facts["missed"] == letter.facts["missed"]
        assert letter.ticket.letters.filter(kind="missed").exclude(state="recalled").count() == 1

    def test_a_request_that_is_over_gets_none(self, cast, sink):
        letter = self.lapsed(cast)
        outbox.claim(at=clock("10:02"))
        ticket.release(letter.ticket, resolution="spam", by=cast.bob, at=clock("10:03"))
        send_due(clock("10:05"))
        letter.refresh_from_db()
        assert letter.state == "recalled"


def test_a_receipt_that_mail_trouble_held_back_does_not_come_after_the_person(cast, sink):
    receipt, twin = asks(cast), asks(cast, at=clock("9:03"), by=cast.yusuf)
    sink.rcpt = ["451 later", "451 later"]
    send_due(clock("9:03"))
    answers(cast, receipt.ticket, at=clock("9:04"))
    send_due(clock("9:04"))
    receipt.refresh_from_db(), twin.refresh_from_db()
    assert (receipt.state, twin.state) == ("recalled", "sent")


@pytest.mark.django_db(transaction=True)
def test_many_senders_send_each_letter_once(settings):
    cast = assemble()
    for n in range(8):
        request = asks(cast, at=NINE + n * MINUTE).ticket
        for due in ("13:00", "14:00", "15:00"):
            answers(cast, request, at=clock("9:20"), due=due)
    queued = [f"<{letter.header_id}>" for letter in Letter.objects.all()]
    assert len(queued) == 32
    with listening() as sink:
        settings.HEARD_SMTP_URL = sink.url()

        def work() -> None:
            try:
                while send_one(clock("10:00")):
                    pass
            finally:
                connection.close()

        workers = [Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert sorted(sink.ids()) == sorted(queued)
    assert not Letter.objects.filter(maybe_twice=True).exists()
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


def test_a_port_where_nobody_listens(cast, settings):
    settings.HEARD_SMTP_URL = Server("smtp", "127.0.0.1", free_port())
    asks(cast)
    assert send_one(clock("9:02"))
    assert not send_one(clock("9:02"))
