"""What goes wrong between us and other servers, in plain words with the remedy: for the Intake page and the doctor."""

import re
import socket
import ssl
import sys

from django.db import DatabaseError, InterfaceError
from imapclient.exceptions import IMAPClientError, LoginError  # type: ignore[import-untyped]

from heard.hours.languages import Sentence, recognized
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
            said = _said(trouble)
            return _filled(says, host=host, said=said) if says else said, _filled(mend, host=host)
    return f"{type(trouble).__name__}: {_said(trouble)}", _LOG


def _filled(sentence: Sentence, **facts: object) -> Sentence:
    """The sentence with those of the facts that it has a place for."""
    named = {name: fact for name, fact in facts.items() if f"%({name})s" in sentence.pattern}
    return Sentence(sentence.pattern, **named)


def in_sentences(text: str) -> str:
    """What was kept of a door's trouble, or of its remedy, as the sentence that it was, so that it can be said in the
    reader's language."""
    if not text:
        return ""
    pairs = [
        *_SIGN_IN,
        *((says, mend) for _kinds, says, mend in _KNOWN),
        (NOT_MOVED, NOT_FETCHED),
        (None, _LOG),
    ]
    # What begins with the server's name fits much, so it is tried last.
    patterns = sorted(
        (one.pattern for pair in pairs for one in pair if one), key=lambda each: each.startswith("%")
    )
    found = recognized(text, patterns)
    return found if isinstance(found, Sentence) else Sentence(found)


def _said(trouble: Exception) -> str:
    """The other side's own words on one line."""
    words = " ".join(str(trouble).split())
    found = _BYTES.match(words)
    return (found[1] if found else words)[:200]


type _Entry = tuple[type[Exception] | tuple[type[Exception], ...], Sentence | None, Sentence]

NOT_MOVED = Sentence("mails cannot be moved to %(folder)s: %(said)s")
NOT_FETCHED = Sentence("%(count)s mails cannot be fetched: %(said)s")
_LOG = Sentence("the log of `heard door` says more")
_SIGN_IN = (
    (
        Sentence("the permission to read this mailbox ended (%(said)s)"),
        Sentence("open it on the Mailboxes page and sign in once more"),
    ),
    (
        Sentence("the provider does not know our client id or its secret (%(said)s)"),
        Sentence("compare both with the app registration at the provider; a secret may have run out"),
    ),
    (
        Sentence("the provider gave no access (%(said)s)"),
        Sentence("open it on the Mailboxes page and sign in once more"),
    ),
)


def _of_sign_in() -> list[_Entry]:
    """What a provider's sign-in may answer. Its library is slow to import, and what never ran cannot have failed."""
    if "oauthlib" not in sys.modules:
        return []
    from oauthlib.oauth2 import InvalidClientError, InvalidGrantError, OAuth2Error  # type: ignore[import-untyped]

    return list(
        zip((InvalidGrantError, InvalidClientError, OAuth2Error), *zip(*_SIGN_IN, strict=True), strict=True)
    )


# The first that fits; the special before the general.
_KNOWN: list[_Entry] = [
    (
        LoginError,
        Sentence("%(host)s does not accept the name or the password (%(said)s)"),
        Sentence(
            "check both; Gmail and Microsoft 365 take no plain password: sign in with OAuth on the Mailboxes page, or"
            " make an app password there"
        ),
    ),
    (
        Locked,
        Sentence("the kept password cannot be opened: HEARD_SECRET_KEY changed"),
        Sentence("type the password again on the Mailboxes page, or give the former key back"),
    ),
    (
        NotAllowed,
        Sentence("%(host)s stands inside our own network"),
        Sentence("if that is right, name it in HEARD_INSIDE_HOSTS"),
    ),
    (FolderTrouble, None, Sentence("look at the folder's name and rights; mails are fetched all the same")),
    (
        MailTrouble,
        None,
        Sentence("open these mails in the mailbox itself; they are tried again every few minutes"),
    ),
    (
        ssl.SSLCertVerificationError,
        Sentence("the certificate of %(host)s is not valid (%(said)s)"),
        Sentence("use the name that stands in the certificate, or renew it there"),
    ),
    (
        ssl.SSLError,
        Sentence("no secure connection to %(host)s (%(said)s)"),
        Sentence("check port and kind: 993 is imaps, 143 imap+starttls"),
    ),
    (
        socket.gaierror,
        Sentence("there is no server called %(host)s"),
        Sentence("check its name, and that names are resolved here"),
    ),
    (
        TimeoutError,
        Sentence("%(host)s does not answer in time"),
        Sentence("see that it runs, and that no firewall stands between"),
    ),
    (
        ConnectionRefusedError,
        Sentence("%(host)s refused the connection"),
        Sentence("check port and kind, and that the server runs"),
    ),
    (
        (DatabaseError, InterfaceError),
        Sentence("our own database did not take a mail"),
        Sentence("see the database; mail waits there"),
    ),
    (
        IMAPClientError,
        Sentence("%(host)s said: %(said)s"),
        Sentence("look at the folder's name and rights in the mailbox"),
    ),
    (
        OSError,
        Sentence("the connection to %(host)s broke (%(said)s)"),
        Sentence("it is tried again by itself; see that the server runs"),
    ),
]
