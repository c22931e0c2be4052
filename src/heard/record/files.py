"""The file store: bytes kept under their SHA-256, synced to disk before anybody says yes."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def keep(content: bytes) -> str:
    """Store bytes durably (file and folder synced) and return their digest, 64 hex digits.

    Raises:
        OSError: the disk refused; nothing is stored under the digest.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if not path.exists():
        _write(path, content)
    return digest


def read(digest: str) -> bytes:
    """The bytes kept under `digest`.

    Raises:
        FileNotFoundError: no such file is kept.
    """
    return _path(digest).read_bytes()


def _path(digest: str) -> Path:
    return Path(settings.HEARD_FILES_URL) / digest[:2] / digest[2:4] / digest


def _write(path: Path, content: bytes) -> None:
    """Written beside its place and renamed, so that a crash leaves no half file under a digest."""
    made = _make_folder(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    for folder in (path.parent, *made):
        _sync_folder(folder)


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder with its parents; the parents that gained an entry, deepest first."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return [parent.parent for parent in missing]


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
