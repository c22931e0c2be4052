"""Two requests of one person become one and are taken apart again; one message becomes a request of its own."""

import pytest
from django.db import IntegrityError, connection, transaction

from cast import assemble, clock
from channels.arriving import arrive, from_zelda, signed
from heard.record.actions import chase, merge, message, nudge, participant, split
from heard.record.actions import ticket as tickets
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.errors import Refused
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def drones(cast) -> Ticket:
    return arrive(from_zelda("Subject: Drones return"), at=clock("9:02")).ticket


@pytest.fixture
def again(cast, drones) -> Ticket:
    return arrive(from_zelda("Subject: Again", body="They came back again."), at=clock("9:20")).ticket


@pytest.fixture(autouse=True)
def twin(cast, drones, again):
    """Another request of the same person, which nothing here touches."""
    other = arrive(from_zelda("Subject: Printer", body="It is blank."), at=clock("9:25")).ticket
    before = other.last_n, other.standing.pk, other.letters.count()
    yield other
    other.refresh_from_db()
    assert (other.last_n, other.standing.pk, other.letters.count()) == before


def say(ticket, by, at, due_at):
    with settled(ticket, at=at) as own:
        message.say(own, Word("Looking into it.", "next", due_at), by=by, at=at)
    ticket.refresh_from_db()


def test_the_earlier_time_stands_whoever_promised_it_and_is_told_once(cast, drones, again):
    say(drones, cast.allie, clock("9:30"), clock("15:00"))
    say(again, cast.bob, clock("9:40"), clock("12:00"))
    merge.merge(again, into=drones, by=cast.allie, at=clock("10:00"))
    for one in (drones, again):
        one.refresh_from_db()
    assert (again.resolution, again.merged_into, again.promise, again.owed_at) == (
        "merged",
        drones,
        None,
        None,
    )
    assert [promise.outcome for promise in again.promises.order_by("id")] == ["kept", "moved"]
    assert [promise.outcome for promise in drones.promises.order_by("id")] == ["kept", "moved", None]
    standing = drones.standing
    assert (standing.due_at, standing.agent, standing.told_at) == (clock("12:00"), cast.bob, clock("10:00"))
    letter = Letter.objects.get(kind="merged")
    assert (letter.ticket, letter.told_due_at, letter.automatic) == (drones, clock("12:00"), True)


def test_a_time_that_is_earlier_already_stands_as_it_was_told(cast, drones, again):
    say(drones, cast.allie, clock("9:30"), clock("11:00"))
    before = drones.standing.pk
    merge.merge(again, into=drones, by=cast.allie, at=clock("9:35"))
    drones.refresh_from_db()
    assert drones.standing.due_at == clock("10:20"), "the first word to the other was promised earlier"
    say(drones, cast.allie, clock("9:40"), clock("11:00"))
    later = arrive(from_zelda("Subject: Once more", body="Once more."), at=clock("10:30")).ticket
    standing = drones.standing.pk
    merge.merge(later, into=drones, by=cast.allie, at=clock("10:31"))
    drones.refresh_from_db()
    assert drones.standing.pk == standing != before
    assert Letter.objects.filter(kind="merged", promise=standing).count() == 1


def test_what_nobody_answered_goes_along_and_comes_back(cast, drones, again):
    participant.add(again, address="xena@northwind.example", by=cast.allie, at=clock("9:26"))
    asked = chase.start(again, party="Maps", asked="Is it down?", by=cast.allie, at=clock("9:27"))
    wants = nudge.sooner(again, wanted_at=clock("10:00"), reason="A call.", by=cast.zelda, at=clock("9:28"))
    merge.merge(again, into=drones, by=cast.allie, at=clock("9:30"))
    drones.refresh_from_db()
    copy = drones.messages.get(copy_of__ticket=again)
    assert (copy.text.strip(), copy.said_at, copy.settled_at) == (
        "They came back again.",
        clock("9:20"),
        None,
    )
    assert again.messages.get().settled == "copied"
    assert (list(drones.chases.all()), list(drones.owed_answers.all())) == ([asked], [wants])
    assert drones.participants.filter(requester__addresses__address="xena@northwind.example").exists()
    assert drones.owed_reason == "sooner"
    merge.unmerge(again, by=cast.bob, at=clock("9:50"))
    for one in (drones, again):
        one.refresh_from_db()
    assert (again.is_open, again.merged_into, again.owed_reason) == (True, None, "sooner")
    assert (again.standing.kind, again.standing.due_at, again.standing.agent) == (
        "first",
        clock("10:50"),
        None,
    )
    told = Letter.objects.get(ticket=again, kind="split")
    assert told.told_due_at == clock("10:50")
    assert (list(again.chases.all()), list(again.owed_answers.all())) == ([asked], [wants])
    assert (drones.chases.count(), drones.owed_answers.count()) == (0, 0)
    assert again.messages.get().settled_at is None
    assert drones.messages.get(copy_of__ticket=again).settled == "copied"
    merge.merge(again, into=drones, by=cast.bob, at=clock("9:55"))
    assert drones.messages.filter(copy_of__ticket=again).count() == 1, "the copy is there already"


