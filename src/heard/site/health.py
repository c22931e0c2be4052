"""`/health/...`: for load balancers, watchers, and anybody who wonders whether the pipe works. Never
personal."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from heard import clock
from heard.health import Finding, findings
from heard.site import checks


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else, so that a slow database does not get it restarted."""
    return JsonResponse({"state": "fine"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Pages can be served: the database answers and the disk has room. 503 otherwise."""
    at = clock.now()
    return _answer([*checks.database(at), *checks.disk(at)])


@require_safe
def pipe(request: HttpRequest) -> HttpResponse:
    """Mail comes in and letters go out: every check there is. 503 when one is red."""
    return _answer(findings(at=clock.now()))


def _answer(found: list[Finding]) -> HttpResponse:
    states = [finding.state for finding in found]
    worst = max(states, key=["fine", "warn", "red"].index, default="fine")
    lines = [{"name": f.name, "state": f.state, "says": f.says, "mend": f.mend} for f in found]
    return JsonResponse({"state": worst, "checks": lines}, status=503 if worst == "red" else 200)
