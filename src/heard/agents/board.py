"""The plots of the scoreboard: the marks that are asked for, in steps of time, each with where its tickets are."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heard.agents import plot
from heard.agents.measure import NAMES, counts, minutes_words, said_words, share_words
from heard.agents.owed import Reader
from heard.agents.plot import Plot, Point, Series, Value
from heard.numbers import Share, interval, median, tenths
from heard.record.access import measure as measures
from heard.record.access.measure import Asked, Sums

DAY = timedelta(days=1)
PROBLEMS = 5


@dataclass(frozen=True, slots=True)
class Board:
    """What is asked for: the marks, in steps of a day, a week or a month."""

    wanted: Asked
    by: str
    reader: Reader
    query: dict[str, str] = field(default_factory=dict)

    @property
    def periods(self) -> list[tuple[date, date]]:
        """First and last day of each step, ascending."""
        found, since = [], self.wanted.since
        while since <= self.wanted.until:
            begins = after(since, self.by)
            found.append((since, begins - DAY))
            since = begins
        return found

    def name(self, since: date) -> str:
        """What a step is called."""
        return date_format(since, "M Y" if self.by == "month" else _("j M"))

    def tickets(self, *which: str, since: date | None = None, until: date | None = None, **more: Any) -> str:
        """Where the tickets behind a mark are."""
        asked = {
            **self.query,
            **more,
            "since": since or self.wanted.since,
            "until": until or self.wanted.until,
        }
        pairs = [("measure", one) for one in which] + [
            (name, value) for name, value in asked.items() if value != ""
        ]
        return f"{reverse('agents:number-tickets')}?{urlencode(pairs)}"


def after(since: date, by: str) -> date:
    """The first day of the next step."""
    if by == "day":
        return since + DAY
    if by == "week":
        return since + 7 * DAY
    return (since.replace(day=1) + 31 * DAY).replace(day=1)


def plots(shown: Board, sums: Sums) -> list[Plot]:
    """All pictures, in the order of the page."""
    stacked, medians = _stacked(shown, sums), _medians(shown, sums)
    return [
        stacked(
            "promises",
            _("Promises"),
            _("How each ended, on the day it did."),
            [("kept", "calm"), ("renewed", "soft"), ("lapsed", "late"), ("refuted", "late-soft")],
        ),
        medians("wait", _("How long people were asked to wait"), _("Median, by the clock on the wall.")),
        stacked(
            "asking",
            _("People who had to ask us"),
            _("They pressed “Where is my answer?”, wrote while we were late, or said so afterwards."),
            [("had_to_ask", "late")],
        ),
        medians("opened", _("Time to be opened"), _("Median working time, by the day the request came.")),
        medians(
            "acknowledged", _("Time to a person’s first word"), _("Median working time, by the day it came.")
        ),
        stacked(
            "informed",
            _("Did we keep you informed?"),
            _("What people said after it was solved."),
            [("informed", "calm"), ("partly", "due"), ("asked", "late")],
        ),
        _week(
            shown,
            "silence",
            _("When our times passed without a word"),
            _("Lapses by hour of the week."),
            _lapses,
        ),
        _week(
            shown,
            "watch",
            _("Untaken watch"),
            _("Opening minutes nobody had it; opens what came then."),
            _watch,
        ),
        _calibration(shown, sums),
        *_problems(shown),
    ]


def _stacked(shown: Board, sums: Sums) -> Callable[..., Plot]:
    def draw(key: str, title: str, help: str, parts: Sequence[tuple[str, str]]) -> Plot:
        series = [Series(name, str(NAMES[name]), shade) for name, shade in parts]
        rows = []
        for since, until in shown.periods:
            found = [_counted(sums, name, since, until).total() for name, _shade in parts]
            rows.append((shown.name(since), [
                Value(number, str(number), shown.tickets(name, since=since, until=until) if number else "")
                for (name, _shade), number in zip(parts, found, strict=True)
            ]))  # fmt: skip
        return plot.bars(key, title, help, series, rows)

    return draw


def _medians(shown: Board, sums: Sums) -> Callable[..., Plot]:
    """Where half or more is not over yet, the bar says so, as high as the highest: no word must not look like a quick
    one."""

    def draw(name: str, title: str, help: str) -> Plot:
        counted = [_counted(sums, name, since, until) for since, until in shown.periods]
        middles = [median(found) for found in counted]
        highest = max((middle for middle in middles if middle), default=1)
        rows = []
        for (since, until), found, middle in zip(shown.periods, counted, middles, strict=True):
            says, none = f"{minutes_words(middle)} ({found.total()})" if found else "0", Value(0, "")
            href = shown.tickets(name, since=since, until=until) if found else ""
            if middle is None and found:
                values = [none, Value(highest, says, href)]
            else:
                values = [Value(max(middle or 0, bool(found)), says, href), none]
            rows.append((shown.name(since), values))
        series = [
            Series(name, _("median (of how many)"), "calm"),
            Series("not-yet", _("half or more is not over"), "late-soft"),
        ]
        return plot.bars(name, title, help, series, rows, unit=" min")

    return draw


def _counted(sums: Sums, measure: str, since: date, until: date) -> Counter[int | None]:
    found: Counter[int | None] = Counter()
    day = since
    while day <= until:
        found.update(sums.get((day, measure), {}))
        day += DAY
    return found


type Hours = Callable[[Board], dict[int, tuple[int, str]]]


def _week(shown: Board, key: str, title: str, help: str, hours: Hours) -> Plot:
    values = {hour: Value(number, str(number), href) for hour, (number, href) in hours(shown).items()}
    monday = date(2026, 11, 23)
    days = [date_format(monday + i * DAY, "D") for i in range(7)]
    return plot.week(key, title, help, values, days, [f"{hour}:00" for hour in range(24)])


def _lapses(shown: Board) -> dict[int, tuple[int, str]]:
    found = measures.by_hour(shown.wanted, "lapsed")
    return {hour: (count, shown.tickets("lapsed", hour=hour)) for hour, count in found.items()}


def _watch(shown: Board) -> dict[int, tuple[int, str]]:
    found = measures.untaken(shown.wanted, at=shown.reader.now)
    return {hour: (count, shown.tickets("opened", hour=hour)) for hour, count in found.items()}


def _calibration(shown: Board, sums: Sums) -> Plot:
    """How likely news was said to be by a time, against how often it came."""
    found = counts(sums)
    foretold, came = (found.get(name, Counter()) for name in ("foretold", "came"))
    points = []
    for said in sorted({tenths(percent) for percent in foretold if percent is not None}):
        these = {percent: count for percent, count in foretold.items() if tenths(percent or 0) == said}
        share = Share(sum(came[percent] for percent in these), sum(these.values()))
        points.append(_point(shown, said, share, these))
    return plot.against(
        "forecast",
        _("News by the time: said against was"),
        _(
            "Of the promises beside which news was said to be so likely, how many had it by their time, with the 95 %"
            " interval and their count. On the line it came as often as was said."
        ),
        [_("times"), _("news came"), _("said, on average"), _("was")],
        points,
    )


def _point(shown: Board, said: int, share: Share, these: Mapping[int | None, int]) -> Point:
    mean = sum((percent or 0) * count for percent, count in these.items()) / share.whole
    low, high = interval(share.count, share.whole)
    came = shown.tickets("came", said=said) if share.count else ""
    values = [
        Value(share.whole, str(share.whole), shown.tickets("foretold", said=said)),
        Value(share.count, str(share.count), came),
        Value(round(mean), _("%(percent)s %%") % {"percent": round(mean)}),
        Value(share.count, share_words(share)),
    ]
    return Point(said_words(said), mean / 100, share.value or 0.0, low, high, share.whole, values)


def _problems(shown: Board) -> list[Plot]:
    found = []
    for problem, days, voices in measures.problems(shown.wanted, PROBLEMS):
        rows = []
        for since, until in shown.periods:
            number = sum(count for day, count in days.items() if since <= day <= until)
            href = (
                shown.tickets("report", since=since, until=until, problem=problem.public_id) if number else ""
            )
            rows.append((shown.name(since), [Value(number, str(number), href)]))
        total = sum(days.values())
        help = _("%(reports)s reports by %(voices)s voices in this time.") % {
            "reports": total,
            "voices": voices,
        }
        series = [Series("report", _("reports"), "calm")]
        found.append(plot.bars(f"problem-{problem.public_id}", problem.title, help, series, rows))
    return found
