"""Every page of both sites, one after the other, for whoever wants to look at them."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from channels.hostile import HOSTILE
from heard.record.models.agent import Agent
from heard.record.models.approval import Approval
from heard.record.models.chase import Chase
from heard.record.models.desk import Desk
from heard.record.models.guide import Guide
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.party import Party
from heard.record.models.problem import Problem
from heard.record.models.requester import Organization, Requester
from journeys.installation import RECORD, Installation, until
from journeys.people import ZELDA, AtTheDesk, Tab, link_in

LISTS = {
    "today": "",
    "round": "round/",
    "handover": "handover/",
    "unheard": "unheard/",
    "mine": "mine/",
    "open": "open/",
    "resolved": "resolved/",
    "found": "search/?q=drones",
    "nothing-found": "search/?q=nothing+at+all",
    "found-nothing-asked": "search/",
    "not-understood": "search/?q=drones+owmer:me",
    "bulk": "bulk/",
    "canned": "canned/",
    "macros": "macros/",
    "call": "call/?q=Zelda",
    "call-somebody-new": "call/?new=1",
    "views": "views/?q=is:late",
    "letters": "letters/",
    "no-letters": "letters/?ticket=999",
    "delivery": "delivery/",
    "intake": "intake/",
    "chases": "chases/",
    "problems": "problems/",
    "guides": "guides/",
    "guides-stale": "guides/stale/",
    "guides-dropped": "guides/?dropped",
    "guide-new": "guides/new/",
    "parties": "parties/",
    "organizations": "organizations/",
    "trackers": "trackers/",
    "exchanges": "exchanges/",
    "mailboxes": "mailboxes/",
    "desks": "desks/",
    "agents": "agents/",
    "me": "me/",
    "watch": "watch/",
    "drift": "drift/",
    "numbers": "numbers/",
    "numbers-by-week": "numbers/?by=week",
    "numbers-tickets": "numbers/tickets/?measure=opened",
    "numbers-week": "numbers/week/",
    "alerts": "alerts/",
    "told": "me/alerts/",
    "tokens": "tokens/",
}
ACCOUNT = {
    "password": "password/change/",
    "signing-in": "2fa/",
    "authenticator": "2fa/totp/activate/",
    "passkeys": "2fa/webauthn/",
    "passkey": "2fa/webauthn/add/",
    "again": "reauthenticate/",
    "sign-out": "logout/",
}
STRANGER = {
    "home": "/",
    "front": "/d/support/",
    "front-call": "/d/support/call/",
    "embed": "/embed/support/",
    "sign-in": "/accounts/login/",
    "new-password": "/accounts/password/reset/",
    "nothing-here": "/nothing-here",
    "needs-a-link": "/r/none/",
    "requests-ask": "/requests/ask/",
    "requests-sent": "/requests/sent/",
    "requests-gone": "/requests/open/none/",
}

type Visits = Iterator[tuple[str, Page]]


def strangers(house: Installation, tab: Tab) -> Visits:
    """What anybody can see."""
    page = tab.page
    for name, path in STRANGER.items():
        page.goto(house.url + path)
        yield name, page
    page.goto(f"{house.url}/accounts/login/")
    page.get_by_label("Email").fill("nobody@heard.example")
    page.get_by_label("Password").fill("a wrong password")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.late")).to_be_visible()
    yield "sign-in-refused", page
    page.goto(f"{house.url}/d/support/")
    page.locator("#write button.primary").click()
    expect(page.locator("#write .notice.late")).to_be_visible()
    yield "front-refused", page
    page.get_by_label("What happened instead?").fill("The gate does not open.")
    page.locator("[name=email]").fill("nora@harbour.example")
    page.locator("#write button.primary").click()
    expect(page.locator("h1.first")).to_contain_text("We have your request.")
    yield "front-sent", page


def requesters(house: Installation, tab: Tab, states: dict[str, list[str]]) -> Visits:
    """A request's page in every state, and what stands around it."""
    page = tab.page
    for name, (_ticket, secret) in states.items():
        page.goto(f"{house.url}/r/{secret}/")
        if name == "unopened":
            yield "link", page
        page.locator("main button.primary").click()
        expect(page.locator("h1.first")).to_be_visible()
        yield f"request-{name}", page
    page.goto(f"{house.url}/request/{states['promised'][0]}/")
    page.locator("summary", has_text="Not quite").click()
    page.locator("summary", has_text="I need it sooner").click()
    page.get_by_label("When do you need to hear?").fill("soonish")
    page.get_by_role("button", name="Ask for it sooner").click()
    expect(page.locator("#asks .errorlist")).to_be_visible()
    yield "request-sooner-refused", page
    page.get_by_role("link", name="Language, time zone, devices").click()
    yield "request-you", page
    page.get_by_role("button", name="Close it in this browser").click()
    expect(page.get_by_role("heading", name="Closed in this browser.")).to_be_visible()
    yield "request-left", page
    yield from _all_of_hers(house, page)


