"""The product's addresses, and one bare page of 50 rows to measure the others against."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from heard.record.models.ticket import Ticket

TEMPLATE = """<!doctype html><title>50 rows</title><table>{% for row in rows %}
<tr><td>{{ row.id }}</td><td><a href="/{{ row.public_id }}">{{ row.subject }}</a></td><td>{{ row.requester.name }}</td>
<td>{{ row.desk.name }}</td><td>{{ row.owed_at }}</td></tr>{% endfor %}</table>"""


def bare(request: HttpRequest) -> HttpResponse:
    """The least a list page can do: one query for 50 rows, one small template, everything else as on our pages."""
    rows = Ticket.objects.select_related("requester", "desk").order_by("id")[:50]
    return HttpResponse(_template().render({"rows": rows}, request))


@cache
def _template() -> Any:
    return engines["django"].from_string(TEMPLATE)


urlpatterns = [path("bare", bare), path("", include("heard.site.urls"))]
