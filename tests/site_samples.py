"""Sample pages that use every component, mounted beside the real addresses; they exist only in tests."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from heard.site.urls import urlpatterns as real


def page(template: str):
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, template)

    return view


def send(request: HttpRequest) -> HttpResponse:
    """What a reply swaps in: with an attack inside, that the policy must stop."""
    return HttpResponse(
        '<form class="composer" id="composer"><p id="sent">Sent to Zelda.</p>'
        "<img src=x onerror=\"document.title='attacked'\"><script>document.title='attacked'</script></form>"
    )


def rows(request: HttpRequest) -> HttpResponse:
    return render(request, "sample/rows.html", {"minutes": 7})


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as planned")


urlpatterns = [
    path("desk/sample", page("sample/today.html")),
    path("desk/sample/other", page("sample/other.html")),
    path("desk/sample/rows", rows),
    path("desk/sample/send", send),
    path("desk/sample/breaks", breaks),
    path("sample/request", page("sample/request.html")),
    *real,
]
