"""The last weekly letter as a page: of each desk what got better, what slips, and the tickets behind it."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from heard.agents.errors import door
from heard.agents.pages import page
from heard.letters.weekly_words import worded
from heard.record.access import weekly as access

NAMES = {
    "honoured": gettext_lazy("Promises honoured"),
    "opened": gettext_lazy("Requests opened within 15 working minutes"),
    "acknowledged": gettext_lazy("A person’s first word within 60 working minutes"),
    "first_contact": gettext_lazy("Solved at first contact"),
    "too_early": gettext_lazy("Called solved too early"),
    "confirmed": gettext_lazy("Restatements confirmed"),
    "informed": gettext_lazy("“You kept me informed”"),
}


@require_safe
@door
def last(request: HttpRequest) -> HttpResponse:
    """What one was told last of each desk."""
    weeks = []
    for one in access.last(request.user):
        words = worded(one.facts)
        groups = [
            [{**line, "name": NAMES[line["name"]]} for line in words[name]] for name in ("better", "worse")
        ]
        few = [str(NAMES[name]) for name in words["few"]]
        weeks.append((one, one.monday + timedelta(days=6), groups, few))
    return page(request, "agents/weekly/page.html", {"weeks": weeks}, here="numbers")
