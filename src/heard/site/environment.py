"""What the process needs to start: the settings of the environment, read once and checked.

A wrong setting stops the start: `WrongSetting` says its name and the mend in one line, and never its value,
because many of these hold a password. Everything a desk can choose while running is in the database instead.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.management.utils import get_random_secret_key

from heard.site.addresses import MailboxServer, Secret, Server, WrongSetting, is_loopback, server, split
from heard.site.dkim import Signer, signer
from heard.site.model_server import ModelServer, model_server

# Name of each setting, in the order of the documentation.
NAMES = (
    "HEARD_DATA",
    "HEARD_DATABASE_URL",
    "HEARD_URL",
    "HEARD_SMTP_URL",
    "HEARD_DOOR_LISTEN",
    "HEARD_MAILBOXES",
    "HEARD_WEBHOOKS",
    "HEARD_INSIDE_HOSTS",
    "HEARD_AUTHENTICATION",
    "HEARD_DKIM_NAME",
    "HEARD_DKIM_KEY",
    "HEARD_ALERT_URLS",
    "HEARD_FILES_URL",
    "HEARD_MODEL_URL",
    "HEARD_MODEL_NAME",
    "HEARD_MODEL_KEY",
    "HEARD_MODEL_SECONDS",
    "HEARD_SECRET_KEY",
)

# Mail providers whose webhooks bring mail, and by what they prove that it is them.
WEBHOOKS = {
    "mailgun": "its webhook signing key",
    "mandrill": "its webhook key",
    "mailersend": "its inbound secret",
    "postal": "its public key",
    "postmark": "user:password",
    "sendgrid": "user:password",
}


@dataclass(frozen=True)
class Environment:
    """Every setting of the environment after checking. Folders exist; secrets are wrapped."""

    data: Path
    database: dict[str, object] = field(repr=False)
    url: str
    smtp: Server | None
    door: Server
    mailboxes: tuple[MailboxServer, ...]
    webhooks: dict[str, Secret]
    inside_hosts: tuple[str, ...]
    authentication: str
    dkim: Signer | None
    alerts: tuple[Secret, ...]
    files: Path
    model: ModelServer | None
    secret_key: Secret

    @property
    def is_https(self) -> bool:
        """Whether people reach this installation over https, so that cookies may be `__Host-` and Secure."""
        return self.url.startswith("https://")

    @property
    def is_local(self) -> bool:
        """Whether the public address is this machine only: a trial on a laptop."""
        return is_loopback(self.host)

    @property
    def host(self) -> str:
        """Host name of the public address, without port."""
        return urlsplit(self.url).hostname or "localhost"


def read(environ: Mapping[str, str]) -> Environment:
    """Read and check every setting.

    Makes the data folder and the secret key where they are missing. Raises `WrongSetting` for the first one
    that cannot be used.
    """
    take = _taker(environ)
    data = _folder("HEARD_DATA", take("HEARD_DATA") or "data")
    return Environment(
        data=data,
        database=_database(take("HEARD_DATABASE_URL"), data),
        url=_public_address(take("HEARD_URL")),
        smtp=_smtp(take("HEARD_SMTP_URL")),
        door=_door(take("HEARD_DOOR_LISTEN")),
        mailboxes=tuple(_mailbox(text) for text in take("HEARD_MAILBOXES").split()),
        webhooks=dict(_webhook(text) for text in take("HEARD_WEBHOOKS").split()),
        inside_hosts=tuple(take("HEARD_INSIDE_HOSTS").split()),
        authentication=_authentication(take("HEARD_AUTHENTICATION")),
        dkim=signer(take("HEARD_DKIM_NAME"), take("HEARD_DKIM_KEY")),
        alerts=tuple(_alert(text) for text in take("HEARD_ALERT_URLS").split()),
        files=_files(take("HEARD_FILES_URL"), data),
        model=model_server(take),
        secret_key=_secret_key(take("HEARD_SECRET_KEY"), data),
    )


def _taker(environ: Mapping[str, str]) -> Callable[[str], str]:
    """A function that answers the text of a setting, from NAME or from the file that NAME_FILE points to."""

    def take(name: str) -> str:
        text, path = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
        if text and path:
            raise WrongSetting(name, f"is set twice; keep {name} or {name}_FILE, not both")
        if not path:
            return text
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise WrongSetting(f"{name}_FILE", "the file cannot be read; check its path and rights") from None

    return take


def _folder(name: str, text: str) -> Path:
    """The folder as an absolute path; made when missing."""
    path = Path(text).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise WrongSetting(name, f"{path} cannot be made; name a folder this user may write in") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise WrongSetting(name, f"{path} cannot be written; give this user the right to write there")
    return path


def _database(text: str, data: Path) -> dict[str, object]:
    """Django's connection parameters: SQLite in the data folder, or PostgreSQL."""
    if not text:
        return _sqlite(data / "heard.sqlite3")
    example = "postgresql://user:password@host:5432/heard"
    parts = split("HEARD_DATABASE_URL", text, example)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in ("postgresql", "postgres"):
        raise WrongSetting("HEARD_DATABASE_URL", f"must begin with postgresql://, like {example}")
    name = unquote(parts.path.strip("/"))
    if not name:
        raise WrongSetting("HEARD_DATABASE_URL", f"names no database; write it like {example}")
    return _postgresql(parts, name)


