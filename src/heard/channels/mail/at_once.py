"""Reads and places one mail that is kept already, in the process that took it: for the pipe and the webhooks."""

import structlog

from heard import clock
from heard.channels.mail import reading
from heard.channels.mail.guard import Parser
from heard.channels.mail.place import place

log = structlog.get_logger()


def place_at_once(number: int, parser: Parser) -> None:
    """Place the arrival of that number. Whatever goes wrong, the mail door does it again."""
    try:
        place(number, reading.read(number, parser, claim=None), at=clock.now())
    except Exception as trouble:
        log.error("mail.left_to_the_door", intake=number, trouble=repr(trouble))
