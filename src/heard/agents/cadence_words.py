"""How often a requester hears, in words for agents."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from heard.agents.forms import DAYS
from heard.hours.said import said_date
from heard.promise.cadence import WEEKDAYS
from heard.record.models.cadence import Cadence


def said_rhythm(rhythm: str) -> str:
    """ "every Friday", "every 5 working days"."""
    if rhythm in WEEKDAYS:
        return _("every %(day)s") % {"day": DAYS[WEEKDAYS.index(rhythm)]}
    days = int(rhythm)
    return ngettext("every working day", "every %(days)s working days", days) % {"days": days}


def said(cadence: Cadence | None) -> str:
    """What was agreed, in words for the ticket's page; "" for nothing."""
    if cadence is None:
        return ""
    words = {
        "rhythm": said_rhythm(cadence.rhythm),
        "day": said_date(cadence.last_day, language=get_language() or "en"),
        "agreed": cadence.agreed,
    }
    return _("A word %(rhythm)s until %(day)s, as agreed: %(agreed)s.") % words
