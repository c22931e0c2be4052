"""How letters are signed: the setting's two parts, checked."""

import re
from dataclasses import dataclass

from heard.site.addresses import Secret, WrongSetting

NAME = re.compile(r"([A-Za-z0-9.-]+)\._domainkey\.([A-Za-z0-9.-]+\.[A-Za-z0-9-]+)")


@dataclass(frozen=True)
class Signer:
    """Who signs: the public key stands in the DNS at `selector`._domainkey.`domain` (RFC 6376)."""

    selector: str
    domain: str
    key: Secret

    @property
    def name(self) -> str:
        """The name of the DNS record."""
        return f"{self.selector}._domainkey.{self.domain}"


def signer(name: str, key: str) -> Signer | None:
    """The signer of HEARD_DKIM_NAME and HEARD_DKIM_KEY; None where neither is set.

    Raises:
        WrongSetting: one without the other, no such name, or no RSA key.
    """
    if not name and not key:
        return None
    from dkim.crypto import (
        UnparsableKeyError,
        parse_pem_private_key,
    )  # slow to import, and many sign elsewhere

    if not name or not key:
        missing = "HEARD_DKIM_KEY" if name else "HEARD_DKIM_NAME"
        raise WrongSetting(missing, "is missing: signing letters takes HEARD_DKIM_NAME and HEARD_DKIM_KEY")
    parts = NAME.fullmatch(name.rstrip("."))
    if parts is None:
        raise WrongSetting("HEARD_DKIM_NAME", "write it like heard._domainkey.example.com")
    try:
        parse_pem_private_key(key.encode() + b"\n")
    except (UnparsableKeyError, ValueError):
        mend = "is no RSA key in PEM; make one with: openssl genrsa -out dkim.pem 2048"
        raise WrongSetting("HEARD_DKIM_KEY", mend) from None
    return Signer(parts[1].lower(), parts[2].lower(), Secret(key + "\n"))
