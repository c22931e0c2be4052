"""The steps of a macro in words: what each does, to whoever reads its preview or its page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from heard.record.actions.macro_steps import ME, NOBODY, NORMAL, Step
from heard.record.models.agent import Agent
from heard.record.models.canned import Canned
from heard.record.models.desk import Desk


def said(steps: Sequence[Step]) -> list[str]:
    """A sentence for each."""
    ids = [step.value for step in steps if step.kind in ("move", "give", "insert")]
    named = {
        one.public_id: str(one)
        for nouns in (Agent.objects, Desk.objects, Canned.objects)
        for one in (nouns.filter(public_id__in=ids) if ids else ())
    }
    return [_said(step, named.get(step.value, "")) for step in steps]


def _said(step: Step, name: str) -> str:
    field, _is, typed = step.value.partition("=")
    impacts = {NORMAL: _("normal"), "degraded": _("degraded"), "blocked": _("blocked")}
    owners = {ME: _("Gives it to you."), NOBODY: _("Takes the owner off.")}
    gone = name or _("somebody or something that is gone")
    words = {
        "tag": _("Puts the tag %(value)s on."),
        "untag": _("Takes the tag %(value)s off."),
        "field": _("Writes %(typed)s into %(field)s.") if typed else _("Empties %(field)s."),
        "impact": _("Sets the impact to %(impact)s."),
        "note": _("Writes a note: %(value)s"),
        "move": _("Moves it to the desk %(name)s, with its promise."),
        "give": owners.get(step.value, _("Gives it to %(name)s.")),
        "follow": _("You follow it from now on."),
        "insert": _("Puts “%(name)s” where you write."),
        "next": _("Fills in when the next word comes: %(value)s."),
    }
    impact = impacts.get(step.value, step.value)
    values = {"value": step.value, "name": gone, "field": field, "typed": typed, "impact": impact}
    return words[step.kind] % values
