"""Raw mails to Arrivals: headers, charsets, structure, what is malformed."""

import base64
from datetime import UTC, datetime

import pytest

from channels.mails import HTML, PLAIN, mail, multipart, parts
from heard.channels.mail.parse import Unreadable, parse


def test_a_plain_mail():
    arrival = parse(
        mail(
            "Subject: The printer",
            "Date: Mon, 2 Nov 2026 10:00:00 +0100",
            "Message-ID: <one@example.com>",
            "Cc: Bob <bob@example.com>, yusuf@EXAMPLE.com",
            "Reply-To: zelda@home.example",
            body="It smokes.\n\n-- \nZelda\n",
        )
    )
    assert (arrival.from_address, arrival.from_name) == ("zelda@example.com", "Zelda")
    assert arrival.to == ("help@example.com",)
    assert arrival.cc == ("bob@example.com", "yusuf@example.com")
    assert arrival.reply_to == ("zelda@home.example",)
    assert arrival.subject == "The printer"
    assert arrival.date == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert arrival.message_id == "one@example.com"
    assert arrival.reply == "It smokes."
    assert arrival.signature == "--\nZelda"
    assert "Zelda" in arrival.text
    assert arrival.by_person and arrival.problems == ()


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", b"caf\xe9 \x80", "café €"),
        ("windows-1252", b"\x93quoted\x94", "“quoted”"),
        ("iso-2022-jp", "日本語".encode("iso2022_jp"), "日本語"),
        ("shift_jis", "プリンタ①".encode("cp932"), "プリンタ①"),
        ("gb2312", "朱镕基".encode("gbk"), "朱镕基"),
        ("ks_c_5601-1987", "똠방각하".encode("cp949"), "똠방각하"),
        ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("utf-7", b"+AOQ-h", "äh"),
        ("utf-16", "Äh".encode("utf-16"), "Äh"),
        ("x-unknown", "Grüße".encode(), "Grüße"),
        ("us-ascii", "Grüße".encode(), "Grüße"),
        ("us-ascii", b"Gr\xfc\xdfe", "Grüße"),
        ("utf-8", b"Gr\xfc\xdfe", "Grüße"),
        ("", "Grüße".encode(), "Grüße"),
        ("", b"Gr\xfc\xdfe", "Grüße"),
    ],
)
def test_charsets(charset, body, text):
    named = f"; charset={charset}" if charset else ""
    assert parse(mail(f"Content-Type: text/plain{named}", body=body)).text == text


def test_what_is_odd_about_a_charset_is_said():
    assert parse(mail("Content-Type: text/plain; charset=x-moon", body="a")).problems == (
        "unknown charset 'x-moon', guessed instead",
    )
    assert "cp1252" in parse(mail("Content-Type: text/plain; charset=utf-8", body=b"\xfc")).problems[0]


@pytest.mark.parametrize("name", ["idna", "punycode", "unicode_escape", "zip", "base64", "rot13"])
def test_codecs_that_are_no_charsets_are_not_used(name):
    assert (
        parse(mail(f"Content-Type: text/plain; charset={name}", body="xn--a\\u0041")).text == "xn--a\\u0041"
    )


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?iso-8859-1?Q?Gr=FC=DFe?= from =?utf-8?b?8J+YgA==?=", "Grüße from 😀"),
        (b"=?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?=", "Grüße"),
        (b"=?utf-8?q?one?=\r\n =?utf-8?q?_two?=", "one two"),
        ("Grüße".encode(), "Grüße"),
        (b"Gr\xfc\xdfe", "Grüße"),
        (b"=?iso-8859-1?Q?Gr\xfc=DFe?=", "Grüße"),
        (b"=?nonsense?q?abc?=", "abc"),
        (b"=?utf-8?b?R3LDvA?=", "Grü"),
        (b"a\0b", "ab"),
        (b"  spaced\r\n\tand folded ", "spaced and folded"),
        (b"=?utf-8?q?no end", "=?utf-8?q?no end"),
    ],
)
def test_subjects(raw, subject):
    assert parse(mail(b"Subject: " + raw)).subject == subject


def test_a_bare_8_bit_subject_is_read_by_the_charset_of_the_text():
    subject = "转发".encode("gbk")
    arrival = parse(mail(b"Subject: " + subject, "Content-Type: text/plain; charset=gb2312"))
    assert arrival.subject == "转发"


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        ('"Zelda, the one" <zelda@example.com>', "Zelda, the one", "zelda@example.com"),
        ("zelda@example.com (Zelda)", "Zelda", "zelda@example.com"),
        ("zelda@Example.COM", "", "zelda@example.com"),
        ("=?utf-8?q?Z=C3=ABlda=2C?= <zelda@example.com>", "Zëlda,", "zelda@example.com"),
        ('"=?utf-8?q?Z=C3=ABlda?=" <zelda@example.com>', "Zëlda", "zelda@example.com"),
        ("Zelda zelda@example.com", "Zelda", "zelda@example.com"),
        ("Zelda <zelda@example.com", "Zelda", "zelda@example.com"),
        ("'Zelda' <zelda@example.com>", "Zelda", "zelda@example.com"),
        ('"Zelda \\"Z\\" Q" <zelda@example.com>', 'Zelda "Z" Q', "zelda@example.com"),
        ("Friends: zelda@example.com, bob@example.com;", "", "zelda@example.com"),
        ("<zelda@example.com>, bob@example.com", "", "zelda@example.com"),
        ('"', "", ""),
        ("", "", ""),
        ("nobody at all", "nobody at all", ""),
    ],
)
def test_senders(header, name, address):
    arrival = parse(mail(sender=header))
    assert (arrival.from_name, arrival.from_address) == (name, address)
    assert ("no sender's address" in arrival.problems) == (not address)


