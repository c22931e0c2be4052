"""Another rhythm, agreed on the phone: kept on the ticket, written by in the Round, ended by the requester."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from heard.clock import now
from heard.record.models.ticket import Ticket
from journeys.installation import Installation, text_of
from journeys.people import (
    AGENTS,
    YUSUF,
    AtTheDesk,
    OnTheirPage,
    in_hours,
    said,
    typed,
)

SUBJECT = "Labels print blank"
AGREED = "As agreed, you hear from us every working day until"


def test_a_rhythm_is_agreed_kept_by_the_round_and_ended_by_one_press(house: Installation, tabs) -> None:
    name, address, zone = _whose_day_is_long()
    agent = AtTheDesk(tabs(timezone_id=zone), house, address)
    text, asking = "All labels come out blank.", "Hi Yusuf,\n\nI am asking the maker."
    due_at = in_hours(1.5).isoformat()
    house.stage("told", who=YUSUF, subject=SUBJECT, text=text, said=asking, by=address, due_at=due_at)
    ticket = house.ticket(SUBJECT)
    agent.goes_to(ticket)
    yusuf = OnTheirPage(tabs(java_script_enabled=False), house.letter(YUSUF[1], about=f"Re: {SUBJECT}"))
    expect(yusuf.page.get_by_role("heading", name="How often you hear from us")).to_have_count(0)
    agree(agent, ticket)
    yusuf.page.reload()
    expect(yusuf.page.get_by_text(f"agreed with {name.split()[0]}")).to_be_visible()
    in_the_round(house, agent, ticket)
    one_press(house, agent, yusuf, address)


def _whose_day_is_long() -> tuple[str, str, str]:
    """The agent whose own day does not end before the promise of this journey."""
    return next(agent for agent in AGENTS if now().astimezone(ZoneInfo(agent[2])).hour < 21)


def agree(agent: AtTheDesk, ticket: Ticket) -> None:
    """A last day that is over is refused with all that was typed; then it holds, and the told time stands."""
    agent.page.get_by_text("How often they hear").click()
    form = agent.page.locator(f"#cadence{ticket.pk}")
    form.get_by_label("A word").select_option("1")
    form.get_by_label("Last day").fill(f"{now() - timedelta(days=9):%Y-%m-%d}")
    form.get_by_label("Who agreed, and where").fill("Yusuf, on the phone")
    form.get_by_role("button", name="Keep it").click()
    expect(form.get_by_label("Last day")).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Who agreed, and where")).to_have_value("Yusuf, on the phone")
    expect(agent.page.get_by_role("button", name="Back to the usual pace")).to_have_count(0)
    form.get_by_label("Last day").fill(f"{now() + timedelta(days=40):%Y-%m-%d}")
    form.get_by_role("button", name="Keep it").click()
    expect(agent.page.get_by_role("button", name="Back to the usual pace")).to_be_visible()
    expect(agent.page.get_by_text("every working day until")).to_be_visible()


def in_the_round(house: Installation, agent: AtTheDesk, ticket: Ticket) -> None:
    """The Round drafts the next word for the next beat: one Enter, and the letter says the rhythm under its time."""
    before = ticket.promises.count()
    agent.page.goto(f"{house.url}/desk/round/")
    expect(agent.page.get_by_text(SUBJECT)).to_be_visible()
    agent.page.locator("button.primary").press("Enter")
    expect(agent.page.get_by_text("The round is done.")).to_be_visible()
    told = text_of(house.letter(YUSUF[1], about=f"Re: {SUBJECT}", n=2))
    assert AGREED in told and "Rather at our usual pace?" in told
    assert ticket.promises.count() == before + 1
    assert ticket.promises.order_by("id").last().due_at > now() + timedelta(hours=1.5)


def one_press(house: Installation, agent: AtTheDesk, yusuf: OnTheirPage, address: str) -> None:
    """Without scripts, by one press; whoever has the request is told, and the next letters say nothing of it."""
    yusuf.page.reload()
    yusuf.presses("Write at your usual pace again")
    expect(yusuf.page.get_by_role("heading", name="How often you hear from us")).to_have_count(0)
    house.letter(address, about="usual pace")
    agent.goes_to(house.ticket(SUBJECT))
    expect(agent.page.get_by_role("button", name="Back to the usual pace")).to_have_count(0)
    agent.writes("It is the driver. I send the new one soon.", time=typed(in_hours(3)))
    agent.presses_send(said(in_hours(3)))
    assert AGREED not in text_of(house.letter(YUSUF[1], about=f"Re: {SUBJECT}", n=3))
