"""Stories of one fault behind many tickets: voices and reports, its state, its words."""

from datetime import timedelta

import pytest

from cast import Cast, assemble, clock
from heard.record.actions import merge, problem, requester, ticket
from heard.record.arrival import Arrival
from heard.record.errors import Refused
from heard.record.models.problem import Counts, Problem
from heard.record.models.requester import Organization
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


def made(cast: Cast, title: str = "Drones come back with the package") -> tuple[Problem, Ticket]:
    zeldas = cast.writes(cast.zelda, "My drone comes back.", at=clock("9:02"))
    return problem.make(zeldas, title=title, by=cast.allie, at=clock("9:10")), zeldas


def test_a_problem_is_made_from_a_ticket_which_is_its_first_report(cast):
    found, zeldas = made(cast)
    zeldas.refresh_from_db()
    assert zeldas.problem == found
    assert found.counts == Counts(people=1, organizations=0, reports=1)
    assert found.state == "looking"
    assert [one.kind for one in zeldas.events.order_by("id")][-1] == "problem.joined"


def test_joining_changes_no_promise(cast):
    zeldas = cast.writes(cast.zelda, "My drone comes back.", at=clock("9:02"))
    before = zeldas.promise.pk, zeldas.promise.due_at
    problem.make(zeldas, title="Drones", by=cast.allie, at=clock("9:10"))
    zeldas.refresh_from_db()
    assert (zeldas.promise.pk, zeldas.promise.due_at) == before
    assert zeldas.opened_at is None and zeldas.acknowledged_at is None and zeldas.owner is None


def test_people_organizations_and_tellings_are_counted_apart(cast):
    found, zeldas = made(cast)
    firm = Organization.objects.create(name="Northwind")
    type(cast.zelda).objects.filter(pk__in=[cast.zelda.pk, cast.yusuf.pk]).update(organization=firm)
    for person, time in ((cast.zelda, "9:12"), (cast.yusuf, "9:13")):
        problem.join(
            cast.writes(person, "Again!", at=clock(time)), problem=found, by=cast.allie, at=clock("9:20")
        )
    problem.again(zeldas, by=cast.zelda, at=clock("9:30"))
    assert found.counts == Counts(people=2, organizations=1, reports=4)
    assert not found.counts.shown


def test_two_addresses_of_one_person_are_one_voice(cast):
    found, _ = made(cast)
    nora, _ = requester.meet("nora@northwind.example", at=clock("9:00"))
    theirs = cast.writes(nora, "Mine as well.", at=clock("9:12"))
    problem.join(theirs, problem=found, by=cast.allie, at=clock("9:20"))
    assert found.counts.people == 2
    requester.merge(nora, into=cast.zelda, by=cast.allie, at=clock("9:25"))
    assert found.counts == Counts(people=1, organizations=0, reports=2)


def test_spam_and_what_left_count_no_more(cast):
    found, zeldas = made(cast)
    yusufs = cast.writes(cast.yusuf, "Mine.", at=clock("9:12"))
    problem.join(yusufs, problem=found, by=cast.allie, at=clock("9:20"))
    ticket.release(yusufs, resolution="spam", by=cast.allie, at=clock("9:21"))
    assert found.counts == Counts(people=1, organizations=0, reports=1)
    problem.leave(zeldas, by=cast.allie, at=clock("9:22"))
    assert found.counts == Counts()
    zeldas.refresh_from_db()
    assert zeldas.is_open and zeldas.problem is None


def test_the_same_button_pressed_twice_is_one_telling(cast):
    found, zeldas = made(cast)
    problem.again(zeldas, by=cast.zelda, at=clock("9:30"))
    with pytest.raises(Refused, match="a moment ago"):
        problem.again(zeldas, by=cast.zelda, at=clock("9:30") + timedelta(seconds=3))
    assert found.counts.reports == 2


def test_a_problem_of_another_desk_takes_no_ticket(cast):
    found, _ = made(cast)
    arrival = Arrival(door="smtp", from_address=cast.yusuf.address, text="Mine comes back.")
    quiet = ticket.receive(arrival, desk=cast.quiet, requester=cast.yusuf, at=clock("9:05"))
    with pytest.raises(Refused, match="another desk"):
        problem.join(quiet, problem=found, by=cast.mallory, at=clock("9:20"))
    quiet.refresh_from_db()
    assert quiet.problem is None


def test_the_state_is_said_with_who_and_when(cast):
    found, _ = made(cast)
    own = problem.set_state(found, state="fixed", fixed_in=" 4.2\n", by=cast.bob, at=clock("11:00"))
    assert (own.state, own.fixed_in, own.state_by, own.state_at) == ("fixed", "4.2", cast.bob, clock("11:00"))
    own = problem.set_state(found, state="wont", fixed_in="4.2", by=cast.bob, at=clock("12:00"))
    assert (own.state, own.fixed_in, own.is_over) == ("wont", "", True)
    with pytest.raises(Refused):
        problem.set_state(found, state="closed", by=cast.bob, at=clock("12:01"))


def test_words_are_kept_by_language_and_fall_back_to_the_desks(cast):
    found, _ = made(cast)
    problem.word(
        found, language="en", by=cast.bob, at=clock("9:30"), workaround="Set the drop point by hand."
    )
    problem.word(found, language="de", by=cast.bob, at=clock("9:31"), title="Drohnen kehren um")
    assert found.in_language("de").title == "Drohnen kehren um"
    assert found.in_language("fr").workaround == "Set the drop point by hand."
    assert found.in_language("fr").title == "Drones come back with the package"


def test_it_is_public_only_when_somebody_says_so(cast):
    found, _ = made(cast)
    assert found.published_at is None
    problem.publish(found, shown=True, by=cast.bob, at=clock("9:30"))
    found.refresh_from_db()
    assert (found.published_at, found.published_by) == (clock("9:30"), cast.bob)
    problem.publish(found, shown=False, by=cast.bob, at=clock("9:40"))
    found.refresh_from_db()
    assert found.published_at is None


def test_a_voice_whose_requests_are_merged_stays_one(cast):
    found, zeldas = made(cast)
    other = cast.writes(cast.zelda, "About my drone.", at=clock("9:12"))
    merge.merge(zeldas, into=other, by=cast.allie, at=clock("9:20"))
    other.refresh_from_db()
    assert other.problem == found
    assert found.counts == Counts(people=1, organizations=0, reports=1)