def test_without_from_another_header_says_who():
    raw = b"Return-Path: <zelda@example.com>\r\nSubject: x\r\n\r\nhello"
    arrival = parse(raw)
    assert arrival.from_address == "zelda@example.com"
    assert arrival.problems == ("no sender's address in From, return-path is used",)


def test_ids_of_a_thread():
    arrival = parse(
        mail(
            "Message-ID: <three@example.com>",
            "In-Reply-To: Your message of Monday <two@example.com>",
            "References: <one@example.com>\r\n\t<two@example.com> <one@example.com>",
        )
    )
    assert arrival.in_reply_to == "two@example.com"
    assert arrival.references == ("one@example.com", "two@example.com")


def test_of_very_many_references_the_root_and_the_last_are_kept():
    ids = " ".join(f"<{n}@example.com>" for n in range(500))
    references = parse(mail(f"References: {ids}")).references
    assert len(references) == 100
    assert (references[0], references[1], references[-1]) == (
        "0@example.com",
        "401@example.com",
        "499@example.com",
    )


@pytest.mark.parametrize(
    "raw", ["yesterday", "Mon, 99 Foo 2026 99:99:99 +9999", "Mon, 2 Nov 99999 10:00:00 +0000"]
)
def test_an_unreadable_date_is_no_date(raw):
    arrival = parse(mail(f"Date: {raw}"))
    assert arrival.date is None
    assert arrival.problems[0].startswith("unreadable date")


def test_the_text_of_an_alternative_is_its_plain_part():
    arrival = parse(multipart("alternative", (PLAIN, "plain"), (HTML, "<p>rich</p>")))
    assert (arrival.text, arrival.html, arrival.attachments) == ("plain", "<p>rich</p>", ())


@pytest.mark.parametrize("plain", ["", "  \n ", "Your mail program cannot display HTML."])
def test_a_plain_part_that_says_nothing_gives_way_to_the_html(plain):
    assert (
        parse(multipart("alternative", (PLAIN, plain), (HTML, "<p>It <b>smokes</b></p>"))).text == "It smokes"
    )


def test_html_alone_is_made_readable():
    arrival = parse(mail(HTML, body="<style>p {}</style><p>It&nbsp;smokes &amp; stinks</p><p>Help</p>"))
    assert arrival.text == "It smokes & stinks\n\nHelp"


def test_files_and_their_names():
    coded = base64.b64encode(b"%PDF").decode()
    arrival = parse(
        multipart(
            "mixed",
            (PLAIN, "see there"),
            (
                "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
                "Content-Disposition: attachment; filename*0*=utf-8''Gr%C3%BC; filename*1=\"sse.pdf\"",
                coded,
            ),
            ('Content-Type: image/png; name="../../../etc/shot.png"\nContent-Disposition: attachment', "png"),
            (
                'Content-Type: text/plain; name="=?utf-8?q?l=C3=B6g.txt?="\nContent-Disposition: attachment',
                "log",
            ),
            ("Content-Type: text/calendar; charset=utf-8", "BEGIN:VCALENDAR"),
            ("Content-Type: application/pdf", "x"),
        )
    )
    assert arrival.text == "see there"
    assert [(file.name, file.content[:5]) for file in arrival.attachments] == [
        ("Grüsse.pdf", b"%PDF"),
        ("shot.png", b"png"),
        ("lög.txt", b"log"),
        ("file-4.ics", b"BEGIN"),
        ("file-5.pdf", b"x"),
    ]


def test_an_image_in_the_text_is_inline():
    related, body = parts(
        "related",
        (HTML, '<p>Look <img src="cid:shot@example.com"></p>'),
        ("Content-Type: image/png\nContent-ID: <shot@example.com>", "png"),
        boundary="inner",
    )
    (image,) = parse(multipart("mixed", (related, body))).attachments
    assert (image.inline, image.content_id) == (True, "shot@example.com")


def test_texts_between_files_are_all_read():
    arrival = parse(
        multipart("mixed", (PLAIN, "first"), ("Content-Type: image/png", "png"), (PLAIN, "second"))
    )
    assert arrival.text == "first\n\nsecond"


