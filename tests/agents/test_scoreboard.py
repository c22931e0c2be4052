"""The scoreboard through its door: whose numbers, plots with their tables and files, and the tickets behind a mark."""

from collections import Counter
from datetime import date

import pytest
from django.test import Client

from cast import Cast, assemble, clock
from heard.agents.measure import summary
from heard.followup.tick import tick
from heard.record.access.measure import Sums, desks_of
from heard.record.actions import field, mark, promise, tag
from heard.record.actions.message import Word
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket
from heard.record.sealer import seal

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
DAYS = "since=2026-11-20&until=2026-11-24"


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody looks on Thursday of the story."""
    monkeypatch.setattr("heard.clock.now", lambda: clock("12:00", day=3))


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def drones(cast: Cast) -> Ticket:
    """Missed, then taken over by Bob."""
    one = cast.writes(cast.zelda, "The drone circles and comes back.", at=clock("9:02"))
    tick(clock("10:03"))
    promise.say(
        one, Word(text="I look now.", way="next", due_at=clock("12:00")), by=cast.bob, at=clock("10:10")
    )
    return one


@pytest.fixture
def labels(cast: Cast) -> Ticket:
    """Solved by Allie at first contact."""
    one = cast.writes(cast.yusuf, "Labels print blank.", at=clock("9:00"), subject="Labels")
    promise.say(one, Word(text="Solved.", way="solves"), by=cast.allie, at=clock("9:25"))
    return one


def get(person: Agent, path: str = "", code: int = 200) -> str:
    while seal(1000) or mark.count_some():
        pass
    browser = Client()
    browser.force_login(person)
    answer = browser.get(f"/desk/numbers/{path}")
    assert answer.status_code == code
    return answer.content.decode()


def row(page: str, name: str) -> str:
    """One line of the summary, without its HTML around the words."""
    return page.partition(f"<td>{name}</td>")[2].partition("</tr>")[0]


def test_a_lead_sees_the_teams_numbers_with_counts_and_intervals(
    cast: Cast, drones: Ticket, labels: Ticket
) -> None:
    page = get(cast.carla)
    assert "67 % of 3 (21 to 94 %)" in row(page, "Promises honoured")
    assert "50 % of 2 (9 to 91 %)" in row(page, "Solved at first contact")
    assert ">1</a>" in row(page, "Lapsed") and "median 68 min" in row(page, "Until a person’s first word")


def test_an_agent_sees_their_own_and_nobody_elses(cast: Cast, drones: Ticket, labels: Ticket) -> None:
    mine = get(cast.allie)
    assert ">1</a>" in row(mine, "Called solved") and 'Lapsed</td><td class="number">0' in mine
    assert "0" in row(get(cast.bob), "Called solved") and "Whose" not in mine
    get(cast.allie, f"?agent={cast.bob.public_id}", code=404)
    assert ">1</a>" in row(get(cast.carla, f"?agent={cast.allie.public_id}"), "Called solved")
    get(cast.carla, f"?agent={cast.mallory.public_id}", code=404)


def test_a_tag_has_its_numbers(cast: Cast, drones: Ticket, labels: Ticket) -> None:
    tag.add(drones, name="gate", by=cast.allie, at=drones.received_at)
    assert ">1</a>" in row(get(cast.carla, "?tag=gate"), "Lapsed")
    tag.drop(drones, name="gate", by=cast.allie, at=drones.received_at)
    tag.add(labels, name="gate", by=cast.allie, at=labels.received_at)
    assert 'class="number">0' in row(get(cast.carla, "?tag=gate"), "Lapsed")


def test_a_mark_opens_its_tickets_and_only_those_of_the_reader(
    cast: Cast, drones: Ticket, labels: Ticket
) -> None:
    lapsed = get(cast.carla, f"tickets/?measure=lapsed&{DAYS}")
    assert drones.public_id in lapsed and labels.public_id not in lapsed
    assert drones.public_id in get(cast.carla, f"tickets/?measure=lapsed&hour=10&{DAYS}")
    assert drones.public_id not in get(cast.carla, f"tickets/?measure=lapsed&hour=11&{DAYS}")
    assert labels.public_id not in get(cast.bob, f"tickets/?measure=solved&{DAYS}")
    elsewhere = get(cast.mallory, f"tickets/?measure=lapsed&{DAYS}")
    assert "#1" not in elsewhere and "No request of yours" in elsewhere
    get(cast.mallory, f"tickets/?measure=lapsed&desk={cast.desk.public_id}", code=404)


@pytest.mark.parametrize(
    "path",
    [
        "?by=year",
        "?until=soon",
        "tickets/?measure=best",
        "tickets/?hour=168",
        "tickets/?said=11",
        "tickets/?said=x",
        "?csv=all",
        "?organization=0",
        "?tag=nothing",
    ],
)
def test_what_there_is_not_is_absent(cast: Cast, path: str) -> None:
    get(cast.carla, path, code=404)


def test_each_plot_has_its_table_as_a_file(cast: Cast, drones: Ticket, labels: Ticket) -> None:
    table = get(cast.carla, "?csv=promises").splitlines()
    assert table[0] == ",kept,renewed,lapsed,never arrived"
    assert "23 Nov,2,0,1,0" in table and len(table) == 29


@pytest.fixture
def foretold(cast: Cast, labels: Ticket) -> Ticket:
    """Beside Allie's two words of that Monday stood 68 % and 31 %: one had news in time, the other "no news" alone."""
    one = cast.writes(cast.zelda, "The drone circles.", at=clock("9:02"), subject="Circles")
    for other, percent in ((labels, 68), (one, 31)):
        word = Word(text="I look.", way="next", due_at=clock("14:00"), foretold=percent)
        promise.say(other, word, by=cast.allie, at=clock("10:00"))
    promise.say(labels, Word(text="Solved.", way="solves"), by=cast.allie, at=clock("13:00"))
    promise.renew(one, text="No news yet.", due_at=clock("16:00"), by=cast.allie, at=clock("13:00"))
    while mark.judge_some(at=clock("14:00")):
        pass
    return one


