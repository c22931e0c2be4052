"""Alerts in a real browser: in the page, and on the desktop when the page is not in front; each once."""

import json

import pytest
from playwright.sync_api import CDPSession, Page, expect

from cast import assemble
from heard import clock
from heard.letters.alerts import deliver_one
from heard.record.actions import watch
from signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

# The desktop of a browser without one: what was shown there, while the page is not in front.
DESKTOP = """
window.shownThere = []
window.Notification = class {
    static permission = "granted"
    constructor(title, options) { window.shownThere.push([title, options.body]) }
    addEventListener() {}
}
document.hasFocus = () => false
"""


def test_an_offered_watch_is_shown_once_in_the_page_and_on_the_desktop(page: Page, live_server) -> None:
    cast = assemble()
    watch.take(cast.desk, by=cast.allie, at=clock.now())
    watch.hand_over(cast.desk, to=cast.bob, by=cast.allie, at=clock.now())
    assert deliver_one(clock.now())
    sign_in(page, cast.bob, at=live_server.url)
    page.add_init_script(DESKTOP)
    page.goto(f"{live_server.url}/desk/")
    expect(page.locator("#alerts span")).to_have_text("1")
    toast = page.locator("#toasts .toast", has_text="Allie Ames asks you to take over the watch of Support.")
    expect(toast).to_be_visible()
    ((title, body),) = page.evaluate("window.shownThere")
    assert title.startswith("Allie Ames asks you") and "Take the watch" in body
    page.reload()
    expect(page.locator("#alerts span")).to_have_text("1")
    assert page.evaluate("window.shownThere") == []
    page.keyboard.press("g")
    page.keyboard.press("w")
    expect(page.get_by_role("button", name="Take the watch")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bob Bauer has the watch.")).to_be_visible()
    assert page.crashes == []


def test_a_browser_shows_an_alert_while_no_page_is_in_front_and_opens_what_it_is_about(
    desktop_page: Page, live_server
) -> None:
    cast, page = assemble(), desktop_page
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    sign_in(page, cast.bob, at=live_server.url)
    page.goto(f"{live_server.url}/desk/me/alerts/")
    registration, here = _registered(page)
    page.goto("about:blank")
    alert = {"title": "Zelda waits", "body": "Press Enter.", "link": "/desk/alerts/", "tag": "heard-7"}
    here.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": live_server.url, "registrationId": registration, "data": json.dumps(alert)},
    )
    page.goto(f"{live_server.url}/desk/me/alerts/")
    page.wait_for_function(f"async () => ({SHOWN}).length", timeout=10_000)
    assert page.evaluate(f"async () => {SHOWN}") == [
        ["Zelda waits", "Press Enter.", "/desk/alerts/", "heard-7"]
    ]
    assert page.crashes == [] and not [said for said in page.complaints if "action has been blocked" in said]


SHOWN = """(await (await navigator.serviceWorker.getRegistration("/desk/"))?.getNotifications() ?? [])
    .map(shown => [shown.title, shown.body, shown.data, shown.tag])"""


def _registered(page: Page) -> tuple[str, CDPSession]:
    """The desk's worker script in this browser, and the line to it."""
    here, found = page.context.new_cdp_session(page), []
    here.on("ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(said["registrations"]))
    here.send("ServiceWorker.enable")
    for _ in range(200):
        if found:
            break
        page.wait_for_timeout(50)
    return found[-1]["registrationId"], here
