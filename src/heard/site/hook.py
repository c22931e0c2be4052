"""The addresses to which mail providers, trackers and telephone exchanges post; most desks have none, so what reads
them is loaded when one does.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


@csrf_exempt
@require_POST
def take(request: HttpRequest, provider: str) -> HttpResponse:
    """Mail from a provider of HEARD_WEBHOOKS; nobody is here for any other.

    Raises:
        Http404: this desk takes no mail from such a provider.
    """
    if provider not in settings.HEARD_WEBHOOKS:
        raise Http404("hook")
    from heard.channels.mail import webhook

    return webhook.take(request, provider)


@csrf_exempt
@require_POST
def tracker(request: HttpRequest, public_id: str) -> HttpResponse:
    """A webhook of another team's tracker, which proves itself by its signature."""
    from heard.channels.tracker import hook

    return hook.take(request, public_id)


@csrf_exempt
@require_POST
def call(request: HttpRequest, public_id: str) -> HttpResponse:
    """A webhook of a telephone exchange: somebody rang in vain."""
    from heard.channels.phone import hook

    return hook.take(request, public_id)
