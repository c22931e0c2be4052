"""A real IMAP server of our own: dovecot on a loopback port, all its files in one temporary folder."""

import contextlib
import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from channels.running import eventually, free_port

PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")

# Root may not own mail; everybody else runs everything as themselves.
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
protocols = imap
ssl = {ssl}
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
auth_mechanisms = {mechanisms}
{oauth}
passdb {{
  driver = static
  mechanisms = plain login
  args = password=four-wild-geese
}}
{more}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
"""

OAUTH = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""
INTROSPECTION = """
introspection_url = http://127.0.0.1:{port}/introspect
introspection_mode = auth
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
timeout_msecs = 5000
"""


@dataclass(frozen=True)
class Password:
    """The password of every user."""

    def reveal(self) -> str:
        return "four-wild-geese"


@dataclass(frozen=True)
class Box:
    """A mailbox as the settings have it."""

    port: int
    user: str = "support"
    scheme: str = "imap"
    host: str = "127.0.0.1"
    path: str = "INBOX"
    password: Password = Password()
    processed: str = ""
    typed: bool = False
    row_id: int = 0
    signin: dict[str, Any] = field(default_factory=dict, compare=False)
    imaps_port: int = 0

    @contextlib.contextmanager
    def opened(self) -> Iterator[IMAPClient]:
        """The mailbox as another client sees it, to put mail there or set flags."""
        with IMAPClient(self.host, port=self.port, ssl=False) as client:
            client.login(self.user, self.password.reveal())
            client.select_folder(self.path)
            yield client


@contextlib.contextmanager
def running(*, pem: Path | None = None, ask_port: int = 0, more: str = "") -> Iterator[Box]:
    """Start a server; gives the mailbox of one user.

    With a certificate in `pem` it speaks TLS too; with `ask_port` it takes XOAUTH2 tokens that it asks about there;
    `more` stands in its configuration as it is.
    """
    folder = Path(tempfile.mkdtemp(prefix="heard-dovecot-"))
    port, imaps = free_port(), free_port() if pem else 0
    (folder / "mail").mkdir()
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    if os.geteuid() == 0:
        folder.chmod(0o755)
        os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
    me = {"internal": getpass.getuser(), "login": getpass.getuser(), "group": _group()}
    if os.geteuid() == 0:
        me = {"internal": "dovecot", "login": "dovenull", "group": "dovecot"}
    config = folder / "dovecot.conf"
    (folder / "oauth2.conf").write_text(INTROSPECTION.format(port=ask_port))
    choices = {
        "ssl": "yes" if pem else "no",
        "imaps": imaps,
        "mechanisms": "plain login xoauth2 oauthbearer" if ask_port else "plain login",
        "oauth": OAUTH.format(folder=folder) if ask_port else "",
        "more": more + (f"\nssl_cert = <{pem}\nssl_key = <{pem}\n" if pem else ""),
    }
    config.write_text(
        CONFIG.format(folder=folder, port=port, uid=owner.pw_uid, gid=owner.pw_gid, **me, **choices)
    )
    process = subprocess.Popen([str(PROGRAM), "-F", "-c", str(config)])
    try:
        eventually(lambda: _greets(port) or process.poll() is not None)
        yield Box(port, imaps_port=imaps)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _group() -> str:
    import grp

    return grp.getgrgid(os.getegid()).gr_name


def _greets(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as one:
        return one.recv(4) == b"* OK"
    return False
