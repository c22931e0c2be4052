"""What an alert says: why this agent is told now, and what one key does. Its facts are frozen when it is sent."""

from datetime import datetime
from html import unescape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from heard.letters.headers import one_line
from heard.letters.telling import Voice, voice_of
from heard.promise.alert import ASIDE
from heard.record import links, overload
from heard.record.access import note as notes
from heard.record.models.alert import Alert
from heard.record.models.chase import Chase
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.owed import OwedAnswer
from heard.record.models.problem import Problem
from heard.record.models.ticket import Ticket
from heard.record.question import Question
from heard.record.watch import watch_of

KINDS = (
    *("rise_watch", "rise_lead", "warn", "hand_up", "lapse", "lapse_again", "look", "ping"),
    *(
        "reading_warn",
        "reading_late",
        "answer_warn",
        "answer_late",
        "correction",
        "nudge",
        "sooner",
        "escalated",
        "talk_silent",
        "talk_left",
        "unsent",
        "unreached",
        "no_route",
        "stuck",
        "stuck_ping",
        "check_in_missed",
        "cadence_ended",
        "not_closed",
        "loop",
        "unasked",
        "undecided",
        "decided",
        "not_decided",
        "cannot_decide",
        "handover",
        "handed_over",
        "declined",
        "offer",
    ),
    *ASIDE,
)
ON_DESK = (
    *("watch_offered", "watch_declined", "untaken"),
    *("cover_asked", "cover_taken", "cover_declined"),
    *("overload", "warn_many", "lapse_many", "unread_many"),
)
"""Kinds that are about a desk and no single ticket: its watch, its overload, all that a broadcast told."""
OF_NOTES = ("mention", "follow_note")
"""Kinds that hold words of a note: nobody answers a requester from under them."""
FEW_WORDS = 160
APPROVALS = ("undecided", "decided", "not_decided", "cannot_decide")
TIMES = ("since", "until", "received", "due", "fell_due", "wrote", "asked", "wanted")


_WROTE = Question(
    lambda ticket: Message.objects.filter(
        ticket=ticket, kind="inbound", by_person=True, settled_at=None
    ).order_by("n")[:1]
)
_OWED = Question(lambda ticket: OwedAnswer.objects.filter(ticket=ticket, answered_at=None).order_by("pk"))
_CHASED = Question(
    lambda ticket: Chase.objects.filter(ticket=ticket, answered_at=None).order_by("ping_at", "id")[:1]
)


def frozen(alert: Alert) -> dict[str, Any]:
    """What an alert's words need to know, as JSON, read from the ticket as it stands; instants in UTC."""
    ticket = alert.ticket
    if ticket is None:
        return _frozen_on_desk(alert)
    promise = ticket.promise
    wrote, owed = _WROTE.first(ticket.pk), _OWED.all(ticket.pk)
    asked = next(iter(owed), None)
    sooner = next((one for one in reversed(owed) if one.kind == "sooner"), None)
    chase = _chase(alert)
    times = {
        "received": ticket.received_at,
        "due": promise.due_at if promise else None,
        "fell_due": alert.at,
        "wrote": wrote.said_at if wrote else ticket.received_at,
        "asked": asked.asked_at if asked else alert.at,
        "wanted": sooner.wanted_at if sooner else None,
    }
    return {
        **{name: at.isoformat() for name, at in times.items() if at},
        "kind": alert.kind,
        "who": str(ticket.requester),
        "owner": str(ticket.owner or ""),
        "ticket": ticket.pk,
        "number": ticket.number,
        "subject": one_line(ticket.subject),
        "path": path_of(ticket),
        "event": promise.event if promise else "",
        "party": chase.party if chase else "",
        "told": bool(promise and promise.told_at),
        "mine": ticket.owner_id == alert.agent_id,
        **_asking(alert),
        **_noted(alert),
    }


def _frozen_on_desk(alert: Alert) -> dict[str, Any]:
    """Of the watch: who has it, whom they asked, what they say, how much is hot; of an overload: how much presses."""
    if alert.problem:
        return _frozen_on_problem(alert, alert.problem)
    watch = watch_of(alert.desk, alert.raised_at)
    return {
        "kind": alert.kind,
        "since": alert.at.isoformat(),
        "desk": alert.desk.name,
        "path": f"/desk/watch/{alert.desk.public_id}/rota/" if "cover" in alert.kind else "/desk/watch/",
        "who": watch.agent.name if watch else "",
        "words": watch.words if watch else "",
        "hot": len(watch.hot) if watch else 0,
        "pressing": stands.pressing if (stands := overload.standing(alert.desk)) else 0,
    }


