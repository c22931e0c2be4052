"""Beside a time that is being promised: how likely news is by then. For agents alone, never how likely it is kept."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.agents.way import Writer
from heard.forecast.kept import Kept, OtherForm, unpacked
from heard.numbers import tenths
from heard.record.access import forecast as access
from heard.record.access.timeline import Dossier
from heard.record.models.forecast import Forecast
from heard.record.models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How likely, in percent and as a sentence; what it rests on, and the tickets it leans on most, as far as the agent
    may see them."""

    percent: int
    says: str
    because: str
    leans_on: list[Ticket]


def foreseen(dossier: Dossier, way: str, due_at: datetime, writer: Writer) -> Foreseen | None:
    """How likely there is news by a time (UTC) after the word that is being written; None: too few to say."""
    newest = access.newest(dossier.ticket.desk)
    known = _known(newest.pk, newest.learned_at) if newest else None
    if known is None:
        return None
    step = access.beginning(dossier.ticket, way=way, by=writer.agent, at=writer.now)
    outlook = known.outlook(step, at=writer.now.timestamp())
    share = outlook.ended(due_at.timestamp() - step.began) if outlook else None
    if outlook is None or share is None:
        return None
    percent = round(share * 100)
    return Foreseen(
        percent=percent,
        says=_says(percent, writer.briefly(due_at)),
        because=_because(known),
        leans_on=access.alike(writer.agent, outlook.leans_on().tolist()),
    )


@lru_cache(maxsize=32)
def _known(desk: int, learned_at: datetime) -> Kept | None:
    """What was learned by then; it never changes, so each process reads it once."""
    row = Forecast.objects.filter(pk=desk, learned_at=learned_at).first()
    try:
        return unpacked(bytes(row.content)) if row else None
    except (OtherForm, BadZipFile, KeyError, ValueError):
        return None


def _says(percent: int, time: str) -> str:
    said = {"time": time, "count": tenths(percent)}
    if not said["count"]:
        return _("By %(time)s, hardly any like this had news; you may have to write “not yet”.") % said
    if said["count"] == 10:
        return _("By %(time)s, nearly all like this had news.") % said
    return _("By %(time)s, %(count)s of 10 like this had news; else you write “not yet”.") % said


def _because(known: Kept) -> str:
    words = {
        "kind": _("kind of promise"),
        "owner": _("who has it"),
        "impact": _("impact"),
        "waiting": _("who is waited for"),
        "steps": _("promises before"),
        "age": _("how long it is open"),
        "organization": _("organization"),
        "weekday": _("weekday"),
        "hour": _("time of day"),
    }
    finished = known.forecaster.finished
    said = ngettext(
        "From %(count)s wait for news on this desk.", "From %(count)s waits for news on this desk.", finished
    ) % {"count": finished}
    if not known.told_by:
        return said
    traits = ", ".join(words[name] for name in known.told_by)
    return _("%(said)s What counted: %(traits)s.") % {"said": said, "traits": traits}
