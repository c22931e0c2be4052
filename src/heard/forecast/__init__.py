"""The forecast, pure: how long until tickets like this one have news, and how sure that is. No Django, no clock.

Read in this order: log, waits, survival, week, similar, forecaster; then the judge: baselines, evaluation. Instants
are UTC epoch seconds, durations seconds. What it says is for agents and is never a promise (docs/forecast.md).
"""

from heard.forecast.evaluation import evaluate
from heard.forecast.forecaster import FEWEST, Forecaster, Outlook, learn
from heard.forecast.log import Log, Unreadable, laid_out, read
from heard.forecast.waits import Waits, waits_of

__all__ = [
    "FEWEST",
    "Forecaster",
    "Log",
    "Outlook",
    "Unreadable",
    "Waits",
    "evaluate",
    "laid_out",
    "learn",
    "read",
    "waits_of",
]
