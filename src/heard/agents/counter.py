"""The counter: a page to print or to show on a tablet, with a code that leads to the desk's front page."""

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from heard.agents.errors import door
from heard.agents.pages import page
from heard.record.access import desk as desks

SCALE = 8
"""Pixels of a module of the code on a screen; on paper it is as sharp at any size."""


@require_safe
@door
def counter(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page of a desk. Whoever scans the code writes by the door `counter`."""
    desk = desks.get(request.user, public_id)
    address = f"{settings.HEARD_URL}{reverse('front', args=[desk.slug])}"
    code = segno.make(f"{address}?door=counter", micro=False, error="q")
    drawn = code.svg_inline(scale=SCALE, border=4, light="#fff", omitsize=True, title=desk.name)
    context = {"desk": desk, "address": address, "code": SafeString(drawn)}
    return page(request, "agents/counter/page.html", context, here="call")
