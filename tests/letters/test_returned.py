"""A letter that never arrives: a report through the mail door, to the return path that we signed, or elsewhere."""

from datetime import datetime, timedelta

import pytest

from cast import Cast, clock
from channels.arriving import arrive, from_zelda
from heard.channels.mail.returned import LATEST
from heard.followup.tick import tick
from heard.letters.send import send_due
from heard.record import links
from heard.record.actions import promise, requester, unreachable
from heard.record.actions.message import Word
from heard.record.models.alert import Alert
from heard.record.models.event import Event
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.refuted import Refuted
from heard.record.models.ticket import Ticket
from heard.record.models.unreachable import Unreachable
from letters.returning import report

ZELDA = "zelda@northwind.example"


def says(cast: Cast, request: Ticket, *, at: datetime, due: str = "14:00", way: str = "next") -> Letter:
    """Allie writes, and the letter leaves."""
    word = Word(text="I look into it.", way=way, due_at=clock(due) if way == "next" else None)
    promise.say(request, word, by=cast.allie, at=at)
    send_due(at)
    return request.letters.filter(kind="reply", copy="").last()


def comes_back(letter: Letter, *, at: datetime, **words: str) -> None:
    """The report of a mail server arrives on the letter's return path."""
    to = links.return_path(letter.from_address, letter.pk)
    arrive(report(to, letter.to_address, **words), at=at, to=(to,), sender="")


def fresh(request: Ticket) -> Ticket:
    return Ticket.objects.get(pk=request.pk)


@pytest.fixture
def request_(cast, sink) -> Ticket:
    made = cast.writes(cast.zelda, "It comes back.", at=clock("9:02"))
    send_due(clock("9:02"))
    return made


class TestAnOpenRequest:
    def test_is_marked_and_owed_at_once(self, cast, request_):
        letter = says(cast, request_, at=clock("9:20"))
        kept = request_.promises.get(kind="first")
        assert kept.is_honoured
        comes_back(letter, at=clock("9:40"))
        now, letter = fresh(request_), Letter.objects.get(pk=letter.pk)
        assert (letter.state, letter.returned_at) == ("returned", clock("9:40"))
        assert letter.trouble == "came back: 5.1.1 550 5.1.1 no such person"
        refuted = Refuted.objects.get()
        assert (refuted.promise, refuted.letter, refuted.at) == (kept, letter, clock("9:40"))
        kept.refresh_from_db()
        assert kept.outcome == "kept" and not kept.is_honoured, (
            "the end stays as written, and counts as not kept"
        )
        assert (now.owed_at, now.owed_reason) == (clock("9:40"), "unreached")
        assert now.is_open and now.standing.due_at == clock("14:00"), (
            "the time that stands is nobody's to move"
        )
        assert Alert.objects.get(kind="unreached").agent == cast.allie
        assert list(Unreachable.objects.values_list("address", flat=True)) == [ZELDA]

    def test_the_same_report_twice_is_one(self, cast, request_):
        letter = says(cast, request_, at=clock("9:20"))
        comes_back(letter, at=clock("9:40"))
        comes_back(letter, at=clock("9:41"))
        assert Refuted.objects.count() == 1
        assert Event.objects.filter(kind="letter.returned").count() == 1
        assert Alert.objects.filter(kind__in=["unreached", "no_route"]).count() == 1

    def test_the_persons_own_word_takes_the_mark_away(self, cast, request_):
        letter = says(cast, request_, at=clock("9:20"))
        comes_back(letter, at=clock("9:40"))
        to = links.reply_address("support@heard.example", request_.pk, cast.zelda.pk)
        arrive(from_zelda("Subject: Re"), at=clock("9:50"), to=(to,))
        now = fresh(request_)
        assert now.unreached_at is None and now.owed_reason != "unreached"

    def test_a_word_to_another_address_takes_it_away_as_well(self, cast, request_, sink):
        letter = says(cast, request_, at=clock("9:20"))
        comes_back(letter, at=clock("9:40"))
        requester.add_address(cast.zelda, address="zelda@home.example", by=cast.allie, at=clock("9:45"))
        again = says(cast, fresh(request_), at=clock("9:46"), due="15:00")
        assert again.to_address == "zelda@home.example" and again.state == "sent"
        assert fresh(request_).unreached_at is None

    def test_a_lapse_while_they_cannot_be_reached_writes_nothing_to_them(self, cast, request_):
        comes_back(says(cast, request_, at=clock("9:20")), at=clock("9:40"))
        tick(clock("14:00"))
        now = fresh(request_)
        assert now.standing.kind == "repair" and now.standing.told_at is None and now.unreached_at
        assert not request_.letters.filter(kind="missed").exists()

    def test_a_bounce_that_comes_after_they_wrote_refutes_and_marks_nothing(self, cast, request_):
        letter = says(cast, request_, at=clock("9:20"))
        to = links.reply_address("support@heard.example", request_.pk, cast.zelda.pk)
        arrive(from_zelda("Subject: Re"), at=clock("9:30"), to=(to,))
        comes_back(letter, at=clock("9:40"))
        assert Refuted.objects.count() == 1 and fresh(request_).unreached_at is None

    def test_a_full_mailbox_refutes_and_is_tried_again(self, cast, request_):
        letter = says(cast, request_, at=clock("9:20"))
        comes_back(letter, at=clock("9:40"), code="5.2.2", says="mailbox full")
        assert Refuted.objects.count() == 1 and not Unreachable.objects.exists()
        assert says(cast, fresh(request_), at=clock("10:00"), due="15:00").state == "sent"


