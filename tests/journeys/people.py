"""The people of the journeys and what they do in a browser: agents at the desk, requesters on their page."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, expect

from heard.clock import now
from heard.record.models.ticket import Ticket
from journeys.installation import PASSWORD, Installation

# Neither moves its clock in summer, so no time of a journey can fall into a gap.
ZONE, ALLIES_ZONE = "America/Phoenix", "Asia/Tokyo"
AGENTS = [("Allie Adams", "allie@heard.example", ALLIES_ZONE), ("Bob Brown", "bob@heard.example", ZONE)]
ZELDA, YUSUF = ("Zelda Zorn", "zelda@northwind.example"), ("Yusuf Yilmaz", "yusuf@northwind.example")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Tab:
    """A tab in a browser of its own, and what its console complained about."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, said: ConsoleMessage) -> None:
        """A refused form is answered 422, a stream may be cut off, and htmx tells when a newer request overtakes."""
        if said.type == "error" and not said.text.startswith(("Failed to load resource", "htmx: htmx:error")):
            self.complaints.append(f"{said.text} {said.location}")


class AtTheDesk:
    """An agent in a browser."""

    def __init__(self, tab: Tab, house: Installation, mail: str = "") -> None:
        """Sign in with a mail address; without one they are in already."""
        self.page, self.house, self.key = tab.page, house, tab.page.keyboard
        self.page.goto(f"{house.url}/desk/")
        if mail:
            self.page.get_by_label("Email").fill(mail)
            self.page.get_by_label("Password").fill(PASSWORD)
            self.key.press("Enter")
        expect(self.page.locator("#list h2").first).to_have_text("Today")
        self.page.wait_for_load_state()  # from here on it hears keys

    def row(self, subject: str) -> Locator:
        """The line of a ticket in the list."""
        return self.page.locator("#rows .row", has_text=subject)

    def goes_home(self) -> None:
        """Today."""
        self.page.goto(f"{self.house.url}/desk/")

    def goes_to(self, ticket: Ticket) -> None:
        """Open a ticket by its address."""
        self.page.goto(f"{self.house.url}/desk/tickets/{ticket.public_id}/")
        expect(self.page.locator("#write")).to_be_visible()

    def writes(self, text: str, *, time: str = "") -> None:
        """Fill the composer; a time chooses its way by itself."""
        self.page.locator("#text").fill(text)
        if time:
            self.page.locator("#due").fill(time)

    def marks(self, sentence: str) -> None:
        """Select a sentence of the text and mark it as the restatement."""
        self.page.locator("#text").evaluate(
            "(field, said) => { const at = field.value.indexOf(said); field.focus();"
            " field.setSelectionRange(at, at + said.length) }",
            sentence,
        )
        self.page.get_by_role("button", name="This restates it").click()
        expect(self.page.locator(".marked q")).to_have_text(sentence)

    def presses_send(self, says: str) -> None:
        """Press the button once it says what sending will do."""
        self.page.get_by_role("button", name=re.compile(f"^Send to .*{says}")).click()

    def presses_key(self, key: str) -> None:
        """Press a single key, outside all fields."""
        self.page.locator("body").press(key)

    def notes(self, text: str) -> None:
        """Keep a note."""
        self.page.locator(".to-note").click()
        self.page.locator("#note-text").fill(text)
        self.page.get_by_role("button", name="Keep the note").click()

    @property
    def pinned(self) -> Locator:
        """What was promised, over the conversation."""
        return self.page.locator("#pinned > b")


class OnTheirPage:
    """A requester in a browser, with the link out of a letter."""

    def __init__(self, tab: Tab, letter: EmailMessage) -> None:
        self.page = tab.page
        self.page.goto(link_in(letter))
        self.page.locator("main button.primary").click()
        expect(self.line).to_be_visible()

    def presses(self, name: str) -> None:
        """Press one of the page's buttons."""
        self.page.get_by_role("button", name=name).click()

    @property
    def line(self) -> Locator:
        """The first line of the page."""
        return self.page.locator("h1.first")


def ledger(ticket: Ticket) -> list[tuple[str, str | None]]:
    """Every promise of a ticket: what it was, and how it ended."""
    return list(ticket.promises.order_by("id").values_list("kind", "outcome"))


def link_in(letter: EmailMessage, of: str = "r") -> str:
    """The page link of a letter; `of` is "a" for the one by which somebody decides."""
    found = re.search(rf"http\S+/{of}/\S+", letter.get_body(("plain",)).get_content())
    assert found, letter
    return found[0]


def said(at: datetime, zone: str = ZONE) -> str:
    """A time on the clock of a zone, as letters and pages say it: "9:30 pm"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def typed(at: datetime, zone: str = ZONE) -> str:
    """The same as a person would type it: "9:30pm", "tomorrow 9am"."""
    local = at.astimezone(ZoneInfo(zone))
    minute = f":{local:%M}" if local.minute else ""
    day = "" if local.date() == now().astimezone(ZoneInfo(zone)).date() else "tomorrow "
    return f"{day}{local.hour % 12 or 12}{minute}{'am' if local.hour < 12 else 'pm'}"


def in_hours(hours: float) -> datetime:
    """A time to promise so far ahead, or up to half an hour before that, on a half hour, UTC."""
    at = now() + timedelta(hours=hours)
    return at.replace(minute=at.minute // 30 * 30, second=0)
