"""Answers that come in another order than they were asked for, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from cast import assemble
from channels.arriving import arrive
from channels.mails import mail
from heard import clock
from journeys.installation import until
from signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_that_was_overtaken_draws_nothing_older(page: Page, live_server):
    """The ticket opens itself after two seconds in view; that answer comes when what was pressed later is drawn."""
    sign_in(page, assemble().allie, at=live_server.url)
    ticket = arrive(mail(), at=clock.now()).ticket
    late = []
    page.route("**/opened/", lambda route: late.append((route, route.fetch())))
    with page.expect_request("**/opened/"):
        page.goto(f"{live_server.url}/desk/tickets/{ticket.public_id}/")
        until(lambda: late or page.wait_for_timeout(20), seconds=10)
    take = page.get_by_role("button", name="Take it")
    take.click()
    expect(take).to_have_count(0)
    ((route, response),) = late
    with page.expect_response("**/opened/"):
        route.fulfill(response=response)
    page.wait_for_timeout(200)
    expect(take).to_have_count(0)
    assert page.crashes == []
