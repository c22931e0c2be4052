"""A draft of the model as a page shows it: waiting, here with what to look at, or why it is not."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from heard.hours.languages import direction
from heard.record.access import model as access
from heard.record.models.agent import Agent
from heard.record.models.model import ModelDraft
from heard.record.models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Drafted:
    """One draft at one instant."""

    row: ModelDraft
    now: datetime

    @property
    def is_waiting(self) -> bool:
        """Whether the model may still answer."""
        return self.row.is_waiting(self.now)

    @property
    def trouble(self) -> str:
        """Why there is none, and what to do; "" where there is one, or may be."""
        code = self.row.trouble_at(self.now)
        return said(code) if code else ""

    @property
    def title(self) -> str:
        """What it is, over its text."""
        return {
            "restatement": _("A restatement, drafted by the model"),
            "update": _("An update, drafted by the model"),
            "handover": _("A summary, drafted by the model"),
            "theirs": _("Translated by the model"),
            "ours": _("Your words, translated by the model"),
        }[self.row.kind]

    @property
    def use(self) -> str:
        """What the button says; "" for what is only read."""
        if self.row.kind == ModelDraft.Kind.THEIRS:
            return ""
        looked = self.row.from_notes or self.row.invented
        return _("I have looked, use it") if looked else _("Use it")

    @property
    def direction(self) -> str:
        """Which way its text runs."""
        return direction(self.row.language)


def said(code: str) -> str:
    """Why there is no draft, and what to do."""
    host, seconds = access.host() or _("The model"), access.seconds()
    words = {
        "slow": _("%(host)s took longer than %(seconds)s seconds. Write it yourself, or try again."),
        "busy": _("%(host)s has too much to do just now. Try again in a minute."),
        "key": _("%(host)s does not take our key. An admin can look at HEARD_MODEL_KEY."),
        "inside": _("%(host)s stands inside our own network. An admin can name it in HEARD_INSIDE_HOSTS."),
        "declined": _("The model declined to write this. Write it yourself."),
        "nonsense": _("What came back from %(host)s is no draft. Write it yourself, or try again."),
        "off": _("This desk asks no model any more."),
    }
    away = _("%(host)s cannot be reached or answers with an error. Write it yourself, or try again later.")
    return words.get(code, away) % {"host": host, "seconds": seconds}


def standing(ticket: Ticket, agent: Agent, now: datetime) -> dict[str, Drafted]:
    """What an agent asked for on a ticket and has neither used nor left, by its place."""
    return {one.place: Drafted(one, now) for one in access.standing(ticket, agent)}
