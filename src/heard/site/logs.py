"""One line per event, on stderr, without secrets: the log of every process, ours and the libraries' alike."""

import re
from typing import Any

import structlog

HIDDEN = "(hidden)"
# Names whose values are never written.
SECRET_NAME = re.compile(r"password|secret|token|cookie|authorization|credential", re.IGNORECASE)
# The password in scheme://user:password@host, wherever it turns up.
SECRET_IN_ADDRESS = re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]+@")

# The secret of a link in a mail: a page that is not found, or a form without its seal, is told with its address.
SECRET_IN_PATH = re.compile(r"(/(?:r|a|feed|requests/open)/)[\w-]{16,}")

type Event = dict[str, Any]


def without_secrets(logger: object, method: str, event: Event) -> Event:
    """Hide values with a telling name, and passwords inside addresses. Runs last, over everything."""
    return {name: HIDDEN if SECRET_NAME.search(name) else _cleaned(value) for name, value in event.items()}


def _cleaned(value: object) -> object:
    text = str(value)  # what comes along may be a request, which is written with its address
    said = SECRET_IN_PATH.sub(rf"\1{HIDDEN}", SECRET_IN_ADDRESS.sub(rf"\1:{HIDDEN}@", text))
    return value if said == text else said


_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_last: list[Any] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.format_exc_info,
    without_secrets,
    structlog.processors.LogfmtRenderer(
        key_order=["timestamp", "level", "logger", "event"], drop_missing=True
    ),
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": _last,
            "foreign_pre_chain": [*_shared, structlog.stdlib.ExtraAdder()],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Someone knocking with a wrong host name is their fault, not ours.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}


def configure() -> None:
    """Let structlog write through the standard library's logging: one stream, one form."""
    structlog.configure(
        processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
