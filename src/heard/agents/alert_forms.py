"""How one wants to be told: a table of kinds and routes, hours, and addresses of one's own."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.agents.forms import DAYS, SaidForm, StretchesField
from heard.letters import routes
from heard.promise.alert import (
    ASKED,
    DEFAULTS,
    ESCALATION,
    FOLLOWED,
    KINDS,
    OTHER,
    ROUTES,
    SORTS,
    WARNING,
    Told,
    kinds_of,
    routes_of,
    sort_of,
)
from heard.record.models.agent import Agent

SORT_WORDS = {
    ESCALATION: gettext_lazy("A time was missed, nobody opened it, nobody has the watch"),
    WARNING: gettext_lazy("A time of yours comes near, somebody wrote back"),
    ASKED: gettext_lazy("Somebody asks where the answer is, needs it sooner, or mentions you"),
    FOLLOWED: gettext_lazy("What others do on requests that you follow"),
    OTHER: gettext_lazy("Everything else: chases, letters that did not leave, cover"),
}
ROUTE_WORDS = {
    "page": gettext_lazy("in the page"),
    "desktop": gettext_lazy("desktop"),
    "mail": gettext_lazy("mail"),
    "push": gettext_lazy("chat or push"),
}


KIND_WORDS = {
    "lapse": gettext_lazy("A time was missed"),
    "lapse_again": gettext_lazy("A time was missed again, or a third in an hour"),
    "rise_watch": gettext_lazy("Nobody opened a request yet"),
    "rise_lead": gettext_lazy("Still nobody opened a request"),
    "hand_up": gettext_lazy("The owner is away, and a time comes near"),
    "escalated": gettext_lazy("A colleague asks you to decide a “sooner”"),
    "untaken": gettext_lazy("Nobody has the watch"),
    "watch_offered": gettext_lazy("Somebody asks you to take the watch over"),
    "overload": gettext_lazy("More first words than can be told one by one"),
    "warn": gettext_lazy("A time comes near"),
    "reading_warn": gettext_lazy("Somebody wrote back, and it is unread"),
    "reading_late": gettext_lazy("Somebody wrote back, and it was read too late"),
    "answer_warn": gettext_lazy("An answer is owed soon"),
    "answer_late": gettext_lazy("An answer that is owed is late"),
    "nudge": gettext_lazy("Where is my answer?"),
    "sooner": gettext_lazy("I need it sooner"),
    "correction": gettext_lazy("Not quite: a restatement was corrected"),
    "talk_silent": gettext_lazy("Somebody waits live for three minutes"),
    "talk_left": gettext_lazy("Somebody left the live conversation"),
    "mention": gettext_lazy("A colleague mentions you in a note"),
    "follow_wrote": gettext_lazy("The person who asks wrote"),
    "follow_missed": gettext_lazy("The time that was told was missed"),
    "follow_note": gettext_lazy("A colleague wrote a note"),
    "follow_solved": gettext_lazy("It was resolved"),
    "follow_handed": gettext_lazy("Somebody else has it now"),
    "look": gettext_lazy("What is parked wants to be looked at"),
    "ping": gettext_lazy("Somebody is to be asked again"),
    "offer": gettext_lazy("What an absent colleague promised is offered to you"),
    "loop": gettext_lazy("Somebody who was asked has answered"),
    "unasked": gettext_lazy("Somebody could not be asked"),
    "cadence_ended": gettext_lazy("A requester ended an agreed rhythm"),
    "check_in_missed": gettext_lazy("A check-in was missed"),
    "not_closed": gettext_lazy("A request could not be closed on its day"),
    "unsent": gettext_lazy("A letter did not leave"),
    "unreached": gettext_lazy("A letter came back"),
    "no_route": gettext_lazy("There is no way to reach somebody"),
    "stuck": gettext_lazy("A letter waits too long"),
    "stuck_ping": gettext_lazy("What we ask a party waits too long"),
    "undecided": gettext_lazy("An exception is not decided in time"),
    "decided": gettext_lazy("An exception is decided"),
    "not_decided": gettext_lazy("Somebody who decides wrote by mail"),
    "cannot_decide": gettext_lazy("Somebody who decides is gone"),
    "handover": gettext_lazy("Somebody asks you to take a request over"),
    "handed_over": gettext_lazy("A colleague took yours over"),
    "declined": gettext_lazy("A colleague cannot take yours over"),
    "watch_declined": gettext_lazy("A colleague cannot take the watch over"),
    "cover_asked": gettext_lazy("Somebody asks for cover"),
    "cover_taken": gettext_lazy("Your cover is found"),
    "cover_declined": gettext_lazy("A colleague cannot cover for you"),
    "warn_many": gettext_lazy("The time told to everybody behind a problem comes near"),
    "lapse_many": gettext_lazy("The time told to everybody behind a problem was missed"),
    "unread_many": gettext_lazy("Answers to a word to everybody are unread"),
}


class Boxes(forms.CheckboxSelectMultiple):
    """A box for each route, which says for which kind it is, as the table's head is far away."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One box."""
        option = super().create_option(name, value, label, *args, **kwargs)
        option["attrs"]["aria-label"] = f"{KIND_WORDS[name]}: {label}"
        return option


