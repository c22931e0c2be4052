"""Every letter in its exact words, English and German. A changed word is seen here first."""

from datetime import timedelta

import pytest

from cast import Cast, clock
from heard.hours.languages import DESK_LANGUAGES
from heard.letters.render import compose
from heard.record.actions import desk, promise, reading, ticket
from heard.record.actions.message import Word
from heard.record.actor import HEARD, Robot
from heard.record.arrival import Arrival
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

LINK = "LINK"
PHONE, ON_CALL = "555 0117", "555 0199"


def words(letter: Letter, language: str) -> tuple[str, list[str]]:
    """Subject and paragraphs of a letter in a language, with the secret link as LINK."""
    letter.language = language
    composed = compose(letter)
    link = f"http://127.0.0.1:8000{letter.facts['link']}"
    assert composed.text.count(link) == 1 and f'href="{link}"' in composed.html
    return composed.subject, composed.text.replace(link, LINK).strip().split("\n\n")


def last(ticket: Ticket, kind: str) -> Letter:
    return ticket.letters.filter(kind=kind).last()


def phones(cast: Cast) -> None:
    desk.change(cast.desk, phone=PHONE, on_call=ON_CALL, by=HEARD, at=clock("8:00"))


RECEIPTS = [
    pytest.param(
        "9:02",
        True,
        "We have your request (#{n})",
        [
            "Your message reached us at 9:02 am. A person will read it and write to you by 10:02 am today"
            " (New York time).",
            "To add something, simply reply, or see it here: LINK",
            "Has all work stopped, or is anyone in danger? Call 555 0117.",
            "This note is automatic. The next one will be from a person.",
        ],
        "Wir haben Ihre Anfrage erhalten (#{n})",
        [
            "Ihre Nachricht hat uns um 9:02 Uhr erreicht. Ein Mensch liest sie und schreibt Ihnen bis heute um"
            " 10:02 Uhr (Ortszeit New York).",
            "Möchten Sie etwas ergänzen? Antworten Sie einfach auf diese E-Mail, oder öffnen Sie Ihre Anfrage:"
            " LINK",
            "Steht alles still, oder ist jemand in Gefahr? Rufen Sie an: 555 0117.",
            "Diese Nachricht wurde automatisch verschickt. Die nächste kommt von einem Menschen.",
        ],
        id="open",
    ),
    pytest.param(
        "9:02",
        False,
        "We have your request (#{n})",
        [
            "Your message reached us at 9:02 am. A person will read it and write to you by 10:02 am today"
            " (New York time).",
            "To add something, simply reply, or see it here: LINK",
            "This note is automatic. The next one will be from a person.",
        ],
        "Wir haben Ihre Anfrage erhalten (#{n})",
        [
            "Ihre Nachricht hat uns um 9:02 Uhr erreicht. Ein Mensch liest sie und schreibt Ihnen bis heute um"
            " 10:02 Uhr (Ortszeit New York).",
            "Möchten Sie etwas ergänzen? Antworten Sie einfach auf diese E-Mail, oder öffnen Sie Ihre Anfrage:"
            " LINK",
            "Diese Nachricht wurde automatisch verschickt. Die nächste kommt von einem Menschen.",
        ],
        id="open, no number",
    ),
    pytest.param(
        "19:40",
        True,
        "We have your request (#{n})",
        [
            "Your message reached us at 7:40 pm. We are closed now and open tomorrow, Tuesday, at 9:00 am."
            " A person will write to you by 10:00 am tomorrow (New York time).",
            "To add something, simply reply, or see it here: LINK",
            "Can't wait that long? Call 555 0199, any hour.",
            "This note is automatic. The next one will be from a person.",
        ],
        "Wir haben Ihre Anfrage erhalten (#{n})",
        [
            "Ihre Nachricht hat uns um 19:40 Uhr erreicht. Wir haben gerade geschlossen und öffnen morgen,"
            " Dienstag, um 9:00 Uhr wieder. Ein Mensch schreibt Ihnen bis morgen um 10:00 Uhr"
            " (Ortszeit New York).",
            "Möchten Sie etwas ergänzen? Antworten Sie einfach auf diese E-Mail, oder öffnen Sie Ihre Anfrage:"
            " LINK",
            "So lange können Sie nicht warten? Rufen Sie an, zu jeder Stunde: 555 0199.",
            "Diese Nachricht wurde automatisch verschickt. Die nächste kommt von einem Menschen.",
        ],
        id="closed",
    ),
    pytest.param(
        "19:40",
        False,
        "We have your request (#{n})",
        [
            "Your message reached us at 7:40 pm. We are closed now and open tomorrow, Tuesday, at 9:00 am."
            " A person will write to you by 10:00 am tomorrow (New York time).",
            "To add something, simply reply, or see it here: LINK",
            "This note is automatic. The next one will be from a person.",
        ],
        "Wir haben Ihre Anfrage erhalten (#{n})",
        [
            "Ihre Nachricht hat uns um 19:40 Uhr erreicht. Wir haben gerade geschlossen und öffnen morgen,"
            " Dienstag, um 9:00 Uhr wieder. Ein Mensch schreibt Ihnen bis morgen um 10:00 Uhr"
            " (Ortszeit New York).",
            "Möchten Sie etwas ergänzen? Antworten Sie einfach auf diese E-Mail, oder öffnen Sie Ihre Anfrage:"
            " LINK",
            "Diese Nachricht wurde automatisch verschickt. Die nächste kommt von einem Menschen.",
        ],
        id="closed, nobody on call: no letter hints at one",
    ),
]


