"""Error pages in our words: what happened, that nothing was lost, what to do."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request

from heard.api.errors import suspicious


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without its seal: mostly a page left open for days. The text typed is still in the
    browser."""
    return render(request, "403_csrf.html", status=403)


def not_here(request: HttpRequest) -> HttpResponse:
    """A page of the sign-in library that this house does not have."""
    raise Http404


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that is refused before any view sees it, a wrong Host for one: in the shape of who asked."""
    is_program = request.path.startswith("/api/")
    return suspicious(request, exception) if is_program else bad_request(request, exception)
