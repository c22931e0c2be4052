"""What happens around every page: the public address, quiet headers, and the door of the desk."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect, resolve_url
from django.utils import translation
from django.utils.http import urlencode

from heard.hours.languages import spoken_to_agents
from heard.site import firstrun

# Where agents are: the desk, the sign-in, the first run.
OF_AGENTS = ("/desk/", "/accounts/", "/setup")

type Handler = Callable[[HttpRequest], HttpResponse]

# Features no page of ours uses; passkeys stay allowed for ourselves.
PERMISSIONS = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), "
    "payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


def public_address(get_response: Handler) -> Handler:
    """Take the scheme from HEARD_URL instead of believing a header of a proxy that anybody could send."""
    scheme = urlsplit(settings.HEARD_URL).scheme

    def handle(request: HttpRequest) -> HttpResponse:
        request.META["wsgi.url_scheme"] = scheme
        return get_response(request)

    return handle


def compressed(get_response: Handler) -> Handler:
    """Compress pages and answers of the API, to a fifth. Files are sent as they are: most are compressed already,
    and a download shows how far it is. Why this gives no secret away: docs/decisions/0015-compressed-pages.md.
    """
    gzip = GZipMiddleware(get_response)

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_text = response.headers.get("Content-Type", "").startswith(("text/html", "application/json"))
        return gzip.process_response(request, response) if is_text and not response.streaming else response

    return handle


def quiet_headers(get_response: Handler) -> Handler:
    """Switch off browser features, and keep every page out of shared and on-disk caches unless a view says
    else."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return handle


def desk_speaks_to_agents(get_response: Handler) -> Handler:
    """The agents' side in the agent's own language, where we speak it to agents, else in English; before sign-in in the
    browser's."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(OF_AGENTS):
            agent = request.user
            wanted = agent.language if agent.is_authenticated else request.LANGUAGE_CODE
            request.LANGUAGE_CODE = spoken_to_agents(wanted)
            translation.activate(request.LANGUAGE_CODE)
        return get_response(request)

    return handle


def desk_is_for_agents(get_response: Handler) -> Handler:
    """Nothing under /desk/ answers without a signed-in agent, whatever a view forgot.

    While no agent exists at all, everything of the desk leads to the first-run page.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(("/desk/", "/accounts/")):
            return get_response(request)
        if not request.user.is_authenticated:
            if firstrun.is_due():
                return redirect("setup")
            if request.path_info.startswith("/desk/"):
                return _to_sign_in(request)
        return get_response(request)

    return handle


def bare_address(get_response: Handler) -> Handler:
    """The address without a path, which people type: the first-run page while nobody can sign in, the desk for who is
    signed in, and for everybody else what requesters see."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path_info == "/" and request.method in ("GET", "HEAD"):
            if request.user.is_authenticated:
                return redirect(settings.LOGIN_REDIRECT_URL)
            if firstrun.is_due():
                return redirect("setup")
        return get_response(request)

    return handle


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back afterwards. htmx follows a redirect of the whole page by its own
    header."""
    wanted = (
        request.get_full_path()
        if request.method == "GET" and not request.headers.get("HX-Request")
        else "/desk/"
    )
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': wanted})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)