@pytest.mark.parametrize("time, numbers, subject, english, betreff, german", RECEIPTS)
def test_receipt(cast, time, numbers, subject, english, betreff, german):
    if numbers:
        phones(cast)
    request = cast.writes(cast.zelda, "They come back", at=clock(time))
    receipt = last(request, "receipt")
    assert words(receipt, "en") == (subject.format(n=request.number), english)
    assert words(receipt, "de") == (betreff.format(n=request.number), german)


HUMAN = [
    pytest.param(
        {"way": "next", "due_at": clock("14:00")},
        [
            "You'll hear from me by 2:00 pm today (New York time), with a fix or a better time. Is that too late?"
            " Tell me when you need it: LINK",
            "Bob Bauer, Support\nYour request #{n}",
        ],
        [
            "Sie hören bis heute um 14:00 Uhr (Ortszeit New York) von mir, mit einer Lösung oder einer besseren"
            " Zeitangabe. Ist das zu spät? Sagen Sie mir, bis wann Sie es brauchen: LINK",
            "Bob Bauer, Support\nIhre Anfrage #{n}",
        ],
        id="next",
    ),
    pytest.param(
        {"way": "renew", "due_at": clock("12:00", day=1)},
        [
            "You'll hear from me by 12:00 pm tomorrow (New York time), with a fix or a better time. Is that too"
            " late? Tell me when you need it: LINK",
            "Bob Bauer, Support\nYour request #{n}",
        ],
        [
            "Sie hören bis morgen um 12:00 Uhr (Ortszeit New York) von mir, mit einer Lösung oder einer besseren"
            " Zeitangabe. Ist das zu spät? Sagen Sie mir, bis wann Sie es brauchen: LINK",
            "Bob Bauer, Support\nIhre Anfrage #{n}",
        ],
        id="renew",
    ),
    pytest.param(
        {"way": "next", "due_at": clock("14:00"), "how": "ring"},
        [
            "I'll ring you by 2:00 pm today (New York time), with a fix or a better time. Is that too late? Tell"
            " me when you need it: LINK",
            "Bob Bauer, Support\nYour request #{n}",
        ],
        [
            "Ich rufe Sie bis heute um 14:00 Uhr (Ortszeit New York) an, mit einer Lösung oder einer besseren"
            " Zeitangabe. Ist das zu spät? Sagen Sie mir, bis wann Sie es brauchen: LINK",
            "Bob Bauer, Support\nIhre Anfrage #{n}",
        ],
        id="ring",
    ),
    pytest.param(
        {"way": "next", "due_at": clock("14:00"), "how": "come"},
        [
            "I'll be with you by 2:00 pm today (New York time), with a fix or a better time. Is that too late?"
            " Tell me when you need it: LINK",
            "Bob Bauer, Support\nYour request #{n}",
        ],
        [
            "Ich komme spätestens heute um 14:00 Uhr (Ortszeit New York) zu Ihnen, mit einer Lösung oder einer"
            " besseren Zeitangabe. Ist das zu spät? Sagen Sie mir, bis wann Sie es brauchen: LINK",
            "Bob Bauer, Support\nIhre Anfrage #{n}",
        ],
        id="come",
    ),
    pytest.param(
        {"way": "next", "due_at": clock("14:00"), "restating": "the drone comes back"},
        [
            "I want to be sure I work on the right thing. You're saying: *the drone comes back.* If that isn't"
            " it, just correct me in a reply.",
            "You'll hear from me by 2:00 pm today (New York time), with a fix or a better time. Is that too late?"
            " Tell me when you need it: LINK",
            "Bob Bauer, Support\nYour request #{n}",
        ],
        [
            "Ich möchte sicher sein, dass ich am Richtigen arbeite. Sie sagen: *the drone comes back.* Wenn das"
            " nicht stimmt, berichtigen Sie mich einfach in einer Antwort.",
            "Sie hören bis heute um 14:00 Uhr (Ortszeit New York) von mir, mit einer Lösung oder einer besseren"
            " Zeitangabe. Ist das zu spät? Sagen Sie mir, bis wann Sie es brauchen: LINK",
            "Bob Bauer, Support\nIhre Anfrage #{n}",
        ],
        id="restated",
    ),
    pytest.param(
        {"way": "parks", "event": "version 4.2 is out"},
        [
            "I'll write to you once, when this happens: version 4.2 is out. Want a regular word all the same? Say"
            " how often.",
            "Bob Bauer, Support\nYour request #{n}: LINK",
        ],
        [
            "Ich schreibe Ihnen einmal, sobald das eintritt: version 4.2 is out. Möchten Sie trotzdem regelmäßig"
            " von mir hören? Schreiben Sie mir, wie oft.",
            "Bob Bauer, Support\nIhre Anfrage #{n}: LINK",
        ],
        id="parked",
    ),
    pytest.param(
        {"way": "solves"},
        [
            "Not right? Reply, and it is open again; you won't have to explain it twice.",
            "Yes, it works / Not yet: LINK",
            "Bob Bauer, Support\nYour request #{n}",
        ],
        [
            "Stimmt etwas nicht? Antworten Sie, und die Anfrage ist wieder offen; Sie müssen nichts noch einmal"
            " erklären.",
            "Ja, es funktioniert / Noch nicht: LINK",
            "Bob Bauer, Support\nIhre Anfrage #{n}",
        ],
        id="solved",
    ),
]
SAID = "Hi Zelda, I see that the drone comes back.\n\n  - mast\n  - map\nBob"


