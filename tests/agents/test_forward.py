"""Forward: a message of a ticket goes to somebody else, in a thread that its requester never sees."""

from email import message_from_bytes, policy

import pytest
from django.test import Client

from agents.conftest import seen, url
from channels.arriving import arrive
from channels.mails import mail, multipart
from heard.letters import render
from heard.record import links
from heard.record.models.alert import Alert
from heard.record.models.chase import Chase
from heard.record.models.letter import Letter
from heard.record.models.message import Attachment
from heard.record.models.party import Party
from heard.record.models.ticket import Ticket
from portal_story import text_of

pytestmark = pytest.mark.django_db
PICTURE = "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="


@pytest.fixture
def asked(stage) -> Ticket:
    """Zelda's mail with two files."""
    pieces = [
        ("Content-Type: text/plain", "The tiles are wrong."),
        (f'{PICTURE}"map.bin"', "map"),
        (f'{PICTURE}"log.bin"', "log"),
    ]
    raw = multipart("mixed", *pieces).replace(b"zelda@example.com", b"zelda@northwind.example")
    return arrive(
        raw.replace(b"MIME-Version", b"Subject: Tiles\r\nMIME-Version"), at=stage.minutes(-30)
    ).ticket


def sent(letter: Letter):
    return message_from_bytes(render.render(letter), policy=policy.default)


def hers(ticket: Ticket) -> str:
    """What the requester's page shows."""
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    browser.post(f"/r/{links.page_token(ticket.participants.get())}/")
    return text_of(browser.get(f"/request/{ticket.public_id}/"))


def test_a_message_goes_out_with_words_and_chosen_files_and_the_answer_lands_beside(stage, allie, asked):
    twin = stage.asks(stage.yusuf, "Labels print blank.")
    page = seen(allie.get(url(asked, "forward")))
    assert "Zelda never sees it" in page and "map.bin" in page and "The tiles are wrong." in page
    files = {file.name: file.public_id for file in Attachment.objects.all()}
    given = {
        "party": "Mira <mira@globex.example>",
        "message": asked.messages.get().public_id,
        "said": "Is this yours?",
        "files": [files["map.bin"]],
    }
    page = seen(allie.post(url(asked, "forward"), given, follow=True))
    assert "Forwarded to Mira" in page and "forwarded" in page
    one = Chase.objects.get()
    assert (one.ticket, one.is_only_told, one.is_running) == (asked, True, False)
    letter = Letter.objects.get(chase=one)
    left = sent(letter)
    body = left.get_body(("plain",)).get_content()
    assert left["Subject"] == "Fwd: Tiles" and "In-Reply-To" not in left
    assert "Is this yours?" in body and "From: Zelda Marsh" in body and "The tiles are wrong." in body
    assert "zelda@northwind.example" not in render.render(letter).decode()
    assert [part.get_filename() for part in left.iter_attachments()] == ["map.bin"]

    before = hers(asked), asked.letters.filter(requester=stage.zelda).count()
    answer = mail(f"In-Reply-To: {left['Message-ID']}", body="It is ours.", sender="mira@globex.example")
    row = arrive(answer, at=stage.now, to=(links.chase_address("support@heard.example", one.pk),))
    assert (row.state, row.ticket) == ("reply", asked)
    one.refresh_from_db()
    assert [word.text for word in one.words.filter(kind="answer")] == ["It is ours."] and one.heard_at
    assert asked.messages.count() == 1 and not one.is_running
    assert (hers(asked), asked.letters.filter(requester=stage.zelda).count()) == before
    assert "they wrote" in seen(allie.get(url(asked)))
    assert not Alert.objects.filter(ticket=twin, kind="loop").exists() and not twin.chases.exists()


def test_what_an_answer_is_expected_to_is_a_chase(stage, allie, asked):
    given = {
        "party": "mira@globex.example",
        "message": asked.messages.get().public_id,
        "said": "",
        "waits": "on",
        "days": "3",
    }
    allie.post(url(asked, "forward"), given)
    one = Chase.objects.get()
    assert one.is_running and (one.days, one.asked) == (3, "Tiles") and one.ping_at > stage.now
    assert Party.objects.get().address == "mira@globex.example"


WRONG = {
    "nobody": {"party": ""},
    "no address": {"party": "The harbour master"},
    "a tracker": {"party": "https://github.com/northwind/tiles/issues/12"},
    "a desk": {"party": "support@heard.example"},
    "another message": {"message": "0" * 32},
    "another file": {"files": ["0" * 32]},
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_leave_is_said_in_its_field_and_nothing_typed_is_lost(stage, allie, asked, case):
    given = {
        "party": "mira@globex.example",
        "message": asked.messages.get().public_id,
        "said": "Is this yours?",
    }
    refused = allie.post(url(asked, "forward"), {**given, **WRONG[case]})
    assert refused.status_code == 422 and b"errorlist" in refused.content
    assert "Is this yours?" in seen(refused)
    assert not Chase.objects.exists() and not Letter.objects.filter(kind="ping").exists()


def test_nobody_of_another_desk_forwards(stage, mallory, asked):
    assert mallory.get(url(asked, "forward")).status_code == 404
    assert mallory.post(url(asked, "forward"), {"party": "m@globex.example"}).status_code == 404