def test_a_reply_to_the_merged_one_goes_on_in_the_other(cast, drones, again):
    merge.merge(again, into=drones, by=cast.allie, at=clock("9:30"))
    mail = from_zelda(f"To: {signed(again)}\nSubject: Re: Again", body="And a third time.")
    intake = arrive(mail, at=clock("9:40"))
    assert (intake.state, intake.ticket) == (Intake.State.REPLY, drones)
    assert intake.message.verified
    again.refresh_from_db()
    assert again.messages.count() == 1


def test_a_word_on_the_merged_one_is_refused_with_where_to_write(cast, drones, again):
    merge.merge(again, into=drones, by=cast.allie, at=clock("9:30"))
    with pytest.raises(Refused, match=f"#{drones.number}"):
        say(again, cast.allie, clock("9:40"), clock("11:00"))
    with pytest.raises(Refused, match=f"#{drones.number}"):
        tickets.reopen(again, by=cast.zelda, at=clock("9:40"))
    assert again.letters.filter(kind="reply").count() == 0


def test_two_peoples_requests_are_never_one(cast, drones):
    theirs = cast.writes(cast.yusuf, "Mine came back, too.", at=clock("9:28"))
    with pytest.raises(Refused, match="problem") as refused:
        merge.merge(theirs, into=drones, by=cast.allie, at=clock("9:30"))
    assert refused.value.code == "two_requesters"
    theirs.refresh_from_db()
    assert theirs.is_open


def test_neither_a_resolved_one_nor_itself(cast, drones, again):
    with pytest.raises(Refused):
        merge.merge(again, into=again, by=cast.allie, at=clock("9:30"))
    tickets.release(drones, resolution="withdrawn", by=cast.allie, at=clock("9:29"))
    with pytest.raises(Refused, match="resolved"):
        merge.merge(again, into=drones, by=cast.allie, at=clock("9:30"))
    with pytest.raises(Refused, match="not merged"):
        merge.unmerge(again, by=cast.allie, at=clock("9:31"))


def test_a_parked_one_gets_the_time_of_the_other(cast, drones, again):
    with settled(drones, at=clock("9:30")) as own:
        parked = Word("Not before 4.2.", "parks", event="version 4.2 is out")
        message.say(own, parked, by=cast.allie, at=clock("9:30"))
    merge.merge(again, into=drones, by=cast.allie, at=clock("9:35"))
    drones.refresh_from_db()
    assert (drones.standing.kind, drones.standing.due_at) == ("first", clock("10:20"))


@pytest.mark.parametrize("change", ["resolution = 'withdrawn'", "merged_into_id = NULL"])
def test_no_statement_leaves_a_merged_request_without_where_it_goes_on(cast, drones, again, change):
    merge.merge(again, into=drones, by=cast.allie, at=clock("9:30"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE record_ticket SET {change} WHERE id = %s", [again.pk])


def test_a_message_becomes_a_request_of_its_own(cast, drones):
    said = drones.messages.get()
    made = split.split(said, subject="The printer", by=cast.allie, at=clock("9:30"))
    made.refresh_from_db()
    assert (made.subject, made.requester, made.continues) == ("The printer", cast.zelda, drones)
    assert (made.received_at, made.opened_by, made.owner) == (clock("9:02"), cast.allie, None)
    assert (made.standing.kind, made.standing.due_at) == ("first", clock("10:30"))
    assert made.messages.get().text == said.text
    letter = Letter.objects.get(ticket=made)
    assert (letter.kind, letter.told_due_at) == ("split", clock("10:30"))
    drones.refresh_from_db()
    assert drones.is_open and drones.messages.get(pk=said.pk).settled_at is None


def test_only_a_message_of_somebody_who_takes_part_is_split(cast, drones):
    say(drones, cast.allie, clock("9:30"), clock("11:00"))
    ours = drones.messages.get(kind=Message.Kind.OUTBOUND)
    with pytest.raises(Refused):
        split.split(ours, subject="The printer", by=cast.allie, at=clock("9:40"))
    with pytest.raises(Refused, match="about"):
        split.split(drones.messages.get(n=1), subject="  ", by=cast.allie, at=clock("9:40"))
    assert not Ticket.objects.filter(continues=drones).exists()
