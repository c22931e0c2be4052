"""The API: every route, its errors, its description."""

import json
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path, register_converter
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from heard.api import (
    alert,
    approval,
    bulk,
    cadence,
    call,
    canned,
    chase,
    consult,
    cover,
    desk,
    errors,
    event,
    field,
    follow,
    forward,
    guide,
    handover,
    intake,
    letter,
    macro,
    measure,
    merge,
    message,
    model,
    move,
    note,
    nudge,
    organization,
    participant,
    party,
    phone,
    problem,
    promise,
    requester,
    restatement,
    rota,
    tag,
    ticket,
    token,
    tracker,
    triage,
    upload,
    view,
    watch,
)
from heard.api.once import KEY, once


class PublicId:
    """An id in an address. Anything else is no address of ours, so it is absent like an unknown id."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PublicId, "id")


def no_strangers(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The operation, refusing parameters it does not know: a misspelt filter must not give everything."""
    operation = run.__self__  # type: ignore[attr-defined]
    known = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }

    @wraps(run)
    def wrapped(request: HttpRequest, **values: Any) -> HttpResponse:
        if unknown := sorted(set(request.GET) - known):
            return errors.answer(422, "unknown_field", f"There is no parameter {unknown[0]}.", unknown[0])
        return run(request, **values)

    return wrapped


api = NinjaAPI(
    title="Heard",
    version="1",
    description="A support desk that keeps its promises. Instants carry an offset; unknown fields are refused; "
    'a POST with an Idempotency-Key happens once; errors are {"error": {"code", "message", "field"}}.',
    docs_url=None,
    openapi_url=None,
)
errors.explain_in(api)
api.add_decorator(once)
api.add_decorator(no_strangers, mode="view")
NOUNS = (
    token,
    alert,
    desk,
    watch,
    rota,
    cover,
    requester,
    phone,
    organization,
    ticket,
    bulk,
    move,
    merge,
    participant,
    upload,
    message,
    model,
    call,
    nudge,
    note,
    restatement,
    triage,
    cadence,
    tag,
    field,
    follow,
    canned,
    macro,
    problem,
    guide,
    promise,
    chase,
    forward,
    approval,
    consult,
    tracker,
    party,
    handover,
    letter,
    intake,
    measure,
    view,
)
for noun in (*NOUNS, event):
    api.add_router("", noun.router)


def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API for programs. It holds nothing of this desk, so anybody may read it."""
    return HttpResponse(described(), content_type="application/json")


@cache
def described() -> str:
    """The framework's description, with what it cannot know: our errors, and the key of a POST. It takes half a
    second to make, and says the same for as long as a process runs."""
    whole = api.get_openapi_schema(path_prefix="/api/v1/")
    whole["components"]["schemas"]["Error"] = errors.SHAPE
    for methods in whole["paths"].values():
        for method, operation in methods.items():
            operation["responses"]["default"] = errors.RESPONSE
            if method == "post":
                operation["parameters"].append(KEY)
    return json.dumps(whole, cls=DjangoJSONEncoder)


def _patterns() -> list[URLPattern]:
    """The addresses of the API; the framework's index is left out, as it answers nothing."""
    patterns = [pattern for pattern in api.urls[0] if pattern.name != "api-root"]
    for pattern in patterns:
        pattern.callback = errors.in_json(pattern.callback)
    return patterns


urlpatterns = [
    path("openapi.json", errors.in_json(require_safe(openapi)), name="openapi"),
    *_patterns(),
    re_path(r"^(?P<rest>[\s\S]*)$", csrf_exempt(errors.nothing_here), name="nothing-here"),
]