def test_what_was_said_of_news_stands_against_what_was_and_opens_its_tickets(
    cast: Cast, foretold: Ticket, labels: Ticket
) -> None:
    table = get(cast.carla, "?csv=forecast").splitlines()
    assert table == [
        ',times,news came,"said, on average",was',
        "3 of 10,1,0,31 %,0 % of 1 (0 to 79 %)",
        "7 of 10,1,1,68 %,100 % of 1 (21 to 100 %)",
    ]
    page = get(cast.carla)
    assert "50 % of 2 (9 to 91 %) · said: 50 %" in row(page, "News came by the time foretold")
    assert "measure=foretold&amp;said=3" in page and "measure=foretold&amp;said=7" in page
    behind = get(cast.carla, f"tickets/?measure=foretold&said=3&{DAYS}")
    assert foretold.public_id in behind and labels.public_id not in behind and "3 of 10" in behind
    assert "3 of 10" in get(cast.allie, "?csv=forecast") and "3 of 10" not in get(cast.bob, "?csv=forecast")


def test_a_day_on_which_nobody_wrote_does_not_look_quick(cast: Cast, labels: Ticket) -> None:
    for minute in ("10", "20", "30"):
        cast.writes(cast.zelda, "Is anybody there?", at=clock(f"9:{minute}", day=1))
    table = get(cast.carla, "?csv=acknowledged").splitlines()
    assert table[-4:-2] == ["23 Nov,25 min (1),", "24 Nov,,not yet (3)"]


@pytest.mark.parametrize(("by", "steps"), [("day", 28), ("week", 26), ("month", 12)])
def test_time_in_steps(cast: Cast, drones: Ticket, by: str, steps: int) -> None:
    table = get(cast.carla, f"?by={by}&csv=promises").splitlines()
    assert len(table) == steps + 1 and table[-1 if by != "day" else -4].split(",", 1)[1] == "1,0,1,0"


def test_before_anything_happened_it_says_so(cast: Cast) -> None:
    assert "None in this time." in get(cast.carla)
    Desk.objects.update(sample=True)
    assert "There is nothing to count yet." in get(cast.carla)


def test_a_change_is_said_only_where_the_counts_say_so() -> None:
    def of(kept: int, lapsed: int) -> Sums:
        return {(DAY, "kept"): Counter({None: kept}), (DAY, "lapsed"): Counter({None: lapsed})}

    many = {line.name: line.more for line in summary(of(18, 2), of(8, 12), "")}
    assert (many["Promises honoured"], many["Lapsed"]) == ("up from 40 %", "down from 60 %")
    few = {line.name: line.more for line in summary(of(9, 0), of(4, 5), "")}
    assert few["Promises honoured"] == few["Lapsed"] == ""


def test_what_is_said_in_fields_filters_and_stands_beside_the_tickets(
    cast: Cast, drones: Ticket, labels: Ticket
) -> None:
    at, by = clock("9:30"), cast.carla
    for name, label, kind in (("model", "Drone model", "text"), ("rented", "Rented?", "yes_no")):
        field.make(cast.desk, name=name, label=label, kind=kind, names={"de": "Gemietet"}, by=by, at=at)
    field.make(cast.quiet, name="secret", label="Secret", kind="text", by=by, at=at)
    field.put(drones, values={"model": "=HYPERLINK(1)", "rented": "yes"}, by=cast.allie, at=clock("10:20"))
    field.put(labels, values={"rented": "no"}, by=cast.allie, at=clock("10:20"))
    page = get(cast.carla)
    assert '<option value="rented:yes">Rented?: yes</option>' in page and "secret" not in page
    page = get(cast.carla, f"?{DAYS}&field=rented:yes")
    assert '<option value="rented:yes" selected>' in page and "field=rented%3Ayes" in page
    rented = get(cast.carla, f"tickets/?{DAYS}&field=rented:yes")
    assert "The drone circles" in rented or f"#{drones.number}" in rented
    assert f"#{labels.number}" not in rented and "<th>Drone model</th><th>Rented?</th>" in rented
    file = get(cast.carla, f"tickets/?{DAYS}&csv=1")
    assert file.splitlines()[0].endswith("Desk,Drone model,Rented?")
    assert "'=HYPERLINK(1),yes" in file and "Labels" in file
    get(cast.carla, f"?{DAYS}&field=secret:x", code=404 if cast.quiet not in desks_of(cast.carla) else 200)
    get(cast.carla, f"?{DAYS}&field=nothing:x", code=404)
