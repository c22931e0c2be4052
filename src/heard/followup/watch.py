"""A watch nobody took calls somebody, on a desk with a rota or one that took a watch before.

Every worker and mail door looks; each gap calls each person once.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from heard.promise import missed_since
from heard.record.actions import watch
from heard.record.facts import rules_of
from heard.record.models.desk import Desk
from heard.record.models.watch import Watch
from heard.record.watch import minding_of


def call_due(at: datetime) -> int:
    """Tell who should have the watch of each desk where nobody took it by `at` (UTC); how many were told."""
    taken = Exists(Watch.objects.filter(desk=OuterRef("pk")))
    desks = Desk.objects.filter(taken | Q(watched_since__isnull=False), sample=False)
    untaken = [desk for desk in desks if missed_since(rules_of(desk), minding_of(desk, at), at)]
    return sum(len(watch.call(desk, at=at)) for desk in untaken)
