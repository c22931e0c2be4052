"""What a requester may ask, on a phone and without scripts, while an agent's page is open beside it."""

from playwright.sync_api import expect

from heard.record.models.ticket import Ticket
from journeys.installation import Installation, text_of
from journeys.people import (
    ALLIES_ZONE,
    PHONE,
    ZELDA,
    AtTheDesk,
    OnTheirPage,
    in_hours,
    ledger,
    said,
    typed,
)

SUBJECT = "Orders are gone"
FIRST = "So all orders of last week are gone."
SECOND = "So the orders are there, but their addresses are empty."
WRONG = "No: the orders are there, their addresses are empty."


def test_a_correction_and_a_sooner_are_answered(house: Installation, tabs) -> None:
    allie = AtTheDesk(tabs(timezone_id=ALLIES_ZONE), house, "allie@heard.example")
    house.mail(ZELDA, "Where are my orders?", subject=SUBJECT)
    ticket = house.ticket(SUBJECT)
    allie.goes_to(ticket)
    promise(allie, FIRST)
    phone = tabs(java_script_enabled=False, **PHONE)
    zelda = OnTheirPage(phone, house.letter(ZELDA[1], about=f"Re: {SUBJECT}"))
    not_quite(ticket, zelda, allie)
    corrected(house, ticket, zelda, allie)
    sooner(ticket, zelda, allie)
    answered(house, ticket, zelda, allie)


def promise(allie: AtTheDesk, restated: str) -> None:
    """Allie restates, and gives herself four hours."""
    due_at = in_hours(4)
    allie.writes(f"Hi Zelda,\n\n{restated} I am looking into the import.", time=typed(due_at))
    allie.marks(restated)
    allie.presses_send(said(due_at))


def not_quite(ticket: Ticket, zelda: OnTheirPage, allie: AtTheDesk) -> None:
    """The correction stands beside the first version, reaches Allie at once, and is owed an answer."""
    zelda.page.locator("summary", has_text="Not quite").click()
    zelda.presses("Send the correction")
    expect(zelda.page.get_by_text("Write a few words first.")).to_be_visible()
    assert ticket.restatements.get().answer == ""
    zelda.page.get_by_label("What is different?").fill(WRONG)
    zelda.presses("Send the correction")
    expect(zelda.page.get_by_role("heading", name="You corrected us")).to_be_visible()
    expect(allie.page.locator(".restated")).to_contain_text(f"Zelda said “not quite”: {FIRST} {WRONG}")
    expect(allie.page.get_by_label("My time stands")).to_have_count(0)
    ticket.refresh_from_db()
    assert ticket.owed_reason == "correction"
    assert ledger(ticket) == [("first", "kept"), ("word", None)]


def corrected(house: Installation, ticket: Ticket, zelda: OnTheirPage, allie: AtTheDesk) -> None:
    """Allie says it again, better; now it is right."""
    house.letter("allie@heard.example", about="Zelda Zorn says: not quite")
    promise(allie, SECOND)
    house.letter(ZELDA[1], about=f"Re: {SUBJECT}", n=2)
    zelda.page.reload()
    expect(zelda.page.get_by_role("heading", name="Have we got this right?")).to_be_visible()
    expect(zelda.page.locator("blockquote")).to_have_text(SECOND)
    zelda.presses("Yes, that's it")
    expect(zelda.page.get_by_text("you said yes")).to_be_visible()
    answers = list(ticket.restatements.values_list("text", "answer", "correction"))
    assert answers == [(FIRST, "no", WRONG), (SECOND, "yes", "")]
    ticket.refresh_from_db()
    assert ticket.owed_reason == "promise"


def sooner(ticket: Ticket, zelda: OnTheirPage, allie: AtTheDesk) -> None:
    """A time nobody knows is refused with what was written; then both sides' times are kept, and the old one stands."""
    ticket.refresh_from_db()
    due_at, wanted_at = ticket.promise.due_at, in_hours(2)
    zelda.page.locator("summary", has_text="I need it sooner").click()
    zelda.page.get_by_label("When do you need to hear?").fill("soonish")
    zelda.page.get_by_label("What happens then?").fill("A call with the customer.")
    zelda.presses("Ask for it sooner")
    expect(zelda.page.get_by_label("When do you need to hear?")).to_have_value("soonish")
    expect(zelda.page.get_by_label("What happens then?")).to_have_value("A call with the customer.")
    zelda.page.get_by_label("When do you need to hear?").fill(typed(wanted_at))
    zelda.presses("Ask for it sooner")
    expect(zelda.page.get_by_role("heading", name="You need it sooner")).to_be_visible()
    owed = ticket.owed_answers.get(kind="sooner")
    assert (owed.wanted_at, owed.reason) == (wanted_at, "A call with the customer.")
    expect(zelda.line).to_contain_text(said(due_at))
    ticket.refresh_from_db()
    assert (ticket.promise.due_at, ticket.owed_reason) == (due_at, "sooner")
    expect(allie.page.locator("#pinned")).to_contain_text(f"Zelda needs it by {said(wanted_at)}")


def answered(house: Installation, ticket: Ticket, zelda: OnTheirPage, allie: AtTheDesk) -> None:
    """Her own deadline is the first offer; one press takes it."""
    wanted_at = ticket.owed_answers.get(kind="sooner").wanted_at
    allie.writes("Yes, by then.")
    allie.page.get_by_label("I'll get back by").check()
    offer = allie.page.locator("[data-offer]").first
    expect(offer).to_contain_text("Zelda needs it then")
    offer.click()
    expect(allie.page.locator("#due")).to_have_value(typed(wanted_at))
    allie.presses_send(said(wanted_at))
    assert said(wanted_at) in text_of(house.letter(ZELDA[1], about=f"Re: {SUBJECT}", n=3))
    ticket.refresh_from_db()
    assert ticket.promise.due_at == wanted_at and ticket.owed_reason == "promise"
    zelda.page.reload()
    expect(zelda.line).to_contain_text(f"You'll hear from Allie by {said(wanted_at)}")