def _all_of_hers(house: Installation, page: Page) -> Visits:
    """The list of all requests of one person: the link to it, the list, and its end."""
    address = "promised@northwind.example"
    page.goto(f"{house.url}/requests/")
    page.get_by_label("Your mail address").fill(address)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look into your mail.")).to_be_visible()
    page.goto(link_in(house.letter(address, about="The link to all your requests"), "requests/open"))
    yield "requests-link", page
    page.get_by_role("button", name="See all your requests").click()
    expect(page.get_by_role("button", name="Sign out here")).to_be_visible()
    yield "requests", page
    page.get_by_role("button", name="Sign out here").click()
    yield "requests-left", page


def deciders(house: Installation, tab: Tab) -> Visits:
    """What one who is asked to decide sees: the link, the asking, what was refused, and the end."""
    page = tab.page
    page.goto(f"{house.url}/a/none/")
    yield "approval-needs-a-link", page
    page.goto(link_in(house.letter("nora@northwind.example", about="Your decision by"), of="a"))
    yield "approval-link", page
    page.locator("main button.primary").click()
    expect(page.locator("h1.first")).to_be_visible()
    yield "approval", page
    page.locator("summary", has_text="Not mine").click()
    page.get_by_role("button", name="No, I do not").click()
    expect(page.locator(".errorlist")).to_be_visible()
    yield "approval-refused", page


def agents(house: Installation, tab: Tab, states: dict[str, list[str]]) -> Visits:
    """The desk, as an admin sees it."""
    carla = AtTheDesk(tab, house, "carla@heard.example")
    for name, path in ACCOUNT.items():
        carla.page.goto(f"{house.url}/accounts/{path}")
        yield f"account-{name}", carla.page
    for name, path in {**LISTS, **_single(house)}.items():
        carla.page.goto(f"{house.url}/desk/{path}")
        yield f"desk-{name}", carla.page
    for name, (ticket, _secret) in states.items():
        carla.page.goto(f"{house.url}/desk/tickets/{ticket}/")
        expect(carla.page.locator("#rows .row").first).to_be_attached()
        yield f"ticket-{name}", carla.page
    yield from _telling(house, carla)
    yield from _writing(house, carla, states["confirmed"][0])


