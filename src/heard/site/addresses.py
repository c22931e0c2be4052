"""Addresses of other servers in the settings, taken apart, and how their secrets stay out of logs."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {
    "smtp": 25,
    "smtp+starttls": 587,
    "smtps": 465,
    "lmtp": 24,
    "imap": 143,
    "imap+starttls": 143,
    "imaps": 993,
}


class WrongSetting(ImproperlyConfigured):
    """A setting of the environment cannot be used. The message is one line: the name, and the mend."""

    def __init__(self, name: str, mend: str) -> None:
        """`name` of the setting; `mend` says what to write instead (never repeats a secret)."""
        super().__init__(f"{name}: {mend}")
        self.name = name
        self.mend = mend


@dataclass(frozen=True)
class Secret:
    """A text that never shows itself in a log, a traceback or a settings page; ask with `reveal()`."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __str__(self) -> str:
        return "(secret)"

    def __bool__(self) -> bool:
        return bool(self._text)


@dataclass(frozen=True)
class Server:
    """A host we talk to, or listen on: `scheme://user:password@host:port/path`, taken apart."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))
    path: str = ""

    def __str__(self) -> str:
        who = f"{self.user}@" if self.user else ""
        return f"{self.scheme}://{who}{self.host}:{self.port}{'/' + self.path if self.path else ''}"

    @property
    def is_loopback(self) -> bool:
        """Whether nothing sent there can leave this machine."""
        return is_loopback(self.host)


@dataclass(frozen=True)
class MailboxServer(Server):
    """A mailbox to fetch: to which folder its mails move, and the address of the desk whose mails these are."""

    processed: str = ""
    desk: str = ""


def is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def split(name: str, text: str, example: str) -> SplitResult:
    """The address taken apart. Raises `WrongSetting` when it is none."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise WrongSetting(name, f"is not an address; write it like {example}") from None
    return parts


def server(name: str, text: str, schemes: tuple[str, ...], example: str) -> Server:
    """The server that an address names. Raises `WrongSetting` for another scheme, or no host."""
    parts = split(name, text, example)
    if parts.scheme not in schemes:
        raise WrongSetting(name, f"must begin with {' or '.join(s + '://' for s in schemes)}, like {example}")
    if not parts.hostname:
        raise WrongSetting(name, f"has no host; write it like {example}")
    return Server(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port if parts.port is not None else PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=Secret(unquote(parts.password or "")),
        path=unquote(parts.path.strip("/")),
    )
