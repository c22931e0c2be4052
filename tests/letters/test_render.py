"""The bytes of a letter: headers that others chose cannot harm, parts, files; rendered once and kept."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from cast import Cast, clock
from heard.letters.headers import MESSAGE_ID, in_ascii, in_brackets, mailbox, one_line, type_of
from heard.letters.render import render
from heard.record import files, links
from heard.record.actions import promise, ticket
from heard.record.actions.message import Word
from heard.record.arrival import Arrival, AttachedFile
from heard.record.models.agent import Agent
from heard.record.models.letter import Letter
from heard.record.models.requester import Requester, RequesterAddress
from heard.record.models.ticket import Ticket

THEIRS = "CAO1=x+y@mail.northwind.example"
LONG = "AM0PR04MB5923" + "0123456789ABCDEF" * 6 + "@AM0PR04MB5923.eurprd04.prod.outlook.example"


def mail_of(letter: Letter) -> EmailMessage:
    letter.refresh_from_db()
    return message_from_bytes(render(letter), policy=policy.default)


def parts_of(mail: EmailMessage) -> tuple[str, str]:
    """Text and HTML with plain line ends."""
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    return text.replace("\r\n", "\n"), html.replace("\r\n", "\n")


def asked(cast: Cast, **values) -> Ticket:
    arrival = {
        "from_address": cast.zelda.address,
        "subject": "Drones return",
        "text": "They come back",
        "message_id": THEIRS,
    }
    return ticket.receive(
        Arrival(door="smtp", **(arrival | values)), desk=cast.desk, requester=cast.zelda, at=clock("9:02")
    )


def answered(cast: Cast, request: Ticket, **values) -> Letter:
    word = {"text": "Hello Zelda", "way": "next", "due_at": clock("14:00")}
    promise.say(request, Word(**(word | values)), by=cast.allie, at=clock("9:20"))
    return request.letters.filter(kind="reply").last()


def test_a_persons_letter_bears_the_persons_name(cast):
    request = asked(cast)
    letter = answered(cast, request)
    mail = mail_of(letter)
    assert str(mail["From"]) == '"Allie Ames (Support)" <support@heard.example>'
    assert str(mail["To"]) == "Zelda Marsh <zelda@northwind.example>"
    assert mail["Subject"] == f"Re: Drones return (#{request.number})"
    assert mail["Date"].datetime == clock("9:20")
    assert mail["Content-Language"] == "en"
    for machine in (
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "Precedence",
        "List-Id",
        "List-Unsubscribe",
    ):
        assert machine not in mail


def test_an_automatic_letter_says_so_and_bears_the_desks_name(cast):
    request = asked(cast)
    ticket.open(request, by=cast.bob, at=clock("10:30"))
    receipt, missed = (mail_of(request.letters.get(kind=kind)) for kind in ("receipt", "missed"))
    assert str(receipt["From"]) == str(missed["From"]) == "Support <support@heard.example>"
    assert (receipt["Auto-Submitted"], missed["Auto-Submitted"]) == ("auto-replied", "auto-generated")
    assert receipt["X-Auto-Response-Suppress"] == missed["X-Auto-Response-Suppress"] == "All"


def test_the_reply_address_lets_this_requester_write_on_this_ticket(cast):
    request = asked(cast)
    for letter in (request.letters.get(kind="receipt"), answered(cast, request)):
        address = mail_of(letter)["Reply-To"].addresses[0].addr_spec
        assert address.startswith("support+r") and address.endswith("@heard.example")
        assert links.read_reply_address(address) == (request.pk, cast.zelda.pk)


def test_the_thread(cast):
    """The receipt answers their mail; our letter answers their last one and names the whole thread in order."""
    request = asked(cast)
    receipt = request.letters.get(kind="receipt")
    mail = mail_of(receipt)
    assert mail["Message-ID"] == f"<{receipt.header_id}>" and receipt.header_id.endswith("@heard.example")
    assert mail["In-Reply-To"] == f"<{THEIRS}>" and mail["References"] == f"<{THEIRS}>"
    again = Arrival(door="smtp", from_address=cast.zelda.address, text="More", message_id=LONG)
    ticket.add_reply(request, again, requester=cast.zelda, at=clock("9:10"))
    letter = answered(cast, request)
    raw = render(letter)
    assert f"In-Reply-To: <{LONG}>\r\n".encode() in raw, "one long id stays whole, on one line"
    assert f"References: <{THEIRS}>\r\n <{receipt.header_id}>\r\n <{LONG}>\r\n".encode() in raw


def test_rendered_once_and_never_again(cast):
    letter = answered(cast, asked(cast))
    first = render(letter)
    assert letter.body and letter.subject == mail_of(letter)["Subject"]
    assert files.read(letter.body) == first
    Agent.objects.filter(pk=cast.allie.pk).update(name="Alina Adams")
    letter = Letter.objects.get(pk=letter.pk)
    assert render(letter) == first
    twin = answered(cast, letter.ticket, due_at=clock("15:00"))
    assert "Alina Adams" in str(mail_of(twin)["From"])


def test_all_bytes_can_pass_any_server(cast):
    request = asked(cast, subject="Übergrößen für Zoë " * 12, message_id="")
    letter = answered(
        cast, request, text="Schöne Grüße, 你好 \N{PARTY POPPER}\n" + "lang " * 400 + "\n.\nFrom here"
    )
    raw = render(letter)
    assert raw.isascii() and b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    mail = mail_of(letter)
    text, _ = parts_of(mail)
    assert "Schöne Grüße, 你好 \N{PARTY POPPER}\n" in text and "\n.\nFrom here" in text
    assert mail["Subject"].startswith("Re: Übergrößen für Zoë Übergrößen")


def test_both_parts_say_the_same(cast):
    letter = answered(cast, asked(cast), text="See <b>https://a.example/?x=1&y=2</b> & tell me\n  indented")
    mail = mail_of(letter)
    text, html = parts_of(mail)
    assert "See <b>https://a.example/?x=1&y=2</b> & tell me\n  indented" in text
    assert "&lt;b&gt;" in html and "<b>" not in html and "<script" not in html
    assert 'href="https://a.example/?x=1&amp;y=2' in html
    assert "<img" not in html and "src=" not in html and "url(" not in html, "nothing is fetched from afar"
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


ATTACHED = [
    AttachedFile("plan.pdf", "application/pdf", b"%PDF-1.7 \x00\xff" * 500),
    AttachedFile("ünïcode \u202egnp.exe", "image/PNG", b"\x89PNG"),
    AttachedFile('a"; filename="b.exe\r\nBcc: x@example.com', "text/html; charset=x\r\nX-Bad: 1", b"<p>"),
    AttachedFile("forwarded.eml", "message/rfc822", b"Subject: x\r\n\r\nhi"),
    AttachedFile("notes.txt", "text/plain", "süß\n".encode()),
]


def test_files_of_the_message_go_along(cast):
    letter = answered(cast, asked(cast), files=tuple(ATTACHED))
    mail = mail_of(letter)
    parts = list(mail.iter_attachments())
    assert [part.get_payload(decode=True) for part in parts] == [file.content for file in ATTACHED]
    assert [part.get_content_type() for part in parts] == [
        "application/pdf",
        "image/png",
        "application/octet-stream",
        "application/octet-stream",
        "text/plain",
    ]
    assert [part.get_filename() for part in parts[:2]] == ["plan.pdf", "ünïcode gnp.exe"]
    assert "Bcc" not in mail and all("X-Bad" not in part and "Bcc" not in part for part in mail.walk())


BAD_NAMES = [
    "Zelda\r\nBcc: everybody@example.com",
    "Zelda\nX-Bad: 1",
    "Zelda\x01\x0b\x0c\x85\u2028Bcc: x",
    '"Zelda" <evil@example.com>, ',
    "Zelda =?utf-8?q?=0d=0aBcc:_x?=",
    "Z" * 900,
    "\u202eadleZ",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_name_or_subject_can_add_a_header_or_an_address(cast, name):
    Requester.objects.filter(pk=cast.zelda.pk).update(name=name[:200])
    Agent.objects.filter(pk=cast.allie.pk).update(name=name[:200])
    for person in (cast.zelda, cast.allie):
        person.refresh_from_db()
    mail = mail_of(answered(cast, asked(cast, subject=name, message_id=name)))
    assert set(mail.keys()) == {
        *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"),
        *("MIME-Version", "Content-Type", "Content-Language"),
    }
    assert [address.addr_spec for address in mail["To"].addresses] == ["zelda@northwind.example"]
    assert [address.addr_spec for address in mail["From"].addresses] == ["support@heard.example"]


def test_an_id_that_is_none_never_reaches_the_thread(cast):
    mail = mail_of(answered(cast, asked(cast, message_id="a b\r\nBcc: x@example.com")))
    receipt = Letter.objects.get(kind="receipt")
    assert mail["References"] == f"<{receipt.header_id}>"


@pytest.mark.parametrize(
    "given, expected",
    [
        ("zelda@example.com", "zelda@example.com"),
        ("zelda@bücher.example", "zelda@xn--bcher-kva.example"),
        ("zoë@bücher.example", "zoë@xn--bcher-kva.example"),
    ],
)
def test_domains_in_ascii(given, expected):
    assert in_ascii(given) == expected


@pytest.mark.parametrize(
    "wrong", ["", "zelda", "@example.com", "zelda@", "a b@example.com", "a@b.example\r\n"]
)
def test_what_is_no_address(wrong):
    with pytest.raises(ValueError):
        in_ascii(wrong)


@pytest.mark.parametrize("wrong", ["a@..", "a..b@example.com", "a@b@example.com", "zelda"])
def test_a_mailbox_needs_an_address(wrong):
    with pytest.raises(ValueError):
        mailbox("Zelda", wrong)


def test_an_address_with_letters_of_its_own_is_written_in_them(cast):
    RequesterAddress.objects.filter(requester=cast.zelda).update(address="zoë@bücher.example")
    letter = answered(cast, asked(cast))
    assert "zoë@xn--bcher-kva.example".encode() in render(letter)


@pytest.mark.parametrize(
    "given, expected",
    [
        ("a\r\n b\tc  d", "a b c d"),
        ("\x00\x1b[31mred", "[31mred"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_one_line(given, expected):
    assert one_line(given) == expected


@pytest.mark.parametrize(
    "given, expected",
    [
        ("image/png", ("image", "png")),
        ("TEXT/Plain", ("text", "plain")),
        ("application/vnd.oasis.opendocument.text", ("application", "vnd.oasis.opendocument.text")),
        ("multipart/mixed", ("application", "octet-stream")),
        ("message/rfc822", ("application", "octet-stream")),
        ("image/png\r\nX: y", ("application", "octet-stream")),
        ("", ("application", "octet-stream")),
    ],
)
def test_types(given, expected):
    assert type_of(given) == expected


def test_ids():
    assert in_brackets(["a@b", "", "<a@b>", "a b", "x" * 251, "ä@b"]) == "<a@b>"
    assert MESSAGE_ID.fullmatch(LONG)
