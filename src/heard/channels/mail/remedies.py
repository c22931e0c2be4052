"""What goes wrong between us and other servers, in plain words with the remedy: for the Intake page and the doctor."""

import re
import socket
import ssl
import sys

from django.db import DatabaseError, InterfaceError
from imapclient.exceptions import IMAPClientError, LoginError  # type: ignore[import-untyped]

from heard.record.inside import NotAllowed
from heard.record.locker import Locked

_BYTES = re.compile(r"^b?['\"](.*)['\"]$")


class FolderTrouble(Exception):
    """Mails are fetched, but cannot be moved to their folder. Says the folder and what the server said."""


class MailTrouble(Exception):
    """Some mails cannot be fetched, the others are. Says how many, and what the server said."""


def remedy(trouble: Exception, *, host: str) -> tuple[str, str]:
    """What went wrong and what to do about it, without any secret."""
    for kinds, says, mend in [*_of_sign_in(), *_KNOWN]:
        if isinstance(trouble, kinds):
            return says.format(host=host, said=_said(trouble)), mend.format(host=host)
    return f"{type(trouble).__name__}: {_said(trouble)}", "the log of `heard door` says more"


def _said(trouble: Exception) -> str:
    """The other side's own words on one line."""
    words = " ".join(str(trouble).split())
    found = _BYTES.match(words)
    return (found[1] if found else words)[:200]


type _Entry = tuple[type[Exception] | tuple[type[Exception], ...], str, str]


def _of_sign_in() -> list[_Entry]:
    """What a provider's sign-in may answer. Its library is slow to import, and what never ran cannot have failed."""
    if "oauthlib" not in sys.modules:
        return []
    from oauthlib.oauth2 import InvalidClientError, InvalidGrantError, OAuth2Error  # type: ignore[import-untyped]

    return [
        (
            InvalidGrantError,
            "the permission to read this mailbox ended ({said})",
            "open it on the Mailboxes page and sign in once more",
        ),
        (
            InvalidClientError,
            "the provider does not know our client id or its secret ({said})",
            "compare both with the app registration at the provider; a secret may have run out",
        ),
        (
            OAuth2Error,
            "the provider gave no access ({said})",
            "open it on the Mailboxes page and sign in once more",
        ),
    ]


# The first that fits; the special before the general.
_KNOWN: list[_Entry] = [
    (
        LoginError,
        "{host} does not accept the name or the password ({said})",
        "check both; Gmail and Microsoft 365 take no plain password: sign in with OAuth on the Mailboxes page, or make "
        "an app password there",
    ),
    (
        Locked,
        "the kept password cannot be opened: HEARD_SECRET_KEY changed",
        "type the password again on the Mailboxes page, or give the former key back",
    ),
    (
        NotAllowed,
        "{host} stands inside our own network",
        "if that is right, name it in HEARD_INSIDE_HOSTS",
    ),
    (FolderTrouble, "{said}", "look at the folder's name and rights; mails are fetched all the same"),
    (MailTrouble, "{said}", "open these mails in the mailbox itself; they are tried again every few minutes"),
    (
        ssl.SSLCertVerificationError,
        "the certificate of {host} is not valid ({said})",
        "use the name that stands in the certificate, or renew it there",
    ),
    (
        ssl.SSLError,
        "no secure connection to {host} ({said})",
        "check port and kind: 993 is imaps, 143 imap+starttls",
    ),
    (socket.gaierror, "there is no server called {host}", "check its name, and that names are resolved here"),
    (TimeoutError, "{host} does not answer in time", "see that it runs, and that no firewall stands between"),
    (
        ConnectionRefusedError,
        "{host} refused the connection",
        "check port and kind, and that the server runs",
    ),
    (
        (DatabaseError, InterfaceError),
        "our own database did not take a mail",
        "see the database; mail waits there",
    ),
    (IMAPClientError, "{host} said: {said}", "look at the folder's name and rights in the mailbox"),
    (
        OSError,
        "the connection to {host} broke ({said})",
        "it is tried again by itself; see that the server runs",
    ),
]