class TestAResolvedOne:
    def test_opens_again_with_a_repair_promise(self, cast, request_):
        says(cast, request_, at=clock("9:20"))
        letter = says(cast, fresh(request_), at=clock("11:00"), way="solves")
        assert not fresh(request_).is_open
        comes_back(letter, at=clock("11:30"))
        now = fresh(request_)
        assert now.is_open and now.standing.kind == "repair" and now.standing.told_at is None
        # Promised 9:20 for 14:00, half of it and at most an hour.
        assert now.standing.due_at == clock("12:30") and now.standing.misses == 1
        assert (now.owed_at, now.owed_reason) == (clock("11:30"), "unreached")
        assert Event.objects.filter(kind="ticket.reopened_unreached", ticket=request_).count() == 1

    def test_a_second_bounce_of_the_address_opens_nothing(self, cast, request_, sink):
        letter = says(
            cast,
            request_,
            at=clock(
                "11:00",
            ),
            way="solves",
        )
        comes_back(letter, at=clock("11:30"))
        sent = len(sink.mails)
        again = says(cast, fresh(request_), at=clock("11:40"), way="solves")
        assert len(sink.mails) == sent, "nothing is sent to a marked address"
        again.refresh_from_db()
        assert again.state == "failed" and "5.1.1" in again.trouble
        now = fresh(request_)
        assert not now.is_open and now.unreached_at == clock("11:40")
        assert Refuted.objects.count() == 2, "the repair was not kept either"
        assert Alert.objects.filter(kind="no_route").count() == 1

    def test_what_they_agreed_to_stays_resolved(self, cast, request_):
        from heard.record.actions import ticket

        letter = says(cast, request_, at=clock("11:00"), way="solves")
        ticket.agree(fresh(request_), by=cast.zelda, at=clock("11:10"))
        comes_back(letter, at=clock("11:30"))
        assert not fresh(request_).is_open

    def test_spam_stays_spam(self, cast, request_):
        from heard.record.actions import ticket

        letter = says(cast, request_, at=clock("9:20"))
        ticket.release(fresh(request_), resolution="spam", by=cast.bob, at=clock("9:30"))
        comes_back(letter, at=clock("9:40"))
        assert not fresh(request_).is_open and fresh(request_).unreached_at is None


