"""The SMTP and LMTP door, spoken to over a socket: yes only when durable, temporary when unsure."""

import smtplib
import socket
import time
from pathlib import Path

import pytest
from django.db import OperationalError

from cast import assemble
from channels.arriving import DESK, from_zelda
from channels.running import eventually, listening
from heard import clock
from heard.channels.mail import reading, smtp
from heard.channels.mail.pipeline import LEFT_ALONE, Pipeline
from heard.record import files
from heard.record.actions import intake as intakes
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db(transaction=True)
ZELDA = "zelda@northwind.example"


@pytest.fixture(autouse=True)
def cast():
    return assemble()


@pytest.fixture
def pipeline():
    with Pipeline() as one:
        yield one


@pytest.fixture
def door(pipeline):
    with listening(pipeline) as port:
        yield port


def test_a_mail_is_durable_before_yes_and_becomes_a_ticket(door, pipeline):
    raw = from_zelda("Subject: Drones return", "Message-ID: <a@northwind.example>")
    with smtplib.SMTP("127.0.0.1", door) as client:
        assert client.sendmail(ZELDA, [DESK], raw) == {}
        row = Intake.objects.get()
        assert (row.door, row.envelope_from, row.envelope_to) == ("smtp", ZELDA, [DESK])
        assert files.read(row.digest) == raw + b"\r\n"
    eventually(lambda: Ticket.objects.filter(subject="Drones return").exists())
    eventually(lambda: pipeline.is_idle)
    row.refresh_from_db()
    assert (row.state, row.ticket) == ("ticket", Ticket.objects.get())


def test_several_mails_over_one_connection(door, pipeline):
    with smtplib.SMTP("127.0.0.1", door) as client:
        for number in range(5):
            client.sendmail(
                ZELDA, [DESK], from_zelda(f"Subject: {number}", f"Message-ID: <{number}@northwind.example>")
            )
    eventually(lambda: Ticket.objects.count() == 5)
    assert list(Ticket.objects.order_by("id").values_list("subject", flat=True)) == list("01234")


def test_a_hostile_mail_does_not_hold_up_the_next(door, pipeline):
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(5000)
    )
    with smtplib.SMTP("127.0.0.1", door) as client:
        client.sendmail(ZELDA, [DESK], b"From: x@example.com\r\n" + deep)
        client.sendmail(ZELDA, [DESK], from_zelda("Subject: next"))
    eventually(lambda: Ticket.objects.filter(subject="next").exists(), patience=15)
    row = Intake.objects.order_by("id").first()
    assert (row.state, row.reason) == ("quarantined", "its parts are nested too deep")


def test_bare_bytes_long_lines_and_a_null_sender_are_taken(door, pipeline):
    raw = from_zelda("Subject: x", body=b"Gr\xfc\xdfe " + b"x" * 100_000)
    with smtplib.SMTP("127.0.0.1", door) as client:
        client.sendmail("", [DESK], raw)
    eventually(lambda: Intake.objects.filter(state="ticket").exists())
    assert not Letter.objects.exists(), "who names nobody to be told gets no receipt"


def test_a_recipient_of_no_desk_is_taken_and_marked(door, pipeline):
    with smtplib.SMTP("127.0.0.1", door) as client:
        client.sendmail(ZELDA, ["whoever@heard.example"], from_zelda())
    eventually(lambda: Intake.objects.filter(state="ticket", reason__contains="first desk").exists())


@pytest.mark.parametrize("trouble", [OSError("no space left"), OperationalError("database is away")])
def test_unsure_is_temporary_and_the_next_try_succeeds(door, pipeline, monkeypatch, trouble):
    def refuse(*_args, **_more):
        raise trouble

    target = "heard.record.files.keep" if isinstance(trouble, OSError) else "heard.record.actions.intake.note"
    with smtplib.SMTP("127.0.0.1", door) as client:
        with monkeypatch.context() as away:
            away.setattr(target, refuse)
            with pytest.raises(smtplib.SMTPDataError) as answer:
                client.sendmail(ZELDA, [DESK], from_zelda())
            assert answer.value.smtp_code == 451
        assert not Intake.objects.exists()
        client.sendmail(ZELDA, [DESK], from_zelda())
    eventually(lambda: Ticket.objects.count() == 1)


def test_a_mail_that_is_too_big_is_refused_and_nothing_is_kept(door, pipeline, monkeypatch):
    with smtplib.SMTP("127.0.0.1", door) as client:
        client.ehlo()
        assert int(client.esmtp_features["size"]) == 40 * 2**20
        with pytest.raises(smtplib.SMTPException):
            client.sendmail(
                ZELDA, [DESK], from_zelda(body=b"x" * (41 * 2**20)), mail_options=["SIZE=43000000"]
            )
    assert not Intake.objects.exists()


