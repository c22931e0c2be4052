"""Fields of a desk: what they take, what a ticket says in them, and that nothing is lost when one is dropped or a
ticket goes to another desk."""

import pytest

from cast import Cast, clock
from heard.query import Unreadable
from heard.record.access import field as access
from heard.record.access.query import understood
from heard.record.access.search import find
from heard.record.actions import field, move, promise
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.errors import Refused
from heard.record.fields import read
from heard.record.models.desk import Desk
from heard.record.models.field import DeskField, FieldValue, values_of
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db
CHOICES = ("Red", "Dark blue")


def made(desk: Desk, name: str, kind: str = "text", **more) -> DeskField:
    more.setdefault("choices", CHOICES if kind == "choice" else ())
    return field.make(desk, name=name, kind=kind, label=name.title(), by=HEARD, at=clock("8:00"), **more)


def says(ticket: Ticket) -> dict[str, str]:
    return values_of([ticket.pk]).get(ticket.pk, {})


TAKES = [
    # kind, typed, kept (None: refused)
    ("text", "  A  7 ", "A 7"),
    ("text", "", ""),
    ("text", "x" * 501, None),
    ("number", "012", "12"),
    ("number", "3,50", "3.5"),
    ("number", "-0", "0"),
    ("number", "\u22127", "-7"),
    ("number", "1e3", "1000"),
    ("number", "twelve", None),
    ("number", "NaN", None),
    ("number", "inf", None),
    ("number", "1e999999", None),
    ("number", "1e-40", None),
    ("date", "2026-11-23", "2026-11-23"),
    ("date", "23.11.2026", None),
    ("date", "2026-02-30", None),
    ("yes_no", "Yes", "yes"),
    ("yes_no", "no", "no"),
    ("yes_no", "maybe", None),
    ("choice", "dark  BLUE", "Dark blue"),
    ("choice", "green", None),
]


@pytest.mark.parametrize(("kind", "typed", "kept"), TAKES)
def test_what_a_field_takes(kind, typed, kept):
    one = DeskField(name="x", kind=kind, choices=list(CHOICES))
    if kept is None:
        with pytest.raises(Refused) as refused:
            read(one, typed)
        assert refused.value.field == "x"
    else:
        assert read(one, typed) == kept and read(one, kept) == kept


WRONG = [
    ({"name": "Serial number"}, "name"),
    ({"name": ""}, "name"),
    ({"name": "9x"}, "name"),
    ({"kind": "colour"}, "kind"),
    ({"label": " "}, "label"),
    ({"kind": "choice", "choices": ["one"]}, "choices"),
    ({"kind": "choice", "choices": ["one", "x" * 101]}, "choices"),
    ({"place": 1000}, "place"),
    ({"name": "there"}, "name"),
]


@pytest.mark.parametrize(("wrong", "about"), WRONG)
def test_what_cannot_be_a_field(cast: Cast, wrong, about):
    made(cast.desk, "there")
    given = {"name": "serial", "kind": "text", "label": "Serial", **wrong}
    with pytest.raises(Refused) as refused:
        field.make(cast.desk, **given, by=cast.carla, at=clock("9:00"))
    assert refused.value.field == about and cast.desk.fields.count() == 1


def test_a_ticket_says_it_with_an_event_and_its_twin_nothing(cast: Cast, drones: Ticket, twin: Ticket):
    made(cast.desk, "serial")
    made(cast.desk, "size", "number")
    assert field.put(drones, values={"serial": "A7", "size": "3,5"}, by=cast.allie, at=clock("9:10")) == [
        "serial",
        "size",
    ]
    assert field.put(drones, values={"serial": "A7", "size": ""}, by=cast.allie, at=clock("9:11")) == ["size"]
    assert says(drones) == {"serial": "A7"} and says(twin) == {}
    kinds = (
        drones.events.filter(kind__startswith="ticket.field").order_by("id").values_list("kind", flat=True)
    )
    assert list(kinds) == ["ticket.field", "ticket.field", "ticket.field_emptied"]
    for wrong, about in (({"nothing": "x"}, "nothing"), ({"serial": "B", "size": "big"}, "size")):
        with pytest.raises(Refused) as refused:
            field.put(drones, values=wrong, by=cast.allie, at=clock("9:12"))
        assert refused.value.field == about
    assert says(drones) == {"serial": "A7"}