@pytest.mark.parametrize("word, english, german", HUMAN)
def test_reply(cast, word, english, german):
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    promise.say(request, Word(text=SAID, **word), by=cast.bob, at=clock("9:20"))
    reply, n = last(request, "reply"), request.number
    for language, lines in (("en", english), ("de", german)):
        subject, found = words(reply, language)
        assert subject == f"Re: Drones return (#{n})"
        assert found[:2] == SAID.split("\n\n"), "a person's words stay as they were written"
        assert found[2:] == [line.format(n=n) for line in lines]


def test_a_time_that_stands_is_said_by_who_gave_it(cast):
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    promise.say(
        request, Word(text="Hello", way="next", due_at=clock("14:00")), by=cast.allie, at=clock("9:20")
    )
    promise.say(request, Word(text="More soon", way="stands"), by=cast.allie, at=clock("10:20"))
    own = last(request, "reply")
    promise.say(request, Word(text="From me too", way="stands"), by=cast.bob, at=clock("10:30"))
    anothers = last(request, "reply")
    assert words(own, "en")[1][1].startswith(
        "My time stands: you'll hear from me by 2:00 pm today (New York time), with a fix or a better time. "
    )
    assert words(own, "de")[1][1].startswith(
        "Es bleibt dabei: Sie hören bis heute um 14:00 Uhr (Ortszeit New York) von mir, mit einer Lösung "
    )
    assert words(anothers, "en")[1][1].startswith(
        "Allie's time stands: you'll hear from Allie by 2:00 pm today (New York time), with a fix "
    )
    assert words(anothers, "de")[1][1].startswith(
        "Es bleibt dabei: Sie hören bis heute um 14:00 Uhr (Ortszeit New York) von Allie, mit einer Lösung "
    )


def test_the_line_is_left_out_only_where_the_text_says_the_same_time(cast):
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    same = Word(text="I'll get back to you by 2pm today.", way="next", due_at=clock("14:00"))
    promise.say(request, same, by=cast.bob, at=clock("9:20"))
    assert "You'll hear" not in compose(last(request, "reply")).text
    other = Word(text="I'll get back to you by 2pm today.", way="next", due_at=clock("15:00"))
    promise.say(request, other, by=cast.bob, at=clock("9:30"))
    assert "You'll hear from me by 3:00 pm today" in compose(last(request, "reply")).text


