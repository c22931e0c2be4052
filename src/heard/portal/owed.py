"""What the page says of an answer that is owed: whether "where is my answer?" is there, and what was asked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.portal.reader import Reader
from heard.portal.seen import Seen
from heard.promise import Facts, Owed, answer_due, may_nudge
from heard.promise.cadence import WEEKDAYS
from heard.record.access import requester as access
from heard.record.facts import open_promise_of, rules_of
from heard.record.models.cadence import Cadence
from heard.record.models.owed import OwedAnswer
from heard.record.models.requester import Participant


@dataclass(frozen=True, slots=True)
class Nudge:
    """Whether the button is there, and what came of the last time it was pressed."""

    may: bool
    done: str = ""


def nudge(participant: Participant, facts: Seen, reader: Reader) -> Nudge | None:
    """ "Where is my answer?" as the page shows it; None while nothing is late."""
    ticket = participant.ticket
    if not facts.is_late or ticket.promise is None:
        return None
    last = access.asked(participant, "nudge")
    late = Facts(received_at=ticket.received_at, promise=open_promise_of(ticket.promise))
    may = may_nudge(rules_of(ticket.desk), late, reader.now, last_nudge_at=last.asked_at if last else None)
    return Nudge(may, _done(last, reader) if last and last.answered_at is None else "")


def sooner(participant: Participant, facts: Seen, reader: Reader) -> str:
    """While a "sooner" waits for its answer: who has it, by when they say, and what stands; else ""."""
    last = access.asked(participant, "sooner")
    if last is None or last.answered_at or facts.resolution:
        return ""
    name = facts.promiser or facts.taken_by
    words = {"name": name, "wanted": reader.time(last.wanted_at), "time": _answer(last, reader)}
    return " ".join(sentence % words for sentence in (_wanted(), *_has_it(words), *_stands(facts, reader)))


def correction(participant: Participant, facts: Seen, reader: Reader) -> str:
    """Who has a correction and by when they answer it; "" when it was answered."""
    last = access.asked(participant, "correction")
    if last is None or last.answered_at or facts.resolution:
        return ""
    words = {"name": facts.promiser or facts.taken_by, "time": _answer(last, reader)}
    return " ".join(sentence % words for sentence in _answers_it(words))


def cadence(agreed: Cadence | None, reader: Reader) -> str:
    """How often they hear, as agreed with them, and until when; "" when nothing was agreed."""
    if agreed is None:
        return ""
    words = {"name": agreed.agent.first_name, "day": reader.date(agreed.last_day)}
    holds = _("That was agreed with %(name)s and holds until %(day)s.") % words
    return f"{_rhythm(agreed.rhythm, reader)} {holds}"


def _rhythm(rhythm: str, reader: Reader) -> str:
    if rhythm in WEEKDAYS:
        weekday = {"weekday": reader.weekday(WEEKDAYS.index(rhythm))}
        return _("You hear from us once a week, on %(weekday)s at the latest.") % weekday
    if rhythm == "1":
        return _("You hear from us every working day.")
    said = ngettext(
        "You hear from us every %(days)s working day at the latest.",
        "You hear from us every %(days)s working days at the latest.",
        int(rhythm),
    )
    return said % {"days": rhythm}


def _done(last: OwedAnswer, reader: Reader) -> str:
    """Whom a nudge rang, and by when there is an answer, as long as that lies ahead."""
    names, time = access.rung(last.ticket, at=last.asked_at), _answer(last, reader)
    words = {"asked": reader.plain(last.asked_at), "name": names[0] if names else "", "time": time}
    if len(names) == 1:
        said = [_("Done, %(asked)s. This rang %(name)s, who is on duty.")]
    else:
        said = [_("Done, %(asked)s. This rang the people on duty.")]
    if time:
        said.append(_("You'll hear by %(time)s."))
    return " ".join(said) % words


def _answer(owed: OwedAnswer, reader: Reader) -> str:
    """By when an answer is owed, in words; "" when that has passed."""
    due_at = answer_due(rules_of(owed.ticket.desk), Owed(owed.pk, owed.kind, owed.asked_at))
    return reader.plain(due_at) if due_at > reader.now else ""


def _wanted() -> str:
    return _("You need to hear by %(wanted)s.")


def _has_it(words: dict[str, str]) -> list[str]:
    if not words["time"]:
        return [_("%(name)s has this now.") if words["name"] else _("The people on duty have this now.")]
    if words["name"]:
        return [_("%(name)s has this now and will say by %(time)s whether that works.")]
    return [_("The people on duty have this now and will say by %(time)s whether that works.")]


def _answers_it(words: dict[str, str]) -> list[str]:
    if not words["time"]:
        return [_("%(name)s has this now.") if words["name"] else _("The people on duty have this now.")]
    if words["name"]:
        return [_("%(name)s has this now and will answer by %(time)s.")]
    return [_("The people on duty have this now and will answer by %(time)s.")]


def _stands(facts: Seen, reader: Reader) -> list[str]:
    """The time that was told stands until somebody tells another."""
    if not facts.due_at or not facts.told or facts.is_late:
        return []
    return [_("Until then %(due)s stands.").replace("%(due)s", reader.plain(facts.due_at))]
