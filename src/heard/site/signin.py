"""Who may have an account: agents made by an admin, nobody else."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Doorkeeper(DefaultAccountAdapter):
    """The sign-in pages with the sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an agent is made on the desk's pages or by `heard init`."""
        return False