def test_a_robots_word_promises_nothing_and_says_no_i(cast):
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    promise.say(request, Word(text="Build 7 is out.", way="stands"), by=Robot("builds"), at=clock("9:20"))
    reply = last(request, "reply")
    assert reply.automatic
    subject, found = words(reply, "en")
    assert subject == f"Your request (#{request.number})"
    assert found == ["Build 7 is out.", f"Support\nYour request #{request.number}: LINK"]
    assert words(reply, "de")[0] == f"Ihre Anfrage (#{request.number})"


MISSED = [
    pytest.param(
        True,
        [
            "We told you that you would hear from Allie by 2:00 pm. You did not. That is our miss, not yours."
            " Allie and the people on duty have been told. One of them will write to you by 3:00 pm today"
            " (New York time).",
            "To add something, simply reply, or see it here: LINK",
            "Can't wait? Call 555 0117.",
            "You get this automatically so that you know at once.",
        ],
        [
            "Wir hatten Ihnen gesagt, dass Sie bis 14:00 Uhr von Allie hören. Das ist nicht geschehen. Es ist"
            " unser Versäumnis, nicht Ihres. Allie und alle im Dienst wissen Bescheid. Jemand von ihnen schreibt"
            " Ihnen bis heute um 15:00 Uhr (Ortszeit New York).",
            "Möchten Sie etwas ergänzen? Antworten Sie einfach auf diese E-Mail, oder öffnen Sie Ihre Anfrage:"
            " LINK",
            "Sie können nicht warten? Rufen Sie an: 555 0117.",
            "Diese Nachricht wurde automatisch verschickt, damit Sie es sofort wissen.",
        ],
        id="a person's time",
    ),
    pytest.param(
        False,
        [
            "We told you that a person would write to you by 10:02 am. Nobody did. That is our miss, not yours."
            " The people on duty have been told. One of them will write to you by 2:30 pm today (New York time).",
            "To add something, simply reply, or see it here: LINK",
            "Can't wait? Call 555 0117.",
            "You get this automatically so that you know at once.",
        ],
        [
            "Wir hatten Ihnen gesagt, dass Ihnen bis 10:02 Uhr jemand schreibt. Das ist nicht geschehen. Es ist"
            " unser Versäumnis, nicht Ihres. Alle im Dienst wissen Bescheid. Jemand von ihnen schreibt Ihnen bis"
            " heute um 14:30 Uhr (Ortszeit New York).",
            "Möchten Sie etwas ergänzen? Antworten Sie einfach auf diese E-Mail, oder öffnen Sie Ihre Anfrage:"
            " LINK",
            "Sie können nicht warten? Rufen Sie an: 555 0117.",
            "Diese Nachricht wurde automatisch verschickt, damit Sie es sofort wissen.",
        ],
        id="the desk's first word",
    ),
]


@pytest.mark.parametrize("taken, english, german", MISSED)
def test_missed(cast, taken, english, german):
    phones(cast)
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    if taken:
        word = Word(text="Hello", way="next", due_at=clock("14:00"))
        promise.say(request, word, by=cast.allie, at=clock("9:20"))
    ticket.open(request, by=cast.bob, at=clock("14:00"))
    missed = last(request, "missed")
    assert words(missed, "en") == (f"We missed our time (#{request.number})", english)
    assert words(missed, "de") == (
        f"Wir haben unsere Zusage nicht gehalten (#{request.number})",
        german,
    )


MISSED_OTHERWISE = [
    (
        "ring",
        "We told you that Allie would ring you by 2:00 pm. That did not happen. That is our miss, not yours. Allie and"
        " the people on duty have been told. One of them will ring you by 3:00 pm today (New York time).",
        "Wir hatten Ihnen gesagt, dass Allie Sie bis 14:00 Uhr anruft. Das ist nicht geschehen. Es ist unser"
        " Versäumnis, nicht Ihres. Allie und alle im Dienst wissen Bescheid. Jemand von ihnen ruft Sie bis heute um"
        " 15:00 Uhr (Ortszeit New York) an.",
    ),
    (
        "come",
        "We told you that Allie would come to you by 2:00 pm. That did not happen. That is our miss, not yours. Allie"
        " and the people on duty have been told. One of them will write to you by 3:00 pm today (New York time) and say"
        " when somebody comes.",
        "Wir hatten Ihnen gesagt, dass Allie bis 14:00 Uhr zu Ihnen kommt. Das ist nicht geschehen. Es ist unser"
        " Versäumnis, nicht Ihres. Allie und alle im Dienst wissen Bescheid. Jemand von ihnen schreibt Ihnen bis heute"
        " um 15:00 Uhr (Ortszeit New York), wann jemand zu Ihnen kommt.",
    ),
]


