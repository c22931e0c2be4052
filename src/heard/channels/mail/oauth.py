"""OAuth for mailboxes that take no password: Gmail, Microsoft 365, or a provider whose addresses are typed.

Somebody signs in once at the provider; what comes back is a refresh token, sealed in the database. From it an access
token is made whenever one is needed, and goes to the mail server as XOAUTH2.
"""

import time
from typing import Any

import urllib3
from oauthlib.oauth2 import InvalidGrantError, WebApplicationClient  # type: ignore[import-untyped]
from requests.adapters import HTTPAdapter
from requests_oauthlib import OAuth2Session  # type: ignore[import-untyped]
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from heard.channels.mail.oauth_providers import provider_of
from heard.record import inside
from heard.record.actions import mailbox as mailboxes
from heard.record.locker import unlock
from heard.record.models.mailbox import Mailbox

TIMEOUT_SECONDS = 20
EARLY_SECONDS = 60  # an access token is replaced before it ends
LIFE_SECONDS = 3600  # of one that does not say how long it lives


# Access tokens of this process: (mailbox, its version) -> the token, and when it is to be replaced (monotonic).
_held: dict[tuple[int, int], tuple[str, float]] = {}


class NotSignedIn(InvalidGrantError):  # type: ignore[misc]
    """Nobody has signed in at the provider for this mailbox yet."""


def sign_in_address(signin: dict[str, Any], *, back: str, user: str) -> tuple[str, str, str]:
    """Where a person signs in at the provider, the state that comes back with them, and the proof key (RFC 7636).

    Args:
        back: our address to which the provider sends the person back.
    """
    provider, app = provider_of(signin), WebApplicationClient(signin["app_id"])
    verifier = app.create_code_verifier(64)
    challenge = app.create_code_challenge(verifier, "S256")
    session = OAuth2Session(client=app, redirect_uri=back, scope=list(provider.scope))
    address, state = session.authorization_url(
        provider.authorize,
        code_challenge=challenge,
        code_challenge_method="S256",
        login_hint=user,
        **provider.more,
    )
    return str(address), str(state), str(verifier)


def redeem(signin: dict[str, Any], secret: dict[str, Any], *, code: str, verifier: str, back: str) -> str:
    """The refresh token for the code that came back with a person.

    Raises:
        OAuth2Error, OSError: the provider does not give one.
    """
    with _session(signin, redirect_uri=back) as session:
        given = session.fetch_token(
            provider_of(signin).token,
            code=code,
            client_secret=secret.get("app_secret") or None,
            include_client_id=True,
            code_verifier=verifier,
            timeout=TIMEOUT_SECONDS,
        )
    if not given.get("refresh_token"):
        raise NotSignedIn("the provider gave no lasting permission (no refresh token)")
    return str(given["refresh_token"])


def access_token(row_id: int, *, fresh: bool = False) -> str:
    """A token that opens the mailbox now; one that is held already unless a `fresh` one is wanted.

    Raises:
        OAuth2Error: the permission ended, or was never given.
        OSError: the provider cannot be reached.
    """
    row = Mailbox.objects.get(pk=row_id)
    held = _held.get((row.pk, row.version))
    if held and not fresh and held[1] > time.monotonic():
        return held[0]
    try:
        given = _refreshed(row)
    except InvalidGrantError:
        # Another process may have used up the refresh token a moment ago and kept its successor.
        now = Mailbox.objects.get(pk=row_id)
        if now.secret == row.secret:
            raise
        given, row = _refreshed(now), now
    lives = float(given.get("expires_in") or LIFE_SECONDS)
    _held[row.pk, row.version] = str(given["access_token"]), time.monotonic() + lives - EARLY_SECONDS
    return str(given["access_token"])


def _refreshed(row: Mailbox) -> dict[str, Any]:
    """A new access token; where the provider gave a new refresh token as well, that one is kept."""
    secret = unlock(row.secret)
    if not secret.get("refresh_token"):
        raise NotSignedIn("nobody has signed in at the provider yet")
    ours = {"client_id": row.signin["app_id"]}
    if secret.get("app_secret"):
        ours["client_secret"] = secret["app_secret"]
    with _session(row.signin) as session:
        given: dict[str, Any] = session.refresh_token(
            provider_of(row.signin).token,
            refresh_token=secret["refresh_token"],
            timeout=TIMEOUT_SECONDS,
            **ours,
        )
    if given.get("refresh_token") and given["refresh_token"] != secret["refresh_token"]:
        mailboxes.keep_secret(row, secret={**secret, "refresh_token": given["refresh_token"]})
    return given


def _session(signin: dict[str, Any], **more: Any) -> Any:
    """A session that connects to checked addresses only and follows no redirects."""
    session = OAuth2Session(signin["app_id"], **more)
    session.max_redirects = 0
    session.mount("https://", _Checked())
    return session


class _Connection(HTTPSConnection):
    def _new_conn(self) -> Any:
        try:
            timeout = self.timeout if isinstance(self.timeout, int | float) else TIMEOUT_SECONDS
            return inside.connect(self._dns_host, self.port or 443, timeout=timeout)
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error


class _Pool(HTTPSConnectionPool):
    ConnectionCls = _Connection


class _Checked(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more)
        manager: urllib3.PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {"https": _Pool}
