"""Pictures of files: drawn in a process that may die, so that no browser opens the file itself.

A picture is drawn anew from its pixels; of a PDF the first pages are drawn, by a library that runs no scripts. The
result is a PNG of our own making. The process is `python -m heard.record.drawing`: a file in, a PNG out.
"""

import contextlib
import io
import resource
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

WALL_SECONDS = 20.0
CPU_SECONDS = 8
MEMORY_BYTES = 1024 * 1024 * 1024
SIZE_LIMIT = 30 * 2**20  # bytes of a file that is drawn at all
PIXELS_LIMIT = 60_000_000
LARGEST = 1200  # pixels of a drawn picture's longer side
PAGES = 3  # of a PDF
PAGE_WIDTH = 800  # pixels
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


SEEN = (".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff")


SOUNDS = {
    "audio/mpeg": "audio/mpeg",
    "audio/mp3": "audio/mpeg",
    "audio/wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/x-wav": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/ogg": "audio/ogg",
    "audio/opus": "audio/ogg",
    "audio/webm": "audio/webm",
    "audio/mp4": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/aac": "audio/aac",
}
"""What a browser plays, by what a file says that it is, and as what it is handed on."""


def sounds_as(kind: str) -> str | None:
    """As what a file that says it is this `kind` can be listened to; None where it cannot."""
    return SOUNDS.get(kind.lower().partition(";")[0].strip())


def can_be_seen(kind: str, name: str) -> bool:
    """Whether a file says that it is something we can draw. What it really is, only its bytes tell."""
    said = kind.lower().partition("/")
    return (
        (said[0] == "image" and "svg" not in said[2])
        or kind == "application/pdf"
        or name.lower().endswith(SEEN)
    )


def picture_of(content: bytes) -> bytes | None:
    """A PNG that shows what a file holds; None for what is no picture and no PDF, or cannot be drawn."""
    if not 8 < len(content) <= SIZE_LIMIT:
        return None
    command = [sys.executable, "-m", "heard.record.drawing"]
    with contextlib.suppress(subprocess.TimeoutExpired):
        done = subprocess.run(command, input=content, capture_output=True, timeout=WALL_SECONDS)
        if done.returncode == 0 and done.stdout.startswith(b"\x89PNG"):
            return done.stdout
    return None


def _draw(content: bytes) -> bytes:
    from PIL import Image  # only the child draws; every other process does without

    Image.MAX_IMAGE_PIXELS = PIXELS_LIMIT
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    drawn = _pages(content) if content[:1024].lstrip().startswith(b"%PDF-") else _image(content)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def _image(content: bytes) -> "Image.Image":
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content), formats=FORMATS) as found:
        found.draft("RGB", (LARGEST, LARGEST))
        upright = ImageOps.exif_transpose(found)
        upright.thumbnail((LARGEST, LARGEST))
        return upright.convert(
            "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
        )


def _pages(content: bytes) -> "Image.Image":
    """The first pages of a PDF, one below the other."""
    import pypdfium2
    from PIL import Image

    pages = []
    with pypdfium2.PdfDocument(content) as document:
        for number in range(min(len(document), PAGES)):
            page = document[number]
            width, height = page.get_size()
            scale = PAGE_WIDTH / max(width, 1)
            if height * scale > 4 * PAGE_WIDTH:
                scale = 4 * PAGE_WIDTH / height
            pages.append(page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))
    gap = 8
    whole = Image.new("RGB", (PAGE_WIDTH, sum(page.height + gap for page in pages) - gap), (200, 200, 200))
    top = 0
    for page in pages:
        whole.paste(page, ((PAGE_WIDTH - page.width) // 2, top))
        top += page.height + gap
    return whole


def main() -> None:
    """One file, then the end. It may not write files, and has only so much time and memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    drawn = _draw(sys.stdin.buffer.read())
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main()
