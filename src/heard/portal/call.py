""" "Ask us to call you": a number, when it suits, and by when a person rings, said before and after."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heard.portal import forms, intake, limits
from heard.portal.front import answers, reader_at, to_sent
from heard.portal.link import on_desk, shown
from heard.record.models.desk import Desk
from heard.record.phones import country_of


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk
def ask(request: HttpRequest, desk: Desk, *, at: datetime) -> HttpResponse:
    """The page; a POST is a request whose first word is a call."""
    if request.method == "POST":
        return _receive(request, desk, at)
    return _page(request, desk, forms.CallMe(country=country_of(desk)), at)


def _receive(request: HttpRequest, desk: Desk, at: datetime) -> HttpResponse:
    form = forms.CallMe(request.POST, country=country_of(desk))
    if not form.is_valid():
        return _page(request, desk, form, at, code=422)
    given = form.cleaned_data
    if until := limits.wait(limits.comes_from(request), given["phone"], at=at):
        words = {"time": reader_at(request, desk, at).plain(until)}
        form.add_error(None, _("That is a lot in a short time. Please wait until %(time)s.") % words)
        return _page(request, desk, form, at, code=429)
    labels = {name: str(form.fields[name].label) for name in form.fields}
    ticket = intake.call(desk, given=given, labels=labels, language=request.LANGUAGE_CODE, at=at)
    return to_sent(request, desk, ticket, at)


def _page(
    request: HttpRequest, desk: Desk, form: forms.CallMe, at: datetime, *, code: int = 200
) -> HttpResponse:
    reader = reader_at(request, desk, at)
    context = {"desk": desk, "reader": reader, "form": form, **answers(desk, reader)}
    return shown(request, "portal/call.html", context, code=code)
