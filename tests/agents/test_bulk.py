"""Several requests at once: what will happen is said first, done by the ordinary verbs, taken back where it can be."""

import re

import pytest

from agents.conftest import seen, url
from heard.record.actions import macro, problem, tag
from heard.record.actions import ticket as tickets
from heard.record.actions.macro_steps import Step
from heard.record.models.draft import Draft
from heard.record.models.event import Event
from heard.record.models.letter import Letter
from heard.record.models.problem import Problem
from heard.record.models.tag import NAMES
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(stage) -> list[Ticket]:
    """Three requests of one desk."""
    return [stage.asks(stage.zelda, f"Request {n}", subject=f"Request {n}") for n in (1, 2, 3)]


def chosen(found, act: str, **more: str) -> dict[str, object]:
    """The form with these requests chosen and an act."""
    return {"ticket": [one.public_id for one in found], "act": act, **more}


def owners(found) -> list[str]:
    """Who has each."""
    return [str(Ticket.objects.get(pk=one.pk).owner or "") for one in found]


def test_a_list_and_a_search_are_chosen_from(stage, allie, mallory, three):
    for page in ("/desk/bulk/", "/desk/bulk/?in=search&q=request"):
        shown = seen(allie.get(page))
        assert [one.public_id in shown for one in three] == [True] * 3 and "checked" not in shown.split(
            "</table>"
        )[0]
    few = seen(allie.post("/desk/bulk/", {"ticket": [three[0].public_id, three[2].public_id], "in": "today"}))
    assert three[0].public_id in few and three[1].public_id not in few
    assert few.split("</table>")[0].count(" checked") == 3
    assert three[0].public_id not in seen(mallory.post("/desk/bulk/", {"ticket": three[0].public_id}))


def test_what_will_happen_is_said_and_nothing_has_happened(stage, allie, three):
    tickets.give(three[0], owner=stage.bob, by=stage.allie, at=stage.now)
    before, sizes = owners(three), (Event.objects.count(), Letter.objects.count())
    page = seen(allie.post("/desk/bulk/", chosen(three, "give", owner=stage.bob.public_id)))
    assert "2 requests go to Bob Bauer." in page and "No letter leaves." in page
    refused = page.partition("One stays as it is")[2]
    assert f"#{three[0].number}" in refused and "Bob Bauer has it already." in refused
    assert owners(three) == before and (Event.objects.count(), Letter.objects.count()) == sizes


def test_they_are_given_and_taken_back_but_for_what_changed_since(stage, allie, three):
    tickets.give(three[0], owner=stage.carla, by=stage.allie, at=stage.now)
    done = allie.post("/desk/bulk/do/", chosen(three[:2], "give", owner=stage.bob.public_id))
    assert done.status_code == 302 and owners(three) == ["Bob Bauer", "Bob Bauer", ""]
    assert "2 requests go to Bob Bauer." in seen(allie.get(done.url))
    tickets.give(three[1], owner=stage.allie, by=stage.bob, at=stage.now)
    allie.post("/desk/bulk/undo/")
    assert owners(three) == ["Carla Diaz", "Allie Ames", ""]
    page = seen(allie.get("/desk/bulk/done/"))
    assert "Somebody else gave it on since." in page and "Take it back" not in page
    allie.post("/desk/bulk/undo/")
    assert owners(three) == ["Carla Diaz", "Allie Ames", ""]


def test_they_are_tagged_and_untagged_and_both_ways_back(stage, allie, three):
    tag.add(three[0], name="vpn", by=stage.allie, at=stage.now)

    def borne() -> list[int]:
        return [one.taggings.filter(tag__name="vpn").count() for one in three]

    page = seen(allie.post("/desk/bulk/", chosen(three, "tag", tag="VPN")))
    assert "2 requests get the tag" in page and "It bears that tag already." in page and borne() == [1, 0, 0]
    allie.post("/desk/bulk/do/", chosen(three, "tag", tag="VPN"))
    assert borne() == [1, 1, 1]
    allie.post("/desk/bulk/undo/")
    assert borne() == [1, 0, 0]
    allie.post("/desk/bulk/do/", chosen(three, "untag", without="vpn"))
    assert borne() == [0, 0, 0]
    allie.post("/desk/bulk/undo/")
    assert borne() == [1, 0, 0]


def test_spam_is_closed_and_what_is_closed_already_says_so(stage, allie, three):
    tickets.release(three[0], resolution="withdrawn", by=stage.allie, at=stage.now)
    page = seen(allie.post("/desk/bulk/", chosen(three, "spam")))
    assert "2 requests are closed as spam" in page and "This ticket is resolved already." in page
    assert "It cannot be taken back all at once." in page
    allie.post("/desk/bulk/do/", chosen(three, "spam"))
    assert [Ticket.objects.get(pk=one.pk).resolution for one in three] == ["withdrawn", "spam", "spam"]
    assert "Take it back" not in seen(allie.get("/desk/bulk/done/"))
    allie.post("/desk/bulk/undo/")
    assert Ticket.objects.get(pk=three[1].pk).resolution == "spam"


def test_they_move_to_a_desk_with_their_promises(stage, allie, three):
    dues = [one.standing.due_at for one in three]
    allie.post("/desk/bulk/do/", chosen(three[:2], "move", desk=stage.quiet.public_id))
    moved = [Ticket.objects.get(pk=one.pk) for one in three]
    assert [one.desk.name for one in moved] == ["Quiet", "Quiet", "Support"]
    assert [one.standing.due_at for one in moved] == dues


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"act": "tag", "tag": "a:b"}, "A tag is one word"),
        ({"act": "move"}, "Choose a desk."),
    ],
)
def test_what_cannot_be_done_is_said_and_the_choice_stays(stage, allie, three, values, says):
    answer = allie.post("/desk/bulk/", {**chosen(three, ""), **values})
    page = seen(answer)
    assert answer.status_code == 422 and says in page
    assert page.split("</table>")[0].count(" checked") == 4 and f'value="{values.get("tag", "")}"' in page


