"""What the API says when it does not do as asked: always {"error": {"code", "message", "field"}}."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from heard.record.access import Absent
from heard.record.errors import Refused

logger = logging.getLogger(__name__)

CODES = {400: "bad_request", 403: "forbidden", 404: "absent", 413: "too_big", 429: "too_many"}
# How the description of the API shows an error.
SHAPE = {
    "type": "object",
    "required": ["error"],
    "additionalProperties": False,
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "field"],
            "properties": {
                "code": {"type": "string", "description": "a stable word for programs"},
                "message": {"type": "string", "description": "a sentence that says what to do"},
                "field": {"type": "string", "description": "the input it is about, or empty"},
                "offers": {
                    "type": "array",
                    "items": {"type": "string", "format": "date-time"},
                    "description": "instants that would be accepted",
                },
            },
        }
    },
}
RESPONSE = {
    "description": "It was not done, and nothing was changed.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}
NOT_HERE = "There is nothing here, or not for this token."


class Unable(Exception):
    """The request cannot be done as it stands."""

    def __init__(self, status: int, code: str, says: str, field: str = "") -> None:
        super().__init__(says)
        self.status, self.code, self.says, self.field = status, code, says, field


@contextmanager
def as_field(name: str) -> Iterator[None]:
    """What is absent here was named in an input: say which, rather than that the address leads nowhere."""
    try:
        yield
    except Absent:
        raise Unable(422, "absent", f"There is no such {name}, or not for this token.", name) from None


def answer(status: int, code: str, says: str, field: str = "", **more: Any) -> JsonResponse:
    """One error as JSON."""
    return JsonResponse({"error": {"code": code, "message": says, "field": field, **more}}, status=status)


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any address below the API that is none of its own."""
    return answer(404, "absent", NOT_HERE)


def in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, with the one answer that the framework gives as text said in JSON: a wrong method."""

    def wrapped(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        response = view(request, *args, **values)
        if response.status_code != 405:
            return response
        refused = answer(405, "method", f"This address takes {response.headers['Allow']}.")
        refused.headers["Allow"] = response.headers["Allow"]
        return refused

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # tokens only: no cookie opens anything here
    return wrapped


def explain_in(api: NinjaAPI) -> None:
    """Give every error that can reach a view of the API its answer."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)


def _refused(request: HttpRequest, no: Refused) -> HttpResponse:
    offers = {"offers": list(no.offers)} if no.offers else {}
    return answer(422, no.code, no.says, no.field, **offers)


def _absent(request: HttpRequest, no: Exception) -> HttpResponse:
    return answer(404, "absent", NOT_HERE)


def _unable(request: HttpRequest, no: Unable) -> HttpResponse:
    return answer(no.status, no.code, no.says, no.field)


def _nobody(request: HttpRequest, no: AuthenticationError) -> HttpResponse:
    says = "Send a valid token: Authorization: Bearer ..."
    response = answer(401, "unauthorized", says)
    response.headers["WWW-Authenticate"] = 'Bearer realm="Heard"'
    return response


def _http(request: HttpRequest, no: HttpError) -> HttpResponse:
    return answer(no.status_code, CODES.get(no.status_code, "refused"), no.message)


def _invalid(request: HttpRequest, no: ValidationError) -> HttpResponse:
    """The first thing that is wrong with the input: where, and what."""
    first = no.errors[0]
    # The path begins with where it came from (body, query) and, for a body, the name of our own argument.
    place = [str(part) for part in first["loc"]]
    field = ".".join(place[2:] if place[0] == "body" else place[1:])
    match first["type"]:
        case "missing":
            return answer(422, "missing", f"{field or 'A JSON body'} is needed.", field)
        case "extra_forbidden":
            return answer(422, "unknown_field", f"There is no field {field}.", field)
    return answer(422, "invalid", str(first["msg"]), field)


def suspicious(request: HttpRequest, no: Exception) -> HttpResponse:
    """What cannot even be read: too much of it (413), or not what such a request may be (400)."""
    if isinstance(no, RequestDataTooBig):
        return answer(413, "too_big", "That is more than this address takes.")
    return answer(400, "bad_request", "This request cannot be read.")


def _temporary(request: HttpRequest, no: Exception) -> HttpResponse:
    logger.error("api: the database did not answer: %s", no)
    response = answer(
        503, "temporary", "The database does not answer just now. Nothing was changed; try again."
    )
    response.headers["Retry-After"] = "5"
    return response


def _unforeseen(request: HttpRequest, no: Exception) -> HttpResponse:
    logger.exception("api: %s %s failed", request.method, request.path, exc_info=no)
    return answer(
        500, "internal", "That should not have happened, and nothing was changed. It is in the log."
    )


HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Exception: _unforeseen,
    Refused: _refused,
    Absent: _absent,
    Http404: _absent,
    Unable: _unable,
    HttpError: _http,
    AuthenticationError: _nobody,
    ValidationError: _invalid,
    SuspiciousOperation: suspicious,
    OperationalError: _temporary,
    InterfaceError: _temporary,
}
