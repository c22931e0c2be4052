"""Where the mail door listens, told without what it takes to listen: every process asks for it."""

from typing import Protocol


class Address(Protocol):
    """A scheme (smtp, lmtp, imap ...), a host and a port."""

    @property
    def scheme(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...


def name_of(address: Address) -> str:
    """The listener as people say it."""
    return f"{address.scheme} {address.host}:{address.port}"
