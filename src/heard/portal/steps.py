"""The five quiet steps of the request's page, in people's words, each with its time. Pure."""

from dataclasses import dataclass
from typing import Literal

from django.utils import translation
from django.utils.translation import gettext as _

from heard.portal.reader import Reader
from heard.portal.seen import Seen


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, what it says, and whether it is done ("on"), half done or still ahead ("")."""

    name: str
    says: str = ""
    state: Literal["on", "half", ""] = ""


def steps(seen: Seen, reader: Reader) -> list[Step]:
    """Received, Opened, Understood, Next word, Times kept, in the reader's language."""
    with translation.override(reader.language):
        return [
            Step(_("Received"), reader.short(seen.received_at), "on"),
            _opened(seen, reader),
            _understood(seen, reader),
            _next_word(seen, reader),
            _times_kept(seen),
        ]


def _opened(seen: Seen, reader: Reader) -> Step:
    if seen.opened_at is None:
        return Step(_("Opened"), _("not yet"))
    words = {"time": reader.short(seen.opened_at), "name": seen.opened_by}
    says = _("%(time)s by %(name)s") % words if seen.opened_by else words["time"]
    return Step(_("Opened"), says, "on")


def _understood(seen: Seen, reader: Reader) -> Step:
    time = reader.short(seen.restated_at) if seen.restated_at else ""
    match seen.restated:
        case "yes":
            return Step(_("Understood"), _("you said yes, %(time)s") % {"time": time}, "on")
        case "read":
            return Step(_("Understood"), _("from your answer, %(time)s") % {"time": time}, "on")
        case "no":
            return Step(_("Understood"), _("you corrected us, %(time)s") % {"time": time}, "half")
        case "asked" if not seen.resolution:
            return Step(_("Understood"), _("is it right?"), "half")
    return Step(_("Understood"))


def _next_word(seen: Seen, reader: Reader) -> Step:
    name = _("Next word")
    if seen.resolution:
        return Step(name, _("none is open"))
    if seen.kind == "on_event":
        return Step(name, _("when something changes"), "on")
    if seen.question:
        return Step(name, _("when we hear from you"), "on")
    if not seen.told or seen.due_at is None:
        return Step(name, _("no time yet"))
    if seen.lapsed:
        return Step(name, _("missed %(time)s") % {"time": reader.short(seen.due_at)})
    return Step(name, _("by %(time)s") % {"time": reader.short(seen.due_at)}, "on")


def _times_kept(seen: Seen) -> Step:
    name = _("Times kept")
    if not seen.ended:
        return Step(name, _("none was due yet"))
    says = _("%(kept)s of %(ended)s") % {"kept": seen.kept, "ended": seen.ended}
    return Step(name, says, "on" if seen.kept == seen.ended else "half" if seen.kept else "")
