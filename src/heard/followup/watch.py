"""A watch nobody took calls somebody. Every worker and mail door looks; each gap calls each person once."""

from datetime import datetime

from heard.promise import missed_since
from heard.record.actions import watch
from heard.record.facts import rules_of
from heard.record.models.desk import Desk
from heard.record.watch import minding_of


def call_due(at: datetime) -> int:
    """Tell who should have the watch of each desk where nobody took it by `at` (UTC); how many were told."""
    desks = Desk.objects.filter(watched_since__isnull=False, sample=False)
    untaken = [desk for desk in desks if missed_since(rules_of(desk), minding_of(desk, at), at)]
    return sum(len(watch.call(desk, at=at)) for desk in untaken)
