"""A live conversation: one contact while both are there, and the next word asked for once, when either leaves."""

import pytest

from cast import assemble, clock
from heard.followup import tick
from heard.record.actions import message, talk
from heard.record.actions import ticket as tickets
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.arrival import Arrival
from heard.record.errors import Refused
from heard.record.models.alert import Alert
from heard.record.models.letter import Letter
from heard.record.models.talk import Talk
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def ticket(cast) -> Ticket:
    return cast.writes(cast.zelda, "They come back.", at=clock("9:02"))


@pytest.fixture(autouse=True)
def twin(cast, ticket):
    """Another request, on which nobody talks."""
    other = cast.writes(cast.yusuf, "Mine too.", at=clock("9:03"))
    yield other
    other.refresh_from_db()
    assert other.messages.count() == 1 and not other.talks.exists()


def say(ticket: Ticket, text: str, way: str, at, *, by, due_at=None):
    with settled(ticket, at=at) as own:
        said = message.say(own, Word(text, way, due_at), by=by, at=at)
    ticket.refresh_from_db()
    return said


def writes(ticket: Ticket, text: str, at, *, by):
    arrival = Arrival(door="page", from_address=by.address, text=text)
    return tickets.add_reply(ticket, arrival, requester=by, at=at)


def ends(ticket: Ticket) -> list[str | None]:
    return list(ticket.promises.order_by("id").values_list("outcome", flat=True))


def test_live_words_are_one_contact_and_go_by_letter_with_the_next_word(cast, ticket):
    talk.begin(ticket, by=cast.allie, at=clock("9:10"))
    say(ticket, "Which firmware?", "live", clock("9:11"), by=cast.allie)
    assert (ends(ticket), ticket.standing.due_at, ticket.standing.how) == (
        ["kept", None],
        clock("9:26"),
        "live",
    )
    writes(ticket, "3.1", clock("9:12"), by=cast.zelda)
    say(ticket, "Thank you, I look.", "live", clock("9:13"), by=cast.allie)
    assert ends(ticket) == ["kept", None], "one contact, one promise"
    assert not Letter.objects.filter(ticket=ticket, kind="reply").exists()
    say(ticket, "It is the firmware.", "next", clock("9:15"), by=cast.allie, due_at=clock("14:00"))
    assert (ends(ticket), ticket.standing.due_at) == (["kept", "kept", None], clock("14:00"))
    letter = Letter.objects.get(ticket=ticket, kind="reply")
    assert letter.facts["talked"] == [["Allie", "Which firmware?"], ["Allie", "Thank you, I look."]]
    ended = Talk.objects.get()
    assert (ended.ended_at, ended.left_by) == (clock("9:15"), "agent")


def test_a_long_talk_keeps_its_promise_as_it_goes(cast, ticket):
    talk.begin(ticket, by=cast.allie, at=clock("9:10"))
    for minute in ("9:11", "9:14", "9:18", "9:24"):
        talk.here(ticket, at=clock(minute))
        say(ticket, f"It is {minute}.", "live", clock(minute), by=cast.allie)
    assert (ends(ticket), ticket.standing.due_at) == (["kept", "kept", "kept", None], clock("9:39"))


def test_three_minutes_without_an_answer_ring(cast, ticket):
    talk.begin(ticket, by=cast.allie, at=clock("9:10"))
    say(ticket, "Which firmware?", "live", clock("9:11"), by=cast.allie)
    writes(ticket, "3.1", clock("9:12"), by=cast.zelda)
    talk.here(ticket, at=clock("9:15"))
    tick.tick(clock("9:14"))
    assert not Alert.objects.filter(kind="talk_silent").exists()
    tick.tick(clock("9:15"))
    assert [alert.agent for alert in Alert.objects.filter(kind="talk_silent")] == [cast.allie]
    tick.tick(clock("9:15"))
    assert Alert.objects.filter(kind="talk_silent").count() == 1


def test_whoever_gives_no_sign_for_a_minute_has_left_and_the_next_word_is_asked_for_once(cast, ticket):
    talk.begin(ticket, by=cast.allie, at=clock("9:10"))
    say(ticket, "Which firmware?", "live", clock("9:10"), by=cast.allie)
    tick.tick(clock("9:11"))
    ended = Talk.objects.get()
    assert (ended.ended_at, ended.left_by) == (clock("9:11"), "requester")
    assert Alert.objects.filter(kind="talk_left", agent=cast.allie).count() == 1
    assert talk.here(ticket, at=clock("9:12")) is False
    with pytest.raises(Refused, match="live"):
        say(ticket, "Hello?", "live", clock("9:12"), by=cast.allie)
    ticket.refresh_from_db()
    assert ticket.standing.due_at == clock("9:25"), "the promise of the talk stands: no silence"
    say(ticket, "I look.", "next", clock("9:20"), by=cast.allie, due_at=clock("14:00"))
    assert Letter.objects.get(ticket=ticket, kind="reply").facts["talked"] == [["Allie", "Which firmware?"]]


def test_a_talk_that_nobody_follows_up_lapses_like_any_promise(cast, ticket):
    talk.begin(ticket, by=cast.allie, at=clock("9:10"))
    say(ticket, "Which firmware?", "live", clock("9:10"), by=cast.allie)
    talk.leave(ticket, by=cast.zelda, at=clock("9:11"))
    tick.tick(clock("9:30"))
    assert ends(ticket) == ["kept", "lapsed", None]


def test_one_talk_at_a_time_and_none_on_what_is_resolved(cast, ticket):
    talk.begin(ticket, by=cast.allie, at=clock("9:10"))
    with pytest.raises(Refused):
        talk.begin(ticket, by=cast.bob, at=clock("9:11"))
    say(ticket, "Done.", "solves", clock("9:12"), by=cast.allie)
    with pytest.raises(Refused, match="closed"):
        talk.begin(ticket, by=cast.bob, at=clock("9:13"))


def test_without_a_talk_no_word_is_live(cast, ticket):
    with pytest.raises(Refused):
        say(ticket, "Hello?", "live", clock("9:12"), by=cast.allie)
    assert ends(ticket) == [None]
