"""The connection to the mail server: opened when first needed, used for letter after letter, and plain about what
went wrong."""

import smtplib
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol, Self

from heard.letters.verdict import code_in, is_of_address, is_of_us

TIMEOUT = 30
"""Seconds one step of the conversation may take; a letter's lease is two minutes."""
MOST = 100
"""Letters over one connection: some servers hang up on whoever stays longer."""
OURS = {530, 534, 535, 538}
"""Answers about our sign-in, which no letter is to blame for."""


class Secret(Protocol):
    """What keeps a password out of logs."""

    def reveal(self) -> str: ...


class Unreachable(Exception):
    """The server cannot be talked to now, or not with these settings: no letter will leave.

    `in_doubt` says that the connection broke after the whole letter was handed over.
    """

    def __init__(self, says: str, *, in_doubt: bool = False) -> None:
        super().__init__(says)
        self.in_doubt = in_doubt


class NotNow(Exception):
    """The server does not want this letter now (4xx)."""


class Never(Exception):
    """The server will never take this letter (5xx); `is_address`: nor any other for this address."""

    def __init__(self, says: str, *, is_address: bool = False) -> None:
        super().__init__(says)
        self.is_address = is_address


class Post:
    """One mail server. Use it in a `with` block; it hangs up at the end."""

    def __init__(self, server: Any, *, name: str) -> None:
        """`server` is HEARD_SMTP_URL as the settings hold it; `name` the host name we greet with."""
        self.server, self.name = server, name
        self._smtp: smtplib.SMTP | None = None
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def hand_over(
        self, content: bytes, *, sender: str, to: str, ready: Callable[[], bool] = lambda: True
    ) -> bool:
        """Give the server one letter. When this returns True, the server has it and answers for it.

        Args:
            ready: asked right before the letter leaves our hands; when it says no, nothing leaves.

        Raises:
            Unreachable, NotNow, Never: the server does not have it, and why.
        """
        if self._done >= MOST:
            self._hang_up()
        is_old = self._smtp is not None
        try:
            return self._hand_over(content, sender, to, ready)
        except Unreachable as trouble:
            # A server may hang up on a connection that stood idle; nothing left, so a fresh one may be tried.
            if not is_old or trouble.in_doubt or self._smtp is not None:
                raise
            return self._hand_over(content, sender, to, ready)

    def _hand_over(self, content: bytes, sender: str, to: str, ready: Callable[[], bool]) -> bool:
        in_doubt = False
        try:
            smtp = self._call()
            options = [f"size={len(content)}"] if smtp.has_extn("size") else []
            if not (sender + to).isascii():
                options.append("SMTPUTF8")
            self._judge(*smtp.mail(sender, options), about="sender")
            self._judge(*smtp.rcpt(to), about="address")
            if not ready():
                self._start_over()
                return False
            smtp.putcmd("data")
            self._judge(*smtp.getreply())
            in_doubt = True
            smtp.send(_dotted(content))
            self._judge(*smtp.getreply())
            self._done += 1
            return True
        except smtplib.SMTPNotSupportedError as error:
            if self._smtp is None:
                raise Unreachable(self._about(error)) from error
            self._start_over()
            raise Never(f"the mail server knows no addresses like {to}") from error
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise Unreachable(self._about(error), in_doubt=in_doubt) from error

    def _call(self) -> smtplib.SMTP:
        """The open connection; a new one is greeted, secured and signed in as the settings say."""
        if self._smtp is not None:
            return self._smtp
        server, secure = self.server, ssl.create_default_context()
        if server.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=self.name, timeout=TIMEOUT, context=secure
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, local_hostname=self.name, timeout=TIMEOUT)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.scheme == "smtp+starttls":
                smtp.starttls(context=secure)
                smtp.ehlo()
            if server.user:
                smtp.login(server.user, server.password.reveal())
        except BaseException:
            smtp.close()
            raise
        self._smtp, self._done = smtp, 0
        return smtp

    def _judge(self, code: int, says: bytes, *, about: str = "") -> None:
        """Go on after a yes; else the right refusal, with the connection ready for the next letter.

        A no to our own address is a fault of the settings, which somebody can mend: no letter is to blame for it.
        """
        if code < 400 and code != -1:
            return
        words = f"{code} {says.decode(errors='replace')}"
        if code in OURS or code in (421, -1) or is_of_us(code_in(words), words, about):
            self._hang_up()
            raise Unreachable(f"{self.server.host}: {words}")
        self._start_over()
        if code < 500:
            raise NotNow(words)
        raise Never(words, is_address=about == "address" and is_of_address(code_in(words), words))

    def _start_over(self) -> None:
        try:
            if self._smtp:
                self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._hang_up()

    def _hang_up(self) -> None:
        smtp, self._smtp = self._smtp, None
        try:
            if smtp:
                smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()

    def _about(self, error: Exception) -> str:
        where = f"{self.server.host}:{self.server.port}"
        if isinstance(error, smtplib.SMTPResponseException):
            says = error.smtp_error
            return f"{where}: {error.smtp_code} {says.decode(errors='replace') if isinstance(says, bytes) else says}"
        return f"{where} cannot be reached: {error or type(error).__name__}"


def _dotted(content: bytes) -> bytes:
    """The bytes as DATA wants them (RFC 5321, 4.5.2): a dot that begins a line is doubled, one alone ends all."""
    body = content if content.endswith(b"\r\n") else content + b"\r\n"
    doubled = body.replace(b"\r\n.", b"\r\n..")
    return (b"." + doubled if body.startswith(b".") else doubled) + b".\r\n"
