"""Mailboxes: added where the desk can be watched opening them, proved by a mail out and in, changed, dropped."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents.errors import door
from heard.agents.mailbox_forms import HOSTS, ChangeForm, OAuthForm, PasswordForm
from heard.agents.pages import page, reader_of
from heard.channels.mail import mailbox as boxes
from heard.channels.mail import trial
from heard.channels.mail.remedies import in_sentences, remedy
from heard.followup import canary as canary_flight
from heard.hours.languages import in_words
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import door as doors
from heard.record.access import mailbox as access
from heard.record.actions import canary as canaries
from heard.record.actions import mailbox as verbs
from heard.record.errors import Refused
from heard.record.locker import Locked, lock, unlock
from heard.record.models.canary import Canary
from heard.record.models.mailbox import Mailbox

SESSION = "mailbox sign-in"


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest) -> HttpResponse:
    """Every mailbox that is fetched, and a form that adds one: it is opened before it is kept."""
    if not request.user.leads:
        raise Absent("mailboxes")
    led = list(desks.led_by(request.user).filter(sample=False))
    how = request.POST.get("how", "")
    password = PasswordForm(request.POST if how == "password" else None, desks=led, agent=request.user)
    signin = OAuthForm(request.POST if how == "oauth" else None, desks=led, agent=request.user)
    bound = password if password.is_bound else signin if signin.is_bound else None
    if bound is not None:
        made: list[Mailbox] = []
        if bound.act(lambda: made.append(_add(request, bound))):
            return redirect("agents:mailbox", made[0].public_id)
    context = {
        "mailboxes": _lines(request),
        "password": password,
        "signin": signin,
        "canaries": [(desk, desk in canaries.desks()) for desk in led],
        "may_send": settings.HEARD_SMTP_URL is not None,
        "back": _back(),
    }
    return page(request, "agents/mailbox/list.html", context, here="mailboxes", code=422 if bound else 200)


def _lines(request: HttpRequest) -> list[dict[str, Any]]:
    """The mailboxes of the environment, which are only shown, and those of the page."""
    reader, known = reader_of(request), doors.by_name()
    fixed = {boxes.name_of(box): box for box in boxes.from_environment()}
    kept = {row.name: row for row in access.visible_to(request.user)}
    lines = []
    for name in sorted({*fixed, *kept}):
        state = known.get(name)
        lines.append(
            {
                "name": name,
                "row": kept.get(name),
                "fixed": name in fixed,
                "processed": fixed[name].processed if name in fixed else kept[name].processed,
                "well": reader.short(state.well_at) if state and state.well_at else "",
                "trouble": in_words(in_sentences(state.trouble), _) if state else "",
            }
        )
    return lines


def _add(request: HttpRequest, form: PasswordForm | OAuthForm) -> Mailbox:
    """Add it; one with a password only if it opens.

    Raises:
        Refused: it does not open, and what to do about it.
    """
    values = form.values()
    if not values["signin"]:
        _open(Mailbox(**{**values, "secret": lock(values["secret"])}))
    mailbox = verbs.add(**values, by=request.user, at=request.now)
    if not mailbox.signin:
        canary_flight.prove(mailbox, at=request.now)
    return mailbox


def _open(mailbox: Mailbox) -> int:
    """How many mails it holds. Raises Refused when it does not open."""
    tried = trial.opens(boxes.box_of(mailbox))
    if tried.says:
        why = {"says": in_words(tried.says, _), "mend": in_words(tried.mend, _)}
        raise Refused("mailbox", _("It does not open: %(says)s. To do: %(mend)s.") % why)
    return tried.mails


@require_safe
@door
def mailbox(request: HttpRequest, public_id: str) -> HttpResponse:
    """One mailbox: how it is, whether it is proved, its settings."""
    return _shown(request, access.get(request.user, public_id))


def _shown(request: HttpRequest, found: Mailbox, form: ChangeForm | None = None) -> HttpResponse:
    led = list(desks.led_by(request.user).filter(sample=False))
    context = {
        "mailbox": found,
        "form": form or ChangeForm(initial=_initial(found), desks=led, agent=request.user, mailbox=found),
        "sign_in": _sign_in(request, found),
        "wins": any(boxes.name_of(box) == found.name for box in boxes.from_environment()),
        "back": _back(),
        **_flight(request, found),
    }
    return page(request, "agents/mailbox/page.html", context, here="mailboxes", code=422 if form else 200)


def _initial(found: Mailbox) -> dict[str, Any]:
    return {
        "address": found.address,
        "processed": found.processed,
        "desk": found.desk.public_id if found.desk else "",
    }


def _flight(request: HttpRequest, found: Mailbox) -> dict[str, Any]:
    """How the round trip stands, and how the mail door finds the mailbox."""
    reader, state = reader_of(request), doors.by_name().get(found.name)
    sent = Canary.objects.filter(mailbox=found).select_related("letter", "intake").order_by("-id").first()
    return {
        "mailbox": found,
        "trouble": in_sentences(state.trouble) if state else "",
        "mend": in_sentences(state.mend) if state else "",
        "well": reader.short(state.well_at) if state and state.well_at else "",
        "sent": sent,
        "sent_at": reader.short(sent.sent_off_at) if sent else "",
        "took": int((sent.back_at - sent.sent_off_at).total_seconds()) if sent and sent.back_at else None,
        "may_send": settings.HEARD_SMTP_URL is not None and bool(found.address),
        "waits": bool(sent and not sent.intake and request.now - sent.sent_off_at < canary_flight.EVERY),
    }


@require_safe
@door
def flight(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same part of the page again, while the mail is under way."""
    found = access.get(request.user, public_id)
    return render(request, "agents/mailbox/flight.html", _flight(request, found))


