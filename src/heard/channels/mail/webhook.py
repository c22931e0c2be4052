"""Mail that a provider hands us by webhook. Anymail knows how each proves itself; the raw mail is kept before 200.

Whatever is not sure is 503: the provider tries again. Reading the mail is left to the guarded child, so nothing here
takes it apart where the provider gives it whole.
"""

import atexit
from concurrent.futures import ThreadPoolExecutor

import structlog
from anymail.exceptions import AnymailWebhookValidationFailure  # type: ignore[import-untyped]
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpRequest, HttpResponse

from heard import clock
from heard.channels.mail.at_once import place_at_once
from heard.channels.mail.guard import Parser
from heard.channels.mail.providers import PROVIDERS, Handed, NotAMail, Post, view_of
from heard.record.actions import door as doors
from heard.record.actions import intake as intakes
from heard.record.models.door import Door

LARGEST = 60 * 2**20  # bytes of one request: a mail of 40 MB in base64, with room for the rest
QUIET_SECONDS = 10  # between two notes of the same trouble, whoever knocks how often
KIND = "webhook"

log = structlog.get_logger()
# One mail is placed at a time; what a dying process leaves, the mail door takes up.
_placing = ThreadPoolExecutor(1, thread_name_prefix="hook-placer")
# Its child starts with the first mail and stays: starting one takes longer than reading many mails.
_parser = Parser()
atexit.register(_parser.close)


def take(request: HttpRequest, provider: str) -> HttpResponse:
    """Mail from a provider of HEARD_WEBHOOKS: proved, kept, then 200."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return _no(
            provider, 413, "it is larger than 60 MB", "let the provider hand mail over as a route to our door"
        )
    try:
        post = Post(request)
        view = view_of(provider, settings.HEARD_WEBHOOKS[provider].reveal())
        view.run_validators(request)
        handed = PROVIDERS[provider].read(post, view)
    except AnymailWebhookValidationFailure as wrong:
        log.warning("hook.refused", provider=provider, trouble=str(wrong))
        return _no(provider, 403, f"a request without the right signature: {wrong}", _mend(provider))
    except NotAMail as wrong:
        return _no(
            provider, 503, str(wrong), "see what the provider was told to send; it tries again by itself"
        )
    except Exception as wrong:
        log.exception("hook.stumbled", provider=provider)
        return _no(
            provider, 503, f"a request that we do not understand ({type(wrong).__name__})", "see the log"
        )
    return _keep(provider, handed)


def _keep(provider: str, handed: list[Handed]) -> HttpResponse:
    at, kept = clock.now(), []
    try:
        for mail in handed:
            kept.append(
                intakes.keep(
                    mail.raw, door=KIND, at=at, envelope_from=mail.sender, envelope_to=mail.recipients
                ).pk
            )
    except (OSError, DatabaseError, InterfaceError) as trouble:
        log.error("hook.unsure", provider=provider, trouble=repr(trouble))
        return HttpResponse("it could not be stored just now; please try again", status=503)
    doors.took_mail(f"webhook {provider}", kind=KIND, at=at)
    for number in kept:
        _placing.submit(_place, number)
    return HttpResponse("it is on disk")


def _place(number: int) -> None:
    try:
        place_at_once(number, _parser)
    finally:
        connections.close_all()


def _no(provider: str, code: int, says: str, mend: str) -> HttpResponse:
    """Refuse, and let the Intake page show it."""
    name, at = f"webhook {provider}", clock.now()
    try:
        door = Door.objects.filter(name=name).first()
        noted = door.trouble_at if door else None
        if noted is None or (at - noted).total_seconds() > QUIET_SECONDS:
            doors.has_trouble(name, kind=KIND, says=says, mend=mend, at=at)
    except (DatabaseError, InterfaceError) as trouble:
        log.error("hook.not_noted", provider=provider, trouble=repr(trouble))
    return HttpResponse(says if code == 503 else "refused", status=code)


def _mend(provider: str) -> str:
    return f"compare the secret of {provider} in HEARD_WEBHOOKS with the one at the provider; else a stranger knocked"