class TestWhatProvesNothing:
    def state(self, request: Ticket) -> tuple:
        now = fresh(request)
        return (
            now.owed_at, now.owed_reason, now.unreached_at, now.resolved_at, now.promise and now.promise.pk,
            Refuted.objects.count(), Unreachable.objects.count(), Alert.objects.count(),
            list(Letter.objects.values_list("state", "trouble")),
        )  # fmt: skip

    @pytest.mark.parametrize("way", ["next", "solves"])
    def test_a_report_to_the_desk_itself(self, cast, request_, way):
        letter = says(cast, request_, at=clock("9:20"), way=way)
        before = self.state(request_)
        to = "support@heard.example"
        raw = report(to, ZELDA).replace(
            b"Auto-Sub", f"In-Reply-To: <{letter.header_id}>\r\nAuto-Sub".encode()
        )
        row = arrive(raw, at=clock("9:40"), to=(to,), sender="")
        assert (row.state, row.ticket) == ("filed", request_), (
            "it is filed where it can be seen, and moves nothing"
        )
        assert self.state(request_) == before

    @pytest.mark.parametrize("forged", ["other letter", "altered", "reply address", "made up"])
    def test_a_wrong_signature(self, cast, request_, forged):
        letter = says(cast, request_, at=clock("9:20"))
        good = links.return_path(letter.from_address, letter.pk)
        at = good.index("+") + 8  # a letter of what is signed
        to = {
            "other letter": links.return_path(letter.from_address, letter.pk + 1000),
            "altered": good[:at] + ("b" if good[at] == "a" else "a") + good[at + 1 :],
            "reply address": links.reply_address(letter.from_address, request_.pk, cast.zelda.pk),
            "made up": "support+b" + "a" * 24 + "@heard.example",
        }[forged]
        before = self.state(request_)
        assert to != good
        assert arrive(report(to, ZELDA), at=clock("9:40"), to=(to,), sender="").state == "filed"
        assert self.state(request_) == before

    def test_a_report_of_last_month(self, cast, request_):
        letter = says(cast, request_, at=clock("9:20"), way="solves")
        before = self.state(request_)
        comes_back(letter, at=clock("9:21") + LATEST)
        assert self.state(request_) == before

    def test_an_absence_note_on_the_return_path(self, cast, request_):
        letter = says(cast, request_, at=clock("9:20"))
        before = self.state(request_)
        to = links.return_path(letter.from_address, letter.pk)
        raw = from_zelda(
            "Subject: Out of office", "Auto-Submitted: auto-replied", body="I am away until Monday."
        )
        assert arrive(raw, at=clock("9:40"), to=(to,), sender="").machine == "out-of-office"
        assert self.state(request_) == before


def test_a_delay_is_only_told(cast, request_):
    letter = says(cast, request_, at=clock("9:20"))
    comes_back(letter, at=clock("9:40"), action="delayed", code="4.4.1", says="no answer from host")
    letter.refresh_from_db()
    assert letter.state == "sent" and letter.trouble.startswith("delayed on its way: 4.4.1")
    assert Event.objects.filter(kind="letter.delayed", ticket=request_).count() == 1
    assert not Refuted.objects.exists() and not Alert.objects.exists() and not fresh(request_).unreached_at


def test_a_receipt_that_comes_back_marks_the_address_and_interrupts_nobody(cast, request_):
    comes_back(request_.letters.get(kind="receipt"), at=clock("9:05"))
    now = fresh(request_)
    assert now.unreached_at is None and now.owed_reason == "first" and not Alert.objects.exists()
    assert unreachable.is_marked(ZELDA)
    letter = says(cast, now, at=clock("9:20"))
    assert letter.state == "failed"
    assert fresh(request_).unreached_at == clock("9:20") and Refuted.objects.count() == 1
    assert Alert.objects.get().kind == "no_route"


def test_the_server_we_speak_to_ourselves_needs_no_report(cast, request_, sink):
    sink.rcpt = ["550 5.1.1 no such person"]
    letter = says(cast, request_, at=clock("9:20"), way="solves")
    assert letter.state == "failed" and letter.trouble == "550 5.1.1 no such person"
    now = fresh(request_)
    assert now.is_open and now.standing.kind == "repair" and Refuted.objects.count() == 1
    assert unreachable.is_marked(ZELDA)


def test_what_is_wrong_with_the_letter_marks_no_address(cast, request_, sink):
    sink.data = ["554 5.6.0 unreadable"]
    letter = says(cast, request_, at=clock("9:20"))
    assert letter.state == "failed" and Refuted.objects.count() == 1 and not Unreachable.objects.exists()


def test_our_own_settings_are_no_letters_fault(cast, request_, sink):
    sink.mail = ["553 5.7.1 not your address"]
    letter = says(cast, request_, at=clock("9:20"))
    assert letter.state == "queued" and "5.7.1" in letter.trouble and not Refuted.objects.exists()
    assert send_due(clock("9:22")) == 1


def test_lifting_the_mark_lets_letters_go_again(cast, request_):
    letter = says(cast, request_, at=clock("9:20"))
    comes_back(letter, at=clock("9:40"))
    unreachable.lift(Unreachable.objects.get(), by=cast.allie, at=clock("10:00"))
    again = says(cast, fresh(request_), at=clock("10:01"), due="15:00")
    assert again.state == "sent" and fresh(request_).unreached_at is None
    assert Message.objects.filter(ticket=request_, kind="outbound").count() == 2


def test_a_report_for_a_letter_we_think_is_still_here(cast, request_):
    """The process died after the server's yes: the report proves that it left."""
    letter = says(cast, request_, at=clock("9:20"))
    Letter.objects.filter(pk=letter.pk).update(state="queued", sent_at=None)
    comes_back(letter, at=clock("9:40"))
    letter.refresh_from_db()
    assert letter.state == "returned" and send_due(clock("9:40") + timedelta(minutes=5)) == 0
