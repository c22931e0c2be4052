"""Where a mail goes once it is read: on a ticket, to a new one, filed, or in quarantine. Nothing is dropped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from heard.channels.mail import absence, agent_mail, breaker, chase_mail
from heard.channels.mail.copies import FINISHED, Came, copies_of
from heard.channels.mail.desks import Addressed, Desks, NoDesk
from heard.channels.mail.guard import Quarantined
from heard.channels.mail.machine import WHY_FILED
from heard.channels.mail.named import named_in, written_by
from heard.channels.mail.passed_on import passed_on
from heard.channels.mail.returned import settle_return, who_failed
from heard.channels.mail.senders import BESIDE, BY_MACHINE, where_listed
from heard.channels.mail.thread import Thread, Threads, answers_us, own_letter
from heard.hours.languages import LANGUAGES, Sentence
from heard.record.actions import canary as canaries
from heard.record.actions import intake as intakes
from heard.record.actions import requester as requesters
from heard.record.actions import ticket as tickets
from heard.record.arrival import Arrival
from heard.record.models.chase import Chase
from heard.record.models.desk import Desk
from heard.record.models.intake import Intake
from heard.record.models.message import Message
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket
from heard.record.question import Question

__all__ = ["FINISHED", "FOUND_OLD", "WHY_FILED", "NoDesk", "place"]

ADDRESS_LIMIT = 254  # characters of a sender's address, RFC 5321, 4.5.3.1
FOUND_OLD = Sentence("it lay in the mailbox before we first looked there")
STRANGER = Sentence("from somebody who takes no part in it; only agents see it")
UNPROVEN = Sentence("nothing proves that it is from whom it says; only agents see it")

_USABLE = re.compile(r"[^\s@<>,;\"\x00-\x20]+@[^\s@<>,;\"\x00-\x20]+")

_INTAKE = Question(lambda pk: Intake.objects.select_for_update().filter(pk=pk))
_FIRST_MESSAGE = Question(lambda ticket: Message.objects.filter(ticket=ticket).order_by("n")[:1])


@transaction.atomic
def place(intake_id: int, read: Arrival | Quarantined, *, at: datetime) -> bool:
    """Settle one arrival; False when another process has done so already.

    Raises:
        NoDesk: nothing is set up yet; the arrival stays received.
    """
    intake = _INTAKE.first(intake_id)
    if intake is None or intake.state != Intake.State.RECEIVED:
        return False
    if isinstance(read, Quarantined):
        intakes.settle(intake, state=Intake.State.QUARANTINED, reason=read.reason, at=at)
        return True
    if canaries.came_back(intake, read, at=at):
        return True
    desks = Desks()
    _Mail(intake, written_by(read, is_ours=desks.owns), desks, desks.addressed(read, intake), at).settle()
    return True


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one copy goes: to a desk, by its address in the mail, and onto a thread or to a new ticket."""

    desk: Desk
    address: str
    thread: Thread | None


