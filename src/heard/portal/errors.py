"""What the requesters' pages say when something cannot be done, in the reader's language."""

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from heard.record.errors import Refused

SAYS = {
    "nudge": _("Nothing is late here now. If the time is too late for you, say that you need it sooner."),
    "resolved": _("This request is closed. Write below, and it is open again."),
    "open": _("This request is open already."),
    "past": _("That time has passed. When do you need to hear?"),
    "later": _("You will hear before that. Give an earlier time."),
    "answered": _("That was answered already. Write below if something changed."),
    "no_text": _("Write a few words first."),
    "opinion": _("You have told us that already, or the request is open again."),
    "answer": _("Say yes, partly, or that you had to ask."),
    "reason": _("Say why not, so that whoever asks can go on from there."),
    "decided": _("You have decided this already; your first answer counts."),
    "over": _("This is over; nothing is asked any more."),
    "turn": _("It is not your turn yet; you get a letter when it is."),
    "requester": _("This person asks for it, and cannot decide about it. Name somebody else."),
    "asker": _("This person asks you, and cannot decide about it. Name somebody else."),
    "twice": _("This person is asked already. Name somebody else."),
    "handed": _("It was handed to you. Decide, or say no and why."),
    "address": _("That is no mail address of a person. Write it like nora@example.com."),
    "why": _("Say why somebody else decides."),
    "none": _("That was ended already."),
    "zone": _("There is no such time zone. Choose one from the list."),
}


def says(refused: Refused) -> str | Lazy:
    """The sentence for a refusal."""
    return SAYS.get(refused.code, refused.says)
