"""One key on a filed mail's row makes it a ticket, and only on the row that has the focus."""

import pytest
from playwright.sync_api import Page, expect

from cast import assemble
from channels.arriving import arrive
from channels.mails import mail
from heard import clock
from heard.record.models.intake import Intake
from signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_c_makes_a_ticket_of_the_row_that_one_stands_on(page: Page, live_server):
    sign_in(page, assemble().allie, at=live_server.url)
    for subject in ("Filed first", "Filed last"):
        raw = mail(f"Subject: {subject}", "Auto-Submitted: auto-generated")
        assert arrive(raw, at=clock.now(), sender="").state == "filed"
    page.goto(f"{live_server.url}/desk/intake/")
    page.keyboard.press("c")  # no row has the focus yet
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Filed first")).to_be_focused()
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Filed first", level=1)).to_be_visible()
    assert [row.subject for row in Intake.objects.filter(state="ticket")] == ["Filed first"]
    assert page.crashes == []
