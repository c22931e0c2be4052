"""Secrets that must be read again, such as a mailbox's password: sealed with a key that is not in the database.

The key comes from HEARD_SECRET_KEY, so a copy of the database alone opens nothing. Whoever changes that key types
the secrets again.
"""

import base64
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Locked(Exception):
    """The secret was sealed with another key."""


def lock(secret: dict[str, Any]) -> str:
    """The secret as text that tells nothing."""
    return _box().encrypt(json.dumps(secret).encode()).decode()


def unlock(text: str) -> dict[str, Any]:
    """The secret again; an empty text is an empty secret.

    Raises:
        Locked: it was sealed with another key, or altered.
    """
    if not text:
        return {}
    try:
        opened: dict[str, Any] = json.loads(_box().decrypt(text.encode()))
    except InvalidToken as wrong:
        raise Locked("sealed with another HEARD_SECRET_KEY") from wrong
    return opened


def _box() -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"heard.locker.v1")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
