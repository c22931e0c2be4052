"""The providers whose mailboxes open by OAuth, as the page offers them; what talks to them is in oauth.py."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Provider:
    """Where people sign in, where tokens are made, and what to ask for. {tenant} is filled in for Microsoft."""

    label: str
    host: str
    authorize: str
    token: str
    scope: tuple[str, ...]
    more: dict[str, str] = field(default_factory=dict)


PROVIDERS = {
    "google": Provider(
        "Gmail",
        "imap.gmail.com",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        ("https://mail.google.com/",),
        {"access_type": "offline", "prompt": "consent"},
    ),
    "microsoft": Provider(
        "Microsoft 365",
        "outlook.office365.com",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        ("https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access"),
        {"prompt": "select_account"},
    ),
}


def provider_of(signin: dict[str, Any]) -> Provider:
    """The provider of a mailbox, with all its addresses."""
    known = PROVIDERS.get(signin.get("provider", ""))
    if known is None:
        scope = tuple(signin.get("scope", "").split())
        return Provider(signin["provider"], "", signin.get("authorize", ""), signin["token"], scope)
    tenant = signin.get("tenant") or "common"
    return Provider(
        known.label,
        known.host,
        known.authorize.format(tenant=tenant),
        known.token.format(tenant=tenant),
        known.scope,
        known.more,
    )
