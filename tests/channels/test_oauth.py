"""OAuth for mailboxes: a real IMAP server that takes XOAUTH2, and asks a provider on loopback whose token it is."""

import threading
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from imapclient.exceptions import LoginError
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from cast import assemble
from channels import dovecot, provider
from channels.certificates import certificate
from channels.running import eventually
from channels.test_imap import put, subjects
from heard import clock as present
from heard.channels.mail import checks, fetching, imap, oauth
from heard.channels.mail.mailbox import box_of
from heard.channels.mail.pipeline import Pipeline
from heard.channels.mail.remedies import remedy
from heard.record.actions import mailbox as mailboxes
from heard.record.actor import HEARD
from heard.record.locker import unlock
from heard.record.models.door import Door
from heard.record.models.mailbox import Mailbox

pytestmark = [
    pytest.mark.once,  # what a mail server says plays no part in the database
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(dovecot.PROGRAM is None, reason="needs dovecot; .ci/run installs it"),
]


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("provider") / "certificate.pem")


@pytest.fixture(scope="module")
def servers(pem):
    with provider.running(pem) as idp, dovecot.running(ask_port=idp.ask_port) as box:
        yield idp, box


@pytest.fixture
def idp(servers, pem, monkeypatch):
    """The provider, trusted by this process; no token is held from before."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(pem))
    monkeypatch.setenv("NO_PROXY", "localhost")
    oauth._held.clear()
    one = servers[0]
    one.rotates, one.redirects_to, one.lives = False, "", 3600
    one.refresh.clear()
    one.access.clear()
    one.asked.clear()
    return one


@pytest.fixture
def box(servers, idp):
    """An empty mailbox on the server, opened by password for the tests' own hands."""
    assemble()
    with servers[1].opened() as client:
        client.delete_messages(client.search())
        client.expunge()
    return servers[1]


@pytest.fixture
def pipeline():
    with Pipeline() as one:
        yield one


def add(box, idp, *, refresh: str | None = None, **signin) -> Mailbox:
    """A mailbox whose person has signed in at the provider."""
    token = idp.allow(box.user) if refresh is None else refresh
    return mailboxes.add(
        scheme="imap",
        host=box.host,
        port=box.port,
        login=box.user,
        by=HEARD,
        at=present.now(),
        signin={**idp.signin, "since": present.now().isoformat(), **signin},
        secret={"app_secret": provider.APP_SECRET, "refresh_token": token},
    )


def test_mail_comes_by_a_token_and_the_token_is_made_once(box, idp, pipeline):
    row = add(box, idp)
    put(box, "one")
    for _ in range(2):
        with imap.connect(box_of(row)) as client:
            imap.fetch(client, box_of(row), pipeline, threading.Event())
    eventually(lambda: subjects() == ["one"])
    assert [form["grant_type"] for form in idp.asked] == ["refresh_token"]


def test_a_token_that_ran_out_is_made_anew(box, idp):
    row = add(box, idp)
    idp.lives = 30  # less than the time by which a token is replaced early
    for _ in range(2):
        imap.connect(box_of(row)).logout()
    assert len(idp.asked) == 2


def test_a_token_that_was_taken_back_is_replaced_at_once(box, idp):
    row = add(box, idp)
    imap.connect(box_of(row)).logout()
    idp.access.clear()
    imap.connect(box_of(row)).logout()
    assert len(idp.asked) == 2


def test_a_new_refresh_token_takes_the_place_of_the_last_one_sealed(box, idp):
    row = add(box, idp)
    idp.rotates, idp.lives = True, 0
    for _ in range(3):
        imap.connect(box_of(row)).logout()
    row.refresh_from_db()
    kept = unlock(row.secret)["refresh_token"]
    assert list(idp.refresh) == [kept] and kept not in row.secret and row.version == 1


