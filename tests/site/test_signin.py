"""Signing in with what people have: password, passkey, authenticator app; in a real browser, under the policy."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from cast import PASSWORD, Cast, assemble

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(page: Page, samples, live_server) -> Cast:
    """The cast, and a browser in front of the sign-in page; after it comes a sample page."""
    page.base = live_server.url
    cast = assemble()
    page.goto(page.base + "/accounts/login/?next=/desk/sample")
    return cast


def sign_in(page: Page) -> None:
    page.get_by_label("Email").fill("allie@heard.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_password(page: Page) -> None:
    """Some pages ask once more who is there."""
    if "/reauthenticate/" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()


def sign_out(page: Page) -> None:
    page.goto(page.base + "/accounts/logout/")
    page.get_by_role("button", name="Sign Out").click()
    page.goto(page.base + "/accounts/login/?next=/desk/sample")


def test_with_a_password(stage, page):
    sign_in(page)
    expect(page).to_have_title("Today")
    assert [said for said in page.complaints if "Policy" in said] == []


def test_with_a_passkey(stage, page):
    authenticator = page.context.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page)
    page.goto(page.base + "/accounts/2fa/webauthn/add/")
    confirm_password(page)
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_title("Today")
    assert page.crashes == [] and [said for said in page.complaints if "Policy" in said] == []


def test_with_an_authenticator_app(stage, page):
    sign_in(page)
    page.goto(page.base + "/accounts/2fa/totp/activate/")
    confirm_password(page)
    picture = page.locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(code(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    sign_out(page)
    sign_in(page)
    expect(page.get_by_role("heading", name="Two-Factor Authentication")).to_be_visible()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign In").click()
    expect(page.locator(".errorlist")).to_be_visible()


def code(secret: str) -> str:
    """What the app would show now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