class Line:
    """A conversation line by line."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.file = self.socket.makefile("rb")

    def hears(self) -> str:
        """The next whole answer."""
        while True:
            line = self.file.readline().decode()
            if line[3:4] != "-":
                return line.strip()

    def says(self, text: str) -> str:
        """Say a line and hear the answer."""
        self.socket.sendall(text.encode() + b"\r\n")
        return self.hears()

    def mail(self, *recipients: str) -> str:
        """Everything up to the answer to DATA."""
        assert self.says(f"MAIL FROM:<{ZELDA}>").startswith("250")
        for recipient in recipients:
            assert self.says(f"RCPT TO:<{recipient}>").startswith("250")
        return self.says("DATA")


def test_lmtp_answers_once_for_each_recipient(pipeline):
    with listening(pipeline, scheme="lmtp") as port:
        line = Line(port)
        assert line.hears().startswith("220")
        assert line.says("EHLO x").startswith("500")
        assert line.says("LHLO x").startswith("250")
        assert line.mail(DESK, "quiet@heard.example").startswith("354")
        assert line.says("From: zelda@northwind.example\r\n\r\nhi\r\n.").startswith("250")
        assert line.hears().startswith("250")
        assert line.says("NOOP").startswith("250")
        assert line.mail(DESK).startswith("354")
        assert line.says("From: zelda@northwind.example\r\n\r\nho\r\n.").startswith("250")
        assert line.says("QUIT").startswith("221")
    eventually(lambda: Ticket.objects.count() == 3)


def test_lmtp_answers_once_for_each_recipient_when_it_cannot(pipeline, monkeypatch):
    def refuse(*_args, **_more):
        raise OSError("no space left")

    monkeypatch.setattr(files, "keep", refuse)
    with listening(pipeline, scheme="lmtp") as port:
        line = Line(port)
        line.hears()
        line.says("LHLO x")
        line.mail(DESK, "quiet@heard.example")
        assert line.says("hi\r\n.").startswith("451")
        assert line.hears().startswith("451")
        assert line.says("NOOP").startswith("250")


def test_what_breaks_off_in_the_middle_leaves_nothing(door, pipeline):
    line = Line(door)
    line.hears()
    line.says("EHLO x")
    assert line.mail(DESK).startswith("354")
    line.socket.sendall(b"From: zelda@northwind.example\r\n\r\nhal")
    line.socket.close()
    line.file.close()
    with smtplib.SMTP("127.0.0.1", door) as client:
        client.sendmail(ZELDA, [DESK], from_zelda())
    assert Intake.objects.count() == 1


def test_what_was_taken_and_not_placed_is_taken_up_at_the_next_start(monkeypatch):
    raw = from_zelda("Subject: x")
    with monkeypatch.context() as crash:
        crash.setattr("heard.channels.mail.pipeline.place", lambda *_args, **_more: 1 / 0)
        with Pipeline() as pipeline:
            pipeline.take(raw, door="smtp", envelope_from=ZELDA, envelope_to=(DESK,))
            eventually(lambda: Intake.objects.exclude(reason="").exists())
    row = Intake.objects.get()
    assert (row.state, row.reason) == ("received", "it could not be put on a request (ZeroDivisionError)")
    with Pipeline():
        eventually(lambda: Intake.objects.filter(state="ticket").exists())


def test_after_three_failures_a_mail_is_quarantined_with_the_reason(monkeypatch):
    monkeypatch.setattr("heard.channels.mail.reading.STILL_SECONDS", 0)
    with monkeypatch.context() as broken:
        broken.setattr("heard.channels.mail.place._Mail.settle", lambda *_args, **_more: 1 / 0)
        with Pipeline() as pipeline:
            pipeline.take(from_zelda(), door="smtp", envelope_from=ZELDA, envelope_to=(DESK,))
            eventually(lambda: Intake.objects.exclude(reason="").exists())
        for attempts in (2, 3):
            with Pipeline() as pipeline:
                eventually(lambda n=attempts: Intake.objects.filter(attempts=n).exists())
                eventually(lambda: pipeline.is_idle)
        with Pipeline():
            eventually(lambda: Intake.objects.filter(state="quarantined").exists())
    assert Intake.objects.get().reason == "it could not be put on a request (ZeroDivisionError)"


def test_a_mail_that_only_waited_is_not_counted_as_failed(monkeypatch):
    for _ in range(4):
        with monkeypatch.context() as busy:
            busy.setattr(Pipeline, "_hand_on", lambda self, number: self._hands.discard(number))
            with Pipeline() as pipeline:
                if not Intake.objects.exists():
                    pipeline.take(from_zelda(), door="smtp", envelope_to=(DESK,))
    assert Intake.objects.get().attempts == 0


def test_a_mail_that_was_read_and_waited_when_we_were_killed_is_not_counted_as_failed(monkeypatch):
    for _ in range(5):
        with monkeypatch.context() as killed:
            killed.setattr(Pipeline, "_place", lambda self, number, _read: self._hands.discard(number))
            with Pipeline() as pipeline:
                if not Intake.objects.exists():
                    pipeline.take(from_zelda(), door="smtp", envelope_from=ZELDA, envelope_to=(DESK,))
                eventually(lambda: not pipeline._hands)
    assert Intake.objects.get().attempts == 0
    with Pipeline():
        eventually(lambda: Intake.objects.get().state == "ticket")


def test_a_reading_that_goes_on_elsewhere_is_not_counted_as_failed():
    """Two processes take up the same mails at their start; one of them was killed while it read this one before."""
    intakes.keep(from_zelda(), door="smtp", at=clock.now(), envelope_from=ZELDA, envelope_to=(DESK,))
    Intake.objects.update(attempts=reading.DEATHS - 1)
    with Pipeline() as pipeline:
        eventually(lambda: pipeline._doubts._since)
        Intake.objects.update(attempts=1, received_at=clock.now() - LEFT_ALONE)
        eventually(lambda: Intake.objects.get().state == "ticket")


@pytest.mark.parametrize("attempts, state", [(3, "ticket"), (reading.DEATHS - 1, "quarantined")])
def test_a_process_that_was_ended_beside_a_mail_says_less_than_a_failure(monkeypatch, attempts, state):
    monkeypatch.setattr("heard.channels.mail.reading.STILL_SECONDS", 0)
    intakes.keep(from_zelda(), door="smtp", at=clock.now(), envelope_from=ZELDA, envelope_to=(DESK,))
    Intake.objects.update(attempts=attempts, received_at=clock.now() - LEFT_ALONE)
    with Pipeline():
        eventually(lambda: Intake.objects.get().state == state)


def test_the_bytes_in_the_store_are_the_bytes_that_came(door, pipeline, tmp_path: Path):
    raw = from_zelda("Subject: odd", body=b"\x00\x01\xfe\r\n..dots\r\n.\r\nend\r\n")
    with smtplib.SMTP("127.0.0.1", door) as client:
        client.sendmail(ZELDA, [DESK], raw)
    assert files.read(Intake.objects.get().digest) == raw


def test_one_too_many_is_told_to_come_again_and_may(pipeline, monkeypatch):
    monkeypatch.setattr(smtp, "SESSIONS", 2)
    with listening(pipeline) as port:
        first, second, third = Line(port), Line(port), Line(port)
        assert first.hears().startswith("220") and second.hears().startswith("220")
        assert third.hears().startswith("421")
        assert third.file.readline() == b""
        first.says("QUIT")
        eventually(lambda: Line(port).hears().startswith("220"))
        assert second.says("NOOP").startswith("250")


def test_a_slow_line_is_no_silence(pipeline, monkeypatch):
    monkeypatch.setattr(smtp, "IDLE_SECONDS", 1.0)
    with listening(pipeline) as port:
        line = Line(port)
        line.hears()
        line.says("EHLO x")
        assert line.mail(DESK).startswith("354")
        line.socket.sendall(b"From: zelda@northwind.example\r\n\r\n")
        for _ in range(8):
            time.sleep(0.4)
            line.socket.sendall(b"slowly\r\n")
        assert line.says(".").startswith("250")
    eventually(lambda: Ticket.objects.count() == 1)


def test_who_says_nothing_and_who_never_ends_give_their_place_to_others(pipeline, monkeypatch):
    monkeypatch.setattr(smtp, "IDLE_SECONDS", 0.8)
    with listening(pipeline) as port:
        silent = Line(port)
        silent.hears()
        assert silent.file.readline() == b""
    monkeypatch.setattr(smtp, "IDLE_SECONDS", 60.0)
    monkeypatch.setattr(smtp, "LONGEST_SECONDS", 1.0)
    with listening(pipeline) as port:
        endless = Line(port)
        endless.hears()
        endless.says("EHLO x")
        assert endless.hears().startswith("421")
    assert not Intake.objects.exists()


def test_lmtp_counts_too(pipeline, monkeypatch):
    monkeypatch.setattr(smtp, "SESSIONS", 1)
    with listening(pipeline, scheme="lmtp") as port:
        one = Line(port)
        assert one.hears().startswith("220")
        assert Line(port).hears().startswith("421")
