"""`heard receive`: 0 only when durable, 75 otherwise; in a process of its own, as a mail server calls it."""

import pytest

from cast import assemble
from channels.arriving import DESK, from_zelda
from channels.running import ask, heard, set_up
from heard.channels.mail.receive_command import receive
from heard.record import files
from heard.record.models.intake import Intake


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_durable_and_placed_at_once():
    assemble()
    raw = from_zelda("Subject: Drones return")
    assert receive(raw, desk=DESK) == 0
    row = Intake.objects.get()
    assert (row.door, row.envelope_to, row.state, row.ticket.subject) == (
        "pipe",
        [DESK],
        "ticket",
        "Drones return",
    )
    assert files.read(row.digest) == raw


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("target", ["heard.record.files.keep", "heard.record.actions.intake.note"])
def test_what_is_not_durable_is_tried_again(monkeypatch, target):
    def refuse(*_args, **_more):
        raise OSError("no space left")

    monkeypatch.setattr(target, refuse)
    assert receive(from_zelda()) == 75
    assert not Intake.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_placed_now_is_durable_all_the_same():
    assert receive(from_zelda()) == 0  # there is no desk yet
    assert Intake.objects.get().state == "received"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("raw", [b"", b"\0", b'From: "\r\n\r\n'])
def test_nonsense_is_durable_and_quarantined(raw):
    assemble()
    assert receive(raw) == 0
    row = Intake.objects.get()
    assert row.state == "quarantined" and row.reason


def test_the_command(bare_installation):
    """The whole way: a process with a raw mail on its standard input."""
    assert heard(bare_installation, "receive", stdin=from_zelda()).returncode not in (0,)
    set_up(bare_installation)
    done = heard(bare_installation, "receive", "--desk", DESK, stdin=from_zelda("Subject: piped"))
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert ask(bare_installation, "list(Ticket.objects.values_list('subject', flat=True))") == ["piped"]
    done = heard(bare_installation, "parse", stdin=from_zelda("Subject: piped"))
    assert done.returncode == 0 and b'"subject": "piped"' in done.stdout
