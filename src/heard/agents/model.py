"""Drafts of the model: asked for beside the composer, a message or a handover, shown when they come, used or left."""

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents.draft import put_in, remember
from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.model_words import Drafted
from heard.agents.pages import Part, is_patch, nothing, page, patch
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import message as said
from heard.record.access import model as access
from heard.record.actions import model as verbs
from heard.record.models.message import Message
from heard.record.models.model import ModelDraft
from heard.record.models.ticket import Ticket


@require_POST
@door
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for a draft; the answer is shown when it comes. What is being written is kept, and stays as it is."""
    ticket = remember(request, public_id).ticket
    about = _asked(request, "message")
    draft = verbs.ask(
        ticket,
        kind=ModelDraft.Kind.THEIRS if about else _asked(request, "kind"),
        message=_message(request, ticket, about) if about else None,
        source=request.POST.get("text", "").replace("\r\n", "\n"),
        by=request.user,
        at=request.now,
    )
    return _shown(request, draft)


def _asked(request: HttpRequest, name: str) -> str:
    """A field of the form, or of the address, which an open page asks with."""
    return request.POST.get(name) or request.GET.get(name, "")


def _message(request: HttpRequest, ticket: Ticket, public_id: str) -> Message:
    found = said.get(request.user, public_id)
    if found.ticket_id != ticket.pk:
        raise Absent("message")
    return found


def _shown(request: HttpRequest, draft: ModelDraft, *, is_left: bool = False) -> HttpResponse:
    """The draft in its place on an open page; the ticket's page where there is no script."""
    ticket = draft.ticket
    if not is_patch(request):
        return redirect(reverse("agents:ticket", args=[ticket.public_id]) + "#write")
    context = {"place": draft.place, "ticket": ticket}
    if not is_left:
        context["draft"] = Drafted(draft, request.now)
    return patch(request, Part(f"#model-{draft.place}", "agents/model/draft.html", context))


def _own(request: HttpRequest, public_id: str, draft: str) -> ModelDraft:
    found = access.get(request.user, draft)
    if found.ticket.public_id != public_id:
        raise Absent("model draft")
    return found


@require_safe
@door
def show(request: HttpRequest, public_id: str, draft: str) -> HttpResponse:
    """Whether it came; asked again and again by the page that waits for it."""
    found = _own(request, public_id, draft)
    if is_patch(request) and found.is_waiting(request.now) and found.left_at is None:
        return nothing()
    return _shown(request, found, is_left=found.left_at is not None)


@require_POST
@door
def leave(request: HttpRequest, public_id: str, draft: str) -> HttpResponse:
    """It is not wanted."""
    found = _own(request, public_id, draft)
    verbs.leave(found, at=request.now)
    return _shown(request, found, is_left=True)


@require_POST
@door
def use(request: HttpRequest, public_id: str, draft: str) -> HttpResponse:
    """Put it into the composer, before what was being written; a translation takes the place of the words it
    translates, which are kept. Where there is a script, that does it in the page."""
    found = _own(request, public_id, draft)
    if not found.text or found.kind not in ("restatement", "update", "ours"):
        raise Absent("model draft")
    seen = remember(request, public_id)
    begun = request.POST.get("text", "").replace("\r\n", "\n").strip()
    is_restating = found.kind == ModelDraft.Kind.RESTATEMENT
    return put_in(
        seen,
        found.text,
        request.POST.get("due", "")[:100],
        way=request.POST.get("way", ""),
        instead=found.kind == ModelDraft.Kind.OURS and begun == found.source,
        drafted=found,
        **({"restating": found.text} if is_restating else {}),
    )


class ModelForm(SaidForm):
    """Whether a desk's agents may ask the model, and how often."""

    on = django_forms.BooleanField(label="", required=False)
    an_hour = django_forms.IntegerField(
        label=gettext_lazy("At most so many drafts in an hour"), min_value=1, max_value=verbs.MOST_AN_HOUR
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door
def allowed(request: HttpRequest, public_id: str) -> HttpResponse:
    """What leaves the house and where it goes; a desk's leads say yes or no."""
    desk = desks.get_led(request.user, public_id)
    form = ModelForm(request.POST or None, initial={"on": access.is_on(desk), "an_hour": desk.model_an_hour})
    form.fields["on"].label = _("Agents of this desk may ask the model at %(host)s") % {"host": access.host()}

    def act() -> None:
        host = access.host() if form.cleaned_data["on"] else ""
        verbs.allow(desk, host=host, an_hour=form.cleaned_data["an_hour"], by=request.user, at=request.now)

    if request.method == "POST" and form.act(act):
        messages.success(request, _("Saved."))
        return redirect("agents:desk-model", desk.public_id)
    context = {"desk": desk, "form": form, "host": access.host(), "was": desk.model_host}
    return page(request, "agents/model/desk.html", context, here="desks", code=422 if form.is_bound else 200)
