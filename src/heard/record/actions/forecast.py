"""A desk's forecast is kept: the newest takes the place of the one before."""

from datetime import datetime

from heard.record.models.desk import Desk
from heard.record.models.forecast import Forecast


def keep(desk: Desk, *, content: bytes, at: datetime) -> None:
    """Keep what was learned by `at` (UTC), unless somebody learned later."""
    forecast, is_new = Forecast.objects.get_or_create(
        desk=desk, defaults={"learned_at": at, "content": content}
    )
    if not is_new:
        Forecast.objects.filter(pk=forecast.pk, learned_at__lt=at).update(learned_at=at, content=content)