def _sqlite(path: Path) -> dict[str, object]:
    """WAL for readers beside one writer; FULL because an accepted mail must survive a power cut."""
    return {
        "ENGINE": "heard.site.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "cached_statements": 1024,  # statements that are not read and planned anew; 128 are fewer than we have
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
            " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728",
        },
    }


def _postgresql(parts: SplitResult, name: str) -> dict[str, object]:
    """psycopg 3. A host given as `?host=/folder` is a unix socket, as in libpq's own addresses."""
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **options},
    }


def _public_address(text: str) -> str:
    """The address people type, without a slash at the end."""
    example = "https://help.example.com"
    parts = split("HEARD_URL", text or "http://127.0.0.1:8000", example)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WrongSetting("HEARD_URL", f"must be the address people type, like {example}")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise WrongSetting("HEARD_URL", f"must end after the host, like {example}")
    return f"{parts.scheme}://{parts.netloc}"


def _smtp(text: str) -> Server | None:
    if not text:
        return None
    return server(
        "HEARD_SMTP_URL",
        text,
        ("smtp", "smtps", "smtp+starttls"),
        "smtp+starttls://user:password@mail.example.com:587",
    )


def _door(text: str) -> Server:
    """Where the mail door listens; a bare `host:port` means SMTP."""
    text = text or "127.0.0.1:2525"
    address = text if "://" in text else f"smtp://{text}"
    return server("HEARD_DOOR_LISTEN", address, ("smtp", "lmtp"), "127.0.0.1:2525")


def _mailbox(text: str) -> MailboxServer:
    """A mailbox; behind a question mark may stand the folder to move to, and the desk: ?processed=Done&desk=a@b."""
    example = "imaps://user:password@mail.example.com/INBOX"
    found = server("HEARD_MAILBOXES", text, ("imaps", "imap", "imap+starttls"), example)
    if not found.user:
        raise WrongSetting("HEARD_MAILBOXES", f"a mailbox names no user; write it like {example}")
    more = dict(parse_qsl(split("HEARD_MAILBOXES", text, example).query))
    if unknown := set(more) - {"processed", "desk"}:
        says = f"knows no {sorted(unknown)[0]}; behind ? stand processed= and desk= only, like {example}?processed=Done"
        raise WrongSetting("HEARD_MAILBOXES", says)
    values = {each.name: getattr(found, each.name) for each in fields(found)}
    return MailboxServer(**{**values, "path": found.path or "INBOX"}, **more)


def _webhook(text: str) -> tuple[str, Secret]:
    """A provider whose webhook brings mail, and the secret that proves it: `postmark:user:password`."""
    provider, _, secret = text.partition(":")
    if provider not in WEBHOOKS or not secret:
        raise WrongSetting("HEARD_WEBHOOKS", f"write provider:secret; providers are {', '.join(WEBHOOKS)}")
    if WEBHOOKS[provider] == "user:password" and ":" not in secret.strip(":"):
        raise WrongSetting(
            "HEARD_WEBHOOKS", f"{provider} proves itself by user and password: {provider}:user:password"
        )
    return provider, Secret(secret)


def _authentication(text: str) -> str:
    """The one host whose Authentication-Results are believed."""
    if text and (len(text.split()) > 1 or not text.isascii() or set(text) & set("/@:;,")):
        raise WrongSetting(
            "HEARD_AUTHENTICATION", "must be one host name, as it begins the header: mx.example.com"
        )
    return text.lower()


def _alert(text: str) -> Secret:
    """An apprise address. Apprise itself says no to one it does not know."""
    from apprise import Apprise  # slow to import, needed only when an alert route is set

    if not Apprise.instantiate(text):
        raise WrongSetting(
            "HEARD_ALERT_URLS", "apprise does not know one of the addresses; see its list of services"
        )
    return Secret(text)


def _files(text: str, data: Path) -> Path:
    """The folder of the file store."""
    if not text:
        return _folder("HEARD_FILES_URL", str(data / "files"))
    parts = split("HEARD_FILES_URL", text, "/srv/heard/files")
    if parts.scheme not in ("", "file"):
        raise WrongSetting("HEARD_FILES_URL", "must be a folder, like /srv/heard/files")
    return _folder("HEARD_FILES_URL", unquote(parts.path))


def _secret_key(text: str, data: Path) -> Secret:
    """The key that signs links and cookies; made once and kept, readable by its owner only."""
    if text:
        if len(text) < 32:
            raise WrongSetting("HEARD_SECRET_KEY", "is too short; give it at least 32 random characters")
        return Secret(text)
    return Secret(kept(data / "secret-key", get_random_secret_key))


def kept(path: Path, make: Callable[[], str]) -> str:
    """The text in that file; made and written first (mode 0600) when there is none.

    Several processes may start at the same moment: whoever links the file first wins, the others read it.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(make(), encoding="utf-8")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8").strip()
