"""The query language over real tickets: what each field finds, what nobody else may find, and what a typo is told."""

import re

import pytest

from agents.conftest import seen
from api.conftest import Asker
from architecture.house import ROOT, coded, table
from heard.query import FIELDS
from heard.record.access.query import FINDS
from heard.record.actions import chase, note, problem, ticket, token
from heard.record.actor import HEARD
from heard.record.arrival import Arrival, AttachedFile
from heard.record.models.requester import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk_at_work(stage):
    """Four tickets: late, Allie's; unheard with a file; solved; parked with a vendor and a note."""
    northwind = Organization.objects.create(name="Northwind Drones")
    stage.zelda.organization = northwind
    stage.zelda.save()
    late = stage.asks(stage.zelda, "The drones come back with the package", subject="Drones return", ago=300)
    stage.answers(late, "I look at the gateway log", ago=290, due=-10)
    photo = Arrival(
        door="smtp",
        from_address=stage.yusuf.address,
        subject="Blank labels",
        text="See the photo. Café at gate four.",
        attachments=(AttachedFile(name="ramp-plan.pdf", type="application/pdf", content=b"%PDF"),),
    )
    unheard = ticket.receive(photo, desk=stage.desk, requester=stage.yusuf, at=stage.minutes(-50))
    solved = stage.asks(stage.zelda, "VPN is slow", subject="VPN", ago=6000)
    stage.answers(solved, "Done, it was the map of tunnels", ago=5900, due=None, by=stage.bob)
    vendor = stage.asks(stage.yusuf, "The label printer beeps", subject="Beeping", ago=500)
    stage.answers(vendor, "I asked the printer vendor", ago=490, due=2000, by=stage.bob)
    chase.start(vendor, party="Printer vendor", asked="Why?", by=stage.bob, at=stage.now)
    note.write(vendor, text="zeppelin firmware, says the vendor", by=stage.bob, at=stage.now)
    ticket.set_impact(vendor, impact="blocked", by=stage.bob, at=stage.now)
    problem.make(vendor, title="Firmware of May", by=stage.bob, at=stage.now)
    return {"late": late, "unheard": unheard, "solved": solved, "vendor": vendor}


def found(browser, q: str) -> list[str]:
    """The ids of what a search shows, from top to bottom."""
    return re.findall(r'href="/desk/tickets/(\w+)/', seen(browser.get("/desk/search/", {"q": q})))


QUERIES = [
    ("is:open", "late unheard vendor"),
    ("is:resolved", "solved"),
    ("is:late", "late"),
    ("is:unheard", "unheard"),
    ("is:unread", "unheard"),
    ("is:waiting", "vendor"),
    ("is:parked", ""),
    ("is:mine", "late"),
    ("is:solved,late", "late solved"),
    ("is:spam", ""),
    ("-is:open", "solved"),
    ("owner:me", "late"),
    ("owner:bob", "solved vendor"),
    ("owner:nobody", "unheard"),
    ('owner:"Bob Bauer" is:open', "vendor"),
    ("desk:supp is:late", "late"),
    ("desk:quiet", ""),
    ("from:zelda", "late solved"),
    ("from:@aegean.example", "unheard vendor"),
    ("org:northwind", "late solved"),
    ("subject:blank", "unheard"),
    ("problem:any", "vendor"),
    ("problem:none is:open", "late unheard"),
    ("problem:firmware", "vendor"),
    ("impact:blocked", "vendor"),
    ("impact:normal is:open", "late unheard"),
    ("has:attachment", "unheard"),
    ("has:note", "vendor"),
    ("has:chase", "vendor"),
    ("has:problem", "vendor"),
    ("-has:owner", "unheard"),
    ("file:ramp", "unheard"),
    ("note:zeppelin", "vendor"),
    ("note:vpn", ""),
    ("created:<4h", "unheard"),
    ("created:>4d", "solved"),
    ("due:<0h", "late"),
    ("resolved:<30d", "solved"),
    ("printer", "vendor"),
    ("zeppelin", "vendor"),
    ("ramp plan", "unheard"),
    ('"label printer"', "vendor"),
    ('"printer label"', ""),
    ('"label print"', ""),
    ("label print", "vendor"),
    ("cafe", "unheard"),
    ("-label is:open", "late"),
    ("-zeppelin is:open", "late unheard"),
    ("the -vpn -label", "late"),
    ("label owner:bob", "vendor"),
    ("label owner:me", ""),
    ("map is:open", ""),
]


def test_what_a_query_finds(desk_at_work, allie):
    names = {one.public_id: name for name, one in desk_at_work.items()}
    told = [(q, " ".join(sorted(names[one] for one in found(allie, q)))) for q, _ in QUERIES]
    assert told == QUERIES