@dataclass
class _Mail:
    """One mail on its way to its places."""

    intake: Intake
    arrival: Arrival
    desks: Desks
    addressed: Addressed
    at: datetime

    def settle(self) -> None:
        """Say what becomes of it."""
        self.threads = Threads(self.arrival)
        self.asked = self._asked()
        self.arrival = self._from_person()
        against, key = self._why_not(), agent_mail.key_in(self.arrival)
        if against:
            self._file(f"{against}{who_failed(self.arrival)}")
        elif (
            not _USABLE.fullmatch(self.arrival.from_address) or len(self.arrival.from_address) > ADDRESS_LIMIT
        ):
            self._file("it names no sender who could be answered", state=Intake.State.QUARANTINED)
        elif self.asked:
            self._land(self.asked)
        elif key:
            self._act(key)
        elif self.threads.first is None and agent_mail.answers_alert(self.arrival):
            self._file(agent_mail.NO_KEY)
        else:
            self._take()

    def _from_person(self) -> Arrival:
        """Two kinds of list mail are a person's: to an address we signed, which no list knows; and through a list
        whose address is a desk's own."""
        first, kind = self.threads.first, self.arrival.machine
        is_ours = self.asked is not None or (first is not None and first.signed)
        signed = is_ours and kind in ("list", "bulk")
        if signed or (kind == "list" and self.desks.has(self.arrival.list_address)):
            return replace(self.arrival, machine=None)
        return self.arrival

    def _why_not(self) -> str:
        """Why it makes no ticket and no reply; "" if it does."""
        if self.intake.reason == FOUND_OLD:
            return FOUND_OLD
        if self.arrival.machine and not self._is_request():
            return WHY_FILED[self.arrival.machine]
        if self.arrival.envelope_from == "" and answers_us(self.arrival):
            return WHY_FILED["auto-reply"]  # nobody may answer it, and it answers us: a program's
        if self.desks.owns(self.arrival.from_address):
            return "it comes from a desk's own address"
        return "our own letter came back" if own_letter(self.arrival) else ""

    def _is_request(self) -> bool:
        """Whether a machine's mail is a request: at the desks that list its sender, and at no other."""
        listed = where_listed(self.arrival, self.addressed)
        self.addressed = listed or self.addressed
        return listed is not None

    def _file(self, reason: str, *, state: str = Intake.State.FILED) -> None:
        linked = settle_return(self.arrival, at=self.at)
        if linked is None and state == Intake.State.FILED and (near := self.asked or self.threads.first):
            linked = near.ticket
        desk = linked.desk if linked else self.addressed.desks[0][0]
        intakes.settle(
            self.intake,
            state=state,
            reason=reason,
            at=self.at,
            arrival=self.arrival,
            desk=desk,
            ticket=linked,
            back_on=absence.said_in(self.arrival, sent_on=self.intake.received_at.date()) if linked else None,
        )

    def _asked(self) -> Chase | None:
        """The chase that the mail is about: then it is on no thread of a requester, whatever else it names."""
        found = chase_mail.key_in(self.arrival)
        return chase_mail.find(found) if found else None

    def _land(self, chase: Chase) -> None:
        """What somebody else answered stands on the chase, for agents."""
        landed = chase_mail.land(chase, self.arrival, self.intake, at=self.at)
        intakes.settle(
            self.intake,
            state=Intake.State.REPLY if landed.counts else Intake.State.FILED,
            reason=landed.reason,
            at=self.at,
            arrival=self.arrival,
            desk=chase.ticket.desk,
            ticket=chase.ticket,
        )

    def _act(self, key: tuple[int, int]) -> None:
        """What an agent answered by mail is said in their name, or filed with why not."""
        answer = agent_mail.act(self.arrival, key, at=self.at)
        intakes.settle(
            self.intake,
            state=Intake.State.REPLY if answer.message else Intake.State.FILED,
            reason=answer.reason,
            at=self.at,
            arrival=self.arrival,
            desk=answer.ticket.desk if answer.ticket else self.addressed.desks[0][0],
            ticket=answer.ticket,
            message=answer.message,
        )

    def _take(self) -> None:
        """A ticket or a reply on each desk that it is for and that has no copy of it yet."""
        came = copies_of(self.intake, self.arrival)
        places = [one for one in self._places() if not _is_there(one, came)]
        if not places:
            self._file("the same mail came before")
            return
        if breaker.is_open(self.arrival.from_address, (one.thread for one in places), at=self.at):
            self._file(breaker.BROKEN)
            return
        for number, one in enumerate(places):
            row = intakes.further(self.intake, to=one.address) if number else self.intake
            ticket, state = self._put(row, one, came)
            came.append((one.desk.pk, ticket.pk, state))

    def _places(self) -> Iterator[_Place]:
        """For each desk the thread that stands there. A thread on a desk that the mail does not name at all (the
        ticket was moved, or the address is an old one) goes with the first."""
        for number, (desk, address) in enumerate(self.addressed.desks):
            thread = next((one for one in self.threads if one.ticket.desk_id == desk.pk), None)
            if thread is None and number == 0:
                thread = next((one for one in self.threads if self._is_elsewhere(one)), None)
            if thread and self.arrival.machine:
                thread = replace(thread, verified=False)  # law 3: a machine's word moves nothing
            yield _Place(desk, address, thread)

    def _is_elsewhere(self, thread: Thread) -> bool:
        return thread.ticket.desk_id not in self.addressed.named

    def _put(self, row: Intake, where: _Place, came: list[Came]) -> tuple[Ticket, str]:
        thread, arrival = where.thread, self.arrival
        passed = None if thread else passed_on(arrival, where.desk, is_ours=self.desks.owns)
        arrival = passed.arrival if passed else arrival
        person = self._person(where, arrival)
        named = passed.named if passed else named_in(arrival, person, is_ours=self.desks.owns)
        if (
            thread
            and (thread.verified or thread.ticket.is_open)
            and tickets.may_reopen(thread.ticket, at=self.at)
        ):
            ticket, state = thread.ticket, Intake.State.REPLY
            said = tickets.add_reply(
                ticket, arrival, requester=person, at=self.at, verified=thread.verified, named=named
            )
            reason = "" if thread.verified else self._why_apart(thread)
        else:
            ticket = self._open(arrival, person, where, came, named)
            said, state = _FIRST_MESSAGE.all(ticket.pk)[0], Intake.State.TICKET
            reason = BY_MACHINE if arrival.machine else passed.reason if passed else self.addressed.why
            if passed:
                passed.note(ticket, at=self.at)
        intakes.settle(
            row,
            state=state,
            reason=reason,
            at=self.at,
            arrival=self.arrival,
            desk=ticket.desk,
            ticket=ticket,
            message=said,
        )
        return ticket, state

    def _why_apart(self, thread: Thread) -> str:
        if self.arrival.machine:
            return BESIDE
        return UNPROVEN if thread.speaker else STRANGER

    def _open(
        self, arrival: Arrival, person: Requester, where: _Place, came: list[Came], named: dict[str, object]
    ) -> Ticket:
        """A new ticket. Where the same mail made one on another desk, it is linked to that and has no receipt."""
        continues = where.thread.ticket if where.thread and where.thread.verified else None
        desk = continues.desk if continues else where.desk
        return tickets.receive(
            arrival,
            desk=desk,
            requester=person,
            at=self.at,
            sample=desk.sample,
            continues=continues,
            linked_to=None if continues else self._beside(came),
            has_receipt=self._is_not_answered() or any(state == Intake.State.TICKET for *_, state in came),
            is_unaddressed=bool(self.addressed.why),
            named=named,
        )

    def _is_not_answered(self) -> bool:
        """Whether no machine may answer it (RFC 3834, 2): one wrote it, or it names nobody to be told."""
        return bool(self.arrival.machine) or self.arrival.envelope_from == ""

    def _beside(self, came: list[Came]) -> int | None:
        """The ticket of the same mail on another desk: where a copy went, or where it is an answer."""
        if came:
            return came[0][1]
        if self.arrival.machine:
            return None
        answered = next((one for one in self.threads if one.verified and not self._is_elsewhere(one)), None)
        return answered.ticket.pk if answered else None

    def _person(self, where: _Place, arrival: Arrival) -> Requester:
        if where.thread and where.thread.verified and where.thread.speaker:
            return where.thread.speaker
        person, known = requesters.meet(arrival.from_address, name=arrival.from_name, at=self.at)
        if not known and arrival.language in LANGUAGES and arrival.language != where.desk.language:
            # Somebody new is written to in the language they wrote in, until they choose another.
            requesters.change(person, by=person, at=self.at, language=arrival.language)
        return person


def _is_there(where: _Place, came: list[Came]) -> bool:
    """Whether the desk, or the very ticket, has a copy of this mail."""
    on = where.thread.ticket.pk if where.thread else None
    return any(desk == where.desk.pk or ticket == on for desk, ticket, _ in came)
