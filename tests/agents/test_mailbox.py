"""The mailbox pages: what is added is opened first and proved by a mail out and in; doors and canaries as agents see
them."""

import re
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.test import Client

from cast import assemble
from channels import dovecot, provider
from channels.arriving import arrive, from_zelda
from channels.certificates import certificate
from channels.running import eventually
from heard import clock
from heard.channels.mail import fetching, oauth
from heard.channels.mail.parse import parse
from heard.channels.mail.pipeline import Pipeline
from heard.channels.mail.place import place
from heard.letters import send
from heard.record.actions import door as doors
from heard.record.actions import intake as intakes
from heard.record.actions import mailbox as verbs
from heard.record.actor import HEARD
from heard.record.locker import unlock
from heard.record.models.canary import Canary
from heard.record.models.intake import Intake
from heard.record.models.mailbox import Mailbox
from heard.record.models.ticket import Ticket
from heard.site.addresses import MailboxServer, Secret
from letters.sink import listening

pytestmark = pytest.mark.django_db(transaction=True)
needs_dovecot = pytest.mark.skipif(dovecot.PROGRAM is None, reason="needs dovecot; .ci/run installs it")
LIST = "/desk/mailboxes/"


@pytest.fixture
def cast():
    return assemble(at=clock.now() - timedelta(days=1))


def signed_in(agent) -> Client:
    client = Client()
    client.force_login(agent)
    return client


@pytest.fixture
def carla(cast):
    """The lead, signed in."""
    return signed_in(cast.carla)


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("page") / "certificate.pem")


@pytest.fixture(scope="module")
def servers(pem):
    with provider.running(pem) as idp, dovecot.running(ask_port=idp.ask_port) as box:
        yield idp, box


@pytest.fixture
def box(servers):
    with servers[1].opened() as client:
        client.delete_messages(client.search())
        client.expunge()
    return servers[1]


@pytest.fixture
def way_out(box, settings):
    """Our mail server, which brings mail to support@ into the mailbox, as the provider of a firm does."""
    with listening() as sink:
        settings.HEARD_SMTP_URL = sink.url()
        sink.delivered = 0

        def deliver() -> None:
            for raw in sink.mails[sink.delivered :]:
                sink.delivered += 1
                with box.opened() as client:
                    client.append("INBOX", raw)

        sink.deliver = deliver
        yield sink


@contextmanager
def fetched():
    """The mail door runs."""
    stop = threading.Event()
    with Pipeline() as pipeline:
        fetchers = fetching.Fetchers(pipeline, stop)
        fetchers.start()
        try:
            yield
        finally:
            stop.set()
            fetchers.join()


def filled(box, cast, **changes) -> dict[str, object]:
    """The form as somebody fills it in."""
    return {
        "how": "password",
        "address": "support@heard.example",
        "host": box.host,
        "scheme": "imap",
        "port": box.port,
        "login": box.user,
        "password": box.password.reveal(),
        "folder": "INBOX",
        "processed": "Processed",
        "desk": cast.desk.public_id,
        **changes,
    }


@needs_dovecot
def test_it_is_added_and_proved_by_a_mail_out_and_in(cast, carla, box, way_out):
    answer = carla.post(LIST, filled(box, cast))
    assert answer.status_code == 302
    page = carla.get(answer.url).content.decode()
    assert "under way" in page and "every 2s" in page
    send.send_due(clock.now())
    assert way_out.envelopes[0][1] == ["support@heard.example"]
    way_out.deliver()
    with fetched():
        eventually(lambda: Canary.objects.filter(back_at__isnull=False).exists())
    part = carla.get(f"{answer.url}flight/").content.decode()
    assert "came back by this mailbox" in part and "every 2s" not in part
    row = Mailbox.objects.get()
    assert row.proved_at and row.desk == cast.desk
    assert not Ticket.objects.exists() and Intake.objects.get().reason == "the canary came back"


@needs_dovecot
def test_a_mail_that_comes_by_another_door_proves_no_mailbox(cast, carla, box, way_out):
    answer = carla.post(LIST, filled(box, cast))
    send.send_due(clock.now())
    row = intakes.keep(way_out.mails[0], door="smtp", at=clock.now(), envelope_to=("support@heard.example",))
    assert place(row.pk, parse(way_out.mails[0], door="smtp"), at=clock.now())
    page = carla.get(answer.url).content.decode()
    assert "came in by another door (smtp)" in page and ">proved<" not in page
    assert Mailbox.objects.get().proved_at is None


