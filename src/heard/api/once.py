"""A POST with an Idempotency-Key happens once: a repeat gets the first answer, and changes nothing."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, JsonResponse
from django.http.request import RawPostDataException
from ninja import Status
from pydantic_core import to_jsonable_python

from heard.api.errors import Unable
from heard.clock import now
from heard.record.models.token import IdempotencyKey, Token

HEADER = "Idempotency-Key"
LONGEST = 255
# How long a repeat still gets the first answer, and how often (one use of a key in so many) old ones are
# forgotten.
KEPT, SELDOM = timedelta(days=7), 100
# How the description of the API shows the header.
KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
    "description": "An act with a key happens once: a repeat gets the first answer.",
}


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, remembering its answers to POSTs that bear a key.

    The key and the act are one transaction: either both are there or none. Only what was done is remembered;
    what was refused may be corrected and sent again under the same key.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **values: Any) -> Any:
        key = request.headers.get(HEADER)
        if request.method != "POST" or key is None:
            return view(request, *args, **values)
        # An empty key is a mistake of the sender, who believes that it protects.
        if not 1 <= len(key) <= LONGEST:
            raise Unable(422, "idempotency_key", f"A key has 1 to {LONGEST} characters.", HEADER)
        token, asked = request.auth.token, _fingerprint(request)  # type: ignore[attr-defined]
        if secrets.randbelow(SELDOM) == 0:
            forget(now())
        try:
            with transaction.atomic():
                row = _claim(token, key, asked)
                return _remember(row, view(request, *args, **values))
        except _Claimed:
            return _again(token, key, asked)

    return wrapped


def forget(at: datetime) -> int:
    """Forget keys used longer than a week before `at` (UTC); how many."""
    return IdempotencyKey.objects.filter(at__lt=at - KEPT).delete()[0]


class _Claimed(Exception):
    """Somebody was here first."""


def _claim(token: Token, key: str, fingerprint: str) -> IdempotencyKey:
    """Take the key; whoever comes at the same moment waits here until we are done."""
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(
                token=token, key=key, fingerprint=fingerprint, status=0, answer={}, at=now()
            )
    except IntegrityError:
        raise _Claimed from None


def _remember(row: IdempotencyKey, result: Any) -> Any:
    row.status = result.status_code if isinstance(result, Status) else 200
    said = result.value if isinstance(result, Status) else result
    row.answer = to_jsonable_python(said)
    row.save(update_fields=["status", "answer"])
    return result


def _again(token: Token, key: str, fingerprint: str) -> JsonResponse:
    row = IdempotencyKey.objects.get(token=token, key=key)
    if row.fingerprint != fingerprint:
        raise Unable(
            422,
            "idempotency_key",
            "This key was used for another request. Give each act a key of its own.",
            HEADER,
        )
    return JsonResponse(row.answer, status=row.status, safe=False, headers={"Idempotency-Replayed": "true"})


def _fingerprint(request: HttpRequest) -> str:
    """What was asked, and of whom: the same key with anything else is a mistake of the sender."""
    asked = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    try:
        asked.update(request.body)
    except RawPostDataException:  # a form, which was read as it came
        for name, file in request.FILES.items():
            asked.update(f"{name} {file.name} {file.size}\n".encode())
            for piece in file.chunks():
                asked.update(piece)
            file.seek(0)
    return asked.hexdigest()
