"""A promise that is missed: everybody is told the truth at once, somebody else makes it good, and solved is not yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from heard.clock import now
from heard.record.models.ticket import Ticket
from journeys.installation import Installation, text_of
from journeys.people import (
    ALLIES_ZONE,
    YUSUF,
    ZELDA,
    ZONE,
    AtTheDesk,
    OnTheirPage,
    in_hours,
    ledger,
    said,
    typed,
)

pytestmark = pytest.mark.database  # of all journeys, the two that are walked on both
SUBJECT = "Wrong river"


@dataclass
class Story:
    """The ticket, when Allie said she would write, and Zelda on her page."""

    house: Installation
    ticket: Ticket
    due_at: datetime
    zelda: OnTheirPage

    @property
    def now(self) -> Ticket:
        """The ticket as it stands."""
        self.ticket.refresh_from_db()
        return self.ticket

    def letter(self, about: str, n: int = 1) -> EmailMessage:
        """The n-th letter to Zelda about something."""
        return self.house.letter(ZELDA[1], about=f"{about} (#{self.ticket.number})", n=n)


def test_a_missed_time_is_told_and_made_good(house: Installation, tabs) -> None:
    allie = AtTheDesk(tabs(timezone_id=ALLIES_ZONE), house, "allie@heard.example")
    house.mail(YUSUF, "The label printer is blank.", subject="Printer blank")
    house.mail(ZELDA, "The map shows the wrong river.", subject=SUBJECT)
    yusufs, before = house.ticket("Printer blank"), house.ticket("Printer blank").promise.due_at
    story = missed(house, allie, tabs)
    told_to_all(story, allie)
    asked(story, allie)
    bob = AtTheDesk(tabs(timezone_id=ZONE), house, "bob@heard.example")
    made_good(story, bob)
    not_yet(story, bob)
    yusufs.refresh_from_db()
    assert (ledger(yusufs), yusufs.promise.due_at) == ([("first", None)], before)


def missed(house: Installation, allie: AtTheDesk, tabs) -> Story:
    """Allie promises a time that is near, and it comes without a word of hers."""
    ticket, due_at = house.ticket(SUBJECT), now().replace(second=0) + timedelta(minutes=3)
    allie.goes_to(ticket)
    allie.writes("Hi Zelda, I am comparing the maps.", time=typed(due_at))
    allie.presses_send(said(due_at))
    letter = house.letter(ZELDA[1], about=f"Re: {SUBJECT}")
    zelda = OnTheirPage(tabs(java_script_enabled=False), letter)
    expect(zelda.line).to_contain_text(f"You'll hear from Allie by {said(due_at)}")
    assert house.tick(due_at)["moments"] == {"lapse": 1}
    return Story(house, ticket, due_at, zelda)


def told_to_all(story: Story, allie: AtTheDesk) -> None:
    """The ledger, Zelda's page, a letter to her, one to Allie, and Today say the same."""
    repair = story.now.promise
    assert ledger(story.ticket) == [("first", "kept"), ("word", "lapsed"), ("repair", None)]
    story.zelda.page.reload()
    expect(story.zelda.line).to_have_text(f"We said {said(story.due_at)} and we missed it.")
    expect(story.zelda.page.get_by_text(f"One of them will write by {said(repair.due_at)}")).to_be_visible()
    words = text_of(story.letter("We missed our time"))
    assert f"you would hear from Allie by {said(story.due_at)}. You did not." in words
    assert f"will write to you by {said(repair.due_at)}" in words
    assert story.ticket.letters.get(kind="missed").told_due_at == repair.due_at
    alert = story.house.letter("allie@heard.example", about="Zelda Zorn was to hear by")
    assert said(story.due_at, ALLIES_ZONE) in text_of(alert)
    allie.goes_home()
    expect(allie.page.locator("#rows h2.late")).to_contain_text("Late")
    expect(allie.row(SUBJECT)).to_contain_text(f"said {said(story.due_at, ALLIES_ZONE)}")


def asked(story: Story, allie: AtTheDesk) -> None:
    """ "Where is my answer?" rings the one who can act, and Zelda is told by when."""
    story.zelda.presses("Where is my answer?")
    expect(story.zelda.page.get_by_text("This rang Allie, who is on duty.")).to_be_visible()
    expect(story.zelda.page.get_by_role("button", name="Where is my answer?")).to_have_count(0)
    owed = story.ticket.owed_answers.get()
    assert (owed.kind, owed.answered_at, story.now.owed_reason) == ("nudge", None, "nudge")
    story.house.letter("allie@heard.example", about="Zelda Zorn asks: where is my answer?")
    allie.goes_to(story.ticket)
    expect(allie.page.locator("#pinned")).to_contain_text("Zelda asked: where is my answer?")
    expect(allie.page.get_by_label("My time stands")).to_have_count(0)


def made_good(story: Story, bob: AtTheDesk) -> None:
    """Bob writes, and the ticket is answered again; the lapse stays in the ledger."""
    due_at = in_hours(2)
    bob.goes_home()
    bob.row(SUBJECT).click()
    expect(bob.pinned).to_contain_text("Zelda was told that somebody writes by")
    bob.writes("Hi Zelda, Bob here. You should have heard by now; that's on us.", time=typed(due_at))
    bob.presses_send(said(due_at))
    assert f"You'll hear from me by {said(due_at)}" in text_of(story.letter(f"Re: {SUBJECT}", 2))
    story.zelda.page.reload()
    expect(story.zelda.line).to_contain_text(f"Bob has taken over. You'll hear from Bob by {said(due_at)}")
    ends = [("first", "kept"), ("word", "lapsed"), ("repair", "kept"), ("word", None)]
    assert ledger(story.ticket) == ends
    assert story.now.promise.agent.name == "Bob Brown" and story.ticket.promise.due_at == due_at
    assert story.ticket.owed_answers.get().answered_by == story.ticket.messages.last()


def not_yet(story: Story, bob: AtTheDesk) -> None:
    """Called solved too early: it opens again with its first arrival time, and a person writes by a new one."""
    received_at = story.ticket.received_at
    bob.presses_key("e")
    bob.writes("The right map is in place now.")
    bob.presses_send("this solves it")
    story.letter(f"Re: {SUBJECT}", 3)
    story.zelda.page.reload()
    expect(story.zelda.line).to_have_text("Bob says this is done. Is it?")
    story.zelda.page.get_by_text("Not yet", exact=True).click()
    story.zelda.page.get_by_label("What is not right yet?").fill("The bridge is missing.")
    story.zelda.presses("Open it again")
    promise = story.now.promise
    expect(story.zelda.line).to_contain_text(f"A person will answer by {said(promise.due_at)}")
    assert ledger(story.ticket)[-2:] == [("word", "kept"), ("first", None)]
    assert (story.ticket.received_at, story.ticket.resolution) == (received_at, "")
    expect(bob.page.locator("#timeline")).to_contain_text("The bridge is missing.")
    expect(bob.pinned).to_contain_text(f"a person writes by {said(promise.due_at)}")
