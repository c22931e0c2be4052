"""What the call screen is about: with whom one speaks, the form as it stands, and the verb that keeps it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from heard.agents.call_forms import CallForm
from heard.agents.message import both_clocks
from heard.agents.way import Reading, Writer, Writing, read
from heard.promise import ways
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import organization as people
from heard.record.access import ticket as tickets
from heard.record.access.timeline import Dossier, dossier
from heard.record.actions import call as verbs
from heard.record.actions.call import Asked, Caller
from heard.record.actions.message import Word
from heard.record.errors import Refused
from heard.record.models.desk import Desk
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket
from heard.record.phones import country_of, looks_like_one, said
from heard.wording.quick import Quick, read_line

NEW = "new"
"""What stands for somebody whom nobody knows yet, and for a request that is not there yet."""
LONGEST_LINE = 500
OFFERED = ("stands", "next", "solves")


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who is spoken with, on which desk, and the ticket that it is about, if there is one."""

    desk: Desk
    person: Requester | None
    ticket: Ticket | None
    writer: Writer
    dossier: Dossier

    @property
    def ways(self) -> list[str]:
        """What a spoken word can do to the promise here."""
        return [way for way in OFFERED if way in ways(self.dossier.facts, self.writer.now)]

    @property
    def address(self) -> str:
        """Where the letter goes; "" where there is none."""
        return self.person.address if self.person else ""


def desk_of(request: HttpRequest) -> Desk:
    """The desk that was chosen, else the agent's first.

    Raises:
        Refused: the agent answers on none.
    """
    if chosen := request.POST.get("desk") or request.GET.get("desk"):
        return desks.get(request.user, chosen)
    desk = desks.visible_to(request.user).order_by("sample", "id").first()
    if desk is None:
        raise Refused("no_desk", "You answer on no desk yet. A lead makes you a member of one.")
    return desk


def speaking_of(request: HttpRequest, person: Requester | None = None) -> Speaking:
    """What the form or the address of the page says.

    Raises:
        Absent: no such person or ticket, or not for this agent.
    """
    given = request.POST if request.method == "POST" else request.GET
    about = given.get("about", "") if request.method == "POST" else given.get("ticket", "")
    if known := given.get("person"):
        person = people.person(known)
    ticket = tickets.get(request.user, about) if about and about != NEW else None
    if ticket and person and ticket.requester.person_id != person.person_id:
        raise Absent("ticket")
    if ticket:
        desk, person = ticket.desk, ticket.requester
    else:
        desk = desk_of(request)
    stands_for = ticket or Ticket(
        desk=desk, requester=person or Requester(), received_at=request.now, resolved_at=request.now
    )
    writer = Writer(stands_for, request.user, request.LANGUAGE_CODE, request.now)
    whole = dossier(ticket) if ticket else Dossier(stands_for, [], [], [], [], [])
    return Speaking(desk, person, ticket, writer, whole)


def form_of(
    request: HttpRequest, speaking: Speaking, data: Any = None, *, typed: dict[str, Any] | None = None
) -> CallForm:
    person, ticket = speaking.person, speaking.ticket
    theirs = tickets.open_of(request.user, person) if person else []
    if ticket and ticket.pk not in [one.pk for one in theirs]:
        theirs = [ticket, *theirs]
    about = [(one.public_id, f"#{one.number} {one.subject or one.preview}") for one in theirs]
    own = desks.visible_to(request.user).order_by("sample", "id")
    q = request.GET.get("q", "").strip()
    initial = {
        "person": person.public_id if person else "",
        "about": ticket.public_id if ticket else NEW,
        "desk": speaking.desk.public_id,
        "way": speaking.ways[0] if speaking.ways else "next",
        "door": request.GET.get("door", "phone"),
        "said_yes": False,
    }
    if looks_like_one(q):
        initial["number"] = q
    elif not person:
        initial["address" if "@" in q else "name"] = q
    if typed is None and data is None and request.GET.get("line"):
        typed = quick_fields(read_line(request.GET["line"][:LONGEST_LINE]))
    return CallForm(
        data,
        initial={**initial, **(typed or {})},
        desks=[(one.public_id, one.name) for one in own],
        about=[*about, (NEW, _("something new"))],
    )


def context_of(request: HttpRequest, speaking: Speaking, form: CallForm) -> dict[str, Any]:
    writing = _writing(form)
    way = writing.way if writing.way in speaking.ways else speaking.ways[0]
    reading = read(speaking.dossier, writing, speaking.writer) if way == "next" else Reading()
    promise = speaking.ticket.promise if speaking.ticket else None
    stands = speaking.writer.briefly(promise.due_at) if promise and promise.due_at else ""
    return {
        "speaking": speaking,
        "person": speaking.person,
        "numbers": numbers_of(speaking.person, speaking.desk) if speaking.person else [],
        "form": form,
        "way": way,
        "reading": reading,
        "says": both_clocks(speaking.dossier, reading, speaking.writer),
        "stands": stands,
        "is_judged": bool(writing.typed),
        "agent": request.user.first_name,
    }


def numbers_of(person: Requester, desk: Desk) -> list[str]:
    return [said(one.number, country=country_of(desk)) for one in person.phones.all()]


def _writing(form: CallForm) -> Writing:
    def given(name: str) -> str:
        return str(form[name].value() or "")

    return Writing(typed=given("due"), agreed=given("agreed"), way=given("way"), text=given("text"))


def keep(request: HttpRequest, form: CallForm, speaking: Speaking) -> Ticket:
    """Keep what was said, by the verb of the house.

    Raises:
        Refused: what cannot be, with the field of this form.
    """
    given, by, at = form.cleaned_data, request.user, request.now
    word = _word(speaking, given, _writing(form))
    caller = Caller(speaking.person, given["name"], given["number"], given["address"])
    asked = Asked(given["door"], given["subject"], given["said"], given["once"])
    if speaking.ticket:
        return verbs.spoke(speaking.ticket, asked, word, caller=caller, by=by, at=at)
    return verbs.take(caller, asked, word, desk=speaking.desk, by=by, at=at)


def _word(speaking: Speaking, given: dict[str, Any], writing: Writing) -> Word:
    """What was agreed, as a word of the agent; the restatement is a part of it.

    Raises:
        Refused: the time means nothing, or cannot be promised.
    """
    way = given["way"] if given["way"] in speaking.ways else speaking.ways[0]
    reading = read(speaking.dossier, writing, speaking.writer) if way == "next" else Reading()
    if reading.code:
        raise Refused(reading.code, reading.says, field="due")
    restating, text = " ".join(given["restating"].split()), given["text"]
    if restating and restating not in text:
        text = f"{restating}\n\n{text}"
    return Word(
        text=text,
        way=way,  # type: ignore[arg-type]
        due_at=reading.due_at,
        restating=restating if way != "solves" else "",
        said_yes=given["said_yes"],
        agreed=given["agreed"].strip(),
        how=given["how"] or "write",
        spoken=True,
    )


def quick_fields(quick: Quick) -> dict[str, str]:
    """What the line says, as fields of the form."""
    return {
        "door": "counter",
        "subject": quick.what[:200],
        "text": quick.noted,
        "way": quick.way or "next",
        "how": quick.how,
        "due": quick.typed,
    }
