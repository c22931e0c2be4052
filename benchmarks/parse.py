"""Mails read per second: lean, in process and through the guarded child, against the standard library."""

import random
import sys
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from time import perf_counter

from heard.channels.mail.guard import Parser
from heard.channels.mail.parse import parse

COUNT = 500
ROUNDS = 3
# The generator on which the peers were measured, when it lies beside the project.
SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"


def mails(count: int = COUNT) -> list[bytes]:
    """The generated input: plain, alternatives, 5 % with a 200 kB file, 30 % replies. The same on every run."""
    if not (SHARED / "generate_mail.py").exists():
        return list(_own(count))
    sys.path.insert(0, str(SHARED))
    try:
        import generate_mail
    finally:
        sys.path.remove(str(SHARED))
    return [raw for _, raw in generate_mail.generate(count)]


def _own(count: int) -> Iterator[bytes]:
    """Mails of the same mixture, for a clone that stands alone."""
    import base64

    dice = random.Random(20261121)
    blob = base64.encodebytes(dice.randbytes(200 * 1024))
    for number in range(count):
        lines = [" ".join(dice.choices(_WORDS, k=12)).capitalize() + "." for _ in range(dice.randint(3, 14))]
        text = "\r\n".join(lines).encode()
        if number % 10 < 3:
            text += (
                b"\r\n\r\nOn Mon, 2 Nov 2026 at 10:00, Help <help@example.com> wrote:\r\n> "
                + lines[0].encode()
            )
        html = b"".join(b"<p>%s</p>" % line.encode() for line in lines)
        body = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text
        if number % 2:
            body = (
                b'Content-Type: multipart/alternative; boundary="a"\r\n\r\n--a\r\n%s\r\n--a\r\n%s%s\r\n--a--'
                % (
                    *(body, b"Content-Type: text/html; charset=utf-8\r\n\r\n"),
                    html,
                )
            )
        if number % 20 == 9:
            file = (
                b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + blob
            )
            body = b'Content-Type: multipart/mixed; boundary="m"\r\n\r\n--m\r\n%s\r\n--m\r\n%s\r\n--m--' % (
                body,
                file,
            )
        yield (
            b"From: User %d <user%d@customers.example>\r\nTo: help@example.com\r\nSubject: %s\r\n"
            b"Date: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <%d@customers.example>\r\n%s\r\n"
        ) % (number, number, lines[0].encode(), number, body)


_WORDS = (
    "bace diful gahi kilo menu pare sitovu waxe yozitra the printer a report smokes again today and".split()
)


def library(raw: bytes) -> None:
    """The standard library's full parse: all headers, the body, every file, decoded."""
    message = message_from_bytes(raw, policy=default)
    dict(message.items())
    if (body := message.get_body(("plain", "html"))) is not None:
        body.get_content()
    for part in message.iter_attachments():
        part.get_content()


def per_second(read: Callable[[bytes], object], raws: list[bytes]) -> float:
    """The best of several rounds: the others were disturbed."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = perf_counter()
        for raw in raws:
            read(raw)
        best = min(best, perf_counter() - began)
    return len(raws) / best


def main() -> None:
    """Print the table."""
    raws = mails()
    limit = per_second(library, raws)
    with Parser() as parser:
        rows = {
            "standard library, policy.default, full": limit,
            "Heard, in process": per_second(parse, raws),
            "Heard, through the guarded child": per_second(parser.parse, raws),
        }
    print(f"{len(raws)} mails, {sum(map(len, raws)) / 2**20:.1f} MB, best of {ROUNDS}")
    for name, rate in rows.items():
        print(f"{name:42} {rate:8,.0f} mails/s {rate / limit:6.1f}x")


if __name__ == "__main__":
    main()