def test_a_mail_in_a_mail_is_a_file_with_its_own_bytes():
    inside = b"From: bob@example.com\r\nSubject: old news\r\n\r\nbody"
    (file,) = parse(multipart("mixed", (PLAIN, "see"), ("Content-Type: message/rfc822", inside))).attachments
    assert file.name == "old news.eml"
    assert file.type == "message/rfc822"
    assert b"Subject: old news" in file.content and b"body" in file.content


def test_a_mail_in_a_mail_may_be_coded_though_it_must_not():
    coded = base64.b64encode(b"Subject: inside\r\n\r\nbody")
    head = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64"
    (file,) = parse(multipart("mixed", (PLAIN, "see"), (head, coded))).attachments
    assert file.content == b"Subject: inside\r\n\r\nbody"


def test_flowed_text():
    body = "This line \nflows on.\n\n> quoted \n> too\n-- \nZelda\n"
    arrival = parse(mail("Content-Type: text/plain; format=flowed", body=body))
    assert arrival.text.startswith("This line flows on.\n\n> quoted too\n--")
    assert arrival.signature == "--\nZelda"


def test_flowed_text_whose_blanks_are_not_its_own():
    head = "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes"
    assert parse(mail(head, body="プリ \nンタ\n")).text == "プリンタ"


def test_a_uuencoded_file_in_the_text_is_a_file():
    body = "see below\n\nbegin 644 hi.txt\n#:&D*\n`\nend\nand thanks\n"
    arrival = parse(mail("Subject: x", body=body))
    assert [(file.name, file.content) for file in arrival.attachments] == [("hi.txt", b"hi\n")]
    assert "see below" in arrival.text and "and thanks" in arrival.text and "644" not in arrival.text


def test_what_only_looks_uuencoded_stays_text():
    body = "begin 644 files were found\nand then we lost them\n"
    arrival = parse(mail("Subject: x", body=body))
    assert arrival.attachments == () and arrival.text == body.strip()


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("quoted-printable", "Gr=C3=BC=\n=C3=9Fe =20", "Grüße"),
        ("BASE64", "R3LDvMOfZQ==", "Grüße"),
        ("base64", "R3LD!vMOf ZQ", "Grüße"),
        ("8bit", "Grüße", "Grüße"),
        ("x-secret", "Grüße", "Grüße"),
        ("x-uuencode", "begin 644 t\n#:&D*\n`\nend", "hi"),
    ],
)
def test_transfer_encodings(encoding, body, text):
    assert parse(mail(PLAIN, f"Content-Transfer-Encoding: {encoding}", body=body)).text.strip() == text


@pytest.mark.parametrize(
    "raw",
    [
        b"From zelda@example.com Mon Nov  2 10:00:00 2026\r\n" + mail("Subject: S", body="b"),
        b"\r\n\r\n" + mail("Subject: S", body="b"),
        b"\xef\xbb\xbf" + mail("Subject: S", body="b"),
        mail("Subject: S", body="b").replace(b"\r\n", b"\n"),
        mail("Subject: S", body="b").replace(b"\r\n", b"\r"),
        mail("this line is no header", "Subject: S", body="b"),
    ],
)
def test_mails_that_begin_or_end_lines_oddly(raw):
    arrival = parse(raw)
    assert (arrival.from_address, arrival.subject, arrival.text) == ("zelda@example.com", "S", "b")


@pytest.mark.parametrize("raw", [b"", b"\r\n \n", b"\0\0\0"])
def test_nothing_is_unreadable(raw):
    with pytest.raises(Unreadable, match="empty"):
        parse(raw)


@pytest.mark.parametrize("count", [999, 1001])
def test_up_to_a_thousand_parts_are_read(count):
    raw = multipart("mixed", *[("Content-Type: image/png", "x")] * (count - 1))
    if count < 1000:
        assert len(parse(raw).attachments) == count - 1
    else:
        with pytest.raises(Unreadable, match="more than 1000 parts"):
            parse(raw)


def test_a_missing_boundary_is_said_and_everything_shown():
    arrival = parse(mail("Content-Type: multipart/mixed", body="all of it"))
    assert arrival.text == "all of it"
    assert arrival.problems


def test_a_very_long_text_is_cut_and_says_so():
    arrival = parse(mail(PLAIN, body="word " * 200_000))
    assert len(arrival.text) == 500_000
    assert "the raw mail has all of it" in arrival.problems[0]


def test_no_text_holds_what_a_database_refuses():
    raw = mail(b"Subject: a\0\x08b", PLAIN, body=b"a\0b\xed\xa0\x80\x1bc")
    arrival = parse(raw)
    for text in (arrival.subject, arrival.text, arrival.reply):
        text.encode()
        assert not set("\0\x08\x1b") & set(text)


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Der Drucker geht nicht mehr und ich kann die Rechnung nicht drucken.", "de"),
        ("The printer does not work and we have to send this to the bank.", "en"),
        ("ok", ""),
    ],
)
def test_the_language_is_guessed_from_the_text(body, language):
    assert parse(mail(PLAIN, body=body)).language == language
