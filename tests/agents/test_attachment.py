"""Files as downloads; the HTML of mails cleaned, in a frame that can do nothing."""

from io import BytesIO

import pytest
from PIL import Image

from agents.conftest import seen, url
from heard.channels.mail.cleaning import clean
from heard.record.arrival import AttachedFile
from heard.record.models.message import Attachment

pytestmark = pytest.mark.django_db

PIXEL = b"\x89PNG\r\n\x1a\n" + b"0" * 20

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://tracker.example/pixel.gif">',
    '<img src="//tracker.example/pixel.gif">',
    '<img srcset="https://tracker.example/pixel.gif 2x">',
    '<p style="background:url(https://tracker.example/x)">hi</p>',
    "<style>@import url(https://tracker.example/x.css);</style>",
    '<link rel="stylesheet" href="https://tracker.example/x.css">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="/desk/agents/">x</a>',
    '<form action="https://evil.example"><input name="password"></form>',
    '<iframe src="https://evil.example"></iframe>',
    '<object data="https://evil.example"></object>',
    '<svg><image href="https://tracker.example/x.svg"/></svg>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<video poster="https://tracker.example/x.png"></video>',
    '<table background="https://tracker.example/x.png"><tr><td>hi</td></tr></table>',
    '<img src="cid:unknown">',
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_runs_and_nothing_is_fetched(html):
    left = clean(f"<p>before</p>{html}<p>after</p>", {}).lower()
    assert "before" in left and "after" in left
    for mark in (
        "script",
        "onerror",
        "tracker.example",
        "evil.example",
        "style",
        "javascript:",
        "/desk/",
        "srcset",
        "<input",
    ):
        assert mark not in left, left


def test_what_is_kept():
    html = '<p>Hi <b>you</b>, see <a href="https://northwind.example/a?b=1">this</a><br></p><ul><li>one</li></ul>'
    left = clean(html, {})
    assert "<b>you</b>" in left and "<li>one</li>" in left
    assert 'href="https://northwind.example/a?b=1"' in left
    assert 'rel="noopener noreferrer nofollow"' in left and 'target="_blank"' in left


def test_pictures_that_came_along_are_shown(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    picture = AttachedFile("map.png", "image/png", PIXEL, inline=True, content_id="map1")
    said = stage.replies(
        found, stage.zelda, "See", html='<img src="cid:map1" alt="map">', attachments=(picture,)
    )
    page = seen(allie.get(f"/desk/messages/{said.public_id}/html/"))
    assert 'src="data:image/png;base64,' in page


def test_the_frame_has_a_policy_of_its_own(stage, allie, mallory):
    found = stage.asks(stage.zelda, "They come back")
    said = stage.replies(found, stage.zelda, "Yes", html="<p>Yes</p><script>alert(1)</script>")
    plain = stage.replies(found, stage.zelda, "No HTML here")
    answer = allie.get(f"/desk/messages/{said.public_id}/html/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy
    assert "frame-ancestors 'self'" in policy and answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "<p>Yes</p>" in seen(answer) and "alert" not in seen(answer)
    assert allie.get(f"/desk/messages/{plain.public_id}/html/").status_code == 404
    assert mallory.get(f"/desk/messages/{said.public_id}/html/").status_code == 404
    frame = seen(allie.get(url(found)))
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in frame and "alert(" not in frame


@pytest.mark.parametrize(
    "name", ["log.csv", "evil.html", 'quote".txt', "dr\u00f6hne.txt", "a/b.txt", "line\nbreak.txt"]
)
def test_a_file_is_a_download_whatever_it_says(stage, allie, mallory, name):
    found = stage.asks(stage.zelda, "They come back")
    stage.replies(found, stage.zelda, "See", attachments=(AttachedFile(name, "text/html", b"<script>"),))
    path = f"/desk/files/{Attachment.objects.get().public_id}/"
    assert allie.get(url(found)).status_code == 200
    answer = allie.get(path)
    assert answer.content == b"<script>" and answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert mallory.get(path).status_code == 404


def test_a_picture_of_a_file_is_drawn_by_us(stage, allie, mallory):
    out = BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(out, "JPEG")
    content = out.getvalue() + b"<script>alert(1)</script>"
    sent = (
        AttachedFile("photo.jpg", "image/jpeg", content),
        AttachedFile("evil.png", "image/png", b"<script>" * 9),
    )
    found = stage.asks(stage.zelda, "They come back")
    stage.replies(found, stage.zelda, "See", attachments=sent)
    photo, evil = Attachment.objects.order_by("id")
    page = seen(allie.get(url(found)))
    assert f"/desk/files/{photo.public_id}/preview/" in page
    answer = allie.get(f"/desk/files/{photo.public_id}/preview/")
    assert answer.headers["Content-Type"] == "image/png" and answer.content.startswith(b"\x89PNG")
    assert b"script" not in answer.content and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert mallory.get(f"/desk/files/{photo.public_id}/preview/").status_code == 404
    assert allie.get(f"/desk/files/{evil.public_id}/preview/").status_code == 404


def test_text_is_text(stage, allie):
    found = stage.asks(
        stage.zelda, "<script>alert(1)</script> & <b>no</b>\n\nhttps://a.example/x?y=1&z=2 bye"
    )
    page = seen(allie.get(url(found)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;no&lt;/b&gt;" in page
    assert 'href="https://a.example/x?y=1&amp;z=2"' in page and 'target="_blank"' in page


def test_a_voicemail_is_listened_to_in_the_page(stage, allie, mallory):
    content = b"RIFF" + bytes(range(200))
    voice = AttachedFile(name="message.wav", type="audio/x-wav", content=content)
    script = AttachedFile(name="page.html", type="text/html", content=b"<script>alert(1)</script>")
    found = stage.asks(stage.zelda, "They come back")
    stage.replies(found, stage.zelda, "Listen.", attachments=(voice, script))
    key = Attachment.objects.get(name="message.wav").public_id
    page = seen(allie.get(url(found)))
    assert page.count("<audio controls") == 1 and f"/desk/files/{key}/sound/" in page
    whole = allie.get(f"/desk/files/{key}/sound/")
    assert (whole.content, whole["Content-Type"]) == (content, "audio/wav")
    assert "sandbox" in whole["Content-Security-Policy"]
    part = allie.get(f"/desk/files/{key}/sound/", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content, part["Content-Range"]) == (206, content[10:20], "bytes 10-19/204")
    assert allie.get(f"/desk/files/{key}/sound/", headers={"Range": "bytes=900-"}).status_code == 416
    assert mallory.get(f"/desk/files/{key}/sound/").status_code == 404
    other = Attachment.objects.get(name="page.html").public_id
    assert allie.get(f"/desk/files/{other}/sound/").status_code == 404