class KindRow(NamedTuple):
    """A row of the table: a kind with a box for each route."""

    field: forms.BoundField
    boxes: Sequence[Any]


class ChoiceForm(SaidForm):
    """Routes for each kind, working hours, quiet hours, one's own chat and push."""

    quiet = StretchesField(
        label=gettext_lazy("Quiet hours"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Of each day, like 0:00-7:00, 22:00-24:00. Empty: none."),
    )
    hold = forms.BooleanField(
        label=gettext_lazy("Then be quiet for what escalates, too; its mail leaves all the same"),
        required=False,
    )
    push = forms.CharField(
        label=gettext_lazy("Chat or push of your own"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Apprise addresses, one a line, like ntfy://my-topic. Empty: those you gave stay."
        ),
    )
    weekly = forms.BooleanField(
        label=gettext_lazy("The weekly letter: what got better on your desks, what slips"), required=False
    )
    forget = forms.BooleanField(label=gettext_lazy("Forget the addresses I gave"), required=False)

    def __init__(self, *args: Any, told: Told, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in KINDS:
            self.fields[kind] = forms.MultipleChoiceField(
                label=KIND_WORDS[kind],
                required=False,
                choices=[(route, ROUTE_WORDS[route]) for route in ROUTES],
                initial=list(routes_of(told, kind)),
                widget=Boxes,
            )
        for number, day in enumerate(DAYS):
            stretches = [tuple(stretch) for stretch in told.week[number]] if told.week else []
            self.fields[f"day{number}"] = StretchesField(
                label=day, required=False, max_length=200, initial=stretches
            )

    def clean_push(self) -> list[str]:
        """Addresses that a person may name and apprise can ring."""
        lines = [line.strip() for line in self.cleaned_data["push"].splitlines() if line.strip()]
        for line in lines:
            if not (routes.may_name(line) and routes.is_route(line)):
                raise forms.ValidationError(
                    _("%(url)s is no service outside that can be rung.") % {"url": line.partition("://")[0]}
                )
        return lines

    @property
    def sorts(self) -> list[tuple[str, list[KindRow]]]:
        """The table: the kinds of each sort, each with a box for every route."""
        return [
            (SORT_WORDS[sort], [KindRow(self[kind], list(self[kind])) for kind in kinds_of(sort)])
            for sort in SORTS
        ]

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven days."""
        return [self[f"day{number}"] for number in range(7)]

    def choice(self, agent: Agent) -> dict[str, Any]:
        """What the verb wants to know."""
        values = self.cleaned_data
        push = [] if values["forget"] else values["push"] or None
        return {
            "routes": {kind: values[kind] for kind in KINDS if set(values[kind]) != _usual(kind)},
            "week": [values[f"day{number}"] for number in range(7)],
            "quiet": _quiet(values["quiet"]),
            "through_quiet": not values["hold"],
            "push": push,
            "weekly": values["weekly"] if agent.leads else None,
        }


def _usual(kind: str) -> set[str]:
    """The routes that a kind has where nobody chose any."""
    return set(DEFAULTS[sort_of(kind)])


def _quiet(stretches: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Quiet hours from stretches of one day: two that meet at midnight are one night."""
    if not stretches:
        return None
    if len(stretches) == 2 and stretches[0][0] == 0 and stretches[1][1] == 1440:
        return stretches[1][0], stretches[0][1]
    return stretches[0]


def said_quiet(told: Told) -> list[tuple[int, int]]:
    if told.quiet is None:
        return []
    since, until = told.quiet
    return [(since, until)] if since < until else [(0, until), (since, 1440)]
