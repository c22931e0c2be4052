"""Connections to hosts that people typed on a page: never into the network that Heard itself stands in.

Each address is checked, and that very address is connected to, so a name that answers differently the second time
gains nothing. What is inside on purpose stands in HEARD_INSIDE_HOSTS; where Heard runs for this machine only, this
machine may be named.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable

from django.conf import settings

# They carry an IPv4 address inside, which may be one of ours (RFC 6052, RFC 3056, RFC 4380).
_WRAPPED = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class NotAllowed(OSError):
    """The host stands in a network that pages may not name."""


def is_public(host: str, address: str) -> bool:
    """Whether an address is anybody's: for hosts that a stranger named, where nothing of ours may be excepted."""
    ip = _ip(address)
    wrapped = ip.version == 6 and any(ip in net for net in _WRAPPED)
    return ip.is_global and not ip.is_multicast and not wrapped


def may_reach(host: str, address: str) -> bool:
    """Whether a page may make us talk to this address, to which the name leads."""
    ip = _ip(address)
    if _is_named(host, ip, settings.HEARD_INSIDE_HOSTS) or (settings.HEARD_IS_LOCAL and ip.is_loopback):
        return True
    return is_public(host, address)


def connect(
    host: str, port: int, *, timeout: float | None, allowed: Callable[[str, str], bool] = may_reach
) -> socket.socket:
    """A connection to the first address of a host that is allowed and answers.

    Raises:
        NotAllowed: none of its addresses is allowed.
        OSError: none answers, or the name is unknown.
    """
    trouble: OSError = NotAllowed(f"{host} stands inside our own network")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not allowed(host, str(address[0])):
            continue
        one = socket.socket(family, kind, protocol)
        try:
            one.settimeout(timeout)
            one.connect(address)
        except OSError as error:
            one.close()
            trouble = error
        else:
            return one
    raise trouble


def _ip(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    ip = ipaddress.ip_address(address.partition("%")[0])
    return ip.ipv4_mapped or ip if isinstance(ip, ipaddress.IPv6Address) else ip


def _is_named(host: str, ip: ipaddress.IPv4Address | ipaddress.IPv6Address, allowed: Iterable[str]) -> bool:
    for entry in allowed:
        try:
            net = ipaddress.ip_network(entry, strict=False)
        except ValueError:
            if entry.lower() == host.lower():
                return True
        else:
            if ip.version == net.version and ip in net:
                return True
    return False
