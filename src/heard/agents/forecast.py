"""Beside a time that is being promised: how likely news is by then. For agents alone, never how likely it is kept."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.agents.way import Writer
from heard.forecast.kept import Kept, OtherForm, unpacked
from heard.record.access import forecast as access
from heard.record.access.timeline import Dossier
from heard.record.models.forecast import Forecast
from heard.record.models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One sentence, what it rests on, and the tickets it leans on most, as far as the agent may see them."""

    says: str
    because: str
    leans_on: list[Ticket]


def foreseen(dossier: Dossier, due_at: datetime, writer: Writer) -> Foreseen | None:
    """How likely there is news by a time (UTC), as the ticket stands; None: too few to say."""
    newest = access.newest(dossier.ticket.desk)
    known = _known(newest.pk, newest.learned_at) if newest else None
    step = access.running(dossier.ticket) if known else None
    outlook = known.outlook(step, at=writer.now.timestamp()) if known and step else None
    share = outlook.ended(due_at.timestamp() - step.began) if outlook and step else None
    if known is None or outlook is None or share is None:
        return None
    return Foreseen(
        says=_says(share, writer.briefly(due_at)),
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


def _says(share: float, time: str) -> str:
    said = {"time": time, "count": round(share * 10)}
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
