"""The whole story of a ticket, from a mail at the door to "Yes, it works", looked at from every side at each step."""

import re
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from heard.record.models.ticket import Ticket
from journeys.installation import Installation, text_of, until
from journeys.people import (
    ALLIES_ZONE,
    PHONE,
    ZELDA,
    ZONE,
    AtTheDesk,
    OnTheirPage,
    in_hours,
    ledger,
    link_in,
    said,
    typed,
)

pytestmark = pytest.mark.database  # of all journeys, the two that are walked on both
SUBJECT = "Drones return"
RESTATED = "So every drone turns around over the river and brings its package back."
TEXT = f"Hi Zelda,\n\n{RESTATED} I am reading the gateway log."
NOTE = "xylophone: the map vendor has had this before"


@dataclass
class Story:
    """The ticket of the story, and Allie who answers it."""

    house: Installation
    allie: AtTheDesk
    ticket: Ticket

    @property
    def now(self) -> Ticket:
        """The ticket as it stands."""
        self.ticket.refresh_from_db()
        return self.ticket

    def letter(self, n: int) -> EmailMessage:
        """Allie's n-th letter to Zelda."""
        return self.house.letter(ZELDA[1], about=f"Re: {SUBJECT} (#{self.ticket.number})", n=n)


def test_a_mail_becomes_a_kept_promise(house: Installation, tabs) -> None:
    allie = AtTheDesk(tabs(timezone_id=ALLIES_ZONE), house, "allie@heard.example")
    story = Story(house, allie, received(house, allie))
    opened(story)
    promised(story)
    confirm = link_is_harmless(story, tabs)
    zelda = OnTheirPage(tabs(timezone_id=ZONE, **PHONE), confirm)
    confirmed(story, zelda)
    read_and_let_stand(story, zelda)
    renewed(story, zelda)
    noted(story, zelda)
    solved(story)
    agreed(story, zelda)
    letters_are_kept(story)


def received(house: Installation, allie: AtTheDesk) -> Ticket:
    """The mail is a ticket with a promise; the receipt says that time; the desk shows the mail without reload."""
    expect(allie.page.get_by_text("New requests appear here by themselves")).to_be_visible()
    house.mail(ZELDA, "Hello,\n\nthe drones come back with the package.\n\nZelda", subject=SUBJECT)
    expect(allie.row(SUBJECT)).to_contain_text("nobody opened it")
    ticket = house.ticket(SUBJECT)
    receipt = house.letter(ZELDA[1], about="We have your request")
    assert f"by {said(ticket.promise.due_at)}" in text_of(receipt)
    assert "(Phoenix time)" in text_of(receipt)
    assert ticket.letters.get(kind="receipt").told_due_at == ticket.promise.due_at
    assert receipt["Auto-Submitted"] == "auto-replied"
    return ticket


def opened(story: Story) -> None:
    """Two seconds in view are "heard"; a glance is not."""
    story.allie.row(SUBJECT).click()
    expect(story.allie.page.locator("#timeline")).to_contain_text("the drones come back with the package.")
    assert story.now.opened_at is None
    until(lambda: story.now.opened_at)
    assert story.ticket.opened_by.name == "Allie Adams"
    assert story.ticket.acknowledged_at is None


def promised(story: Story) -> None:
    """Allie restates and promises, takes it back, sends it again; only then something was said."""
    allie, due_at = story.allie, in_hours(3)
    story.house.stage("targets", undo_seconds=60)
    allie.writes(TEXT, time=typed(due_at))
    allie.marks(RESTATED)
    both = rf"{said(due_at)} \w+ in Phoenix, {said(due_at, ALLIES_ZONE)} \w+ here"
    expect(allie.page.locator("#judged")).to_contain_text(re.compile(both))
    allie.presses_send(said(due_at))
    allie.page.get_by_role("button", name="Undo").click()
    expect(allie.page.locator("#text")).to_have_value(TEXT)
    assert ledger(story.ticket) == [("first", None)] and story.ticket.messages.count() == 1
    story.house.stage("targets", undo_seconds=1)
    allie.presses_send(said(due_at))
    letter = story.letter(1)
    assert f"You'll hear from me by {said(due_at)}" in text_of(letter) and f"*{RESTATED}*" in text_of(letter)
    assert "Auto-Submitted" not in letter
    assert ledger(story.ticket) == [("first", "kept"), ("word", None)]
    assert story.now.promise.due_at == story.ticket.letters.get(kind="reply").told_due_at == due_at
    assert story.ticket.acknowledged_at and story.ticket.owner.name == "Allie Adams"
    expect(allie.pinned).to_contain_text(f"You told Zelda: by {said(due_at)}")


def link_is_harmless(story: Story, tabs) -> EmailMessage:
    """Whoever only looks at the link, as mail scanners do, opens and confirms nothing."""
    letter, before = story.letter(1), story.now.last_n
    scanner = tabs(java_script_enabled=False).page
    scanner.goto(link_in(letter))
    expect(scanner.get_by_role("button", name="Open your request")).to_be_visible()
    scanner.goto(f"{story.house.url}/request/{story.ticket.public_id}/")
    expect(scanner.get_by_role("heading", name="This needs a new link.")).to_be_visible()
    assert story.now.last_n == before and story.ticket.restatements.get().answer == ""
    return letter


