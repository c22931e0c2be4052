"""A mail server of our own on a loopback port: it takes letters, or answers as a test tells it to."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from heard.site.addresses import Secret, Server

USER, PASSWORD = "desk", "a green door"


@dataclass
class Sink:
    """What came in; `mail`, `rcpt` and `data` are answers to give once each, in order, instead of yes."""

    port: int
    mails: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    connections: int = 0
    secured: list[bool] = field(default_factory=list)
    signed_in: list[bool] = field(default_factory=list)
    mail: list[str] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    hang_up_after_data: int = 0

    def url(self, scheme: str = "smtp", *, host: str = "127.0.0.1", user: str = "") -> Server:
        """The address of this server, as the settings hold it."""
        return Server(scheme, host, self.port, user=user, password=Secret(PASSWORD if user else ""))

    def parsed(self) -> list[EmailMessage]:
        """The mails as a mail program reads them."""
        return [message_from_bytes(mail, policy=policy.default) for mail in self.mails]

    def ids(self) -> list[str]:
        """The Message-IDs in the order of arrival."""
        return [mail["Message-ID"] for mail in self.parsed()]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += session.host_name is None
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mail:
            return self.mail.pop(0)
        envelope.mail_from = address
        return "250 yes"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 yes"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data:
            return self.data.pop(0)
        self.mails.append(envelope.content)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.secured.append(session.ssl is not None)
        self.signed_in.append(session.authenticated)
        if self.hang_up_after_data:
            self.hang_up_after_data -= 1
            server.transport.abort()
        return "250 taken"


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def listening(
    *, tls: ssl.SSLContext | None = None, smtps: bool = False, sign_in: bool = False, utf8: bool = False
) -> Iterator[Sink]:
    """A sink that runs until the block ends: plain, with STARTTLS (`tls`), or all in TLS (`smtps` as well)."""
    sink = Sink(free_port())
    more = {"ssl_context": tls} if smtps else {"tls_context": tls, "require_starttls": tls is not None}
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=sink.port,
        enable_SMTPUTF8=utf8,
        authenticator=_knows,
        auth_required=sign_in,
        auth_require_tls=False,
        **more,
    )
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def _knows(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
) -> AuthResult:
    known = data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=known, handled=known, message=None if known else "535 5.7.8 who are you")
