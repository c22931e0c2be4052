"""The base pages in a real browser: the policy at work, keys, panes, live pieces, and nobody left out."""

import time

import pytest
from playwright.sync_api import Page, expect

from cast import assemble
from signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["/desk/sample", "/desk/sample/other", "/sample/request", "/accounts/login/", "/nothing-here"]


@pytest.fixture
def desk(page: Page, samples, live_server) -> Page:
    """Allie's browser on the sample desk."""
    sign_in(page, assemble().allie, at=live_server.url)
    page.base = live_server.url
    page.goto(page.base + "/desk/sample")
    comes_true(page, "window.htmx && document.body.matches('[data-pane]')")
    return page


def comes_true(page: Page, what: str) -> None:
    """Wait for something in the page; asked from here, since the policy lets nothing in the page ask again."""
    until = time.monotonic() + 30
    while not page.evaluate(what):
        assert time.monotonic() < until, what
        page.wait_for_timeout(50)


def complaints(page: Page) -> list[str]:
    """What the policy refused, and what broke; not that the test server has no live stream."""
    return [said for said in page.complaints if "Policy" in said or "Trusted" in said] + page.crashes


def test_nothing_is_refused_on_our_own_pages(desk):
    for path in PAGES:
        desk.goto(desk.base + path)
    assert complaints(desk) == []


def test_a_swap_works_and_an_attack_in_it_does_not(desk):
    desk.get_by_label("Reply to Zelda").focus()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#sent")).to_be_visible()
    desk.wait_for_timeout(200)
    assert desk.title() == "Today"


def test_nothing_is_swapped_before_the_policy_is_there(desk):
    desk.route("**/look/keys*.js", lambda route: (time.sleep(1), route.continue_()))
    desk.goto(desk.base + "/desk/sample", wait_until="commit")
    desk.locator("a[href='/desk/sample/other']").first.click(no_wait_after=True)
    expect(desk).to_have_url(desk.base + "/desk/sample/other")
    assert complaints(desk) == []


def test_raw_html_from_a_script_is_refused(desk):
    refused = desk.evaluate(
        "() => { try { document.body.innerHTML = '<b>x'; return '' } catch (e) { return e.name } }"
    )
    assert refused == "TypeError"
    assert desk.evaluate(
        "() => { try { trustedTypes.createPolicy('other', {}); return '' } catch (e) { return e.name } }"
    )


def test_a_wake_reads_the_list_again_and_keeps_the_focus(desk):
    rows = desk.locator("[data-row]")
    rows.nth(2).focus()
    expect(desk.get_by_text("in for 6 min")).to_be_visible()
    desk.evaluate("document.getElementById('live').dispatchEvent(new CustomEvent('wake', {bubbles: true}))")
    expect(desk.get_by_text("in for 7 min")).to_be_visible()
    expect(rows.nth(2)).to_be_focused()


def test_an_error_is_said_and_loses_nothing(desk):
    desk.goto(desk.base + "/desk/sample/other")
    desk.locator("#breaks").click()
    expect(desk.locator(".toast.late")).to_contain_text("What you wrote is still here")
    expect(desk.get_by_role("heading", name="Mine")).to_be_visible()


def test_a_visit_to_a_page_of_another_kind_is_whole(desk):
    desk.evaluate("document.querySelector('.brand').href = '/sample/request'")
    desk.get_by_role("link", name="Heard", exact=True).click()
    expect(desk).to_have_title("Your request")
    comes_true(desk, "document.styleSheets[0]?.href?.includes('request')")


def test_a_visit_to_nothing_shows_our_page_for_it(desk):
    desk.evaluate("document.querySelector('.brand').href = '/nothing-here'")
    desk.get_by_role("link", name="Heard", exact=True).click()
    expect(desk.get_by_role("heading", name="There is nothing at this address.")).to_be_visible()


def test_walking_the_list(desk):
    rows = desk.locator("[data-row]")
    desk.keyboard.press("j")
    expect(rows.nth(2)).to_be_focused()
    desk.keyboard.press("k")
    desk.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    desk.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()


def test_a_key_reaches_its_element_but_never_out_of_a_field(desk):
    reply = desk.get_by_label("Reply to Zelda")
    desk.keyboard.press("r")
    expect(reply).to_be_focused()
    before = reply.input_value()
    desk.keyboard.type("j?/")
    assert len(reply.input_value()) == len(before) + 3
    desk.keyboard.press("Escape")
    expect(reply).not_to_be_focused()
    desk.keyboard.press("/")
    expect(desk.get_by_role("searchbox")).to_be_focused()


def test_two_keys_go_and_the_browser_comes_back(desk):
    desk.keyboard.press("g")
    desk.keyboard.press("m")
    expect(desk).to_have_title("Nothing here yet")
    assert desk.url.endswith("/desk/sample/other")
    desk.go_back()
    expect(desk).to_have_title("Today")
    expect(desk.locator("#live")).to_have_count(1)
    assert complaints(desk) == []


def test_help_shows_the_keys_of_this_page_and_can_switch_them_off(desk):
    desk.keyboard.press("?")
    helping = desk.get_by_role("dialog", name="Keys on this page")
    expect(helping).to_be_visible()
    expect(helping.locator("dt", has_text="w")).to_be_visible()
    expect(helping).to_contain_text("No news yet")
    helping.get_by_label("Single keys work in this browser").uncheck()
    desk.keyboard.press("Escape")
    expect(helping).not_to_be_visible()
    desk.keyboard.press("r")
    expect(desk.get_by_label("Reply to Zelda")).not_to_be_focused()


def test_z_leaves_the_ticket_alone(desk):
    desk.keyboard.press("z")
    expect(desk.locator("#list")).not_to_be_visible()
    expect(desk.locator("#main")).to_be_visible()
    desk.keyboard.press("z")
    expect(desk.locator("#list")).to_be_visible()


def test_a_phone_sees_one_pane_at_a_time(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    shown = {"list": True, "main": False, "rail": False, "context": False}
    for choice in ("main", "context", "rail", "list"):
        desk.locator(f"[data-show-pane={choice}]").click()
        shown = {pane: desk.locator(f"#{pane}").is_visible() for pane in shown}
        assert shown == {pane: pane == choice for pane in shown}


def test_nothing_runs_out_of_a_page(desk):
    for path in PAGES:
        desk.goto(desk.base + path)
        for width in (320, 390, 768, 1024, 1440):
            desk.set_viewport_size({"width": width, "height": 844})
            assert desk.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_the_request_page_needs_no_script_and_few_bytes(browser, samples, live_server):
    context = browser.new_context(java_script_enabled=False)
    tab, sizes = context.new_page(), {}
    tab.on("response", lambda response: sizes.update({response.url: len(response.body())}))
    tab.goto(live_server.url + "/sample/request")
    expect(tab.get_by_role("button", name="Yes, that's it")).to_be_visible()
    assert not any(url.endswith(".js") for url in sizes)
    assert sum(sizes.values()) < 40_000
    context.close()