def _single(house: Installation) -> dict[str, str]:
    """One of each kind that has a page of its own."""
    house.deliver(HOSTILE["only NULs"], sender="mallory@example.com")
    house.mail(ZELDA, "Is anybody there?", subject="A mail")
    house.ticket("A mail")
    rows = {
        kind: kind.objects.using(RECORD)
        for kind in (Agent, Approval, Chase, Desk, Guide, Intake, Letter, Organization, Party, Requester)
    }
    shelved = until(lambda: rows[Intake].filter(state="quarantined").first())
    letter = until(lambda: rows[Letter].filter(kind="missed").exclude(body="").first())
    guide = rows[Guide].filter(help__sample=False).select_related("help").last().public_id
    return {
        "guide": f"guides/{guide}/",
        "guide-edit": f"guides/{guide}/words/en/",
        "guide-versions": f"guides/{guide}/versions/en/",
        "agent": f"agents/{rows[Agent].get(name='Bob Brown').public_id}/",
        "desk": f"desks/{rows[Desk].get(sample=False).public_id}/",
        "desk-history": f"desks/{rows[Desk].get(sample=False).public_id}/history/",
        "desk-fields": f"desks/{rows[Desk].get(sample=False).public_id}/fields/",
        "desk-model": f"desks/{rows[Desk].get(sample=False).public_id}/model/",
        "desk-embed": f"desks/{rows[Desk].get(sample=False).public_id}/embed/",
        "desk-tags": f"desks/{rows[Desk].get(sample=False).public_id}/tags/",
        "rota": f"watch/{rows[Desk].get(sample=False).public_id}/rota/",
        "arrival": f"intake/{rows[Intake].filter(state='ticket').first().public_id}/",
        "arrival-quarantined": f"intake/{shelved.public_id}/",
        "letter": f"letters/{letter.public_id}/",
        "chase": f"chases/{rows[Chase].exclude(contact=None).last().public_id}/",
        "approval": f"approvals/{rows[Approval].get(told_as='your manager').public_id}/",
        "forward": f"tickets/{rows[Chase].exclude(contact=None).last().ticket.public_id}/forward/",
        "approval-ask": f"tickets/{rows[Approval].get(told_as='your manager').ticket.public_id}/approvals/new/",
        "party": f"parties/{rows[Party].last().public_id}/",
        "organization": f"organizations/{rows[Organization].first().public_id}/",
        "person": f"people/{rows[Requester].get(name='Confirmed Zorn').public_id}/",
    }


def _telling(house: Installation, carla: AtTheDesk) -> Visits:
    """A problem: what the desk sees, what everybody sees, typing that is like it; a word to all, before and after."""
    page = carla.page
    problem = Problem.objects.using(RECORD).get(sample=False)
    page.goto(f"{house.url}/d/support/problems/{problem.public_id}/")
    yield "problem-public", page
    page.get_by_role("link", name="Drones come back: set the drop point").click()
    expect(page.get_by_role("heading", name="Did this help?")).to_be_visible()
    yield "guide-public", page
    page.get_by_role("button", name="It did not help").click()
    expect(page.get_by_role("heading", name="You said that this did not help.")).to_be_visible()
    yield "guide-answered", page
    page.get_by_role("link", name="All written help").click()
    yield "guides-public", page
    page.goto(f"{house.url}/d/support/guides/?q=nothing")
    yield "guides-public-none", page
    page.goto(f"{house.url}/d/support/")
    page.get_by_label("What happened instead?").fill("Our drones come back with the package as well.")
    expect(page.locator("#write .like")).to_contain_text("Is it this?")
    yield "front-typing", page
    page.locator("#write .like button").first.click()
    expect(page.get_by_label("What happened to you?")).to_have_value(
        "Our drones come back with the package as well."
    )
    yield "problem-carried", page
    page.goto(f"{house.url}/desk/problems/{problem.public_id}/")
    yield "desk-problem", page
    page.locator("[name=text_en]").fill(
        "The map is wrong; we wait for its maker. Until then set the drop point by hand."
    )
    page.locator("[name=typed]").fill("in 3 h")
    page.get_by_role("button", name="See what each gets").click()
    expect(page.get_by_role("button", name="Send to 3 requests")).to_be_visible()
    yield "desk-broadcast-preview", page
    page.get_by_role("button", name="Send to 3 requests").click()
    expect(page.locator("#progress")).to_be_visible()
    yield "desk-broadcast-progress", page


def _writing(house: Installation, carla: AtTheDesk, ticket: str) -> Visits:
    """The composer at work: a refused time, a note, the keys; and on a phone the panes around it."""
    page = carla.page
    page.goto(f"{house.url}/desk/tickets/{ticket}/")
    carla.writes("Hi, I am looking at the gateway log and at the map of the river.", time="soonish")
    expect(page.locator("#judged .error")).to_be_visible()
    yield "writing-refused", page
    page.locator("#due").fill("in 3 h")
    expect(page.locator("#judged .error")).to_have_count(0)
    yield "writing", page
    page.locator(".to-note").click()
    yield "writing-a-note", page
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "keys", page
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("re")
    yield "palette", page
    page.keyboard.press("Escape")
    for pane in ("rail", "context"):
        page.evaluate(f"document.querySelector('[data-show-pane={pane}]').click()")
        yield f"pane-{pane}", page
