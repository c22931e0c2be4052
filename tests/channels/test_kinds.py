"""Mails of particular kinds, of our own making: invitations, right-to-left writing, mails in mails."""

import time

import pytest

from channels.mails import HTML, PLAIN, mail, multipart, parts
from heard.channels.mail.invitation import said
from heard.channels.mail.parse import parse

INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID="W. Europe Standard Time":20261102T100000
DTEND;TZID="W. Europe Standard Time":20261102T113000
SUMMARY:Drones\\, and wh
 y they return
LOCATION:Hall 4\\nsecond floor
ORGANIZER;CN=Zelda Marsh:mailto:zelda@northwind.example
BEGIN:VALARM
DESCRIPTION:REMINDER
SUMMARY:not this
END:VALARM
RRULE:FREQ=WEEKLY;COUNT=3
END:VEVENT
END:VCALENDAR
"""
READABLE = """Invitation: Drones, and why they return
When: Mon 2 Nov 2026, 10:00 to 11:30 (W. Europe Standard Time), every week
Where: Hall 4 second floor
From: Zelda Marsh (zelda@northwind.example)"""
ZONE = ';TZID="W. Europe Standard Time"'
CALENDAR = "Content-Type: text/calendar; charset=utf-8; method=REQUEST"


def test_an_invitation_is_said_in_the_message_and_stays_a_file():
    read = parse(
        multipart(
            "alternative", (PLAIN, "Please come."), (HTML, "<p>Please come.</p>"), (CALENDAR, INVITATION)
        )
    )
    assert read.text == f"Please come.\n\n{READABLE}" == read.reply
    assert [(one.type, one.name) for one in read.attachments] == [("text/calendar", "file-1.ics")]


def test_an_invitation_alone_is_the_message():
    assert parse(mail(CALENDAR, body=INVITATION)).reply == READABLE


def test_what_stands_under_a_quote_is_still_newly_said():
    body = "Yes, then.\n\nOn Mon, Nov 2, 2026 at 10:00, Allie <allie@example.com> wrote:\n> When?"
    read = parse(multipart("mixed", (PLAIN, body), (CALENDAR, INVITATION)))
    assert read.reply == f"Yes, then.\n\n{READABLE}" and "> When?" in read.text


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("METHOD:REQUEST", "METHOD:CANCEL"), "Called off: Drones, and why they return"),
        (("RRULE", "STATUS:CANCELLED\nRRULE"), "Called off: Drones, and why they return"),
        (("METHOD:REQUEST\n", ""), "Calendar entry: Drones, and why they return"),
        (("SUMMARY:Drones\\, and wh\n y they return\n", ""), "Invitation: no title"),
        ((f"{ZONE}:20261102T113000", ":20261103T090000Z"), "to Tue 3 Nov 2026, 09:00"),
        ((f"{ZONE}:20261102T100000", ";VALUE=DATE:20261102"), "When: Mon 2 Nov 2026, every week"),
        ((":20261102T100000", ":20269902T100000"), "When: 20269902T100000"),
        (("METHOD:REQUEST", "METHOD:PUBLISH\nX-WR:a:b;c"), "Calendar entry: Drones"),
    ],
)  # fmt: skip
def test_other_calendars(change, line):
    assert change[0] in INVITATION
    assert line in said(INVITATION.replace(*change))


def test_an_answer_says_who_comes():
    answer = INVITATION.replace("METHOD:REQUEST", "METHOD:REPLY").replace(
        "RRULE", "ATTENDEE;PARTSTAT=DECLINED;CN=Yusuf:mailto:yusuf@aegean.example\nRRULE"
    )
    assert "Yusuf (yusuf@aegean.example): declined" in said(answer)


@pytest.mark.parametrize(
    "bad",
    ["", "BEGIN:VEVENT", "BEGIN:VEVENT\nEND:VEVENT", "BEGIN:VEVENT\nDTSTART\nEND:VEVENT", "\0" * 100]
    + ["BEGIN:VEVENT\nA" + ";B=C" * 60_000 + ":D", "A;" * 100_000, 'A;B="' * 50_000, "BEGIN:X\n" * 30_000],
    ids=range(9),
)  # fmt: skip
def test_what_is_no_invitation_says_nothing_and_costs_nothing(bad):
    began = time.monotonic()
    assert said(bad) == ""
    assert time.monotonic() - began < 1


ARABIC = "مرحبا، الطائرة تعود دائما.\nشكرا، زيلدا"
HEBREW = "שלום, הרחפן חוזר."


@pytest.mark.parametrize(
    ("text", "charset", "language"),
    [(ARABIC, "utf-8", "ar"), (ARABIC, "windows-1256", "ar"), (HEBREW, "iso-8859-8-i", "he"), (HEBREW, "utf-8", "he")],
)  # fmt: skip
def test_right_to_left_writing_is_kept_letter_by_letter(text, charset, language):
    body = text.encode("iso-8859-8" if charset.endswith("-i") else charset)
    read = parse(
        mail(f"Content-Type: text/plain; charset={charset}", "Content-Transfer-Encoding: 8bit", body=body)
    )
    assert read.text == text and read.reply.splitlines()[0] == text.splitlines()[0]


def test_right_to_left_html_and_its_quote():
    quote = "בתאריך יום ב׳, 2 בנוב׳ 2026 ב-10:00 מאת Allie <allie@example.com>:\n> מתי?"
    read = parse(mail(PLAIN, body=f"{HEBREW}\n\n{quote}"))
    assert read.reply == HEBREW and "מתי" in read.text
    page = parse(mail(HTML, body=f'<div dir="rtl">{HEBREW}<br>תודה</div>'))
    assert page.text == f"{HEBREW}\nתודה"


def test_marks_that_turn_the_writing_do_not_hide_the_end_of_a_name():
    head = 'Content-Type: application/x-msdownload; name="=?utf-8?q?invoice=E2=80=AEfdp.exe?="'
    (one,) = parse(multipart("mixed", (PLAIN, "see"), (head, "MZ"))).attachments
    assert "\u202e" not in one.name and one.name.endswith(".exe")


def nested(depth: int) -> bytes:
    """A mail in a mail, so deep; each has its subject and a file."""
    inner = mail("Subject: at the bottom", body="the last words")
    for level in range(depth):
        kind, body = parts(
            "mixed", (PLAIN, f"level {level}"), ("Content-Type: message/rfc822", inner), boundary=f"b{level}"
        )
        inner = mail(f"Subject: level {level}", "MIME-Version: 1.0", kind, body=body)
    return inner


def test_a_mail_in_a_mail_in_a_mail_is_one_file_with_all_that_is_in_it():
    read = parse(nested(3))
    assert (read.subject, read.text) == ("level 2", "level 2")
    (one,) = read.attachments
    assert (one.type, one.name) == ("message/rfc822", "level 1.eml") and b"the last words" in one.content
    deeper = parse(one.content)
    assert (deeper.subject, deeper.attachments[0].name) == ("level 1", "level 0.eml")


def test_a_mail_that_is_nothing_but_a_mail_is_a_file_too():
    read = parse(
        mail("Subject: Fwd", "Content-Type: message/rfc822", body=mail("Subject: inside", body="deep"))
    )
    assert [one.name for one in read.attachments] == ["inside.eml"]
    assert b"deep" in read.attachments[0].content