@needs_dovecot
def test_one_that_does_not_open_is_not_kept_and_the_remedy_stands_in_the_form(cast, carla, box):
    answer = carla.post(LIST, filled(box, cast, password="wrong"))
    page = answer.content.decode()
    assert answer.status_code == 422 and not Mailbox.objects.exists()
    assert "does not accept the name or the password" in page and "app password" in page
    assert "wrong" not in re.sub(r"Wrong|went wrong", "", page)
    answer = carla.post(LIST, filled(box, cast, folder="Nowhere"))
    assert answer.status_code == 422 and "folder" in answer.content.decode()


@needs_dovecot
def test_without_a_way_out_only_the_way_in_is_tried(cast, carla, box):
    answer = carla.post(LIST, filled(box, cast))
    page = carla.get(answer.url).content.decode()
    assert "HEARD_SMTP_URL is not set" in page and not Canary.objects.exists()
    carla.post(f"{answer.url}prove/")
    assert "holds 0 mails" in carla.get(answer.url).content.decode()


def test_a_host_inside_our_network_is_refused_with_the_way_to_allow_it(cast, carla, settings):
    settings.HEARD_IS_LOCAL = False
    box = dovecot.Box(1)
    answer = carla.post(LIST, filled(box, cast, host="127.0.0.1"))
    assert answer.status_code == 422 and "HEARD_INSIDE_HOSTS" in answer.content.decode()


def test_one_of_the_environment_is_shown_and_cannot_be_changed(cast, carla, settings):
    settings.HEARD_MAILBOXES = (
        MailboxServer("imaps", "mail.example.com", 993, "desk", Secret("a green door"), "INBOX", "Done"),
    )
    page = carla.get(LIST).content.decode()
    assert "desk@mail.example.com/INBOX" in page and "from the environment" in page and "move to Done" in page
    assert "a green door" not in page


def kept(cast, **more) -> Mailbox:
    """A mailbox that was added before."""
    values = {
        "scheme": "imaps",
        "host": "mail.example.com",
        "port": 993,
        "login": "desk",
        "address": "support@heard.example",
        "desk": cast.desk,
        "secret": {"password": "a green door"},
        **more,
    }
    return verbs.add(**values, by=HEARD, at=clock.now())


def test_settings_change_and_an_empty_password_keeps_the_present_one(cast, carla):
    row = kept(cast)
    values = {"address": "help@heard.example", "processed": "Done", "desk": cast.desk.public_id}
    assert carla.post(f"{LIST}{row.public_id}/change/", {**values, "password": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.address, row.processed, row.version) == ("help@heard.example", "Done", 2)
    assert unlock(row.secret) == {"password": "a green door"}
    carla.post(f"{LIST}{row.public_id}/change/", {**values, "password": "a blue gate"})
    row.refresh_from_db()
    assert unlock(row.secret) == {"password": "a blue gate"}
    assert "a blue gate" not in carla.get(f"{LIST}{row.public_id}/").content.decode()


def test_a_dropped_one_is_gone_and_comes_back_when_added_again(cast, carla):
    row = kept(cast)
    carla.post(f"{LIST}{row.public_id}/drop/")
    assert carla.get(f"{LIST}{row.public_id}/").status_code == 404
    assert kept(cast).pk == row.pk


def test_only_leads_see_mailboxes_and_only_those_of_their_desks(cast):
    row = kept(cast)
    others = kept(cast, login="quiet", desk=cast.quiet)
    for agent in (cast.allie, cast.mallory):
        assert signed_in(agent).get(LIST).status_code == 404
        assert signed_in(agent).get(f"{LIST}{row.public_id}/").status_code == 404
    page = signed_in(cast.carla).get(LIST).content.decode()
    assert row.name in page and others.name not in page
    assert signed_in(cast.carla).post(f"{LIST}{others.public_id}/drop/").status_code == 404


def oauth_form(cast, idp, box, **changes) -> dict[str, object]:
    """The other form, for a provider of one's own."""
    values = {
        "provider": "other",
        "address": "support",
        "app_id": provider.APP,
        "app_secret": provider.APP_SECRET,
        "folder": "INBOX",
        "host": box.host,
        "port": box.port,
        "scheme": "imap",
        "authorize": idp.signin["authorize"],
        "token": idp.signin["token"],
        "scope": "mail",
        "desk": cast.desk.public_id,
        **changes,
    }
    return {"how": "oauth", **{f"o-{name}": value for name, value in values.items()}}


@needs_dovecot
def test_a_sign_in_at_the_provider_opens_the_mailbox(cast, carla, box, servers, pem, monkeypatch, way_out):
    idp = servers[0]
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(pem))
    monkeypatch.setenv("NO_PROXY", "localhost")
    oauth._held.clear()
    address = "support@heard.example"
    answer = carla.post(LIST, oauth_form(cast, idp, box, address=address))
    assert answer.status_code == 302
    page = carla.get(answer.url).content.decode()
    state = re.search(r"state=([\w-]+)", page)[1]
    assert f"https://localhost:{idp.port}/authorize?" in page and provider.APP_SECRET not in page
    back = f"{LIST}signed-in/"
    assert carla.get(back, {"code": "x", "state": "forged"}).status_code == 404
    idp.codes["the code"] = address
    answer = carla.get(back, {"code": "the code", "state": state})
    assert answer.status_code == 302
    row = Mailbox.objects.get()
    assert idp.refresh[unlock(row.secret)["refresh_token"]] == address
    assert Canary.objects.filter(mailbox=row).exists()
    assert carla.get(back, {"code": "the code", "state": state}).status_code == 404  # used up
    with fetched():
        eventually(lambda: "looked into" in carla.get("/desk/intake/").content.decode())


