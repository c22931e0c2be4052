"""What the Letters page shows: the bytes that left, and the requester's key only where nothing ever leaves."""

from cast import Cast, clock
from heard.letters.preview import preview
from heard.letters.send import send_due
from heard.record.actions import promise
from heard.record.actions.message import Word
from heard.record.arrival import AttachedFile
from heard.record.models.agent import Agent
from heard.record.models.letter import Letter

FILE = AttachedFile("plan.pdf", "application/pdf", b"%PDF")


def reply(cast: Cast) -> Letter:
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    word = Word(text="Hi <b>Zelda</b>\n  so", way="next", due_at=clock("14:00"), files=(FILE,))
    promise.say(request, word, by=cast.allie, at=clock("9:20"))
    return request.letters.get(kind="reply")


def test_before_it_leaves_it_shows_what_would_leave(cast):
    letter = reply(cast)
    shown = preview(letter)
    assert shown.subject == f"Re: Drones return (#{letter.ticket.number})"
    assert shown.text.startswith("Hi <b>Zelda</b>\n  so\n\nYou'll hear from me by 2:00 pm today")
    assert "&lt;b&gt;Zelda&lt;/b&gt;" in shown.html
    assert shown.attachments == ("plan.pdf",)
    letter.refresh_from_db()
    assert not letter.body, "looking writes nothing"


def test_after_it_left_it_shows_the_bytes_that_left(cast, sink):
    letter = reply(cast)
    before = preview(letter)
    send_due(clock("9:20"))
    Agent.objects.update(name="Somebody Else")
    letter = Letter.objects.get(pk=letter.pk)
    assert preview(letter) == before


def test_an_image_is_seen_where_it_stands_before_and_after_it_left(cast, sink):
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    shot = AttachedFile("shot.png", "image/png", b"\x89PNG\r\n\x1a\nshot")
    word = Word(text="Press this: [shot.png]", way="next", due_at=clock("14:00"), files=(shot, FILE))
    promise.say(request, word, by=cast.allie, at=clock("9:20"))
    before = preview(request.letters.get(kind="reply"))
    assert 'src="data:image/png;base64,iVBORw0KGgpzaG90"' in before.html and "cid:" not in before.html
    assert before.attachments == ("plan.pdf",)
    send_due(clock("9:20"))
    assert preview(request.letters.get(kind="reply")) == before


def test_the_requesters_key_is_not_for_agents(cast, sink, settings):
    letter = reply(cast)
    secret = letter.facts["link"].split("/")[2]
    assert secret not in preview(letter).text + preview(letter).html
    assert f"{settings.HEARD_URL}/r/…/" in preview(letter).text
    send_due(clock("9:20"))
    letter.refresh_from_db()
    assert letter.state == "sent"
    assert secret not in preview(letter).text + preview(letter).html


def test_but_where_letters_stay_the_page_is_the_only_way_to_try_them(cast, settings):
    settings.HEARD_SMTP_URL = None
    letter = reply(cast)
    send_due(clock("9:20"))
    letter.refresh_from_db()
    shown = preview(letter)
    assert letter.state == "kept"
    assert (
        letter.facts["link"] in shown.text
        and f'href="{settings.HEARD_URL}{letter.facts["link"]}"' in shown.html
    )