def confirmed(story: Story, zelda: OnTheirPage) -> None:
    """The token has left the address; "Yes, that's it" is Zelda's own word."""
    assert zelda.page.url.startswith(f"{story.house.url}/request/{story.ticket.public_id}/")
    due_at = story.now.promise.due_at
    expect(zelda.line).to_contain_text(f"Allie is on it. You'll hear from Allie by {said(due_at)}")
    zelda.presses("Yes, that's it")
    expect(zelda.page.get_by_text("you said yes")).to_be_visible()
    restatement = story.ticket.restatements.get()
    assert (restatement.answer, str(restatement.answered_by), restatement.read_by) == (
        "yes",
        "Zelda Zorn",
        None,
    )
    expect(story.allie.page.locator(".restated")).to_contain_text("Zelda said yes")


def read_and_let_stand(story: Story, zelda: OnTheirPage) -> None:
    """Zelda answers by mail; Allie reads it, and her time stands: nothing in the ledger ends."""
    story.house.mail(ZELDA, "It began on Monday, after the update.", answers=story.letter(1))
    expect(story.allie.page.locator("#timeline")).to_contain_text("It began on Monday, after the update.")
    expect(zelda.line).to_contain_text("We have your message")
    assert story.now.owed_reason == "reading"
    story.allie.presses_key("y")
    expect(zelda.line).to_contain_text("Allie read it")
    message = story.ticket.messages.last()
    assert (message.settled, message.read_by.name) == ("stands", "Allie Adams")
    assert ledger(story.ticket) == [("first", "kept"), ("word", None)]
    assert story.now.owed_reason == "promise"


def renewed(story: Story, zelda: OnTheirPage) -> None:
    """`w` is the honest word: no news, and the next time; drafted, read, sent by Allie."""
    story.allie.presses_key("w")
    expect(story.allie.page.locator("#text")).to_have_value(re.compile("I haven't got to it yet"))
    expect(story.allie.page.get_by_label("No news yet, back by")).to_be_checked()
    story.allie.presses_send("back by")
    letter, made = story.letter(2), story.now.promise
    assert ledger(story.ticket) == [("first", "kept"), ("word", "renewed"), ("word", None)]
    assert f"You'll hear from me by {said(made.due_at)}" in text_of(letter)
    expect(zelda.line).to_contain_text(said(made.due_at))


def noted(story: Story, zelda: OnTheirPage) -> None:
    """A note is for colleagues: nothing Zelda can get has a word of it."""
    story.allie.notes(NOTE)
    expect(story.allie.page.locator(".message.note")).to_contain_text(NOTE)
    zelda.page.reload()
    expect(zelda.line).to_be_visible()
    assert "xylophone" not in zelda.page.content()
    assert not any(b"xylophone" in mail for mail in story.house.sink.mails)
    assert ledger(story.ticket)[-1] == ("word", None)


def solved(story: Story) -> None:
    """The word that solves it ends the promise as kept; nothing is promised any more."""
    story.allie.presses_key("e")
    story.allie.page.locator("#text").fill("The update had the wrong region. It is mended.")
    story.allie.presses_send("this solves it")
    assert "Yes, it works / Not yet" in text_of(story.letter(3))
    assert ledger(story.ticket) == [("first", "kept"), ("word", "renewed"), ("word", "kept")]
    assert story.now.resolution == "solved" and story.ticket.promise is None
    assert story.ticket.agreed_at is None
    expect(story.allie.pinned).to_have_text("Solved, we believe; Zelda has not said so yet")


def agreed(story: Story, zelda: OnTheirPage) -> None:
    """Solved was our belief until Zelda says so, and so every side says it; automatic letters: one."""
    expect(zelda.line).to_have_text("Allie says this is done. Is it?")
    zelda.presses("Yes, it works")
    expect(zelda.line).to_have_text("You say it works.")
    assert story.now.agreed_at
    expect(story.allie.pinned).to_have_text("Zelda says it works")
    kinds = [letter["Auto-Submitted"] for letter in story.house.letters(ZELDA[1])]
    assert kinds == ["auto-replied", None, None, None]


def letters_are_kept(story: Story) -> None:
    """What left is on the Letters page, word for word but for the secret of the link, which is Zelda's alone."""
    page, subject = story.allie.page, f"Re: {SUBJECT} (#{story.ticket.number})"
    story.allie.presses_key("g")
    story.allie.presses_key("l")
    rows = page.locator("tbody tr", has_text=ZELDA[1])
    expect(rows.filter(has_text=subject)).to_have_count(3)
    expect(rows.filter(has_text="We have your request")).to_have_count(1)
    rows.get_by_role("link", name=subject).last.click()
    page.get_by_text("As plain text").click()
    kept = " ".join(page.locator("details.quoted pre").inner_text().split())
    assert kept == re.sub(r"/r/[^/]+/", "/r/…/", text_of(story.letter(1)))
