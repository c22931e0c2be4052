"""The composer: which ways are open, what the button says, which steps light, the one thing missing.

Everything is decided here, on the server, while somebody types; the page shows it and decides nothing.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.agents.forecast import Foreseen, foreseen
from heard.agents.way import Reading, Writer, Writing, look_in, read
from heard.agents.wording import Filled, Hint, filled, hint, promised_in, taken
from heard.promise import closing_day, ways
from heard.promise.promise import Way
from heard.record.access.agent import members
from heard.record.access.model import used
from heard.record.access.ticket import around
from heard.record.access.timeline import Dossier
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.model import ModelDraft


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the ways, as the composer offers it."""

    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Composer:
    """All that the composer shows. `trouble` is what was refused on sending, `hint` the one thing missing.

    `drafted` is the model's draft that the text began from.
    """

    writing: Writing
    way: str
    choices: list[Choice]
    reading: Reading
    said: str
    button: str
    steps: list[tuple[str, str]]
    hint: Hint | None
    question: str
    may_restate: bool
    wants_time: bool
    foreseen: Foreseen | None = None
    trouble: Refused | None = None
    fill: Filled | None = None
    drafted: ModelDraft | None = None

    @property
    def stands(self) -> Choice | None:
        """The way that may come and go while the page is open: a question forbids it, a colleague's time allows it."""
        return next((choice for choice in self.choices if choice.value == "stands"), None)


def compose(
    dossier: Dossier,
    writing: Writing,
    writer: Writer,
    *,
    trouble: Refused | None = None,
    reads_along: bool = False,
) -> Composer:
    """Judge what is being written, as it stands.

    Args:
        reads_along: a time promised in the text fills the field. Never on sending: what is sent was seen.
    """
    open_ways = ways(dossier.facts, writer.now)
    way = _way(writing, open_ways)
    times = promised_in(writing, writer)
    fill = filled(writing, way, dossier, times) if reads_along else None
    writing = taken(writing, fill)
    way = _way(writing, open_ways)
    wants_time = way in ("next", "renew")
    reading = look_in(dossier, writing, writer) if way == "waits" else read(dossier, writing, writer)
    restatement = dossier.restatement
    return Composer(
        writing=writing,
        way=way,
        choices=_choices(dossier, open_ways, way, writer),
        reading=reading,
        said=both_clocks(dossier, reading, writer) if wants_time or way == "waits" else "",
        button=_button(dossier, way, reading, writer, spoken=writing.spoken) + _then(dossier, writing, way),
        steps=_steps(dossier, writing, way, reading),
        hint=hint(dossier, writing, way, reading, writer, times),
        question=writing.question or (dossier.ticket.promise.question if dossier.ticket.promise else ""),
        may_restate=way != "solves" and (restatement is None or restatement.answer == "no"),
        wants_time=wants_time,
        foreseen=_foreseen(dossier, way, reading, writer) if wants_time else None,
        trouble=trouble,
        fill=fill,
        drafted=used(dossier.ticket, writer.agent, writing.drafted) if writing.drafted else None,
    )


def _way(writing: Writing, open_ways: list[Way]) -> str:
    """The chosen way where it is open, else the default."""
    return writing.way if writing.way in (*open_ways, "renew") else open_ways[0]


def _foreseen(dossier: Dossier, way: str, reading: Reading, writer: Writer) -> Foreseen | None:
    return foreseen(dossier, way, reading.due_at, writer) if reading.due_at and not reading.code else None


def _choices(dossier: Dossier, open_ways: list[Way], way: str, writer: Writer) -> list[Choice]:
    promise = dossier.ticket.promise
    stands = writer.briefly(promise.due_at) if promise and promise.due_at else ""
    closes = writer.day(closing_day(rules_of(dossier.ticket.desk), writer.now))
    labels = {
        "stands": _("My time stands: %(time)s") % {"time": stands},
        "next": _("I'll get back by"),
        "renew": _("No news yet, back by"),
        "solves": _("This solves it"),
        "live": _("Live: I'm still here"),
        "waits": _("I need one thing from %(name)s") % {"name": dossier.ticket.requester.called},
        "closes": _("I close it %(day)s") % {"day": closes},
    }
    shown = ["renew" if each == "next" and way == "renew" else each for each in open_ways]
    return [Choice(each, labels[each], each == way) for each in shown]


def both_clocks(dossier: Dossier, reading: Reading, writer: Writer) -> str:
    """Both clocks, and how many others are owed around then."""
    if reading.due_at is None or reading.code:
        return ""
    here = writer.here(reading.due_at)
    theirs = _("%(time)s in %(city)s") % {"time": writer.theirs(reading.due_at), "city": writer.place}
    said = _("%(theirs)s, %(here)s here.") % {"theirs": theirs, "here": here} if here else f"{theirs}."
    others = around(writer.agent, reading.due_at, besides=dossier.ticket)
    if not others:
        return said
    owed = ngettext("You owe one other around then.", "You owe %(count)s others around then.", others)
    return f"{said} {owed % {'count': others}}"


def _button(dossier: Dossier, way: str, reading: Reading, writer: Writer, *, spoken: bool) -> str:
    """The button is a sentence."""
    sends = _("Note that we spoke, send it to %(name)s") if spoken else _("Send to %(name)s")
    sends %= {"name": dossier.ticket.requester.called}
    if way == "live":
        return _("%(sends)s · live") % {"sends": sends}
    if way == "solves":
        return _("%(sends)s · this solves it") % {"sends": sends}
    if way == "stands" and dossier.ticket.promise:
        time = writer.brief(dossier.ticket.promise.due_at)
        return _("%(sends)s · %(time)s stands") % {"sends": sends, "time": time}
    if way == "closes":
        closes = writer.day(closing_day(rules_of(dossier.ticket.desk), writer.now))
        return _("%(sends)s · closed %(day)s") % {"sends": sends, "day": closes}
    if reading.due_at is None or reading.code:
        return _("%(sends)s · say when you get back") % {"sends": sends}
    said = {"sends": sends, "time": writer.brief(reading.due_at)}
    return (
        _("%(sends)s · we look in by %(time)s") if way == "waits" else _("%(sends)s · back by %(time)s")
    ) % said


def _then(dossier: Dossier, writing: Writing, way: str) -> str:
    """Who has it next, as the end of the button's sentence."""
    if not writing.hands_to or way in ("solves", "live"):
        return ""
    found = next((one for one in members(dossier.ticket.desk) if one.public_id == writing.hands_to), None)
    return _(", and %(name)s has it next") % {"name": found.first_name} if found else ""


def _steps(dossier: Dossier, writing: Writing, way: str, reading: Reading) -> list[tuple[str, str]]:
    """The five steps as they will stand when this is sent."""
    ticket, restatement = dossier.ticket, dossier.restatement
    restated = {"yes": "on", "": "half"}.get(restatement.answer, "") if restatement else ""
    says_when = way in ("stands", "solves", "closes", "live") or (
        reading.due_at is not None and not reading.code
    )
    meets = way == "solves" or (
        way in ("next", "renew") and says_when and bool(ticket.promise) and ticket.promise.kind == "word"
    )
    return [
        (_("Heard"), "on"),
        (_("Acknowledged"), "on" if ticket.acknowledged_at or writing.text.strip() else ""),
        (_("Restated"), restated or ("half" if writing.restating else "")),
        (_("Estimated"), "on" if says_when else ""),
        (_("Met"), "on" if meets else ""),
    ]
