"""Several mailboxes side by side, told of new mail at once, moved away afterwards, counted at night; all against a real
server."""

import contextlib
import socket
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from imapclient.exceptions import IMAPClientError

from cast import assemble
from channels import dovecot
from channels.arriving import from_zelda
from channels.certificates import certificate
from channels.running import ask, eventually, free_port, kill, set_up
from channels.running import door as running_door
from channels.test_imap import configured, put, subjects
from heard import clock as present
from heard.channels.mail import checks, count, fetching, imap
from heard.channels.mail.ledger import CLAIM
from heard.channels.mail.mailbox import desk_of, name_of
from heard.channels.mail.pipeline import Pipeline
from heard.channels.mail.remedies import FolderTrouble, MailTrouble, remedy
from heard.record.actions import mailbox as mailboxes
from heard.record.actor import HEARD
from heard.record.inside import NotAllowed, may_reach
from heard.record.locker import Locked
from heard.record.models.desk import Desk
from heard.record.models.door import Door
from heard.record.models.intake import Intake
from heard.record.models.mailbox import Mailbox, MailboxMail

pytestmark = [
    pytest.mark.once,  # what a mail server says plays no part in the database
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(dovecot.PROGRAM is None, reason="needs dovecot; .ci/run installs it"),
]
NEVER = threading.Event()
# Everything a server of 1996 knew, and waiting; no MOVE, no UIDPLUS.
OLD_SERVER = "imap_capability = IMAP4rev1 IDLE\n"


@pytest.fixture(scope="module")
def server():
    with dovecot.running() as box:
        yield box


@pytest.fixture
def box(server):
    """Zelda's mails land here; the mailbox is empty, and Heard has its cast."""
    assemble()
    empty(server)
    return replace(server, processed="Processed")


@pytest.fixture
def pipeline():
    with Pipeline() as one:
        yield one


def empty(server) -> None:
    with server.opened() as client:
        client.delete_messages(client.search())
        client.expunge()
        for _, _, folder in client.list_folders():
            if folder != "INBOX":
                client.delete_folder(folder)


def look(box, pipeline, **more) -> int:
    with imap.connect(box) as client:
        taken = imap.fetch(client, box, pipeline, NEVER, **more)
    eventually(lambda: pipeline.is_idle)
    return taken


def held(box, folder: str) -> list[str]:
    """The subjects in a folder."""
    with box.opened() as client:
        if not client.folder_exists(folder):
            return []
        client.select_folder(folder, readonly=True)
        answers = client.fetch(client.search(), ["ENVELOPE"])
        return sorted(one[b"ENVELOPE"].subject.decode() for one in answers.values())


@contextlib.contextmanager
def fetching_all(pipeline):
    """Every configured mailbox is fetched, as in the mail door."""
    stop = threading.Event()
    fetchers = fetching.Fetchers(pipeline, stop)
    fetchers.start()
    try:
        yield
    finally:
        stop.set()
        fetchers.join()


def test_taken_mails_move_and_the_folder_is_made(box, pipeline):
    put(box, "one", "two")
    assert look(box, pipeline) == 2
    assert (held(box, "INBOX"), held(box, "Processed")) == ([], ["one", "two"])
    put(box, "three", flags=[rb"\Seen"])
    assert look(box, pipeline, everything=False) == 1
    assert held(box, "Processed") == ["one", "three", "two"]
    assert sorted(subjects()) == ["one", "three", "two"]


def test_flags_stay_as_they_are_when_mails_move(box, pipeline):
    put(box, "one", flags=[rb"\Seen", rb"\Flagged"])
    put(box, "two")
    look(box, pipeline)
    with box.opened() as client:
        client.select_folder("Processed", readonly=True)
        flags = sorted(sorted(set(own) - {rb"\Recent"}) for own in client.get_flags(client.search()).values())
    assert flags == [[], [rb"\Flagged", rb"\Seen"]]