def _frozen_on_problem(alert: Alert, problem: Problem) -> dict[str, Any]:
    """Of all that the last broadcast told: how many, by whom, and by when they hear next."""
    said = problem.broadcasts.select_related("agent").filter(pressed_at__lte=alert.raised_at).first()
    return {
        "kind": alert.kind,
        "since": alert.at.isoformat(),
        "desk": alert.desk.name,
        "path": f"/desk/problems/{problem.public_id}/#tell",
        "title": one_line(problem.title),
        "who": said.agent.name if said else "",
        "count": said.tickets if said else 0,
        **({"due": said.due_at.isoformat()} if said else {}),
    }


def _chase(alert: Alert) -> Chase | None:
    """The chase that an alert is about: who said something last, else who is to be asked first."""
    chases = alert.ticket.chases
    said = alert.kind in ("loop", "not_decided")
    heard = chases.exclude(heard_at=None).order_by("heard_at", "id").last() if said else None
    return heard or _CHASED.first(alert.ticket_id)


def _asking(alert: Alert) -> dict[str, str]:
    """The approval that an alert is about: the newest end, or the newest that is open; its own words, in short."""
    if alert.kind not in APPROVALS:
        return {}
    found = alert.ticket.approvals.exclude(outcome="withdrawn")
    ended = found.exclude(outcome="").order_by("ended_at", "id").last() if alert.kind == "decided" else None
    asking = ended or found.filter(outcome="").last() or found.last()
    return {"asking": one_line(asking.asked), "decision": asking.outcome} if asking else {}


def _noted(alert: Alert) -> dict[str, str]:
    """The note that an alert is about: who wrote it, and its first words."""
    if alert.kind not in OF_NOTES:
        return {}
    found = notes.told_of(alert.agent, alert.ticket, at=alert.raised_at, mentions=alert.kind == "mention")
    if found is None:
        return {"author": "", "words": ""}
    author = found.agent.first_name if found.agent else found.robot
    return {"author": author, "words": one_line(found.text, most=FEW_WORDS)}


def path_of(ticket: Ticket) -> str:
    """The path of the ticket's page on the agents' desk."""
    return f"/desk/tickets/{ticket.public_id}/"


def shown(letter: Letter) -> tuple[str, dict[str, object]]:
    """The template of an alert letter and what it shows: one alert, or a digest of several."""
    voice, language = voice_of(letter), voice_of(letter).language
    alerts = [worded(facts, voice=voice, language=language) for facts in letter.facts["alerts"]]
    if len(alerts) == 1:
        return "alert", {"alert": alerts[0], "may_answer": bool(answers_to(letter))}
    return "digest", {"alerts": alerts, "after_stop": letter.facts["after_stop"]}


def worded(facts: dict[str, Any], *, voice: Voice, language: str) -> dict[str, object]:
    """One alert in words: `why`, which is also a subject, with its `end`; `key` says what one key does. Both stand
    without markup as `plain_why`, with its end, and `plain_key`.

    An agent reads times in their own zone, so no zone is named.
    """
    said = {name: voice.time(datetime.fromisoformat(facts[name])) for name in TIMES if name in facts}
    kind = facts["kind"] if facts["kind"] in KINDS + ON_DESK else "other"
    why = _partial(language, kind, facts | said)
    key = _partial(language, f"{kind}_key", facts | said)
    about = f"#{facts['number']} {facts['subject']}" if "number" in facts else facts["desk"]
    end = "" if why.endswith(("?", "!", ".", "…")) else "."
    return {
        "why": why,
        "end": end,
        "key": key,
        "plain_why": unescape(strip_tags(why)) + end,
        "plain_key": unescape(strip_tags(key)),
        "mark": f"#{facts['number']}" if "number" in facts else facts["desk"],
        "about": about,
        "link": settings.HEARD_URL + facts["path"],
        "who": facts["who"],
        "aside": kind in ASIDE,
    }


def answers_to(letter: Letter) -> str:
    """The address at which the agent can answer the requester by mail; "" for a digest, which is about several."""
    alerts = letter.facts.get("alerts", [])
    ticket = alerts[0].get("ticket") if len(alerts) == 1 and letter.agent_id else None
    if ticket is None or alerts[0]["kind"] in OF_NOTES or letter.agent is None:
        return ""
    if letter.from_address == letter.agent.email:
        return ""
    return links.agent_address(letter.from_address, ticket, letter.agent.pk)


def _partial(language: str, name: str, words: dict[str, Any]) -> SafeString:
    file = "watch" if name.removesuffix("_key") in ON_DESK else "kinds"
    return render_to_string(f"letters/{language}/{file}.html#{name}", words)
