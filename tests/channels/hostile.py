"""Mails made to break their reader; each is small to write and dear to read. Used by tests and benchmarks."""

import base64


def _mail(headers: bytes, body: bytes = b"hello\r\n") -> bytes:
    return b"From: mallory@example.com\r\nTo: help@example.com\r\n" + headers + b"\r\n" + body


def _nested_multiparts(depth: int) -> bytes:
    """Each part holds the next one."""
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth)
    )
    return _mail(head + b"\r\n")


def _nested_messages(depth: int) -> bytes:
    return _mail(b"Content-Type: message/rfc822\r\n\r\n" * depth)


def _many_parts(count: int) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    return _mail(b'Content-Type: multipart/mixed; boundary="b"\r\n', part * count + b"--b--\r\n")


def _all() -> dict[str, bytes]:
    words = b" ".join(b"=?utf-8?b?%s?=" % base64.b64encode(b"word") for _ in range(15_000))
    pieces = b"".join(b"; name*%d*=%%41%%42" % n for n in range(8_000))
    parameters = b"".join(b"; p%d=v" % n for n in range(20_000))
    return {
        "one long parameter": _mail(b'Content-Type: text/plain; name="' + b"a" * 200_000 + b'"\r\n'),
        "20,000 parameters": _mail(b"Content-Type: multipart/mixed" + parameters + b"\r\n"),
        "8,000 pieces of a name": _mail(b"Content-Type: application/pdf" + pieces + b"\r\n"),
        "8,000 addresses": _mail(
            b"Cc: " + b", ".join(b"a%d@example.com" % n for n in range(8_000)) + b"\r\n"
        ),
        "15,000 encoded words": _mail(b"Subject: " + words + b"\r\n"),
        "50,000 comments": _mail(b"To: " + b"(" * 50_000 + b"\r\n"),
        "50,000 nested comments": _mail(
            b"To: " + b"(" * 50_000 + b"a" + b")" * 50_000 + b" <a@example.com>\r\n"
        ),
        "a megabyte of headers": _mail(b"".join(b"X-%d: %s\r\n" % (n, b"y" * 90) for n in range(10_000))),
        "one header of a megabyte": _mail(b"Subject: " + b"long " * 200_000 + b"\r\n"),
        "charsets that lie": _mail(
            b"Subject: =?utf-7?b?/////w==?= =?x-none?q?=FF=FE?=\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n",
            b"\x1b$B\xff\xfe\x1b(" * 50_000,
        ),
        "20 MB of nothing in base64": _mail(
            b"Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n", b"A" * 20_000_000
        ),
        "a broken winmail.dat": _mail(
            b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n",
            base64.encodebytes(b"\x78\x9f\x3e\x22\x01\x00" + b"\xff" * 100_000),
        ),
        "NULs in the middle": _mail(b"Subject: a\0b\r\n", b"a\0" * 500_000),
        "5,000 parts in parts": _nested_multiparts(5_000),
        "5,000 mails in mails": _nested_messages(5_000),
        "100,000 parts": _many_parts(100_000),
        "an open quote as sender": b'From: "\r\n\r\n',
        "only NULs": b"\0" * 1000,
        "nothing": b"",
        "no header": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 200,
        "200,000 open tags": _mail(b"Content-Type: text/html\r\n", b"<a <b " * 200_000),
        "200,000 open comments": _mail(b"Content-Type: text/html\r\n", b"<!--" * 200_000),
        "200,000 quotes in tags": _mail(b"Content-Type: text/html\r\n", b'<a "' * 200_000),
        "100,000 blockquotes": _mail(b"Content-Type: text/html\r\n", b"<blockquote>x" * 100_000),
        "a million quote marks": _mail(b"", b">" * 1_000_000),
        "50,000 attributions": _mail(b"", b"On Mon, 2 Nov 2026 at 10:00 a@example.com\r\n" * 50_000),
        "50,000 header lines": _mail(b"", b"x\r\n" + b"From: a\r\nTo: b\r\n" * 25_000),
        "one line of a million letters": _mail(b"", b"a" * 1_000_000),
        "a slow codec": _mail(b"Content-Type: text/plain; charset=punycode\r\n", b"a-" + b"z" * 500_000),
        "50,000 lines without colon": b"x y z\r\n" * 50_000,
        "many uuencoded starts": _mail(b"", b"begin 644 a\r\n" * 50_000),
    }


HOSTILE = _all()
