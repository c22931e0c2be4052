"""The page of one who is asked to decide: what it shows, what it never shows, and that only a POST decides."""

import pytest
from django.conf import settings
from django.test import Client

from cast import clock
from heard.deciding.approval import COOKIE
from heard.record import links
from heard.record.actions import agent, approval, note
from heard.record.actions.approval import Named, Step
from heard.record.models.approval import Approval, Approver
from heard.record.models.event import Event
from portal_story import Story, page_of, text_of

pytestmark = pytest.mark.django_db
NORA, OTTO = "nora@northwind.example", "otto@northwind.example"


@pytest.fixture
def asking(story: Story) -> Approval:
    """Zelda wants more disk: Nora decides, then Otto and Carla together."""
    ticket = story.asks("I need more disk, my cat is called Tom.")
    note.write(ticket, text="Zelda is difficult.", by=story.cast.allie, at=story.at)
    story.now("9:30")
    story.says(ticket, "I look.", due="15:00")
    return approval.ask(
        ticket,
        asked="500 GB for the render share",
        policy="At most 250 GB",
        why="Renders wait a day.",
        excerpt="We film until Friday.",
        told_as="your manager",
        steps=[
            Step([Named("Nora North", NORA)], clock("16:00")),
            Step([Named("Otto", OTTO), Named("", story.cast.carla.email)], clock("17:00")),
        ],
        ends_at=clock("17:30"),
        by=story.cast.allie,
        at=story.now("10:00"),
    )


def seat(asking: Approval, address: str) -> Approver:
    return asking.approvers.get(address=address)


def browser(one: Approver, **more: str) -> Client:
    """A browser in which the link was opened."""
    client = Client(**{"HTTP_ACCEPT_LANGUAGE": "en", **more})
    answer = client.post(f"/a/{links.approval_token(one.pk)}/")
    assert answer.status_code == 302 and answer["Location"] == f"/approval/{one.public_id}/"
    return client


def page(one: Approver, act: str = "") -> str:
    return f"/approval/{one.public_id}/{act}"


def test_a_get_decides_nothing_and_leaves_no_key(asking: Approval) -> None:
    nora, before = seat(asking, NORA), Event.objects.count()
    scanner = Client()
    for _ in range(2):
        answer = scanner.get(f"/a/{links.approval_token(nora.pk)}/")
        assert answer.status_code == 200 and COOKIE not in answer.cookies
        assert "500 GB" not in text_of(answer)
    assert scanner.get(page(nora)).status_code == 404
    assert scanner.get(page(nora, "decide/")).status_code == 405
    assert Event.objects.count() == before


def test_the_page_shows_the_asking_and_nothing_else(asking: Approval) -> None:
    nora = seat(asking, NORA)
    client = browser(nora)
    answer = client.get(page(nora))
    shown = text_of(answer)
    for said in ("500 GB for the render share", "At most 250 GB", "Renders wait a day.", "We film until Friday.",
                 "Allie Ames asks for an exception for Zelda Marsh", "Your decision is needed by 4:00 pm",
                 "Otto", "is asked after that"):  # fmt: skip
        assert said in shown, said
    for hidden in ("difficult", "Tom", "I look"):
        assert hidden not in answer.content.decode()
    kept = client.cookies[COOKIE]
    assert kept["httponly"] and kept["samesite"] == "Lax" and int(kept["max-age"]) <= 24 * 3600
    assert links.approval_token(nora.pk) not in kept.value


@pytest.mark.parametrize("wrong", ["x", "AAAA", ""])
def test_an_altered_link_opens_nothing(asking: Approval, wrong: str) -> None:
    token = links.approval_token(seat(asking, NORA).pk)
    altered = wrong or token[:-1] + ("A" if token[-1] != "A" else "B")
    for answer in (Client().get(f"/a/{altered}/"), Client().post(f"/a/{altered}/")):
        assert answer.status_code == 404 and "Open the link in the mail again" in text_of(answer)


def test_one_s_key_opens_nobody_else_s_page(asking: Approval) -> None:
    client, otto = browser(seat(asking, NORA)), seat(asking, OTTO)
    assert client.get(page(otto)).status_code == 404
    assert client.post(page(otto, "decide/"), {"answer": "yes"}).status_code == 404
    assert Client().get(f"/a/{links.approval_token(otto.pk)}/").status_code == 404  # it is not their turn


