"""Agents ask for an exception on a page; who is asked decides at the desk, and the update is drafted."""

from datetime import timedelta

import pytest

from agents.conftest import Browser, Stage, seen, url
from heard.record.models.approval import Approval
from heard.record.models.draft import Draft
from heard.record.models.requester import Organization, Requester
from heard.record.models.ticket import Ticket

GIVEN = {
    "asked": "500 GB for the render share",
    "policy": "At most 250 GB",
    "why": "Renders wait a day.",
    "told_as": "your manager",
    "who1": "Nora North <nora@northwind.example>",
    "by1": "2h",
}


@pytest.fixture
def made(stage: Stage) -> Ticket:
    found = stage.asks(stage.zelda, "I need more disk.")
    stage.answers(found, "I look.", due=300)
    return found


def ask(allie: Browser, made: Ticket, **more: str) -> Approval:
    assert allie.post(url(made, "approvals", "new"), {**GIVEN, **more}).status_code == 302
    return Approval.objects.get()


def page(asking: Approval, *after: str) -> str:
    return f"/desk/approvals/{asking.public_id}/" + "".join(f"{part}/" for part in after)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"policy": ""}, "This field is required"),
        ({"by1": "soonish"}, "Write a time like thu 16:00."),
        ({"who1": "Nora North"}, "is no mail address"),
        ({"who1": "zelda@northwind.example"}, "cannot decide about it"),
        ({"who2": "otto@northwind.example"}, "Say by when they should decide."),
        ({"who2": "nora@northwind.example", "by2": "3h"}, "is asked already"),
        ({"ends": "1h"}, "It cannot end before"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    allie: Browser, made: Ticket, wrong: dict[str, str], says: str
) -> None:
    answer = allie.post(url(made, "approvals", "new"), {**GIVEN, **wrong})
    assert answer.status_code == 422
    shown = seen(answer).replace("&#x27;", "'")
    assert says in shown and "Renders wait a day." in shown
    assert not Approval.objects.exists() and not Draft.objects.exists()


def test_asked_the_word_to_the_requester_is_drafted_with_a_time(allie: Browser, made: Ticket) -> None:
    ask(allie, made)
    draft = Draft.objects.get()
    assert "I've asked your manager to decide" in draft.text and (draft.way, bool(draft.due_at)) == (
        "next",
        True,
    )
    shown = seen(allie.get(url(made)))
    assert "Nora North to decide by" in shown and 'data-key="q"' in shown
    assert "500 GB for the render share" in seen(allie.get("/desk/chases/"))


def test_the_drafted_time_is_one_that_was_agreed_with_their_organization(
    stage: Stage, allie: Browser, made: Ticket
) -> None:
    organization = Organization.objects.create(name="Northern Lights", next_word=60)
    Requester.objects.filter(pk=stage.zelda.pk).update(organization=organization)
    ask(allie, made, by1="4h")
    due_at = Draft.objects.get().due_at
    assert due_at and stage.now < due_at < stage.now + timedelta(hours=2)


def test_who_is_asked_decides_at_the_desk_and_the_update_is_drafted(
    stage: Stage, allie: Browser, mallory: Browser, carla: Browser, made: Ticket
) -> None:
    asking = ask(allie, made, who1=f"{stage.mallory.email}\n{stage.carla.email}")
    assert "Your decision is asked for" in seen(mallory.get("/desk/chases/"))
    shown = seen(mallory.get(page(asking)))  # of another desk: the asking alone
    assert "Renders wait a day." in shown and made.public_id not in shown and "your manager" not in shown
    assert mallory.get(url(made)).status_code == 404
    for act in ("remind", "withdraw", "give"):
        assert mallory.post(page(asking, act)).status_code == 404
    refused = mallory.post(page(asking, "decide"), {"answer": "no", "reason": ""})
    assert refused.status_code == 422 and "Say why not" in seen(refused)
    mallory.post(page(asking, "decide"), {"answer": "yes", "reason": ""})
    carla.post(page(asking, "decide"), {"answer": "no", "reason": "Too dear."})
    assert Approval.objects.get().outcome == "declined"
    shown = seen(allie.get(page(asking)))
    assert "Too dear." in shown and "Zelda does not know yet" in shown
    assert "declined; tell Zelda" in seen(allie.get("/desk/"))
    Draft.objects.all().delete()
    allie.patch("post", url(made, "approvals", asking.public_id, "tell"))
    drafted = Draft.objects.get().text
    assert "it is a no: your manager" in drafted and "Too dear" not in drafted


def test_what_comes_too_late_is_there_to_copy(
    stage: Stage, allie: Browser, mallory: Browser, made: Ticket
) -> None:
    asking = ask(allie, made, who1=f"{stage.mallory.email}\n{stage.carla.email}")
    mallory.post(page(asking, "decide"), {"answer": "yes", "reason": ""})
    late = mallory.post(page(asking, "decide"), {"answer": "no", "reason": "I was too quick."})
    assert late.status_code == 422 and "I was too quick." in seen(late)
    allie.post(page(asking, "withdraw"))
    carla = asking.approvers.get(agent=stage.carla)
    given = {"address": "pia@x.example", "why": "Her budget."}
    late = allie.post(page(asking, "seats", carla.public_id, "hand"), given)
    assert late.status_code == 422 and "Her budget." in seen(late)


def test_asked_again_handed_on_given_and_withdrawn(stage: Stage, allie: Browser, made: Ticket) -> None:
    asking = ask(allie, made)
    allie.post(page(asking, "remind"))
    nora = asking.approvers.get()
    assert nora.chase.pings == 2
    allie.post(
        page(asking, "seats", nora.public_id, "hand"),
        {"address": "Pia <pia@x.example>", "why": "Nora is away."},
    )
    assert list(asking.approvers.values_list("name", "decision")) == [("Nora North", "handed"), ("Pia", "")]
    allie.post(page(asking, "give"), {"agent": stage.bob.public_id})
    allie.post(page(asking, "withdraw"))
    asking.refresh_from_db()
    assert (asking.agent, asking.outcome) == (stage.bob, "withdrawn")


def test_resolving_says_that_it_is_withdrawn(allie: Browser, made: Ticket) -> None:
    ask(allie, made)
    answer = allie.patch("post", url(made, "draft"), {"text": "Done, all of it.", "way": "solves"})
    assert "it is withdrawn, and nobody is asked any more" in seen(answer)


def test_going_away_lists_chases_and_approvals(stage: Stage, allie: Browser, made: Ticket) -> None:
    asking = ask(allie, made)
    allie.post(url(made, "chases"), {"party": "Vendor", "asked": "Disks?"})
    chase = made.chases.get(party="Vendor")
    shown = seen(allie.get("/desk/handover/"))
    assert "What you see to" in shown and "Vendor" in shown and "500 GB for the render share" in shown
    chosen = {
        f"chase-{chase.public_id}": stage.bob.public_id,
        f"approval-{asking.public_id}": stage.bob.public_id,
    }
    allie.post("/desk/handover/all/", chosen)
    chase.refresh_from_db()
    asking.refresh_from_db()
    assert (chase.agent, asking.agent) == (stage.bob, stage.bob)
