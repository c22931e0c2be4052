"""A morning at the desk without touching the mouse."""

from collections.abc import Callable

from playwright.sync_api import expect

from heard.record.models.ticket import Ticket
from journeys.installation import Installation, text_of, until
from journeys.people import ALLIES_ZONE, YUSUF, ZELDA, AtTheDesk, in_hours, ledger, said, typed


def test_the_desk_by_keyboard_alone(house: Installation, tabs: Callable) -> None:
    allie = AtTheDesk(tabs(timezone_id=ALLIES_ZONE), house, "allie@heard.example")
    first, second = two_requests(house, allie)
    walks_and_opens(allie, first, second)
    promises(house, allie, second)
    notes(allie, second)
    solves(house, allie, second)
    finds(allie, first)
    asks_for_the_keys(allie)
    finds_everything(allie, second)


def two_requests(house: Installation, allie: AtTheDesk) -> tuple[Ticket, Ticket]:
    """The first fills the empty list; the second only says that it is there, until `.` shows it."""
    house.mail(ZELDA, "The drones come back.", subject="Drones return")
    expect(allie.row("Drones return")).to_be_visible()
    house.mail(YUSUF, "The label printer is blank.", subject="Printer blank")
    expect(allie.page.get_by_role("link", name="1 new")).to_be_visible()
    expect(allie.row("Printer blank")).to_have_count(0)
    allie.key.press(".")
    expect(allie.row("Printer blank")).to_be_visible()
    return house.ticket("Drones return"), house.ticket("Printer blank")


def walks_and_opens(allie: AtTheDesk, first: Ticket, second: Ticket) -> None:
    """j goes down, k goes up, Enter opens."""
    for key, subject in (
        ("j", first.subject),
        ("j", second.subject),
        ("k", first.subject),
        ("j", second.subject),
    ):
        allie.key.press(key)
        expect(allie.row(subject)).to_be_focused()
    allie.key.press("Enter")
    expect(allie.page.get_by_role("heading", name=second.subject, level=1)).to_be_visible()
    expect(allie.row(second.subject)).to_have_attribute("aria-current", "true")


def promises(house: Installation, allie: AtTheDesk, ticket: Ticket) -> None:
    """r and one writes at once, Esc and p for the time, Ctrl+Enter sends."""
    due_at = in_hours(2)
    allie.key.press("r")
    allie.key.type("Hi Yusuf, is it the small one by the door?")
    allie.key.press("Escape")
    allie.key.press("p")
    allie.key.type(typed(due_at))
    expect(allie.page.get_by_role("button", name=f"back by {said(due_at)}")).to_be_visible()
    allie.key.press("Control+Enter")
    letter = text_of(house.letter(YUSUF[1], about="Re: Printer blank"))
    assert letter.startswith("Hi Yusuf, is it the small one by the door?") and said(due_at) in letter
    expect(allie.pinned).to_contain_text(f"You told Yusuf: by {said(due_at)}")
    assert ledger(ticket) == [("first", "kept"), ("word", None)]


def notes(allie: AtTheDesk, ticket: Ticket) -> None:
    """n and one writes a note at once; Ctrl+Enter keeps it and sends nothing."""
    said_before = ticket.messages.count()
    allie.key.press("Escape")
    allie.key.press("n")
    allie.key.type("Ask Bob about the driver.")
    allie.key.press("Control+Enter")
    expect(allie.page.locator(".message.note")).to_contain_text("Ask Bob about the driver.")
    assert ticket.messages.count() == said_before


def solves(house: Installation, allie: AtTheDesk, ticket: Ticket) -> None:
    """e says that this solves it."""
    allie.key.press("Escape")
    allie.key.press("r")
    allie.key.type("A new driver is in place.")
    allie.key.press("Escape")
    allie.key.press("e")
    expect(allie.page.get_by_role("button", name="this solves it")).to_be_visible()
    allie.key.press("Control+Enter")
    house.letter(YUSUF[1], about="Re: Printer blank", n=2)
    until(lambda: ledger(ticket) == [("first", "kept"), ("word", "kept")])
    expect(allie.pinned).to_contain_text("Solved, we believe")


def finds(allie: AtTheDesk, ticket: Ticket) -> None:
    """/ searches; Esc goes back to the list; g t is Today."""
    allie.key.press("Escape")
    allie.key.press("/")
    expect(allie.page.get_by_role("searchbox", name="Search tickets")).to_be_focused()
    allie.key.type("drones")
    allie.key.press("Enter")
    expect(allie.page.locator("#list h2").first).to_have_text("Search")
    expect(allie.page.locator("#rows .row")).to_have_count(1)
    allie.key.press("Escape")
    allie.key.press("j")
    allie.key.press("Enter")
    expect(allie.page.get_by_role("heading", name=ticket.subject, level=1)).to_be_visible()
    allie.key.press("Escape")
    expect(allie.row(ticket.subject)).to_be_focused()
    allie.key.press("g")
    allie.key.press("t")
    expect(allie.page.locator("#list h2").first).to_have_text("Today")
    assert allie.page.url.endswith("/desk/")


def asks_for_the_keys(allie: AtTheDesk) -> None:
    """? shows every key; Esc closes it; keys typed into it do nothing else."""
    allie.key.press("?")
    dialog = allie.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Keys on this page")
    for says in ("down and up the list", "search", "Today", "Letters"):
        expect(dialog).to_contain_text(says)
    allie.key.press("Escape")
    expect(dialog).to_have_count(0)


def finds_everything(allie: AtTheDesk, ticket: Ticket) -> None:
    """Ctrl+K runs what the page can do, opens a ticket of the list, and searches."""
    dialog, page = allie.page.get_by_role("dialog"), allie.page
    allie.key.press("Control+k")
    allie.key.type("lett")
    expect(dialog.get_by_role("option", selected=True)).to_have_text("Lettersg l")
    allie.key.press("Enter")
    expect(page.get_by_role("heading", name="Letters", level=1)).to_be_visible()
    allie.key.press("Control+k")
    allie.key.type("resolv")
    allie.key.press("Enter")
    expect(page.locator("#list h2").first).to_have_text("Resolved")
    allie.key.press("Control+k")
    allie.key.type("yusuf blank")
    allie.key.press("Enter")
    expect(page.get_by_role("heading", name=ticket.subject, level=1)).to_be_visible()
    allie.key.press("Control+k")
    allie.key.type("driver")
    allie.key.press("ArrowUp")
    expect(dialog.get_by_role("option", selected=True)).to_have_text("Search for “driver”")
    allie.key.press("Enter")
    expect(page.locator("#list h2").first).to_have_text("Search")
    expect(allie.row(ticket.subject)).to_be_visible()
