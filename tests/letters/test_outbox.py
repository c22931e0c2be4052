"""The outbox beyond yes and no: pace by mail host, a line that went dead, copies, files in place, other senders."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from cast import Cast, clock
from channels.arriving import arrive
from channels.mails import mail
from heard.letters import post
from heard.letters.send import send_due
from heard.record import files, links
from heard.record.actions import chase, desk, outbox, party, promise, setting
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.arrival import AttachedFile
from heard.record.errors import Refused
from heard.record.models.alert import Alert
from heard.record.models.letter import Letter
from heard.record.models.refuted import Refuted
from heard.record.models.ticket import Ticket
from heard.record.models.unreachable import Unreachable
from letters.returning import report

PNG = b"\x89PNG\r\n\x1a\n"
MINUTE = timedelta(minutes=1)


def says(cast: Cast, *, at: str = "9:20", text: str = "I look into it.", **more: object) -> Ticket:
    request = cast.writes(cast.zelda, "It comes back.", at=clock("9:02"))
    word = Word(text=text, way="next", due_at=clock("14:00"), **more)
    promise.say(request, word, by=cast.allie, at=clock(at))
    return request


class TestPace:
    def asks(self, cast: Cast, count: int) -> None:
        for n in range(count):
            address = f"p{n}@big.example"
            arrive(mail(body=f"Help {n}", sender=address), at=clock("9:02"))

    def test_a_host_gets_so_many_a_minute_and_others_do_not_wait(self, cast, sink):
        setting.set_pace(2, by=HEARD, at=clock("9:00"))
        self.asks(cast, 5)
        cast.writes(cast.zelda, "Mine comes last.", at=clock("9:02"))
        assert send_due(clock("9:02")) == 3
        assert [to[0].rpartition("@")[2] for _, to in sink.envelopes] == ["big.example"] * 2 + [
            "northwind.example"
        ]
        waiting = Letter.objects.filter(state="queued")
        assert {letter.not_before for letter in waiting} == {clock("9:03")} and waiting.count() == 3
        assert not waiting.filter(attempts__gt=0).exists(), "waiting for one's turn is no failed try"
        assert send_due(clock("9:03")) == 2 and send_due(clock("9:04")) == 1

    def test_it_is_a_number_that_makes_sense(self, cast):
        for number in (0, -1, 10**6):
            with pytest.raises(Refused):
                setting.set_pace(number, by=HEARD, at=clock("9:00"))


class TestTheLine:
    def test_a_server_that_hung_up_meanwhile_is_called_again_at_once(self, cast, sink, settings):
        with post.Post(settings.HEARD_SMTP_URL, name="test") as line:
            line.hand_over(b"Subject: 1\r\n\r\n1", sender="a@x.example", to="b@y.example")
            line._smtp.sock.shutdown(2)
            assert line.hand_over(b"Subject: 2\r\n\r\n2", sender="a@x.example", to="b@y.example")
        assert sink.connections == 2 and len(sink.mails) == 2

    def test_it_is_renewed_after_a_hundred_letters(self, cast, sink, settings, monkeypatch):
        monkeypatch.setattr(post, "MOST", 2)
        with post.Post(settings.HEARD_SMTP_URL, name="test") as line:
            for n in range(5):
                line.hand_over(b"Subject: %d\r\n\r\n" % n, sender="a@x.example", to="b@y.example")
        assert sink.connections == 3

    def test_what_must_not_leave_any_more_does_not(self, cast, sink, settings):
        with post.Post(settings.HEARD_SMTP_URL, name="test") as line:
            left = line.hand_over(b"x", sender="a@x.example", to="b@y.example", ready=lambda: False)
            assert not left and sink.mails == []
            assert line.hand_over(b"y", sender="a@x.example", to="b@y.example"), (
                "the line is ready for the next"
            )


class TestWhoseFaultItIs:
    """What is wrong with our settings makes letters wait; what is wrong with a letter fails it alone."""

    @pytest.mark.parametrize(
        ("where", "says", "state"),
        [
            ("mail", "553 5.7.1 not your address", "queued"),
            ("mail", "451 4.3.0 busy", "queued"),
            ("mail", "552 5.3.4 too large", "failed"),
            ("rcpt", "554 5.7.1 Relay access denied", "queued"),
            ("rcpt", "550 relaying is not permitted", "queued"),
            ("rcpt", "550 5.7.1 blocked by policy", "failed"),
            ("data", "554 5.6.0 no", "failed"),
        ],
    )
    def test_a_no(self, cast, sink, where, says, state):
        cast.writes(cast.zelda, "It comes back.", at=clock("9:02"))
        setattr(sink, where, [says])
        send_due(clock("9:02"))
        letter = Letter.objects.get()
        assert letter.state == state and says in letter.trouble
        assert not Unreachable.objects.exists()


class TestTheAlarm:
    def test_fifteen_minutes_late_tells_the_owner_once(self, cast, sink):
        request = says(cast)
        Letter.objects.filter(kind="receipt").update(state="sent")
        sink.mail = ["451 4.3.0 later"] * 9
        send_due(clock("9:20"))
        assert outbox.alarm_late(at=clock("9:34")) == 0
        assert outbox.alarm_late(at=clock("9:35")) == 1
        assert outbox.alarm_late(at=clock("9:36")) == 0
        alert = Alert.objects.get(kind="stuck")
        assert (alert.agent, alert.ticket, alert.at) == (cast.allie, request, clock("9:20"))

    def test_what_others_are_asked_is_told_of_as_well(self, cast, sink):
        request = says(cast)
        vendor = party.make(name="Mira Maps", address="mira@globex.example", by=cast.allie, at=clock("9:20"))
        chase.start(request, contact=vendor, asked="When?", sends=True, by=cast.allie, at=clock("9:21"))
        Letter.objects.exclude(kind="ping").update(state="sent")
        assert outbox.alarm_late(at=clock("9:35")) == 0
        assert outbox.alarm_late(at=clock("9:36")) == 1
        assert outbox.alarm_late(at=clock("9:37")) == 0
        alert = Alert.objects.get(kind="stuck_ping")
        assert (alert.agent, alert.ticket, alert.at) == (cast.allie, request, clock("9:21"))

    def test_a_letter_that_left_alarms_nobody(self, cast, sink):
        says(cast)
        send_due(clock("9:20"))
        assert outbox.alarm_late(at=clock("10:00")) == 0


class TestCopies:
    def test_each_is_a_letter_of_its_own_without_the_key(self, cast, sink):
        request = says(cast, cc=("boss@northwind.example",), bcc=("legal@heard.example",))
        assert send_due(clock("9:20")) == 4
        main, cc, bcc = [one for one in sink.parsed() if one["Subject"].startswith("Re:")]
        assert [to for _, (to,) in sink.envelopes[1:]] == [
            "zelda@northwind.example", "boss@northwind.example", "legal@heard.example",
        ]  # fmt: skip
        for one in (main, cc, bcc):
            assert (
                one["To"] == "Zelda Marsh <zelda@northwind.example>" and one["Cc"] == "boss@northwind.example"
            )
            assert "legal@" not in one.as_string(), "nobody sees who got a blind copy"
            assert "I look into it." in one.get_body(("plain",)).get_content()
        assert "/r/" in main.as_string()
        for copy in (cc, bcc):
            assert "/r/" not in copy.as_string() and copy["Reply-To"] is None
        assert len({one["Message-ID"] for one in (main, cc, bcc)}) == 3
        assert request.participants.count() == 1, "a copy subscribes nobody"

    def test_one_that_comes_back_refutes_nothing(self, cast, sink):
        request = says(cast, cc=("boss@northwind.example",))
        send_due(clock("9:20"))
        copy = Letter.objects.get(copy="cc")
        to = links.return_path(copy.from_address, copy.pk)
        arrive(report(to, copy.to_address), at=clock("9:40"), to=(to,), sender="")
        copy.refresh_from_db()
        assert copy.state == "returned" and not Refuted.objects.exists() and not Alert.objects.exists()
        assert Ticket.objects.get(pk=request.pk).unreached_at is None
        assert Unreachable.objects.get().address == "boss@northwind.example"

    def test_one_refused_by_our_server_leaves_the_others_alone(self, cast, sink):
        says(cast, cc=("boss@northwind.example", "two@northwind.example"))
        Letter.objects.filter(kind="receipt").update(state="kept")
        sink.rcpt = ["550 5.1.1 nobody"]
        Letter.objects.filter(copy="").update(not_before=clock("9:21"))
        assert send_due(clock("9:22")) == 2
        assert sorted(Letter.objects.exclude(kind="receipt").values_list("copy", "state")) == [
            ("", "sent"), ("cc", "failed"), ("cc", "sent"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "cc", [("nonsense",), ("support@heard.example",), tuple(f"a{n}@x.example" for n in range(21))]
    )
    def test_what_is_no_address_is_refused(self, cast, cc):
        with pytest.raises(Refused) as refused:
            says(cast, cc=cc)
        assert refused.value.field == "cc" and not Letter.objects.filter(kind="reply").exists()


def test_an_image_stands_where_the_text_names_it(cast, sink):
    shot, other = (
        AttachedFile("shot.png", "image/png", PNG),
        AttachedFile("b<b>.png", "image/png", PNG + b"2"),
    )
    log = AttachedFile("log.txt", "text/plain", b"log")
    says(cast, text="Press this: [shot.png]\nand [log.txt], [b<b>.png]", files=(shot, other, log))
    send_due(clock("9:20"))
    sent = sink.parsed()[-1]
    page = sent.get_body(("html",)).get_content()
    related = [part for part in sent.walk() if part["Content-ID"]]
    assert [part.get_content() for part in related] == [PNG, PNG + b"2"]
    for part in related:
        assert f'src="cid:{part["Content-ID"].strip("<>")}"' in page
        assert part.get_content_disposition() == "inline"
    assert "[log.txt]" in page and "<b>" not in page
    assert [part.get_filename() for part in sent.iter_attachments()] == ["log.txt"]
    assert "Press this: [shot.png]" in sent.get_body(("plain",)).get_content()


def test_letters_leave_from_the_address_that_was_written_to(cast, sink):
    desk.add_address(cast.desk, address="billing@heard.example", by=HEARD, at=clock("8:30"))
    for to in ("billing@heard.example", "support@heard.example", "Billing+x@heard.example"):
        arrive(mail(body=f"To {to}", sender=f"{len(to)}-{to[0]}@aegean.example"), at=clock("9:02"), to=(to,))
    send_due(clock("9:02"))
    left = [one["From"].addresses[0].addr_spec for one in sink.parsed()]
    assert left == ["billing@heard.example", "support@heard.example", "billing@heard.example"]
    assert all(
        links.without_plus(sender) == address
        for (sender, _), address in zip(sink.envelopes, left, strict=True)
    )
    desk.drop_address(cast.desk, address="billing@heard.example", by=HEARD, at=clock("9:10"))
    late = Ticket.objects.first()
    promise.say(late, Word(text="Yes.", way="next", due_at=clock("14:00")), by=cast.allie, at=clock("9:20"))
    assert Letter.objects.get(kind="reply").from_address == "support@heard.example"


def test_the_stored_bytes_are_what_left(cast, sink):
    says(cast, cc=("boss@northwind.example",))
    send_due(clock("9:20"))
    for letter, content in zip(Letter.objects.order_by("id"), sink.mails, strict=True):
        assert files.read(letter.body) == content
        assert message_from_bytes(content, policy=policy.default)["Message-ID"] == f"<{letter.header_id}>"


def test_an_address_too_long_to_be_signed_leaves_all_the_same(cast, sink):
    long = "a" * 50 + "@heard.example"
    desk.add_address(cast.desk, address=long, by=HEARD, at=clock("8:30"))
    arrive(mail(body="Help"), at=clock("9:02"), to=(long,))
    assert send_due(clock("9:02")) == 1 and sink.envelopes[0][0] == long
