"""The conversation with a mail server: TLS in both ways, signing in, and what each refusal means."""

import ssl

import pytest

from channels import certificates
from heard.letters.post import Never, NotNow, Post, Unreachable
from heard.site.addresses import Secret, Server
from letters.sink import USER, free_port, listening

LETTER = b"Subject: hi\r\n\r\n.one dot\r\n..two\r\n.\r\nlast"


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate for localhost that this process trusts; the context a server needs for it."""
    file = certificates.certificate(tmp_path / "certificate.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def hand_over(server: Server, content: bytes = LETTER, *, to: str = "zelda@example.com") -> None:
    with Post(server, name="desk.example") as post:
        post.hand_over(content, sender="support@heard.example", to=to)


def test_the_bytes_arrive_as_they_were_given():
    with listening() as sink:
        hand_over(sink.url())
        hand_over(sink.url(), b".\r\n.\r\n")
    assert sink.mails == [LETTER + b"\r\n", b".\r\n.\r\n"]


def test_starttls(certificate):
    with listening(tls=certificate) as sink:
        hand_over(sink.url("smtp+starttls", host="localhost"))
    assert sink.secured == [True]


def test_smtps(certificate):
    with listening(tls=certificate, smtps=True) as sink:
        hand_over(sink.url("smtps", host="localhost"))
    assert len(sink.mails) == 1


def test_a_certificate_for_another_name_is_not_trusted(certificate):
    with listening(tls=certificate) as sink, pytest.raises(Unreachable, match="certificate"):
        hand_over(sink.url("smtp+starttls", host="127.0.0.1"))
    assert not sink.mails


def test_a_server_without_tls_is_not_talked_to_in_the_open():
    with listening() as sink, pytest.raises(Unreachable, match="STARTTLS"):
        hand_over(sink.url("smtp+starttls"))
    assert not sink.mails


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_signing_in():
    with listening(sign_in=True) as sink:
        hand_over(sink.url(user=USER))
    assert sink.signed_in == [True]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("user", ["", "stranger"])
def test_a_wrong_sign_in_is_no_letters_fault(user):
    """A wrong password must not fail every letter of the day; and it is never repeated in a message."""
    with listening(sign_in=True) as sink, pytest.raises(Unreachable) as refused:
        hand_over(sink.url(user=user))
    assert not sink.mails and "green door" not in str(refused.value)


@pytest.mark.parametrize(
    "where, answer, meaning",
    [
        ("rcpt", "450 4.2.0 greylisted", NotNow),
        ("rcpt", "452 4.2.2 full", NotNow),
        ("rcpt", "550 5.1.1 unknown", Never),
        ("rcpt", "554 5.7.1 relay denied", Unreachable),
        ("data", "451 4.3.0 try later", NotNow),
        ("data", "552 5.3.4 too big", Never),
        ("rcpt", "421 4.3.2 closing", Unreachable),
        ("data", "530 5.7.0 sign in first", Unreachable),
    ],
)
def test_what_a_refusal_means(where, answer, meaning):
    with listening() as sink:
        getattr(sink, where).append(answer)
        with Post(sink.url(), name="desk.example") as post:
            with pytest.raises(meaning, match=answer[:9]) as refused:
                post.hand_over(LETTER, sender="support@heard.example", to="zelda@example.com")
            assert not getattr(refused.value, "in_doubt", False)
            post.hand_over(LETTER, sender="support@heard.example", to="yusuf@example.com")
        assert [envelope[1] for envelope in sink.envelopes] == [["yusuf@example.com"]]


def test_nobody_listens():
    with pytest.raises(Unreachable, match="refused") as refused:
        hand_over(Server("smtp", "127.0.0.1", free_port()))
    assert not refused.value.in_doubt


def test_a_host_that_does_not_exist():
    with pytest.raises(Unreachable, match="mail.invalid:25 cannot be reached"):
        hand_over(Server("smtp", "mail.invalid", 25, user="x", password=Secret("y")))


def test_a_line_that_breaks_after_the_letter_leaves_doubt():
    with listening() as sink:
        sink.hang_up_after_data = 1
        with pytest.raises(Unreachable) as broken:
            hand_over(sink.url())
    assert broken.value.in_doubt and len(sink.mails) == 1


def test_addresses_in_all_letters_where_the_server_knows_them():
    with listening(utf8=True) as sink:
        hand_over(sink.url(), to="zoë@xn--bcher-kva.example")
    assert sink.envelopes[0][1] == ["zoë@xn--bcher-kva.example"]
    with listening() as sink, pytest.raises(Never, match="zoë"):
        hand_over(sink.url(), to="zoë@xn--bcher-kva.example")
    assert not sink.mails