@pytest.mark.parametrize("how, english, german", MISSED_OTHERWISE)
def test_missed_is_said_as_it_was_promised(cast, how, english, german):
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    word = Word(text="Hello", way="next", due_at=clock("14:00"), how=how)
    promise.say(request, word, by=cast.allie, at=clock("9:20"))
    ticket.open(request, by=cast.bob, at=clock("14:00"))
    missed = last(request, "missed")
    assert words(missed, "en")[1][0] == english
    assert words(missed, "de")[1][0] == german
    missed.facts = {name: fact for name, fact in missed.facts.items() if name != "missed_how"}
    assert "you would hear from Allie" in words(missed, "en")[1][0]


def test_a_time_missed_yesterday_is_said_with_its_day(cast):
    request = cast.writes(cast.zelda, "They come back", at=clock("17:30"))
    ticket.open(request, by=cast.bob, at=clock("9:45", day=1))
    missed = last(request, "missed")
    assert "write to you by 9:30 am. Nobody did" in compose(missed).text
    request = cast.writes(cast.yusuf, "And mine", at=clock("16:00", day=1))
    ticket.open(request, by=cast.bob, at=clock("9:45", day=2))
    missed = last(request, "missed")
    assert "write to you by 5:00 pm yesterday. Nobody did" in compose(missed).text
    missed.language = "de"
    assert "dass Ihnen bis gestern um 17:00 Uhr jemand schreibt" in compose(missed).text


def test_outside_hours_a_missed_letter_names_only_who_is_on_call(cast):
    phones(cast)
    request = cast.writes(cast.zelda, "They come back", at=clock("16:00"))
    ticket.open(request, by=cast.bob, at=clock("19:00"))
    text = compose(last(request, "missed")).text
    assert "Can't wait? Call 555 0199, any hour." in text and PHONE not in text


def test_subjects_of_others_are_never_echoed_by_a_machine(cast):
    bait = "Buy gold at https://gold.example"
    request = cast.writes(cast.zelda, bait, at=clock("9:02"), subject=bait)
    ticket.open(request, by=cast.bob, at=clock("10:30"))
    for letter in request.letters.exclude(kind="reply"):
        composed = compose(letter)
        assert "gold" not in composed.subject + composed.text + composed.html


@pytest.mark.parametrize(
    "given, subject",
    [
        ("Re: AW: Fwd: printer", "Re: printer"),
        ("", "Your request"),
        ("a\r\nBcc: all@example.com\tb", "Re: a Bcc: all@example.com b"),
        ("\u202egnp.exe", "Re: gnp.exe"),
        ("<b>O'Brien & co</b>", "Re: <b>O'Brien & co</b>"),
    ],
)
def test_the_subject_of_a_persons_letter(cast, given, subject):
    request = cast.writes(cast.zelda, "text", at=clock("9:02"), subject=given)
    promise.say(request, Word(text="Hello", way="solves"), by=cast.bob, at=clock("9:20"))
    composed = compose(last(request, "reply"))
    assert composed.subject == f"{subject} (#{request.number})"


def test_a_machine_never_says_i_and_never_sorry(cast):
    phones(cast)
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    ticket.open(request, by=cast.bob, at=clock("10:30"))
    for letter in request.letters.all():
        for language in DESK_LANGUAGES:
            text = " ".join(words(letter, language)[1]).split()
            said = {word.strip(".,:;?()").casefold() for word in text}
            assert not said & {"i", "i'll", "me", "my", "ich", "mir", "mich", "mein", "meine"}
            assert not said & {
                "sorry",
                "leider",
                "unfortunately",
                "kindly",
                "inconvenience",
                "entschuldigung",
            }
            assert "!" not in "".join(text)


def test_read_and_stands_writes_no_letter(cast):
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    word = Word(text="Hello", way="next", due_at=clock("14:00"))
    promise.say(request, word, by=cast.allie, at=clock("9:20"))
    before = request.letters.count()
    again = Arrival(door="smtp", from_address=cast.zelda.address, text="And one more thing")
    ticket.add_reply(request, again, requester=cast.zelda, at=clock("9:30"))
    reading.stand(request, by=cast.allie, at=clock("9:30") + timedelta(minutes=10))
    assert request.letters.count() == before