@require_POST
@door
def prove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open it, and send a mail that must come back by it."""
    found = access.get(request.user, public_id)
    mails = _open(found)
    if canary_flight.prove(found, at=request.now) is None:
        messages.success(request, _("It opens, and holds %(mails)s mails.") % {"mails": mails})
    return redirect("agents:mailbox", public_id)


@require_POST
@door
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Address, folder to move to, desk, a new password."""
    found = access.get(request.user, public_id)
    led = list(desks.led_by(request.user).filter(sample=False))
    form = ChangeForm(request.POST, desks=led, agent=request.user, mailbox=found)
    if not form.act(lambda: verbs.change(found, **form.values(), by=request.user, at=request.now)):
        return _shown(request, found, form)
    messages.success(request, _("Saved."))
    return redirect("agents:mailbox", public_id)


@require_POST
@door
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is fetched no longer; what came by it stays."""
    verbs.drop(access.get(request.user, public_id), by=request.user, at=request.now)
    messages.success(request, _("It is fetched no longer. What came by it stays."))
    return redirect("agents:mailboxes")


@require_POST
@door
def canary(request: HttpRequest) -> HttpResponse:
    """A desk's canary: switched on or off."""
    desk = desks.get_led(request.user, request.POST.get("desk", ""))
    canaries.switch(desk, on=request.POST.get("on") == "yes", by=request.user, at=request.now)
    return redirect(reverse("agents:mailboxes") + "#canary")


def _back() -> str:
    """Where a provider sends a person back to; it must be told this address beforehand."""
    return settings.HEARD_URL + reverse("agents:mailbox-signed-in")


def _sign_in(request: HttpRequest, found: Mailbox) -> str:
    """The provider's page, for a mailbox that opens by a token; the same one until it was used."""
    if not found.signin:
        return ""
    kept = request.session.get(SESSION, {})
    if kept.get("mailbox") != found.public_id:
        from heard.channels.mail import oauth  # slow to import, and every web process has this module

        address, state, verifier = oauth.sign_in_address(found.signin, back=_back(), user=found.login)
        kept = {"mailbox": found.public_id, "address": address, "state": state, "verifier": verifier}
        request.session[SESSION] = kept
    return str(kept["address"])


@require_safe
@door
def signed_in(request: HttpRequest) -> HttpResponse:
    """A person comes back from the provider with a code, which becomes the lasting permission."""
    kept = request.session.get(SESSION, {})
    if not kept or request.GET.get("state", "") != kept["state"]:
        raise Absent("sign-in")
    del request.session[SESSION]
    found = access.get(request.user, kept["mailbox"])
    if error := request.GET.get("error"):
        messages.error(request, _("The provider said no: %(error)s") % {"error": error[:100]})
        return redirect("agents:mailbox", found.public_id)
    from oauthlib.oauth2 import OAuth2Error  # slow to import, and every web process has this module

    from heard.channels.mail import oauth

    try:
        secret = unlock(found.secret)
        token = oauth.redeem(
            found.signin, secret, code=request.GET.get("code", ""), verifier=kept["verifier"], back=_back()
        )
    except (OAuth2Error, OSError, Locked) as trouble:
        says, mend = remedy(trouble, host=HOSTS.get(found.signin["provider"], found.host))
        messages.error(request, f"{in_words(says, _)}. {in_words(mend, _)}.")
        return redirect("agents:mailbox", found.public_id)
    verbs.change(
        found,
        secret={**secret, "refresh_token": token},
        signin={**found.signin, "since": request.now.isoformat()},
        by=request.user,
        at=request.now,
    )
    _open(found)
    canary_flight.prove(found, at=request.now)
    return redirect("agents:mailbox", found.public_id)
