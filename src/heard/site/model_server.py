"""The language model that the settings name: where it is, and what is wrong with what they say."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import SplitResult

from heard.site.addresses import Secret, WrongSetting, split

MODEL_EXAMPLE = "http://127.0.0.1:11434/v1"
MODEL_SECONDS = range(5, 301)


@dataclass(frozen=True)
class ModelServer:
    """Where a language model is asked for a draft, by OpenAI's chat completions below `path`.

    `key` may be empty, as for most that run at home. `seconds` is how long one draft may take, all in all.
    """

    scheme: str
    host: str
    port: int
    path: str
    name: str
    key: Secret = field(default_factory=lambda: Secret(""))
    seconds: int = 30


def model_server(take: Callable[[str], str]) -> ModelServer | None:
    """The model that the settings name, or None. `take` answers the text of a setting.

    Raises:
        WrongSetting: one of them cannot be used, or stands without the others.
    """
    url, name, key, seconds = (take(f"HEARD_MODEL_{part}") for part in ("URL", "NAME", "KEY", "SECONDS"))
    if not url:
        for part, value in (("NAME", name), ("KEY", key), ("SECONDS", seconds)):
            if value:
                mend = f"is set without HEARD_MODEL_URL; give the address as well, like {MODEL_EXAMPLE}"
                raise WrongSetting(f"HEARD_MODEL_{part}", mend)
        return None
    parts = split("HEARD_MODEL_URL", url, MODEL_EXAMPLE)
    _check_model_address(parts)
    if not name or not name.isprintable() or len(name) > 200:
        raise WrongSetting("HEARD_MODEL_NAME", "must say which model is asked for, like llama3.1")
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        raise WrongSetting("HEARD_MODEL_KEY", "holds a blank or a sign that no key has; copy it anew")
    if seconds and not (seconds.isascii() and seconds.isdigit() and int(seconds) in MODEL_SECONDS):
        raise WrongSetting("HEARD_MODEL_SECONDS", "must be a whole number from 5 to 300, like 30")
    return ModelServer(
        scheme=parts.scheme,
        host=(parts.hostname or "").lower(),
        port=parts.port or (443 if parts.scheme == "https" else 80),
        path=parts.path.rstrip("/"),
        name=name,
        key=Secret(key),
        seconds=int(seconds or 30),
    )


def _check_model_address(parts: SplitResult) -> None:
    """Raises `WrongSetting` for an address that cannot be asked, or would be asked in the open outside."""
    name, like = "HEARD_MODEL_URL", f"like {MODEL_EXAMPLE}"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WrongSetting(name, f"must begin with https://, or with http:// inside your own network, {like}")
    if parts.username or parts.password:
        raise WrongSetting(name, "must hold no password; the key belongs into HEARD_MODEL_KEY")
    if parts.query or parts.fragment or parts.path.rstrip("/").endswith("/completions"):
        raise WrongSetting(name, f"must end before /chat/completions, {like}")
    try:
        is_outside = ipaddress.ip_address(parts.hostname).is_global
    except ValueError:
        return
    if is_outside and parts.scheme == "http":
        raise WrongSetting(name, "would send text over the open net unencrypted; write https://")