def test_what_is_required_is_asked_before_it_is_solved(cast: Cast, drones: Ticket):
    one = made(cast.desk, "serial", required=True)
    with pytest.raises(Refused) as refused:
        promise.say(drones, Word("Done.", "solves"), by=cast.allie, at=clock("9:20"))
    assert "Serial" in refused.value.says
    promise.say(drones, Word("Soon.", "next", due_at=clock("12:00")), by=cast.allie, at=clock("9:20"))
    field.put(drones, values={"serial": "A7"}, by=cast.allie, at=clock("9:21"))
    promise.say(drones, Word("Done.", "solves"), by=cast.allie, at=clock("9:22"))
    assert not Ticket.objects.get(pk=drones.pk).is_open
    other = cast.writes(cast.yusuf, "Blank.", at=clock("9:30"))
    field.drop(one, by=cast.carla, at=clock("9:31"))
    promise.say(other, Word("Done.", "solves"), by=cast.allie, at=clock("9:32"))


def test_a_dropped_field_keeps_its_values_until_it_is_deleted(cast: Cast, drones: Ticket):
    one = made(cast.desk, "serial")
    field.put(drones, values={"serial": "A7"}, by=cast.allie, at=clock("9:10"))
    with pytest.raises(Refused):
        field.delete(one, by=cast.carla, at=clock("9:11"))
    field.drop(one, by=cast.carla, at=clock("9:12"))
    assert says(drones) == {} and FieldValue.objects.count() == 1 and access.said(drones) == []
    with pytest.raises(Refused):
        field.put(drones, values={"serial": "B"}, by=cast.allie, at=clock("9:13"))
    field.take_up(one, by=cast.carla, at=clock("9:14"))
    assert says(drones) == {"serial": "A7"}
    field.drop(one, by=cast.carla, at=clock("9:15"))
    assert field.delete(one, by=cast.carla, at=clock("9:16")) == 1
    assert not FieldValue.objects.exists() and not DeskField.objects.exists()


def test_a_dropped_choice_stays_where_it_was_chosen(cast: Cast, drones: Ticket, twin: Ticket):
    one = made(cast.desk, "colour", "choice")
    field.put(drones, values={"colour": "Red"}, by=cast.allie, at=clock("9:10"))
    field.change(one, label="Colour", choices=["Green", "Dark blue"], by=cast.carla, at=clock("9:11"))
    assert says(drones) == {"colour": "Red"}
    assert field.put(drones, values={"colour": "Red"}, by=cast.allie, at=clock("9:12")) == []
    with pytest.raises(Refused):
        field.put(twin, values={"colour": "Red"}, by=cast.allie, at=clock("9:13"))


def test_a_ticket_that_goes_to_another_desk_keeps_what_that_desk_asks_for_too(cast: Cast, drones: Ticket):
    made(cast.desk, "serial")
    made(cast.desk, "size")
    made(cast.desk, "only_here")
    made(cast.quiet, "serial")
    made(cast.quiet, "size", "number")
    given = {"serial": "A7", "size": "large", "only_here": "yes"}
    field.put(drones, values=given, by=cast.allie, at=clock("9:10"))
    move.to_desk(drones, desk=cast.quiet, by=cast.allie, at=clock("9:20"))
    assert says(drones) == {"serial": "A7"}
    move.to_desk(Ticket.objects.get(pk=drones.pk), desk=cast.desk, by=cast.allie, at=clock("9:30"))
    assert says(drones) == given


ASKS = {
    "field.serial:a7": {"drones"},
    "field.serial:A": {"drones"},
    "-field.serial:a7": {"twin"},
    "field.serial:any": {"drones"},
    "field.serial:none": {"twin"},
    'field.size:"3,5"': {"drones"},
    "field.size:3": set(),
    'field.colour:"dark blue"': {"twin"},
    "field.colour:red,blue": set(),
    "field.bought:2026-11-01": {"drones"},
}


@pytest.mark.parametrize("typed", ASKS)
def test_a_query_finds_by_what_stands_in_a_field(cast: Cast, drones: Ticket, twin: Ticket, typed):
    for name, kind in {"serial": "text", "size": "number", "colour": "choice", "bought": "date"}.items():
        made(cast.desk, name, kind)
    values = {"serial": "A7", "size": "3.5", "bought": "2026-11-01"}
    field.put(drones, values=values, by=cast.allie, at=clock("9:10"))
    field.put(twin, values={"colour": "dark blue"}, by=cast.allie, at=clock("9:10"))
    at = clock("9:20")
    named = {drones.pk: "drones", twin.pk: "twin"}
    ids = find(cast.allie, understood(cast.allie, typed, at=at), at=at, skip=0, limit=30).ids
    assert {named[pk] for pk in ids} == ASKS[typed]
    theirs = find(cast.mallory, understood(cast.mallory, "is:open", at=at), at=at, skip=0, limit=30)
    assert not theirs.ids


def test_a_field_that_there_is_not_is_named_with_the_nearest(cast: Cast):
    made(cast.desk, "serial")
    for reader, offer in ((cast.allie, "field.serial:7"), (cast.mallory, '"field.serail:7"')):
        with pytest.raises(Unreadable) as unread:
            understood(reader, "field.serail:7", at=clock("9:00"))
        assert unread.value.offer == offer
