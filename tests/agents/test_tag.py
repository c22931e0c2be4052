"""Tags: put on and taken off on the ticket's page, seen in rows, found by queries, made one by a lead."""

import re

import pytest

from agents.conftest import seen, url
from heard.record.access.query import understood
from heard.record.access.search import find
from heard.record.actions import move, tag
from heard.record.errors import Refused
from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.tag import Tag, Tagging, as_tag

pytestmark = pytest.mark.django_db


def borne(ticket) -> list[str]:
    """The tags of a ticket."""
    return list(ticket.taggings.order_by("tag__name").values_list("tag__name", flat=True))


def found(stage, typed: str) -> set[int]:
    """What a query finds for Allie."""
    return set(
        find(stage.allie, understood(stage.allie, typed, at=stage.now), at=stage.now, skip=0, limit=30).ids
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Billing", "billing"),
        (" #billing ", "billing"),
        ("Gate  7", "gate-7"),
        ("ＶＰＮ", "vpn"),
        ("Größe", "größe"),
        ("c++", "c++"),
    ],
)
def test_how_a_tag_is_written(typed, written):
    assert as_tag(typed) == written == tag.checked(typed)


@pytest.mark.parametrize("typed", ["", " ", "#", "a,b", 'a"b', "a:b", "-a", "any", "None", "x" * 41, "a\0b"])
def test_what_is_no_tag(typed):
    with pytest.raises(Refused) as refused:
        tag.checked(typed)
    assert refused.value.field == "tag" and refused.value.says.endswith(".")


def test_tags_are_put_on_seen_in_the_row_and_taken_off(stage, allie):
    drones, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank labels")
    allie.post(url(drones, "tags"), {"tag": "Billing, gate 7"})
    assert borne(drones) == ["billing", "gate-7"] and borne(twin) == []
    page = seen(allie.get(url(drones)))
    assert 'href="/desk/search/?q=tag:billing"' in page and "You tagged it billing" in page
    row = re.search(rf'id="t{drones.pk}".*?</a>', seen(allie.get("/desk/")), re.S)
    assert row and '<span class="tags">billing · gate-7</span>' in row[0]
    allie.post(url(drones, "tags"), {"tag": "billing"})
    assert Event.objects.filter(kind="ticket.tagged").count() == 2
    patched = seen(allie.patch("post", url(drones, "tags"), {"without": "billing"}))
    assert borne(drones) == ["gate-7"] and "q=tag:gate-7" in patched and "q=tag:billing" not in patched
    assert "You took the tag billing off" in seen(allie.get(url(drones)))


def test_what_is_no_tag_is_said_and_nothing_changes(stage, allie):
    drones = stage.asks(stage.zelda, "They come back")
    refused = allie.patch("post", url(drones, "tags"), {"tag": "a:b"})
    assert refused.status_code == 422 and "A tag is one word" in seen(refused) and borne(drones) == []


def test_the_field_completes_from_what_the_desk_uses_most(stage, allie, mallory):
    first, second = stage.asks(stage.zelda, "One"), stage.asks(stage.yusuf, "Two")
    for ticket, name in ((first, "vpn"), (second, "vpn"), (first, "billing")):
        tag.add(ticket, name=name, by=stage.allie, at=stage.now)
    tag.add(first, name="gone", by=stage.allie, at=stage.now)
    tag.drop(first, name="gone", by=stage.allie, at=stage.now)
    form = seen(allie.get(url(second, "tags")))
    assert re.findall('<option value="([^"]+)"', form) == ["vpn", "billing"] and "Take vpn off" in form
    assert mallory.get(url(second, "tags")).status_code == 404


def test_there_is_an_end_to_them(stage, monkeypatch):
    monkeypatch.setattr(tag, "MOST", 1)
    drones = stage.asks(stage.zelda, "One")
    tag.add(drones, name="one", by=stage.allie, at=stage.now)
    with pytest.raises(Refused):
        tag.add(drones, name="two", by=stage.allie, at=stage.now)