@needs_dovecot
def test_a_provider_that_says_no_is_told(cast, carla, box, servers, pem, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(pem))
    monkeypatch.setenv("NO_PROXY", "localhost")
    idp = servers[0]
    for answered in ({"error": "access_denied"}, {"code": "unknown"}):
        Mailbox.objects.all().delete()
        made = carla.post(LIST, oauth_form(cast, idp, box, address="support@heard.example"))
        state = re.search(r"state=([\w-]+)", carla.get(made.url).content.decode())[1]
        carla.get(f"{LIST}signed-in/", {**answered, "state": state})
        page = carla.get(made.url).content.decode()
        assert "access_denied" in page or "sign in once more" in page


@pytest.mark.parametrize(
    "changes", [{"token": ""}, {"token": "http://localhost/token"}, {"authorize": "javascript:alert(1)"}]
)
def test_another_provider_needs_its_addresses_over_https(cast, carla, changes):
    idp = provider.Provider(1, 1)
    answer = carla.post(LIST, oauth_form(cast, idp, dovecot.Box(1), address="a@heard.example", **changes))
    assert answer.status_code == 422 and not Mailbox.objects.exists()


def test_a_canary_is_switched_off_and_on(cast, carla):
    carla.post(f"{LIST}canary/", {"desk": cast.desk.public_id, "on": "no"})
    assert "Switch on" in carla.get(LIST).content.decode()
    carla.post(f"{LIST}canary/", {"desk": cast.desk.public_id, "on": "yes"})
    assert "Switch off" in carla.get(LIST).content.decode()
    assert carla.post(f"{LIST}canary/", {"desk": cast.quiet.public_id, "on": "no"}).status_code == 404


def test_the_intake_page_shows_each_door_to_every_agent(cast, settings):
    now = clock.now()
    settings.HEARD_MAILBOXES = (
        MailboxServer("imaps", "mail.example.com", 993, "desk", Secret("x"), "INBOX"),
    )
    settings.HEARD_WEBHOOKS = {"mailgun": Secret("key")}
    name = "desk@mail.example.com/INBOX"
    doors.took_mail(name, kind="imap", at=now, lag=7)
    doors.was_counted(name, kind="imap", counted=12, missing=0, at=now)
    allie = signed_in(cast.allie)
    page = allie.get("/desk/intake/").content.decode()
    assert "all fine" in page and "lay for 7 s" in page and "12 counted" in page and "no mail yet" in page
    doors.has_trouble(name, kind="imap", says="The server is gone", mend="Bring it back", at=now)
    page = allie.get("/desk/intake/").content.decode()
    assert "The server is gone" in page and "Bring it back" in page and "Look at the doors" in page


def test_canaries_stand_apart_from_what_people_wrote(cast, carla):
    row = {"door": "smtp", "digest": "0" * 64, "size": 1, "received_at": clock.now(), "desk": cast.desk}
    Intake.objects.create(**row, subject="Canary", state="filed", reason="the canary came back")
    Intake.objects.create(**row, subject="Drones return", state="ticket")
    page = carla.get("/desk/intake/").content.decode()
    assert "Drones return" in page and ">Canary<" not in page
    assert ">Canary<" in carla.get("/desk/intake/?state=canaries").content.decode()


def test_an_arrival_is_read_again_by_one_press(cast, carla):
    raw = from_zelda("Subject: Drones return", "Precedence: bulk")
    row = arrive(raw, at=clock.now())
    assert row.state == "filed"
    page = carla.get(f"/desk/intake/{row.public_id}/").content.decode()
    assert "Read it again" in page
    carla.post(f"/desk/intake/{row.public_id}/replay/")
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("received", 0)
    with Pipeline():
        eventually(lambda: Intake.objects.filter(pk=row.pk, state="filed").exists())
