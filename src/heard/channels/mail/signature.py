"""Checks DKIM signatures of one mail, in a process that may die: the mails are strangers', the patterns slow.

Started by authentication.py as `python -m heard.channels.mail.signature`. It reads the keys, found in the DNS by
the parent, and the raw mail; it prints the domains whose signature holds, one a line. It asks nobody.
"""

import marshal
import resource
import sys

import dkim  # type: ignore[import-untyped]

CPU_SECONDS = 4
MEMORY_BYTES = 768 * 1024 * 1024
LEAST_BITS = 1024  # of an RSA key, RFC 8301, 3.2


def holding(raw: bytes, keys: dict[str, bytes]) -> list[str]:
    """The domains (lower case) that signed this mail whole, each signature checked with the key given for it.

    `keys` are the key records by their name in the DNS, without the last dot.
    """
    found = []
    mail = dkim.DKIM(raw, minkey=LEAST_BITS)
    for index in range(sum(name.lower() == b"dkim-signature" for name, _ in mail.headers)):
        if _holds(mail, index, keys):
            found.append(mail.domain.decode().lower())
    return found


def _holds(mail: dkim.DKIM, index: int, keys: dict[str, bytes]) -> bool:
    """Whether one signature holds. A signature over a part of the body lets anybody add to it; SHA-1 proves nothing."""

    def key(name: bytes, timeout: int = 0) -> bytes | None:
        return keys.get(name.decode("ascii", "replace").rstrip(".").lower())

    try:
        fields, _, _ = mail.verify_headerprep(index)
        if b"l" in fields or fields[b"a"].endswith(b"sha1"):
            return False
        return bool(mail.verify(index, dnsfunc=key))
    except (dkim.DKIMException, ValueError, KeyError, TypeError, IndexError):
        return False


def main() -> None:
    """One mail, then the end."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    keys, raw = marshal.loads(sys.stdin.buffer.read())
    print("\n".join(holding(raw, keys)))


if __name__ == "__main__":
    main()
