"""Error pages in our words: what happened, that nothing was lost, what to do."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without its seal: mostly a page left open for days. The text typed is still in the
    browser."""
    return render(request, "403_csrf.html", status=403)


def not_here(request: HttpRequest) -> HttpResponse:
    """A page of the sign-in library that this house does not have."""
    raise Http404
