"""Mail out: what is missing for letters to arrive, per domain, with the lines to paste; for leads and admins."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.pages import page, reader_of
from heard.letters import delivery
from heard.record.access import Absent, setting
from heard.record.access import desk as desks
from heard.record.access import letter as letters
from heard.record.actions import setting as verbs
from heard.record.actions.setting import MOST

NAMES = {"spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC"}
STATES = {
    "fine": (gettext_lazy("fine"), "calm"),
    "look": (gettext_lazy("please look"), "due"),
    "missing": (gettext_lazy("missing"), "late"),
    "unknown": (gettext_lazy("not checked"), ""),
}


class PaceForm(SaidForm):
    """How fast letters leave."""

    letters_a_minute = forms.IntegerField(
        label=gettext_lazy("Letters a minute to one mail host"),
        min_value=1,
        max_value=MOST,
        help_text=gettext_lazy("The others wait a moment. Large hosts take offence at floods."),
    )


class Shown(NamedTuple):
    """One finding as the page shows it."""

    name: str
    state: str
    shade: str
    says: str
    now: str
    paste: delivery.Record | None


def words() -> dict[str, str]:
    """What each finding means, and what to do."""
    return {
        "no_dns": _("The DNS cannot be asked from here, so this was not checked. It should say:"),
        "spf_fine": _("Says who may send mail for this domain, and names our mail server or its neighbours."),
        "spf_missing": _("Nothing says which servers may send for this domain. Add one record. If a provider sends "
                         "your mail, paste what they ask for instead."),
        "spf_twice": _("There are two SPF records, so none of them counts. Make one of them."),
        "spf_relayed": _("There is a record. Whether it names the server that sends for you cannot be seen from here."),
        "spf_unnamed": _("The record does not name our mail server. If one of its includes covers it, all is well; "
                         "else it should say:"),
        "dkim_unset": _("Heard does not sign letters. If your mail server or provider signs them, all is well. Else "
                        "make a key with “openssl genrsa -out dkim.pem 2048”, and set HEARD_DKIM_KEY_FILE to that file "
                        "and HEARD_DKIM_NAME to heard._domainkey.%(domain)s."),
        "dkim_other_domain": _("Letters are signed for another domain, which helps this one nothing."),
        "dkim_missing": _("Letters are signed, but the DNS has no key, so a signature counts for nothing."),
        "dkim_other_key": _("The DNS has another key than the one that signs. It should say:"),
        "dkim_fine": _("Letters are signed, and the DNS has the key."),
        "dmarc_missing": _("Nothing says what other servers do with mail that fails both. Large hosts ask for it."),
        "dmarc_fine": _("Says what other servers do with mail that fails both."),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door
def delivery_page(request: HttpRequest) -> HttpResponse:
    """What the DNS says of every domain that letters leave from; the pace, which an admin sets."""
    if not request.user.leads:
        raise Absent("delivery")
    form = PaceForm(request.POST or None, initial={"letters_a_minute": setting.letters_a_minute()})
    if request.method == "POST":
        if request.user.role != "admin":
            raise Absent("delivery")
        if form.act(_set(request, form)):
            messages.success(request, _("Saved."))
            return redirect("agents:delivery")
    led = desks.led_by(request.user).prefetch_related("addresses")
    addresses = [one.address for desk in led for one in desk.addresses.all()]
    server = settings.HEARD_SMTP_URL
    came_back = letters.last_returned(request.user)
    context = {
        "server": str(server) if server else "",
        "door": str(settings.HEARD_DOOR_LISTEN),
        "returns": [address.replace("@", "+b…@") for address in addresses],
        "came_back": reader_of(request).short(came_back) if came_back else "",
        "domains": _domains(addresses, _name_of(server.host) if server else ""),
        "form": form if request.user.role == "admin" else None,
        "pace": setting.letters_a_minute(),
    }
    return page(
        request, "agents/delivery/page.html", context, here="desks", code=422 if form.is_bound else 200
    )


def _name_of(host: str) -> str:
    """The mail server's name; "" where it says nothing of who sends: this machine, or a bare number."""
    return "" if host == "localhost" or ":" in host or host.replace(".", "").isdecimal() else host


def _set(request: HttpRequest, form: PaceForm) -> Callable[[], Any]:
    return lambda: verbs.set_pace(form.cleaned_data["letters_a_minute"], by=request.user, at=request.now)


def _domains(addresses: list[str], mail_server: str) -> list[tuple[str, list[Shown]]]:
    """Each domain once, with its findings in words."""
    ask, said = delivery.patient(delivery.ask_dns), words()
    found = []
    for domain in dict.fromkeys(address.rpartition("@")[2] for address in addresses):
        judged = delivery.findings(domain, mail_server=mail_server, signer=settings.HEARD_DKIM, ask=ask)
        found.append((domain, [_shown(one, said, domain) for one in judged]))
    return found


def _shown(one: delivery.Finding, said: dict[str, str], domain: str) -> Shown:
    state, shade = STATES[one.state]
    says = said[one.why]
    return Shown(
        NAMES[one.what],
        str(state),
        shade,
        says % {"domain": domain} if "%(domain)s" in says else says,
        one.now,
        one.paste,
    )
