"""Forward: a message of a ticket passed on to somebody else, with words and files that the agent chooses.

It is a chase: a thread of its own, which no requester sees, and whose answers stand beside the ticket.
"""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.owed import Reader
from heard.agents.pages import page, reader_of
from heard.agents.party import whom
from heard.followup.forward import forwarded_text
from heard.record.access import agent as colleagues
from heard.record.access import message as said
from heard.record.access import party as parties
from heard.record.access import ticket as tickets
from heard.record.actions import chase as verbs
from heard.record.errors import Refused
from heard.record.models.chase import Chase
from heard.record.models.message import Attachment, Message
from heard.record.models.ticket import Ticket

MANY = 200
WORDS = 12


class ForwardForm(SaidForm):
    """To whom, which message, in which words, with which files, and whether an answer is expected."""

    party = django_forms.CharField(
        label=gettext_lazy("To whom?"),
        max_length=500,
        widget=django_forms.TextInput(attrs={"list": "whom", "autocomplete": "off", "autofocus": True}),
        help_text=gettext_lazy("A mail address, or the name of somebody who has one here."),
    )
    message = django_forms.ChoiceField(label=gettext_lazy("Which message?"))
    said = django_forms.CharField(
        label=gettext_lazy("Your words over it"),
        required=False,
        max_length=20_000,
        widget=django_forms.Textarea(attrs={"rows": 4}),
    )
    files = django_forms.MultipleChoiceField(
        label=gettext_lazy("Files that go along"),
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
    )
    waits = django_forms.BooleanField(
        label=gettext_lazy("We wait for their answer: it is a chase, and they are asked again"),
        required=False,
    )
    days = django_forms.IntegerField(
        label=gettext_lazy("Asked again after so many business days (empty: the desk's pace)"),
        required=False,
        min_value=1,
        max_value=verbs.LONGEST_PACE,
    )

    def __init__(self, sayings: list[Message], reader: Reader, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sayings = {one.public_id: one for one in sayings}
        self.attached = {file.public_id: file for one in sayings for file in one.attachments.all()}
        self.fields["message"].choices = [(one.public_id, _line(one, reader)) for one in sayings]
        self.fields["files"].choices = [(key, file.name) for key, file in self.attached.items()]
        if not self.attached:
            del self.fields["files"]

    @property
    def message_chosen(self) -> Message:
        """The message that goes out."""
        return self.sayings[self.cleaned_data["message"]]

    @property
    def files_chosen(self) -> list[Attachment]:
        """The files that go along."""
        return [self.attached[key] for key in self.cleaned_data.get("files", ())]


@require_http_methods(["GET", "HEAD", "POST"])
@door
def forward(request: HttpRequest, public_id: str) -> HttpResponse:
    """`F`: pass a message on. The newest of the requester is chosen until somebody chooses another."""
    ticket, reader = tickets.get(request.user, public_id), reader_of(request)
    sayings = said.newest(ticket, most=MANY)
    first = next((one for one in sayings if one.kind == Message.Kind.INBOUND), None)
    initial = {"message": first.public_id if first else ""}
    form = ForwardForm(sayings, reader, request.POST or None, initial=initial)
    made: list[Chase] = []
    if request.method == "POST" and form.act(lambda: made.append(_forward(form, request))):
        messages.success(
            request, _("Forwarded to %(name)s. Their answer comes to you.") % {"name": made[0].party}
        )
        return redirect("agents:ticket", public_id)
    return page(
        request,
        "agents/forward/page.html",
        {"ticket": ticket, "form": form, **_known(request, ticket)},
        here="chases",
        code=422 if form.is_bound else 200,
    )


def told(found: Chase, reader: Reader) -> str:
    """How a message stands that was passed on, with nothing expected in return."""
    if found.heard_at:
        return _("forwarded; they wrote %(time)s") % {"time": reader.short(found.heard_at)}
    return _("forwarded %(time)s") % {"time": reader.short(found.asked_at)}


def _forward(form: ForwardForm, request: HttpRequest) -> Chase:
    given, message = form.cleaned_data, form.message_chosen
    try:
        asked = whom(given["party"], by=request.user, at=request.now)
    except Refused as refused:
        raise Refused(refused.code, refused.says, field="party") from refused
    to = {name: asked[name] for name in ("contact", "colleague") if name in asked}
    receiver = next(iter(to.values()), None)
    return verbs.forward(
        message,
        said=given["said"],
        text=forwarded_text(message, given["said"], to=receiver) if receiver else "",
        attached=form.files_chosen,
        waits=given["waits"],
        days=given["days"] or 0,
        by=request.user,
        at=request.now,
        **to,
    )


def _known(request: HttpRequest, ticket: Ticket) -> dict[str, object]:
    """Who can be named without an address."""
    others = colleagues.everybody().exclude(pk=request.user.pk)
    return {"parties": parties.everybody()[:MANY], "colleagues": others[:MANY], "requester": ticket.requester}


def _line(message: Message, reader: Reader) -> str:
    """Who, when, and the first words."""
    who = message.agent or message.requester or message.robot
    words = message.shown.split()
    first = " ".join(words[:WORDS]) + ("…" if len(words) > WORDS else "")
    return f"{who}, {reader.short(message.said_at)}: {first}"
