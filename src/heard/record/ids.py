"""Public ids: what links, API and webhooks show instead of the numbers inside."""

import secrets


def new_public_id() -> str:
    """128 random bits as 32 hex digits."""
    return secrets.token_hex(16)
