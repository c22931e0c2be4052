"""DKIM: the letter's bytes are signed once, before they are kept (RFC 6376)."""

from django.conf import settings

SIGNED = ("from", "to", "cc", "subject", "date", "message-id", "reply-to", "in-reply-to", "references")
SIGNED += ("mime-version", "content-type", "content-language", "auto-submitted")
RELAXED = (b"relaxed", b"relaxed")


def signed(content: bytes, *, from_address: str) -> bytes:
    """The letter with a signature before it, when we sign for its sender's domain; else as it was.

    Headers that are there are signed, and From and Subject once more than they occur, so that nobody can add another.
    """
    signer = settings.HEARD_DKIM
    if signer is None or not signs_for(from_address, signer.domain):
        return content
    import dkim  # slow to import, and many sign elsewhere

    head = content.partition(b"\r\n\r\n")[0].decode("utf-8", "replace").lower()
    there = [name for name in SIGNED if head.startswith(f"{name}:") or f"\n{name}:" in head]
    line = dkim.sign(
        content,
        signer.selector.encode(),
        signer.domain.encode(),
        signer.key.reveal().encode(),
        canonicalize=RELAXED,
        include_headers=[name.encode() for name in [*there, "from", "subject"]],
    )
    return bytes(line) + content


def signs_for(address: str, domain: str) -> bool:
    """Whether a signature of `domain` is aligned with an address: the same domain, or one below it."""
    host = address.rpartition("@")[2].lower()
    return host == domain or host.endswith(f".{domain}")
