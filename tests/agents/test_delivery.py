"""Mail out: the page that says what is missing; addresses that cannot be reached, on the pages and with one key."""

import pytest

from agents.conftest import seen
from heard.letters import delivery
from heard.record.access import setting
from heard.record.actions import outbox, unreachable
from heard.record.models.agent import Agent
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket
from heard.record.models.unreachable import Unreachable

pytestmark = pytest.mark.django_db


@pytest.fixture
def dns(monkeypatch) -> dict[str, list[str] | None]:
    """The DNS of this test, and not the one outside."""
    records: dict[str, list[str] | None] = {}
    monkeypatch.setattr(delivery, "ask_dns", lambda name: records.get(name, []))
    return records


def gone(stage, found: Ticket) -> Letter:
    """The last letter to the requester comes back."""
    letter = Letter.objects.filter(ticket=found, kind="reply").last()
    Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=letter.queued_at)
    assert outbox.returned(letter, says="came back: 5.1.1 no such person", at=stage.now, is_address=True)
    return letter


def test_a_lead_reads_what_is_missing_with_the_lines_to_paste(stage, carla, allie, dns):
    dns["heard.example"] = ["v=spf1 mx -all"]
    page = seen(carla.get("/desk/delivery/"))
    assert "v=spf1 mx -all" in page and "Whether it names the server" in page
    assert "_dmarc.heard.example. IN TXT &quot;v=DMARC1; p=none" in page.replace('"', "&quot;")
    assert "support+b…@heard.example" in page and "quiet@" not in page
    assert allie.get("/desk/delivery/").status_code == 404


def test_what_cannot_be_checked_is_said_plainly(stage, carla, dns):
    dns["heard.example"] = None
    page = seen(carla.get("/desk/delivery/"))
    assert "not checked" in page and "cannot be asked from here" in page


def test_only_an_admin_sets_the_pace(stage, carla, client, dns):
    assert carla.post("/desk/delivery/", {"letters_a_minute": 5}).status_code == 404
    Agent.objects.filter(pk=stage.carla.pk).update(role="admin")
    assert carla.post("/desk/delivery/", {"letters_a_minute": 0}).status_code == 422
    assert carla.post("/desk/delivery/", {"letters_a_minute": 5}).status_code == 302
    assert setting.letters_a_minute() == 5


def test_a_word_that_came_back_tops_today_and_stands_over_the_ticket(stage, allie):
    late = stage.asks(stage.yusuf, "Blank labels", ago=300)
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look at it")
    gone(stage, found)
    page = seen(allie.get("/desk/"))
    assert "never reached Zelda" in page
    assert page.index(found.public_id) < page.index(late.public_id), "before what is merely late"
    page = seen(allie.get(f"/desk/tickets/{found.public_id}/"))
    assert "No way to reach Zelda: letters to zelda@northwind.example come back" in page
    assert "Zelda does not know of it" in page and "You told Zelda" not in page
    assert "a word that never arrived" in page and "1 honoured" not in page


def test_one_key_lifts_the_mark(stage, allie, mallory):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look at it")
    letter = gone(stage, found)
    marked = Unreachable.objects.get()
    page = seen(allie.get("/desk/letters/"))
    assert "came back" in page and "Cannot be reached" in page and "Send there again" in page
    assert 'data-key="x"' in seen(allie.get(f"/desk/letters/{letter.public_id}/"))
    assert "Cannot be reached" not in seen(mallory.get("/desk/letters/"))
    assert mallory.post(f"/desk/unreachable/{marked.public_id}/lift/").status_code == 404
    assert allie.post(f"/desk/unreachable/{marked.public_id}/lift/").status_code == 302
    marked.refresh_from_db()
    assert marked.lifted_by == stage.allie and not unreachable.is_marked(marked.address)
    assert allie.post(f"/desk/unreachable/{marked.public_id}/lift/").status_code == 404


def test_copies_are_written_in_the_composer(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    form = {"text": "I look at it.", "way": "next", "due": "2bd", "seen_n": "9"}
    answer = allie.post(f"/desk/tickets/{found.public_id}/send/", {**form, "cc": "nonsense"})
    assert "nonsense is no mail address" in seen(answer)
    allie.post(f"/desk/tickets/{found.public_id}/draft/", {**form, "cc": "boss@x.example"})
    assert 'value="boss@x.example"' in seen(allie.get(f"/desk/tickets/{found.public_id}/"))
    allie.post(
        f"/desk/tickets/{found.public_id}/send/",
        {**form, "cc": "Boss@x.example; b@x.example", "bcc": "c@x.example"},
    )
    copies = Letter.objects.exclude(copy="").order_by("id")
    assert [(one.copy, one.to_address) for one in copies] == [
        ("cc", "boss@x.example"), ("cc", "b@x.example"), ("bcc", "c@x.example"),
    ]  # fmt: skip
    page = seen(allie.get(f"/desk/tickets/{found.public_id}/"))
    assert "Copies to boss@x.example, b@x.example, hidden copies to c@x.example" in page
