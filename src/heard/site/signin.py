"""Who may have an account, and from where somebody knocks."""

import ipaddress

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

# Where a proxy of ours may stand: this machine, or a network that the internet does not route.
PRIVATE = [
    ipaddress.ip_network(network)
    for network in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "::1",
        "fc00::/7",
    )
]


class Doorkeeper(DefaultAccountAdapter):
    """The sign-in pages with the sign-up closed, and tries counted per visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an agent is made on the desk's pages or by `heard init`."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that tries are counted under.

        Behind a proxy everybody comes from the proxy, and one stranger could use up the tries of all. A caller on
        a private address is taken for a proxy, and the last address it forwards for the visitor: that one the
        proxy wrote itself, those before it anybody could have sent.
        """
        direct = request.META["REMOTE_ADDR"]
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        return forwarded if _is_private(direct) and _is_address(forwarded) else direct


def _is_private(text: str) -> bool:
    return _is_address(text) and any(ipaddress.ip_address(text) in network for network in PRIVATE)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
