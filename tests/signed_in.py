"""A real browser in which an agent has signed in, without the walk through the sign-in page."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from heard.record.models.agent import Agent


def sign_in(page: Page, agent: Agent, *, at: str) -> None:
    """Give the browser behind `page` the session of an agent, for the site at the address `at`."""
    client = Client()
    client.force_login(agent, backend=settings.AUTHENTICATION_BACKENDS[0])
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": at}])
