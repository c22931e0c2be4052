"""`heard parse`: the schema that scripts rely on."""

import io
import json
import sys

from channels.mails import PLAIN, mail, multipart
from heard.channels.mail.parse_command import parse_files

KEYS = [
    *(
        "from",
        "from_name",
        "to",
        "cc",
        "reply_to",
        "subject",
        "date",
        "message_id",
        "in_reply_to",
        "references",
    ),
    *("text", "reply", "signature", "html", "attachments", "machine", "bounce", "problems"),
]


def test_a_line_for_each_file(tmp_path):
    png = ('Content-Type: image/png; name="a.png"\nContent-Disposition: attachment', "png")
    good, empty = tmp_path / "good.eml", tmp_path / "empty.eml"
    good.write_bytes(multipart("mixed", (PLAIN, "hi"), png))
    empty.write_bytes(b"")
    one, two = (json.loads(json.dumps(line)) for line in parse_files([str(good), str(empty)]))
    assert list(one) == ["file", *KEYS]
    assert list(two) == ["file", *KEYS, "quarantine"]
    assert one["attachments"] == [{"name": "a.png", "type": "image/png", "size": 3, "inline": False}]
    assert (one["file"], one["from"], one["text"], one["html"]) == (
        str(good),
        "zelda@example.com",
        "hi",
        False,
    )
    assert two["quarantine"] == "the mail is empty"


def test_standard_input(monkeypatch):
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(mail("Date: Mon, 2 Nov 2026 10:00:00 +0100")))
    )
    (line,) = parse_files([])
    assert (line["file"], line["date"]) == ("-", "2026-11-02T09:00:00+00:00")
