"""Fetching a mailbox from a real server: the ledger knows what was taken, flags and numbers may do what they like."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError

from cast import assemble
from channels import dovecot
from channels.arriving import from_zelda
from channels.running import eventually
from heard import clock
from heard.channels.mail import checks, fetching, imap
from heard.channels.mail.mailbox import name_of
from heard.channels.mail.pipeline import Pipeline
from heard.record import files
from heard.record.models.door import Door
from heard.record.models.intake import Intake
from heard.record.models.mailbox import MailboxMail
from heard.record.models.ticket import Ticket
from heard.site.addresses import MailboxServer, Secret

pytestmark = [
    pytest.mark.once,  # what a mail server says plays no part in the database
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(dovecot.PROGRAM is None, reason="needs dovecot; .ci/run installs it"),
]
NEVER = threading.Event()


@pytest.fixture(scope="module")
def server():
    with dovecot.running() as box:
        yield box


@pytest.fixture
def box(server):
    """The mailbox, empty, and Heard with its cast."""
    assemble()
    with server.opened() as client:
        client.delete_messages(client.search())
        client.expunge()
    return server


@pytest.fixture
def pipeline():
    with Pipeline() as one:
        yield one


def put(box, *subjects: str, **more) -> None:
    """Mails come into the mailbox."""
    with box.opened() as client:
        for subject in subjects:
            raw = from_zelda(
                f"Subject: {subject}", f"Message-ID: <{subject}@northwind.example>", body=subject
            )
            client.append(box.path, raw, **more)


def fetch(box, pipeline, **more) -> int:
    """One look into the mailbox."""
    with imap.connect(box) as client:
        taken = imap.fetch(client, box, pipeline, NEVER, **more)
    eventually(lambda: pipeline.is_idle)
    return taken


def configured(box) -> MailboxServer:
    """The mailbox as the environment names it."""
    return MailboxServer(
        box.scheme, box.host, box.port, box.user, Secret(box.password.reveal()), box.path, box.processed
    )


def subjects() -> list[str]:
    """What became tickets."""
    return list(Ticket.objects.order_by("id").values_list("subject", flat=True))


def test_every_mail_becomes_a_ticket_once(box, pipeline):
    put(box, "one", "two")
    assert fetch(box, pipeline) == 2
    assert subjects() == ["one", "two"]
    assert fetch(box, pipeline) == fetch(box, pipeline, everything=False) == 0
    put(box, "three")
    assert fetch(box, pipeline, everything=False) == 1
    assert subjects() == ["one", "two", "three"]
    row = Intake.objects.last()
    assert (row.door, row.state) == ("imap", "ticket")
    assert files.read(row.digest).startswith(b"From: Zelda")


def test_flags_set_by_others_hide_nothing_and_ours_change_nothing(box, pipeline):
    put(box, "one", flags=[rb"\Seen"])
    put(box, "two")
    assert fetch(box, pipeline) == 2
    with box.opened() as client:
        flags = client.get_flags(client.search())
    assert [rb"\Seen" in own for own in flags.values()] == [True, False]


def test_what_came_during_an_outage_is_fetched_afterwards(box, pipeline):
    put(box, "one")
    fetch(box, pipeline)
    MailboxMail.objects.all().delete()
    put(box, "two", "three")
    assert fetch(box, pipeline) == 3
    assert subjects() == ["one", "two", "three"]
    again = Intake.objects.filter(state="filed").get()
    assert again.reason == "the same mail came before"


def test_new_numbers_for_old_mails_make_no_second_tickets(box, pipeline):
    put(box, "one", "two")
    fetch(box, pipeline)
    with box.opened() as client:
        client.create_folder("new")
        client.copy(client.search(), "new")
    renumbered = dovecot.Box(box.port, path="new")
    MailboxMail.objects.update(mailbox=name_of(renumbered), uidvalidity=1)
    assert fetch(renumbered, pipeline) == 2
    assert subjects() == ["one", "two"]
    with box.opened() as client:
        client.delete_folder("new")


def test_a_mail_that_could_not_be_made_durable_is_fetched_again(box, pipeline, monkeypatch):
    def refuse(*_args, **_more):
        raise OperationalError("database is away")

    put(box, "one")
    with monkeypatch.context() as away:
        away.setattr("heard.record.actions.intake.note", refuse)
        with pytest.raises(OperationalError):
            fetch(box, pipeline)
    assert not MailboxMail.objects.exists() and not Intake.objects.exists()
    assert fetch(box, pipeline) == 1
    assert subjects() == ["one"]


@pytest.mark.database
def test_the_ledger_and_the_arrival_are_one_transaction(box, pipeline, monkeypatch):
    put(box, "one")
    with monkeypatch.context() as broken:
        broken.setattr(MailboxMail, "save", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            fetch(box, pipeline)
    assert not Intake.objects.exists()


def test_mail_that_lay_there_for_days_before_the_first_look_makes_no_request(box, pipeline):
    put(box, "old", msg_time=clock.now() - timedelta(days=30))
    put(box, "new")
    assert fetch(box, pipeline) == 2
    assert subjects() == ["new"]
    row = Intake.objects.get(state="filed")
    assert (row.subject, row.reason) == ("old", "it lay in the mailbox before we first looked there")


def test_it_is_looked_into_again_and_again_and_says_so(box, pipeline, settings):
    settings.HEARD_MAILBOXES = (configured(box),)
    (finding,) = checks.mailboxes(clock.now())
    assert (finding.state, finding.says) == ("red", "never yet")
    stop = threading.Event()
    thread = fetching.start(box, pipeline, stop)
    try:
        eventually(lambda: Door.objects.filter(well_at__isnull=False).exists())
    finally:
        stop.set()
        thread.join()
    (finding,) = checks.mailboxes(clock.now())
    assert finding.state == "fine"
    (finding,) = checks.mailboxes(clock.now() + timedelta(minutes=6))
    assert finding.state == "red"


def test_a_server_that_is_away_is_said_and_tried_again(box, pipeline, settings):
    away = dovecot.Box(1)
    settings.HEARD_MAILBOXES = (configured(away),)
    stop = threading.Event()
    thread = fetching.start(away, pipeline, stop)
    try:
        eventually(lambda: Door.objects.exclude(trouble="").exists())
    finally:
        stop.set()
        thread.join()
    (finding,) = checks.mailboxes(clock.now())
    assert finding.state == "red" and "refused" in finding.says.lower()


def test_a_wrong_password_is_said(box):
    class Wrong(dovecot.Password):
        def reveal(self) -> str:
            return "wrong"

    with pytest.raises(Exception, match="(?i)auth"):
        imap.connect(dovecot.Box(box.port, password=Wrong()))
