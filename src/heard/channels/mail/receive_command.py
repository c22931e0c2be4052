"""`heard receive`: one raw mail on standard input, as a mail server's pipe hands it over."""

import structlog
from django.db import DatabaseError, InterfaceError

from heard import clock
from heard.channels.mail.at_once import place_at_once
from heard.channels.mail.guard import Parser
from heard.record.actions import intake as intakes

DURABLE, TRY_AGAIN = 0, 75  # EX_TEMPFAIL of sysexits.h

log = structlog.get_logger()


def receive(raw: bytes, *, desk: str = "") -> int:
    """Make a mail durable, then place it; the exit code: 0 only when it is durable, else 75.

    `desk` is the address the mail was sent to, where the mail server knows it. What cannot be placed at once
    is left to the mail door.
    """
    try:
        row = intakes.keep(raw, door="pipe", at=clock.now(), envelope_to=(desk,) if desk else ())
    except (OSError, DatabaseError, InterfaceError) as trouble:
        log.error("receive.not_durable", trouble=repr(trouble))
        return TRY_AGAIN
    with Parser() as parser:
        place_at_once(row.pk, parser)
    return DURABLE