def test_nothing_chosen_is_said(stage, allie, three):
    answer = allie.post("/desk/bulk/", {"act": "spam", "in": "today"})
    assert answer.status_code == 422 and "Choose the requests first." in seen(answer)


def test_what_is_not_ones_own_is_not_touched(stage, mallory, bob, three):
    assert mallory.post("/desk/bulk/do/", chosen(three, "spam")).status_code == 302
    assert all(Ticket.objects.get(pk=one.pk).is_open for one in three)
    assert bob.get("/desk/bulk/done/").status_code == 404
    assert bob.post("/desk/bulk/do/", chosen(three, "shout")).status_code == 404


def test_a_list_offers_it(stage, allie, three):
    page = seen(allie.get("/desk/mine/"))
    assert 'id="bulk"' not in page
    page = seen(allie.get("/desk/open/"))
    assert 'href="/desk/bulk/?in=open"' in page and re.search(
        r'id="bulk".*?name="in" value="open"', page, re.S
    )
    assert url(three[0]) in page


def test_they_are_put_behind_a_new_problem_that_they_share(stage, allie, three):
    other = problem.make(three[2], title="The other map", by=stage.bob, at=stage.now)
    assert "Say in a few words what goes wrong." in seen(allie.post("/desk/bulk/", chosen(three, "problem")))
    page = seen(allie.post("/desk/bulk/", chosen(three, "problem", title="Drones return")))
    assert "2 requests are behind the problem Drones return." in page
    assert "It is behind another problem already." in page and Problem.objects.get() == other
    allie.post("/desk/bulk/do/", chosen(three, "problem", title="Drones return"))
    made = Problem.objects.exclude(pk=other.pk).get()
    assert sorted(made.tickets.values_list("pk", flat=True)) == sorted(one.pk for one in three[:2])
    fourth = stage.asks(stage.yusuf, "Request 4")
    page = seen(allie.post("/desk/bulk/", chosen([three[0], fourth], "problem", problem=made.public_id)))
    assert (
        "One request is behind the problem Drones return." in page and "behind this problem already" in page
    )
    allie.post("/desk/bulk/do/", chosen([fourth], "problem", problem=made.public_id))
    assert made.tickets.count() == 3


def test_a_macro_is_run_on_all_but_for_what_it_writes(stage, allie, three):
    tag.add(three[0], name="bill", by=stage.allie, at=stage.now)
    steps = [Step("tag", "bill"), Step("next", "2bd")]
    kept = macro.save(name="Bill", steps=steps, by=stage.allie, at=stage.now)
    page = seen(allie.post("/desk/bulk/", chosen(three, "macro", macro=kept.public_id)))
    assert "“Bill” is done on 2 requests; what it only writes for you is left out." in page
    assert "It is so already." in page and "Choose a macro." in seen(
        allie.post("/desk/bulk/", chosen(three, "macro"))
    )
    allie.post("/desk/bulk/do/", chosen(three, "macro", macro=kept.public_id))
    assert [NAMES.all(one.pk) for one in three] == [["bill"]] * 3 and not Draft.objects.exists()


def test_a_problem_is_taken_back_but_for_what_changed_since(stage, allie, three):
    done = allie.post("/desk/bulk/do/", chosen(three, "problem", title="Drones return"))
    made = Problem.objects.get()
    problem.leave(three[2], by=stage.bob, at=stage.now)
    assert made.tickets.count() == 2 and "Take it back" in seen(allie.get(done.url))
    allie.post("/desk/bulk/undo/")
    page = seen(allie.get(done.url))
    assert not made.tickets.exists() and "The problem itself stays." in page
    assert "Somebody took it from behind the problem since." in page and f"#{three[2].number}" in page


def test_a_macro_is_taken_back_whole_or_not_at_all(stage, allie, three):
    tag.add(three[0], name="bill", by=stage.allie, at=stage.now)
    steps = [Step("tag", "bill"), Step("impact", "blocked")]
    kept = macro.save(name="Bill", steps=steps, by=stage.allie, at=stage.now)
    page = seen(allie.post("/desk/bulk/", chosen(three, "macro", macro=kept.public_id)))
    assert "It can be taken back." in page
    allie.post("/desk/bulk/do/", chosen(three, "macro", macro=kept.public_id))
    tag.drop(three[2], name="bill", by=stage.bob, at=stage.now)
    allie.post("/desk/bulk/undo/")
    stands = [(NAMES.all(one.pk), Ticket.objects.get(pk=one.pk).impact) for one in three]
    assert stands == [(["bill"], ""), ([], ""), ([], "blocked")]
    assert "Somebody changed it since." in seen(allie.get("/desk/bulk/done/"))


def test_a_macro_that_leaves_a_note_is_not_taken_back(stage, allie, three):
    steps = [Step("tag", "bill"), Step("note", "Asked the bank.")]
    kept = macro.save(name="Bill", steps=steps, by=stage.allie, at=stage.now)
    page = seen(allie.post("/desk/bulk/", chosen(three, "macro", macro=kept.public_id)))
    assert "It cannot be taken back all at once." in page
    done = allie.post("/desk/bulk/do/", chosen(three, "macro", macro=kept.public_id))
    assert "Take it back" not in seen(allie.get(done.url))
    allie.post("/desk/bulk/undo/")
    assert [NAMES.all(one.pk) for one in three] == [["bill"]] * 3