def test_queries_find_by_tag(stage):
    vpn, both, none = (stage.asks(stage.zelda, text) for text in ("One", "Two", "Three"))
    for ticket, name in ((vpn, "vpn"), (both, "vpn"), (both, "vpn-2")):
        tag.add(ticket, name=name, by=stage.allie, at=stage.now)
    for typed, tickets in {
        "tag:vpn": {vpn, both},
        "tag:VPN -tag:vpn-2": {vpn},
        "-tag:vpn": {none},
        "tag:vp": set(),
        "tag:any": {vpn, both},
        "tag:none": {none},
        "tag:vpn-2,nothing": {both},
    }.items():
        assert found(stage, typed) == {ticket.pk for ticket in tickets}, typed


def test_a_lead_renames_a_tag_and_makes_two_one(stage, carla, allie):
    first, both = stage.asks(stage.zelda, "One"), stage.asks(stage.yusuf, "Two")
    for ticket, name in ((first, "bill"), (both, "bill"), (both, "billing")):
        tag.add(ticket, name=name, by=stage.allie, at=stage.now)
    bill, billing = Tag.objects.get(name="bill"), Tag.objects.get(name="billing")
    page = f"/desk/desks/{stage.desk.public_id}/tags/"
    assert allie.get(page).status_code == 404
    refused = carla.post(page, {"tag": bill.public_id, "name": "a:b"})
    assert (
        refused.status_code == 422 and "A tag is one word" in seen(refused) and 'value="a:b"' in seen(refused)
    )
    carla.post(page, {"tag": bill.public_id, "name": "Billing"})
    assert borne(first) == borne(both) == ["billing"]
    assert Event.objects.get(kind="tag.merged").data == {"tag": bill.pk, "into": billing.pk}
    # the old word leads to the one that stands, and what happened keeps its words
    third = stage.asks(stage.zelda, "Three")
    tag.add(third, name="bill", by=stage.allie, at=stage.now)
    assert borne(third) == ["billing"] and found(stage, "tag:bill") == {first.pk, both.pk, third.pk}
    assert "You tagged it bill" in seen(allie.get(url(first)))
    carla.post(page, {"tag": billing.public_id, "name": "invoices"})
    assert borne(first) == ["invoices"] and found(stage, "tag:bill") == {first.pk, both.pk, third.pk}
    assert carla.post(page, {"tag": bill.public_id, "name": "again"}).status_code == 404


def test_an_older_name_can_be_taken_again(stage):
    drones = stage.asks(stage.zelda, "One")
    for name in ("bill", "billing"):
        tag.add(drones, name=name, by=stage.allie, at=stage.now)
    stands = tag.rename(Tag.objects.get(name="bill"), name="billing", by=stage.carla, at=stage.now)
    assert tag.rename(stands, name="bill", by=stage.carla, at=stage.now) == stands
    assert borne(drones) == ["bill"] and Tag.objects.get(name="billing").standing == stands
    assert tag.rename(stands, name="bill", by=stage.carla, at=stage.now) == stands


def test_a_tag_of_another_desk_is_another_tag(stage, carla):
    desk = Desk.objects.get(pk=stage.quiet.pk)
    theirs = Tag.objects.create(desk=desk, name="vpn", made_at=stage.now)
    drones = stage.asks(stage.zelda, "One")
    for name in ("vpn", "gate-7"):
        tag.add(drones, name=name, by=stage.allie, at=stage.now)
    page = f"/desk/desks/{stage.desk.public_id}/tags/"
    assert carla.post(page, {"tag": theirs.public_id, "name": "mine"}).status_code == 404
    move.to_desk(drones, desk=desk, by=stage.allie, at=stage.now)
    assert borne(drones) == ["gate-7", "vpn"] and set(
        Tagging.objects.values_list("tag__desk", flat=True)
    ) == {desk.pk}
    assert Tagging.objects.get(tag__name="vpn").tag == theirs