def test_two_processes_that_refresh_at_once_do_not_lock_each_other_out(box, idp, monkeypatch):
    """The other one used up the refresh token and kept its successor between our reading and our asking."""
    row = add(box, idp)
    idp.rotates, refreshed = True, oauth._refreshed
    with monkeypatch.context() as race:

        def late(mine):
            race.setattr(oauth, "_refreshed", refreshed)
            refreshed(Mailbox.objects.get(pk=mine.pk))
            return refreshed(mine)

        race.setattr(oauth, "_refreshed", late)
        assert oauth.access_token(row.pk) in idp.access


def test_a_permission_that_ended_is_said_with_its_remedy(box, idp, pipeline, monkeypatch):
    monkeypatch.setattr(fetching, "PAUSE_SECONDS", 0.2)
    add(box, idp, refresh="gone")
    stop = threading.Event()
    fetchers = fetching.Fetchers(pipeline, stop)
    fetchers.start()
    try:
        eventually(lambda: Door.objects.exclude(trouble="").exists())
    finally:
        stop.set()
        fetchers.join()
    (finding,) = checks.mailboxes(present.now() + timedelta(minutes=6))
    assert finding.state == "red" and "permission" in finding.says and "sign in once more" in finding.mend
    assert "gone" not in finding.says


def test_a_wrong_app_secret_and_a_token_for_somebody_else_are_told_apart(box, idp):
    row = add(box, idp)
    mailboxes.change(row, secret={"app_secret": "no", "refresh_token": "x"}, by=HEARD, at=present.now())
    with pytest.raises(OAuth2Error) as refused:
        imap.connect(box_of(row))
    assert "client id" in remedy(refused.value, host="mail.example.com")[0]
    mailboxes.change(
        row,
        secret={"app_secret": provider.APP_SECRET, "refresh_token": idp.allow("somebody")},
        by=HEARD,
        at=present.now(),
    )
    with pytest.raises(LoginError) as refused:
        imap.connect(box_of(row))
    assert "OAuth" in remedy(refused.value, host="mail.example.com")[1]


def test_no_redirect_is_followed_and_no_inside_address_called(box, idp, settings):
    row = add(box, idp)
    idp.redirects_to = f"https://localhost:{idp.port}/elsewhere"
    with pytest.raises(OSError, match=r"(?i)redirect"):
        oauth.access_token(row.pk)
    assert not idp.asked
    idp.redirects_to = ""
    settings.HEARD_IS_LOCAL = False
    with pytest.raises(OSError, match="inside our own network"):
        oauth.access_token(row.pk)
    assert not idp.asked


def test_signing_in_with_a_proof_key(box, idp):
    signin = {**idp.signin, "app_id": provider.APP}
    back = "https://heard.example/desk/mailboxes/signed-in/"
    address, state, verifier = oauth.sign_in_address(signin, back=back, user="support")
    asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
    assert (asked["state"], asked["redirect_uri"], asked["code_challenge_method"]) == (state, back, "S256")
    idp.codes["the code"] = "support"
    secret = {"app_secret": provider.APP_SECRET}
    token = oauth.redeem(signin, secret, code="the code", verifier=verifier, back=back)
    assert idp.refresh[token] == "support" and idp.asked[0]["code_verifier"] == verifier
    with pytest.raises(OAuth2Error):
        oauth.redeem(signin, secret, code="the code", verifier=verifier, back=back)


@pytest.mark.parametrize(
    ("name", "host"), [("google", "accounts.google.com"), ("microsoft", "login.microsoftonline.com")]
)
def test_the_known_providers_ask_for_a_lasting_permission(name, host):
    signin = {"provider": name, "app_id": "app", "tenant": "example"}
    address, _, _ = oauth.sign_in_address(signin, back="https://heard.example/", user="a@heard.example")
    parts = urlsplit(address)
    assert parts.hostname == host and "offline" in parts.query and "a%40heard.example" in parts.query
    assert oauth.provider_of(signin).token.startswith("https://")


def test_one_that_was_signed_in_elsewhere_takes_no_password(box, idp):
    row = add(box, idp)
    with pytest.raises(LoginError):
        imap.connect(replace(box_of(row), signin={}))