@pytest.mark.database
def test_it_moves_only_after_the_commit_and_what_a_crash_left_moves_later(box, pipeline, monkeypatch):
    put(box, "one")
    with monkeypatch.context() as broken:
        broken.setattr(MailboxMail, "save", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            look(box, pipeline)
    assert held(box, "INBOX") == ["one"] and not Intake.objects.exists()
    with monkeypatch.context() as crash:
        crash.setattr(imap, "_put_away", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            look(box, pipeline)
    assert held(box, "INBOX") == ["one"] and Intake.objects.count() == 1
    assert look(box, pipeline) == 0
    assert (held(box, "INBOX"), held(box, "Processed")) == ([], ["one"])
    eventually(lambda: subjects() == ["one"])


def test_a_server_without_move_gets_a_copy_and_a_mark_and_nothing_of_others_is_expunged(pipeline):
    assemble()
    with dovecot.running(more=OLD_SERVER) as server:
        box = replace(server, processed="Processed")
        put(box, "others")
        put(box, "one")
        assert look(replace(box, processed=""), pipeline) == 2
        with box.opened() as client:
            client.delete_messages(client.search(["SUBJECT", "others"]))
        put(box, "two")
        assert look(box, pipeline) == 1
        assert look(box, pipeline) == 0
        assert held(box, "Processed") == ["one", "two"]
        with box.opened() as client:
            assert len(client.search(["DELETED"])) == 3
    assert sorted(subjects()) == ["one", "others", "two"]


def test_what_lay_there_before_stays_where_it_is(box, pipeline):
    put(box, "old", msg_time=present.now() - timedelta(days=30))
    put(box, "new")
    look(box, pipeline)
    eventually(lambda: subjects() == ["new"])
    look(box, pipeline)
    assert (held(box, "INBOX"), held(box, "Processed")) == (["old"], ["new"])


@pytest.mark.database
def test_two_doors_that_fetch_the_same_mailbox_make_one_ticket_of_each_mail(box, settings):
    settings.HEARD_MAILBOXES = (configured(box),)
    sent = [f"mail{number:02}" for number in range(20)]
    with Pipeline() as one, Pipeline() as other, fetching_all(one), fetching_all(other):
        for subject in sent:
            put(box, subject)
        eventually(lambda: sorted(subjects()) == sent)
        eventually(lambda: held(box, "Processed") == sent)
    assert Intake.objects.count() == len(sent) == MailboxMail.objects.count()
    assert not Door.objects.exclude(trouble="").exists()


def test_two_may_make_the_folder_at_once(box, pipeline, monkeypatch):
    put(box, "one")
    finding, seen = imap.find_folder, []

    def too_early(client, name):
        """The other process makes it after this one has looked."""
        seen.append(finding(client, name))
        if len(seen) == 1:
            client.create_folder(name)
        return seen[-1]

    monkeypatch.setattr(imap, "find_folder", too_early)
    assert look(box, pipeline) == 1
    assert seen == [None, "Processed"] and held(box, "Processed") == ["one"]


def test_a_folder_that_cannot_be_made_is_said_and_mail_comes_all_the_same(box, pipeline, settings):
    wrong = replace(box, processed="a/b\x7f/../c")
    put(box, "one")
    with pytest.raises(FolderTrouble, match="cannot be moved"):
        look(wrong, pipeline)
    eventually(lambda: subjects() == ["one"])
    settings.HEARD_MAILBOXES = (configured(wrong),)
    with fetching_all(pipeline):
        eventually(lambda: Door.objects.exclude(trouble="").exists())
    (finding,) = checks.mailboxes(present.now())
    assert finding.state == "warn" and "cannot be moved" in finding.says and "rights" in finding.mend


def test_one_mail_that_the_server_cannot_give_holds_up_no_other(box, pipeline, monkeypatch):
    put(box, "one", "two", "three")
    taking = imap._take

    def refuse_one(client, uid, *rest):
        if uid == refused:
            raise IMAPClientError("Internal error occurred")
        return taking(client, uid, *rest)

    with box.opened() as client:
        refused = client.search(["SUBJECT", "two"])[0]
    with monkeypatch.context() as broken:
        broken.setattr(imap, "_take", refuse_one)
        with pytest.raises(MailTrouble, match="1 mails cannot be fetched"):
            look(replace(box, processed=""), pipeline)
    eventually(lambda: subjects() == ["one", "three"])
    assert look(box, pipeline) == 1
    assert subjects() == ["one", "three", "two"]


def test_a_new_numbering_makes_no_second_arrival(box, pipeline):
    """The server lost its numbers: another UIDVALIDITY, all mails new to it."""
    put(box, "one", "two")
    stays = replace(box, processed="")
    look(stays, pipeline)
    before = MailboxMail.objects.values_list("uidvalidity", flat=True).first()
    MailboxMail.objects.update(uidvalidity=before - 1)
    put(box, "three")
    assert look(stays, pipeline) == 3
    assert Intake.objects.count() == 3 and sorted(subjects()) == ["one", "three", "two"]
    assert MailboxMail.objects.filter(uidvalidity=before).count() == 3
    assert look(stays, pipeline) == 0


def test_mail_is_told_of_at_once(box, pipeline, settings):
    settings.HEARD_MAILBOXES = (configured(box),)
    with fetching_all(pipeline):
        eventually(lambda: Door.objects.filter(well_at__isnull=False).exists())
        time.sleep(fetching.FIRST_IDLE_SECONDS + 1.5)  # it waits for news by now
        began = time.monotonic()
        put(box, "one")
        eventually(lambda: subjects() == ["one"])
        assert time.monotonic() - began < fetching.IDLE_SECONDS / 4, "else it was only looked again"
        eventually(lambda: Door.objects.filter(lag__lt=fetching.IDLE_SECONDS / 4).exists())
        eventually(lambda: held(box, "Processed") == ["one"])


def test_a_server_that_cannot_tell_is_asked_again(box, pipeline, settings, monkeypatch):
    monkeypatch.setattr(fetching, "PAUSE_SECONDS", 0.2)
    with dovecot.running(more="imap_capability = IMAP4rev1 UIDPLUS\n") as plain:
        settings.HEARD_MAILBOXES = (configured(plain),)
        with fetching_all(pipeline):
            eventually(lambda: Door.objects.filter(well_at__isnull=False).exists())
            put(plain, "one")
            eventually(lambda: subjects() == ["one"])


def test_one_that_hangs_stops_no_other(box, pipeline, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection and says nothing
        stuck = replace(box, port=silent.getsockname()[1], user="stuck")
        settings.HEARD_MAILBOXES = (configured(stuck), configured(box))
        put(box, "one")
        with fetching_all(pipeline):
            eventually(lambda: subjects() == ["one"])
            ending = time.monotonic()
        assert time.monotonic() - ending < imap.TIMEOUT_SECONDS / 3, "nor does it hold up the end"


def test_what_came_while_the_server_was_away_is_there_afterwards(pipeline, settings, monkeypatch):
    monkeypatch.setattr(fetching, "PAUSE_SECONDS", 0.2)
    assemble()
    with dovecot.running() as box:
        settings.HEARD_MAILBOXES = (configured(box),)
        relay = Relay(box.port)
        settings.HEARD_MAILBOXES = (configured(replace(box, port=relay.port)),)
        with fetching_all(pipeline):
            eventually(lambda: Door.objects.filter(well_at__isnull=False).exists())
            relay.close()
            put(box, "one", "two")
            eventually(lambda: Door.objects.exclude(trouble="").exists())
            relay.open()
            eventually(lambda: subjects() == ["one", "two"])
            eventually(lambda: not Door.objects.exclude(trouble="").exists())
            relay.close()


class Relay:
    """A way to a server that can be cut."""

    def __init__(self, to: int) -> None:
        self.to, self.port = to, free_port()
        self.open()

    def open(self) -> None:
        self.ends: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._serve, args=(self.listener,), daemon=True).start()

    def close(self) -> None:
        for end in [self.listener, *self.ends]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _serve(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
                self.ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(65536):
                other.sendall(piece)


def test_a_mailbox_of_the_page_is_fetched_within_seconds_and_left_alone_when_dropped(box, pipeline):
    put(box, "one")
    with fetching_all(pipeline):
        desk = Desk.objects.get(name="Quiet")
        row = add(box, desk=desk, processed="Done")
        eventually(lambda: subjects() == ["one"])
        assert desk_of(Intake.objects.get()) == desk
        eventually(lambda: held(box, "Done") == ["one"])
        mailboxes.drop(row, by=HEARD, at=present.now())
        eventually(lambda: not any(t.name == "imap 127.0.0.1" for t in threading.enumerate()))
        put(box, "two")
        time.sleep(1)
    assert subjects() == ["one"]
    row.refresh_from_db()
    assert row.secret == ""


def add(box, **more) -> Mailbox:
    """The mailbox, as somebody adds it on the page."""
    return mailboxes.add(
        scheme=box.scheme,
        host=box.host,
        port=box.port,
        login=box.user,
        by=HEARD,
        at=present.now(),
        secret={"password": box.password.reveal()},
        **more,
    )


def test_the_password_is_not_in_the_database(box):
    assert box.password.reveal() not in str(Mailbox.objects.filter(pk=add(box).pk).values().get())


def test_with_another_secret_key_the_password_is_to_be_typed_again(box, settings):
    row = add(box)
    settings.SECRET_KEY = "another one, as long as it should be"
    with pytest.raises(Locked) as locked:
        imap.connect(fetching.configured()[0])
    assert row and "type the password again" in remedy(locked.value, host="mail.example.com")[1]


def test_the_environment_wins_over_the_page(box, settings):
    add(box, processed="Page")
    settings.HEARD_MAILBOXES = (configured(replace(box, processed="Environment")),)
    (one,) = [one for one in fetching.configured() if name_of(one) == name_of(box)]
    assert one.processed == "Environment" and not one.typed


def test_tls_in_both_ways(tmp_path, monkeypatch, pipeline):
    assemble()
    pem = certificate(tmp_path / "certificate.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with dovecot.running(pem=pem) as box:
        put(box, "one")
        secure = replace(box, host="localhost", scheme="imaps", port=box.imaps_port)
        assert look(secure, pipeline) == 1
        assert look(replace(box, host="localhost", scheme="imap+starttls", user="other"), pipeline) == 0
        with pytest.raises(OSError) as refused:
            imap.connect(replace(secure, host="127.0.0.1"))
    says, mend = remedy(refused.value, host="127.0.0.1")
    assert "certificate" in says and "name" in mend


def test_the_count_agrees_or_says_what_is_missing(box, pipeline, settings):
    put(box, "one", "two")
    look(box, pipeline)
    settings.HEARD_MAILBOXES = (configured(box),)
    later = present.now() + timedelta(hours=2)
    with imap.connect(box) as client:
        assert count.if_due(client, box, at=present.now())
        assert not count.if_due(client, box, at=present.now() + timedelta(hours=3))
        assert count.count(client, box, at=later) == (2, 0)
    with box.opened() as client:  # somebody sorts by hand, before we looked
        raw = from_zelda("Subject: sorted", "Message-ID: <sorted@northwind.example>")
        client.append("Processed", raw)
    with imap.connect(box) as client:
        assert count.count(client, box, at=later) == (3, 1)
    fetching.note_success(box, at=later)
    (finding,) = checks.mailboxes(later)
    assert finding.state == "red" and "1 of 3" in finding.says


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "::1",
        "10.1.2.3",
        "192.168.0.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "fd00::1",
        "fe80::1%eth0",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "224.0.0.1",
    ],
)
def test_a_page_reaches_nothing_inside(settings, address):
    settings.HEARD_IS_LOCAL = False
    assert not may_reach("mail.example.com", address)
    settings.HEARD_INSIDE_HOSTS = ("mail.example.com",)
    assert may_reach("mail.example.com", address)


def test_a_page_reaches_the_world_and_named_networks(settings):
    settings.HEARD_IS_LOCAL = False
    assert may_reach("mail.example.com", "93.184.215.14") and may_reach("m", "2606:2800:21f:cb07::1")
    settings.HEARD_INSIDE_HOSTS = ("10.2.0.0/16", "fd12::/32")
    assert may_reach("m", "10.2.9.9") and not may_reach("m", "10.3.0.1") and may_reach("m", "fd12::9")


def test_a_typed_host_inside_is_not_even_called(settings):
    settings.HEARD_IS_LOCAL = False
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.settimeout(0.3)
        wanted = dovecot.Box(inside.getsockname()[1], typed=True)
        with pytest.raises(NotAllowed):
            imap.connect(wanted)
        with pytest.raises(TimeoutError):
            inside.accept()


@pytest.mark.database
def test_killed_again_and_again_nothing_is_lost_or_doubled(fresh_installation):
    """kill -9 of the whole mail door while it fetches and moves."""
    set_up(fresh_installation)
    count_of = "Intake.objects.count()"
    with dovecot.running() as box:
        address = f"imap://support:{box.password.reveal()}@127.0.0.1:{box.port}/INBOX?processed=Processed"
        own, port = {**fresh_installation, "HEARD_MAILBOXES": address}, free_port()
        sent: list[str] = []
        stop = threading.Event()
        putting = threading.Thread(target=_put_until, args=(stop, box, sent))
        putting.start()
        try:
            for _ in range(2):
                with running_door(own, port) as process:
                    before = ask(own, count_of)
                    eventually(lambda n=before: ask(own, count_of) > n)
                    kill(process)
        finally:
            stop.set()
            putting.join()
        with running_door(own, port):
            eventually(lambda: ask(own, "Ticket.objects.count()") >= len(sent))
        # What a door had in hand to move when it was killed is free for others after five minutes: they pass.
        ask(own, f"MailboxMail.objects.update(moving_at=F('moving_at') - {CLAIM!r})")
        with running_door(own, port):
            eventually(lambda: held(box, "INBOX") == [])
        found = ask(own, "list(Ticket.objects.values_list('subject', flat=True))")
        assert sorted(found) == sorted(sent)
        assert held(box, "Processed") == sorted(sent)


def _put_until(stop: threading.Event, box, sent: list[str]) -> None:
    while not stop.is_set():
        put(box, f"mail{len(sent)}")
        sent.append(f"mail{len(sent)}")
        stop.wait(0.1)
