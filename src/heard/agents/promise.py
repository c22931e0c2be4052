"""What was promised, in words: the block pinned over a ticket, and the no-news word drafted from the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.agents.sooner import Sooner, sooner
from heard.agents.way import Writer
from heard.followup import round as drafts
from heard.hours.said import said_short, said_span
from heard.promise.check_in import NOTICE
from heard.promise.drift import RENEWALS
from heard.record.access.drift import drifts
from heard.record.access.timeline import Dossier
from heard.record.models.chase import Chase
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Pinned:
    """What stands over a ticket: what they were told, how long that is, what was before, who else owes us."""

    says: str
    left: str
    state: str
    before: str
    owed: list[str]
    waiting: list[str]
    steps: list[tuple[str, str, str]]
    unreached: str = ""
    sooner: Sooner | None = None
    drifts: str = ""


def pinned(dossier: Dossier, writer: Writer) -> Pinned:
    """The promise block, from the ledger."""
    ticket, promise = dossier.ticket, dossier.ticket.promise
    return Pinned(
        says=_told(dossier, writer) if promise else _resolved(dossier, writer),
        left=_left(promise, writer) if promise else "",
        state=("late" if ticket.unreached_at else _state(promise, writer)) if ticket.is_open else "",
        before=_before(dossier.promises, ticket.is_open, writer),
        owed=[_asked(kind, dossier, writer) for kind in dict.fromkeys(owed.kind for owed in dossier.owed)],
        waiting=[
            f"{chase.party}: {chased(chase, writer)}" for chase in dossier.chases if chase.answered_at is None
        ],
        steps=_steps(dossier, writer),
        unreached=_unreached(dossier.ticket),
        sooner=sooner(dossier, writer),
        drifts=_drifts(dossier, writer),
    )


def _drifts(dossier: Dossier, writer: Writer) -> str:
    """That "not yet" was said again and again, and nothing new happened."""
    if sum(promise.outcome == "renewed" for promise in dossier.promises) < RENEWALS:
        return ""
    found = drifts(dossier.ticket, at=writer.now)
    words = _("%(count)s times “not yet”, and nothing new: who could unblock it?")
    return words % {"count": found.renewals} if found else ""


def _unreached(ticket: Ticket) -> str:
    """That the last word did not arrive, or that no word can."""
    person = ticket.requester
    if ticket.is_beyond_reach:
        said = {"name": person.called, "address": person.address}
        words = _("No way to reach %(name)s: letters to %(address)s come back. Another route is needed.")
        return words % said
    return _("The last word never reached %(name)s.") % {"name": person.called} if ticket.unreached_at else ""


def _told(dossier: Dossier, writer: Writer) -> str:
    """The standing promise as it was told, or as it was not."""
    promise, name = dossier.ticket.promise, dossier.ticket.requester.called
    if promise.due_at is None:
        return _("%(name)s hears once, when %(event)s") % {"name": name, "event": promise.event}
    said = {"name": name, "time": writer.brief(promise.due_at), "agent": _agent(promise, writer)}
    if promise.question:
        return _waiting(promise, writer, said)
    if dossier.ticket.unreached_at:
        return _("A word is promised by %(time)s; %(name)s does not know of it") % said
    if promise.kind == "repair":
        return _repair(promise) % said
    if promise.how in ("ring", "come"):
        return _way(promise, writer, said)
    if promise.told_at is None:
        return _("%(name)s was told no time; a person writes by %(time)s") % said
    if promise.agent_id is None:
        return _("The desk told %(name)s: a person writes by %(time)s") % said
    return capfirst(_("%(agent)s told %(name)s: by %(time)s") % said)


def _repair(promise: Promise) -> str:
    """After a miss: somebody writes, or rings where a call was promised."""
    if promise.how == "ring":
        told, untold = _("%(name)s was told that somebody rings by %(time)s"), _("Ring %(name)s by %(time)s")
    else:
        told = _("%(name)s was told that somebody writes by %(time)s")
        untold = _("Somebody must write to %(name)s by %(time)s")
    return told if promise.told_at else untold


def _way(promise: Promise, writer: Writer, said: dict[str, str]) -> str:
    """A promise to ring or to come by, and whose it is."""
    if promise.how == "come":
        return capfirst(_("%(agent)s told %(name)s: there by %(time)s") % said)
    if promise.agent_id is None:
        return _("Ring %(name)s back by %(time)s") % said
    return capfirst(_("%(agent)s told %(name)s: a call by %(time)s") % said)


def _waiting(promise: Promise, writer: Writer, said: dict[str, str]) -> str:
    """What we need from the requester, and what comes when they stay silent."""
    said = {**said, "question": promise.question, "day": writer.day(promise.due_at)}
    if promise.kind == "closing":
        return _("%(name)s was told: closed %(day)s, unless they answer “%(question)s”") % said
    if promise.kind == "repair":
        return _("Nobody looked in on %(name)s about “%(question)s”") % said
    if promise.step == NOTICE:
        return (
            _("We wait for %(name)s: “%(question)s” Looked in twice; the closing notice is due %(time)s")
            % said
        )
    return _("We wait for %(name)s: “%(question)s” Next check-in %(time)s") % said


def _agent(promise: Promise, writer: Writer) -> str:
    if promise.agent_id == writer.agent.pk:
        return _("you")
    return promise.agent.first_name if promise.agent else ""


def _resolved(dossier: Dossier, writer: Writer) -> str:
    ticket = dossier.ticket
    said = {
        "time": writer.here(ticket.resolved_at) or writer.theirs(ticket.resolved_at),
        "name": ticket.requester.called,
    }
    if ticket.resolution == "solved":
        return (
            _("%(name)s says it works") % said
            if ticket.agreed_at
            else _("Solved, we believe; %(name)s has not said so yet") % said
        )
    words = {
        "no_answer": _("Closed without an answer"),
        "spam": _("Spam"),
        "withdrawn": _("Withdrawn"),
        "merged": _("Merged"),
    }
    return words[ticket.resolution]


def _left(promise: Promise, writer: Writer) -> str:
    if promise.due_at is None:
        return _("parked")
    seconds = (promise.due_at - writer.now).total_seconds()
    span = said_span(abs(seconds), language=writer.language)
    return _("in %(span)s") % {"span": span} if seconds > 0 else _("%(span)s ago") % {"span": span}


def _state(promise: Promise, writer: Writer) -> str:
    if promise.kind == "repair" or (promise.due_at and promise.due_at <= writer.now):
        return "late"
    return "due" if promise.due_at and promise.due_at <= writer.now + timedelta(hours=1) else ""


def _before(promises: Sequence[Promise], is_open: bool, writer: Writer) -> str:
    """How the earlier promises ended: counts, the last one in words."""
    ended = [promise for promise in promises if promise.outcome]
    words = {
        "kept": _("kept, %(span)s early"),
        "renewed": _("renewed"),
        "lapsed": _("missed"),
        "moved": _("moved along"),
        "released": _("released"),
        "refuted": _("a word that never arrived"),
    }
    if not ended:
        return _("The first promise here.") if is_open else ""
    last = ended[-1]
    how = "refuted" if last.is_refuted else last.outcome
    spare = (last.due_at - last.ended_at).total_seconds() if last.due_at else 0
    end = words[how] % {"span": said_span(spare, language=writer.language)} if how == "kept" else words[how]
    kept = sum(promise.is_honoured for promise in ended)
    counted = ngettext(
        "One before, %(end)s.", "%(count)s before, %(kept)s honoured; the last was %(end)s.", len(ended)
    )
    return counted % {"count": len(ended), "kept": kept, "end": end}


def _asked(kind: str, dossier: Dossier, writer: Writer) -> str:
    """What the requester asked that is owed an answer."""
    owed = next(each for each in dossier.owed if each.kind == kind)
    said = {
        "name": dossier.ticket.requester.called,
        "time": writer.brief(owed.wanted_at) if owed.wanted_at else "",
    }
    words = {
        "correction": _("%(name)s said “not quite”"),
        "nudge": _("%(name)s asked: where is my answer?"),
        "sooner": _("%(name)s needs it by %(time)s"),
    }[kind] % said
    return f"{words}: “{owed.reason}”" if owed.reason else words


def chased(chase: Chase, writer: Writer) -> str:
    """How a running chase stands."""
    said = {
        "time": _clock(chase.ping_at, writer),
        "count": chase.pings,
    }
    times = ngettext("asked once", "asked %(count)s times", chase.pings) % said
    if chase.ping_at <= writer.now:
        return _("%(times)s, ask again now") % {**said, "times": times}
    return _("%(times)s, next time %(time)s") % {**said, "times": times}


def _steps(dossier: Dossier, writer: Writer) -> list[tuple[str, str, str]]:
    """Heard, Acknowledged, Restated, Estimated, Met: the word, whether it is lit, and when."""
    ticket, promise, restatement = dossier.ticket, dossier.ticket.promise, dossier.restatement
    solved = ticket.resolution == "solved"
    restated = {"yes": "on", "": "half"}.get(restatement.answer, "") if restatement else ""
    estimated = "on" if solved else {"repair": "half", "first": ""}.get(promise.kind, "on") if promise else ""
    return [
        (_("Heard"), "on" if ticket.opened_at else "", _clock(ticket.opened_at, writer)),
        (_("Acknowledged"), "on" if ticket.acknowledged_at else "", _clock(ticket.acknowledged_at, writer)),
        (
            _("Restated"),
            restated,
            _clock(restatement.answered_at or restatement.said_at, writer) if restated else "",
        ),
        (_("Estimated"), estimated, _clock(promise.due_at, writer) if promise and estimated else ""),
        (_("Met"), "on" if solved else "", _clock(ticket.resolved_at, writer) if solved else ""),
    ]


def _clock(at: datetime | None, writer: Writer) -> str:
    return said_short(at, zone=writer.agent.zone, language=writer.language, now=writer.now) if at else ""


def no_news(dossier: Dossier, writer: Writer) -> tuple[str, str]:
    """The no-news word and the time typed for it; an agent reads it, changes what they like, and sends it."""
    running = [chase for chase in dossier.chases if chase.answered_at is None]
    text, due_at = drafts.no_news(dossier.ticket, running, facts=dossier.facts, now=writer.now)
    return text, writer.typed(due_at) if due_at else ""
