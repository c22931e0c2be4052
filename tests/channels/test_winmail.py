"""winmail.dat: its files and text are those of the mail, bytes unchanged; a broken or hostile one costs nothing."""

import base64
import random
import struct
import time

import pytest

from channels.mails import PLAIN, mail, multipart
from channels.outlook import attribute, file, message_inside, winmail
from heard.channels.mail.guard import Parser
from heard.channels.mail.parse import parse
from heard.record.arrival import Arrival

PDF = b"%PDF-1.4 \x00\x01\x02 ends in NULs \x00\x00"


def sent(packed: bytes, *, text: str | None = "See the plan.", name: str = "winmail.dat") -> bytes:
    """A mail as Outlook sends it: the text, and all else packed."""
    head = f'Content-Type: application/ms-tnef; name="{name}"\nContent-Transfer-Encoding: base64'
    pieces = [(PLAIN, text)] if text is not None else []
    return multipart("mixed", *pieces, (head, base64.encodebytes(packed)))


def test_files_are_files_of_the_mail():
    packed = winmail(
        file("Plan für Zelda.pdf", PDF, type="application/pdf"), file("alt.txt", b"old\0", old=True)
    )
    read = parse(sent(packed))
    assert [(one.name, one.type, one.content) for one in read.attachments] == [
        ("Plan für Zelda.pdf", "application/pdf", PDF),
        ("alt.txt", "application/octet-stream", b"old\0"),
    ]
    assert read.text == "See the plan." and not read.problems


def test_a_mail_that_is_nothing_else_has_its_text_and_its_html():
    packed = winmail(
        file("a.png", b"png", cid="<one@x>"), text="Grüße\r\nZelda", html="<p>Grüße</p>".encode()
    )
    raw = mail(
        "Content-Type: application/ms-tnef",
        "Content-Transfer-Encoding: base64",
        body=base64.encodebytes(packed),
    )
    read = parse(raw)
    assert (read.text, read.html) == ("Grüße\nZelda", "<p>Grüße</p>")
    assert (read.attachments[0].inline, read.attachments[0].content_id) == (True, "one@x")


def test_html_alone_and_an_old_code_page_are_read():
    assert parse(sent(winmail(html=b"<p>Nur <b>hier</b></p>"), text=None)).text == "Nur hier"
    body = attribute(1, 0x800C, "Привет".encode("cp1251") + b"\0", 2)
    assert parse(sent(winmail(body, page=1251), text=None)).text == "Привет"


def test_text_that_is_only_there_as_rtf_is_a_file():
    stored = rb"{\rtf1 Hello}"
    rtf = struct.pack("<II", len(stored) + 12, len(stored)) + b"MELA" + bytes(4) + stored
    read = parse(sent(winmail(rtf=rtf), text=None))
    assert [(one.name, one.content) for one in read.attachments] == [("message.rtf", stored)]
    assert any("RTF" in problem for problem in read.problems)
    # The example of MS-OXRTFCP, 4.1.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert parse(sent(winmail(rtf=packed), text=None)).attachments[0].content == (
        b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    )


def test_a_message_inside_gives_its_text_and_its_files():
    inside = winmail(file("deep.csv", b"1;2"), text="From somebody else")
    read = parse(sent(winmail(message_inside(inside), file("top.csv", b"3"))))
    assert [(one.name, one.content) for one in read.attachments] == [
        ("message.txt", b"From somebody else"),
        ("deep.csv", b"1;2"),
        ("top.csv", b"3"),
    ]


def test_names_and_types_do_no_harm():
    packed = winmail(file("../../etc/passwd\x00\r\n", b"x", type="text/html\r\nX: y"))
    (one,) = parse(sent(packed)).attachments
    assert "/" not in one.name and "\n" not in one.name and one.type == "application/octet-stream"


def test_one_that_breaks_off_keeps_what_was_read_and_itself():
    whole = winmail(file("a.txt", b"first"), file("b.txt", b"second" * 100))
    read = parse(sent(whole[:-100]))
    assert read.attachments[0].content == b"first"
    assert (read.attachments[-1].name, read.attachments[-1].content) == ("winmail.dat", whole[:-100])
    assert any("breaks off" in problem for problem in read.problems)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x78\x9f\x3e\x22"])
def test_what_is_no_envelope_stays_a_file(content):
    read = parse(sent(content))
    assert [one.content for one in read.attachments] == [content] and read.text == "See the plan."


def _nested(depth: int) -> bytes:
    packed = winmail(file("x", b"x"))
    for _ in range(depth):
        packed = winmail(message_inside(packed))
    return packed


HOSTILE = {
    "2^32 properties": winmail(attribute(1, 0x9003, b"\xff\xff\xff\xff" + b"\x1f\x00\x00\x10" + b"\xff" * 8)),
    "2^32 values": winmail(attribute(1, 0x9003, struct.pack("<IHHI", 1, 0x101F, 0x1000, 2**32 - 1))),
    "nothing, many times": winmail(
        attribute(1, 0x9003, struct.pack("<I", 2**32 - 1) + b"\x01\x00\x00\x10" * 250_000)
    ),
    "100,000 files": winmail(file("x", b"") * 100_000),
    "nested 200 deep": _nested(200),
    "5 MB that unpack to more": winmail(
        rtf=struct.pack("<II", 5_000_000, 2**31) + b"LZFu" + bytes(4) + b"\xff\x00\x1f" * 1_600_000
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_one_costs_little_and_quarantines_nothing(name):
    with Parser() as parser:
        parser.parse(sent(b""))
        began = time.monotonic()
        read = parser.parse(sent(HOSTILE[name]))
        assert time.monotonic() - began < 8
        assert isinstance(read, Arrival), read
        assert read.text == "See the plan." and len(read.attachments) <= 1001


def test_no_bytes_break_the_reader():
    good = winmail(
        file("a.pdf", PDF, type="application/pdf"), message_inside(winmail(file("b", b"b"), text="in"))
    )
    dice = random.Random(7)
    for _ in range(2_000):
        bad = bytearray(good)
        for _ in range(dice.randrange(1, 6)):
            bad[dice.randrange(6, len(bad))] = dice.randrange(256)
        read = parse(sent(bytes(bad[: dice.randrange(6, len(bad) + 1)])))
        assert read.text == "See the plan."