def test_a_number_by_its_field(desk_at_work, allie):
    one = desk_at_work["late"]
    assert found(allie, f"number:{one.number}") == found(allie, f"#{one.number}") == [one.public_id]
    assert found(allie, "number:99999999999999") == []


def test_open_ones_stand_by_when_a_word_is_owed_and_others_by_number(desk_at_work, allie):
    by_due = found(allie, "is:open owner:me,bob")
    assert by_due == [desk_at_work["late"].public_id, desk_at_work["vendor"].public_id]
    assert found(allie, "from:zelda") == [desk_at_work["solved"].public_id, desk_at_work["late"].public_id]


def test_mallory_finds_nothing_of_another_desk(desk_at_work, allie, mallory):
    for q in [
        "is:open",
        "-is:spam",
        "-nothing",
        "zeppelin",
        "from:zelda",
        "has:note",
        "-note:xyz",
        "file:ramp",
    ]:
        assert found(allie, q) and found(mallory, q) == [], q


def test_more_is_found_below(stage, allie, monkeypatch):
    monkeypatch.setattr("heard.agents.search.PAGE", 2)
    for n in range(5):
        stage.asks(stage.zelda, f"printer {n}", ago=n + 1)
    for q in ("printer", "is:open"):
        shown, path = [], f"/desk/search/?q={q}"
        while path:
            page = seen(allie.get(path))
            shown += re.findall(r'href="/desk/tickets/(\w+)/', page)
            following = re.search(r'id="more" class="more" href="([^"]+)"', page)
            path = following[1].replace("&amp;", "&") if following else ""
        assert len(shown) == len(set(shown)) == 5


def test_the_words_are_marked_where_they_stand_and_escaped(stage, allie):
    stage.asks(stage.zelda, "Hello, <b>the PRINTER</b> at Café 9 is broken")
    page = seen(allie.get("/desk/search/", {"q": "printer cafe"}))
    assert "&lt;b&gt;the <mark>PRINTER</mark>&lt;/b&gt; at <mark>Café</mark> 9" in page


def test_a_note_and_a_file_say_what_they_are(desk_at_work, allie):
    assert 'class="found note">note: <mark>zeppelin</mark>' in seen(
        allie.get("/desk/search/", {"q": "zeppelin"})
    )
    assert 'class="found">file: <mark>ramp</mark>-plan.pdf' in seen(allie.get("/desk/search/", {"q": "ramp"}))


def test_a_typo_is_said_with_what_would_do_and_nothing_is_lost(stage, allie):
    page = seen(allie.get("/desk/search/", {"q": "vpn owmer:me"}))
    assert 'value="vpn owmer:me"' in page and 'aria-invalid="true"' in page
    assert "There is no field owmer." in page
    assert 'href="/desk/search/?q=vpn%20owner%3Ame"' in page


def test_nothing_typed_breaks_it(desk_at_work, allie):
    for q in ['"', "-", "is:", "()", "%", "_", "\0", "' OR 1=1", "*", 'x"*', "a:b", "ß", "🙂", "&|!"]:
        assert allie.get("/desk/search/", {"q": q}).status_code == 200, q


@pytest.fixture
def program(stage):
    """Allie's token and a robot's."""

    def asker(**whose):
        return Asker(
            token.make(scope="read", by=HEARD, at=stage.now, **{"agent": None, "robot": "", **whose})[1]
        )

    return {"agent": asker(agent=stage.allie), "robot": asker(robot="Deployer")}


@pytest.mark.parametrize("who", ["agent", "robot"])
def test_programs_ask_in_the_same_language_but_find_no_note(desk_at_work, program, who):
    def ids(q, **more):
        answer = program[who].get("tickets", q=q, **more)
        assert answer.status_code == 200, answer.json()
        return [row["id"] for row in answer.json()["items"]]

    assert ids("is:late") == [desk_at_work["late"].public_id]
    assert ids("printer owner:bob") == [desk_at_work["vendor"].public_id]
    assert ids("zeppelin") == [] and ids("-zeppelin is:open", state="resolved") == []
    assert desk_at_work["vendor"].public_id in ids("-zeppelin is:open")
    for q in ("note:zeppelin", "has:note", "is:lat"):
        refused = program[who].get("tickets", q=q)
        assert refused.status_code == 422 and refused.json()["error"]["field"] == "q"


def test_every_field_is_documented_and_finds_something():
    text = (ROOT / "docs" / "query.md").read_text()
    assert [coded(row[0])[0].rstrip(":") for row in table(text, "Fields")] == list(FIELDS) == list(FINDS)
