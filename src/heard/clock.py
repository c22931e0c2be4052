"""The one place that reads the clock. Doors call it once per unit of work and pass the instant on."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant: aware, UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
