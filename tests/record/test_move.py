"""Mail at the wrong desk: it moves with its promise; the requester hears of it only when the time changes."""

import pytest

from cast import NEW_YORK, assemble, clock
from channels.arriving import arrive, from_zelda, signed
from heard.record.access import Absent
from heard.record.access import ticket as access
from heard.record.actions import desk as desks
from heard.record.actions import message, move
from heard.record.actions import ticket as tickets
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.errors import Refused
from heard.record.links import page_token
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def ticket(cast) -> Ticket:
    return arrive(from_zelda("Subject: Drones return"), at=clock("9:02")).ticket


@pytest.fixture(autouse=True)
def twin(cast, ticket) -> Ticket:
    """Another ticket of the desk, which stays."""
    return arrive(from_zelda("Subject: Stays", body="Other."), at=clock("9:03")).ticket


def opens_late(cast) -> None:
    """The quiet desk is open from noon only."""
    week = [[(12 * 60, 18 * 60)]] * 5 + [[], []]
    place = {"zone": NEW_YORK, "country": "", "region": ""}
    desks.set_hours(cast.quiet, week=week, **place, by=cast.carla, at=clock("8:30"))


def test_the_promise_goes_along_and_a_told_time_stays(cast, ticket, twin):
    tickets.give(ticket, owner=cast.allie, by=cast.allie, at=clock("9:05"))
    promise, letters = ticket.standing.pk, Letter.objects.count()
    move.to_desk(ticket, desk=cast.quiet, by=cast.allie, at=clock("9:10"))
    ticket.refresh_from_db()
    assert (ticket.desk, ticket.owner, ticket.standing.pk) == (cast.quiet, None, promise)
    assert Letter.objects.count() == letters, "nothing changed for Zelda, so nothing is said"
    moved = ticket.events.get(kind="ticket.moved")
    assert (moved.desk, moved.data, moved.agent) == (cast.quiet, {"before": cast.desk.pk}, cast.allie)
    twin.refresh_from_db()
    assert twin.desk == cast.desk


def test_who_sees_it_moves_with_it(cast, ticket):
    for reader in (cast.allie, cast.carla):
        assert access.get(reader, ticket.public_id) == ticket
    move.to_desk(ticket, desk=cast.quiet, by=cast.allie, at=clock("9:10"))
    assert access.get(cast.mallory, ticket.public_id) == ticket
    for reader in (cast.allie, cast.carla):
        with pytest.raises(Absent):
            access.get(reader, ticket.public_id)


def test_a_time_at_which_the_new_desk_is_closed_becomes_a_new_one_and_is_told(cast, ticket):
    opens_late(cast)
    before = ticket.standing
    move.to_desk(ticket, desk=cast.quiet, by=cast.allie, at=clock("9:10"))
    ticket.refresh_from_db()
    before.refresh_from_db()
    assert (before.outcome, before.due_at) == ("moved", clock("10:02"))
    assert (ticket.standing.due_at, ticket.standing.told_at) == (clock("13:00"), clock("9:10"))
    letter = ticket.letters.get(kind="moved")
    assert (letter.told_due_at, letter.to_address) == (clock("13:00"), "zelda@northwind.example")
    assert letter.from_address == "quiet@heard.example" and letter.automatic


def test_a_time_that_nobody_was_told_is_reckoned_anew_in_silence(cast, twin):
    opens_late(cast)
    assert twin.standing.told_at is None, "a stranger gets one receipt an hour"
    move.to_desk(twin, desk=cast.quiet, by=cast.allie, at=clock("9:10"))
    twin.refresh_from_db()
    assert twin.standing.due_at == clock("13:00") and twin.standing.told_at is None
    assert not twin.letters.exclude(kind="folded").exists(), "the one list tells no time"


def test_a_persons_promise_goes_along_as_it_is(cast, ticket):
    opens_late(cast)
    with settled(ticket, at=clock("9:05")) as own:
        message.say(own, Word("On it.", "next", due_at=clock("11:00")), by=cast.allie, at=clock("9:05"))
    ticket.refresh_from_db()
    promise = ticket.standing.pk
    move.to_desk(ticket, desk=cast.quiet, by=cast.allie, at=clock("9:10"))
    ticket.refresh_from_db()
    assert ticket.standing.pk == promise and ticket.standing.due_at == clock("11:00")
    assert not ticket.letters.filter(kind="moved").exists()


def test_links_and_reply_addresses_of_before_still_work(cast, ticket):
    address, link = signed(ticket), page_token(ticket.participants.get())
    move.to_desk(ticket, desk=cast.quiet, by=cast.allie, at=clock("9:10"))
    row = arrive(from_zelda(body="And this."), at=clock("9:20"), to=(address,))
    assert (row.ticket, row.desk, row.message.verified) == (ticket, cast.quiet, True)
    letter = ticket.letters.get(kind="receipt").header_id
    row = arrive(from_zelda(f"In-Reply-To: <{letter}>", body="By its id."), at=clock("9:21"))
    assert (row.ticket, row.state) == (ticket, "reply")
    assert page_token(ticket.participants.get()) == link


def test_a_lapsed_time_is_settled_before_it_moves(cast, ticket):
    move.to_desk(ticket, desk=cast.quiet, by=cast.allie, at=clock("10:30"))
    ends = list(ticket.promises.order_by("id").values_list("kind", "outcome"))
    assert ends == [("first", "lapsed"), ("repair", None)]


def test_a_resolved_ticket_moves_without_a_promise(cast, ticket):
    tickets.release(ticket, resolution="withdrawn", by=cast.allie, at=clock("9:05"))
    move.to_desk(ticket, desk=cast.quiet, by=cast.allie, at=clock("9:10"))
    ticket.refresh_from_db()
    assert ticket.desk == cast.quiet and ticket.promise is None


def test_where_it_cannot_go(cast, ticket):
    with pytest.raises(Refused):
        move.to_desk(ticket, desk=cast.desk, by=cast.allie, at=clock("9:10"))
    cast.quiet.sample = True
    cast.quiet.save()
    with pytest.raises(Refused):
        move.to_desk(ticket, desk=cast.quiet, by=cast.allie, at=clock("9:10"))
    assert Ticket.objects.get(pk=ticket.pk).desk == cast.desk