def test_yes_and_no(story: Story, asking: Approval) -> None:
    nora = seat(asking, NORA)
    client = browser(nora)
    answer = client.post(page(nora, "decide/"), {"answer": "no", "reason": " "})
    assert answer.status_code == 422 and "Say why not" in text_of(answer)
    assert client.post(page(nora, "decide/"), {"answer": "maybe", "reason": "x"}).status_code == 422
    assert client.post(page(nora, "decide/"), {"answer": "yes", "reason": "Fine."}).status_code == 302
    shown = text_of(client.get(page(nora)))
    assert "You agreed, 10:00 am. Thank you." in shown and "Fine." in shown
    again = client.post(page(nora, "decide/"), {"answer": "no", "reason": "Changed my mind."})
    assert again.status_code == 422 and "your first answer counts" in text_of(again)
    assert "Changed my mind." in again.content.decode()
    otto = seat(asking, OTTO)
    story.now("11:00")
    second = browser(otto)
    assert "agreed 10:00 am" in text_of(second.get(page(otto)))
    second.post(page(otto, "decide/"), {"answer": "no", "reason": "No money."})
    carla = seat(asking, story.cast.carla.email)
    shown = text_of(browser(carla).get(page(carla)))
    assert "somebody said no" in shown and "No money." not in shown


def test_not_mine(asking: Approval) -> None:
    nora = seat(asking, NORA)
    client = browser(nora)
    wrong = client.post(page(nora, "hand/"), {"address": "zelda@northwind.example", "why": "Hers."})
    assert wrong.status_code == 422 and "cannot decide about it" in text_of(wrong)
    assert "Hers." in wrong.content.decode()  # nothing typed is lost
    done = client.post(page(nora, "hand/"), {"address": "pia@northwind.example", "why": "Her budget."})
    assert done.status_code == 302
    shown = text_of(client.get(page(nora)))
    assert "You handed this to somebody else" in shown and "in the place of Nora North" in shown
    pia = seat(asking, "pia@northwind.example")
    assert "Not mine" not in text_of(browser(pia).get(page(pia)))


def test_over_is_said_calmly(story: Story, asking: Approval) -> None:
    nora = seat(asking, NORA)
    client = browser(nora)
    story.now("17:30")
    shown = client.get(page(nora))
    assert "The time for this is over." in text_of(shown) and b"I agree" not in shown.content
    for act in (("decide/", "reason"), ("hand/", "why")):
        late = client.post(
            page(nora, act[0]), {"answer": "yes", "address": "pia@x.example", act[1]: "We film."}
        )
        assert late.status_code == 422 and "nothing is asked any more" in text_of(late)
        assert "Copy it from here" in text_of(late) and "We film." in late.content.decode()
    assert seat(asking, NORA).decision == ""


def test_withdrawn_and_long_ago(story: Story, asking: Approval) -> None:
    nora = seat(asking, NORA)
    client = browser(nora)
    approval.withdraw(asking, by=story.cast.allie, at=story.now("10:30"))
    assert "It is not asked any more." in text_of(client.get(page(nora)))
    story.now("10:30", day=31)
    assert Client().get(f"/a/{links.approval_token(nora.pk)}/").status_code == 404


def test_an_agent_s_link_dies_with_the_agent(story: Story, asking: Approval) -> None:
    approval.decide(seat(asking, NORA), agrees=True, by=None, at=story.now("10:20"))
    carla = seat(asking, story.cast.carla.email)
    client = browser(carla)
    agent.disable(story.cast.carla, by=story.cast.bob, at=story.now("10:30"))
    assert client.get(page(carla)).status_code == 404


def test_in_german_for_who_reads_german(asking: Approval) -> None:
    nora = seat(asking, NORA)
    answer = browser(nora, HTTP_ACCEPT_LANGUAGE="de").get(page(nora))
    assert answer["Content-Language"] == "de"
    assert "Ihre Entscheidung wird bis" in text_of(answer) and "16:00 Uhr" in text_of(answer)
    assert "Ich stimme zu" in text_of(answer)


def test_the_requester_reads_who_decides_and_by_when_they_hear(story: Story, asking: Approval) -> None:
    zelda = story.browser(asking.ticket)
    shown = text_of(zelda.get(page_of(asking.ticket)))
    assert "Waiting for a decision by your manager. You'll hear by 3:00 pm today either way." in shown
    assert "Nora" not in shown and "500 GB" not in shown
    approval.decide(seat(asking, NORA), agrees=False, reason="No.", by=None, at=story.now("11:00"))
    assert "Waiting for a decision" not in text_of(zelda.get(page_of(asking.ticket)))


def test_a_form_from_elsewhere_is_refused(asking: Approval) -> None:
    nora = seat(asking, NORA)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/a/{links.approval_token(nora.pk)}/").status_code == 403
    assert settings.COOKIE_PREFIX in COOKIE or not settings.COOKIE_PREFIX
