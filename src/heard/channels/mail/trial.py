"""Whether a mailbox opens: signed in, the folder there. Tried from a page, so it may not take long."""

import contextlib
from dataclasses import dataclass

from heard.channels.mail import imap
from heard.channels.mail.mailbox import Mailbox
from heard.channels.mail.remedies import remedy

SECONDS = 12.0


@dataclass(frozen=True, slots=True)
class Trial:
    """How many mails the folder holds; or what went wrong, in plain words, and the remedy."""

    mails: int = 0
    says: str = ""
    mend: str = ""


def opens(mailbox: Mailbox) -> Trial:
    """Open the mailbox as the mail door will, change nothing, and close it."""
    try:
        server = imap.connect(mailbox, timeout=SECONDS)
        try:
            found = server.select_folder(mailbox.path, readonly=True)
        finally:
            with contextlib.suppress(Exception):
                server.logout()
    except Exception as trouble:
        says, mend = remedy(trouble, host=mailbox.host)
        return Trial(says=says, mend=mend)
    return Trial(mails=int(found.get(b"EXISTS", 0)))
