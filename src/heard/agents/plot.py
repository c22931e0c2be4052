"""Pictures of numbers, drawn by the server: bars that stand on each other, a week of hours, said against was.

Only geometry and words: colour is a class, and a hatch tells the same as the colour. Nothing here asks the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT, LEFT, BELOW, RIGHT = 720, 150, 64, 22, 16
CELL_W, CELL_H, DAYS_W = 28, 20, 44
SHADES = 4
SQUARE, DOT = 300, 10


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bar: its name, and the class that gives it colour and pattern."""

    key: str
    name: str
    shade: str


@dataclass(frozen=True, slots=True)
class Value:
    """One number of one period: how it is said, and where its tickets are ("" where there are none)."""

    number: int
    says: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the picture."""

    x: float
    y: float
    width: float
    height: float
    shade: str
    says: str
    href: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A word at an axis, or with a `shade` in a cell."""

    x: float
    y: float
    says: str
    shade: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture with the table of the same numbers."""

    key: str
    title: str
    help: str
    series: Sequence[Series]
    head: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Value]]]
    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    lines: Sequence[float] = field(default=())
    width: int = WIDTH
    height: int = HEIGHT + BELOW
    diagonal: tuple[float, float, float, float] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return not any(value.number for _, values in self.rows for value in values)


@dataclass(frozen=True, slots=True)
class Point:
    """What was said in one way: how likely (0 to 1), how often it came true and between what that may lie, and of how
    many; the table's words stand in `values`."""

    name: str
    said: float
    was: float
    low: float
    high: float
    whole: int
    values: Sequence[Value]


def bars(
    key: str,
    title: str,
    help: str,
    series: Sequence[Series],
    rows: Sequence[tuple[str, Sequence[Value]]],
    *,
    unit: str = "",
) -> Plot:
    """Bars by period, the first series lowest. `rows` are (name of the period, one value a series)."""
    highest = max((sum(max(value.number, 0) for value in values) for _, values in rows), default=0)
    top = _round_up(highest)
    step = (WIDTH - LEFT - RIGHT) / max(len(rows), 1)
    drawn, ticks = [], [Tick(LEFT - 6, HEIGHT, "0", "left"), Tick(LEFT - 6, 12, f"{top}{unit}", "left")]
    every = -(-len(rows) // 7)
    for i, (name, values) in enumerate(rows):
        y, x = float(HEIGHT), LEFT + i * step
        if (len(rows) - 1 - i) % every == 0:
            ticks.append(Tick(x + step / 2, HEIGHT + 16, name))
        for one, value in zip(series, values, strict=True):
            if value.number > 0:
                height = value.number / top * (HEIGHT - 8)
                y -= height
                drawn.append(_bar(x + step * 0.12, y, step * 0.76, height, one.shade, value))
    return Plot(key, title, help, series, [one.name for one in series], rows, drawn, ticks, lines=(8, HEIGHT))


def week(
    key: str,
    title: str,
    help: str,
    values: Mapping[int, Value],
    days: Sequence[str],
    hours: Sequence[str],
) -> Plot:
    """A week of hours: the darker, the more; the number stands in it. Only hours in which something happened on any
    day, and those between, are drawn."""
    used = sorted({hour % 24 for hour, value in values.items() if value.number})
    shown = list(range(min(used), max(used) + 1)) if used else list(range(8, 18))
    most = max((value.number for value in values.values()), default=0)
    drawn, ticks, rows = [], [], []
    cell = max(CELL_W, (WIDTH - DAYS_W) / len(shown))
    for day, name in enumerate(days):
        y = 16 + day * CELL_H
        ticks.append(Tick(DAYS_W - 6, y + 14, name, "left"))
        row = [values.get(day * 24 + hour, Value(0, "0")) for hour in shown]
        rows.append((name, row))
        for i, value in enumerate(row):
            shade = -(-value.number * SHADES // most) if value.number else 0
            x = DAYS_W + i * cell
            drawn.append(_bar(x + 1, y + 1, cell - 2, CELL_H - 2, f"heat heat-{shade}", value))
            if shade:
                ticks.append(Tick(round(x + cell / 2, 1), y + 14, str(value.number), f"cell cell-{shade}"))
    heads = [hours[hour] for hour in shown]
    ticks += [Tick(round(DAYS_W + (i + 0.5) * cell, 1), 12, str(hour)) for i, hour in enumerate(shown)]
    width = int(DAYS_W + cell * len(shown))
    return Plot(key, title, help, (), heads, rows, drawn, ticks, width=width, height=16 + 7 * CELL_H + 4)


def against(key: str, title: str, help: str, head: Sequence[str], points: Sequence[Point]) -> Plot:
    """What was said, to the right, against what was, upwards; on the diagonal both are the same. Each point stands in
    its interval, with its count below; the first of its values opens its tickets."""
    side = SQUARE - 16

    def across(share: float) -> float:
        return LEFT + 24 + share * side

    def up(share: float) -> float:
        return 8 + (1 - share) * side

    drawn, bottom = [], up(0)
    ticks = [Tick(LEFT - 6, up(share) + 4, f"{share * 100:.0f} %", "left") for share in (0, 0.5, 1)]
    ticks += [Tick(across(share), bottom + 20, f"{share * 100:.0f} %") for share in (0, 0.25, 0.5, 0.75, 1)]
    ticks.append(Tick(LEFT - 6, bottom + 38, head[0], "left"))
    for point in points:
        x, says = across(point.said), point.values[0]
        spread = Value(point.whole, says.says)
        drawn.append(_bar(x - 1, up(point.high), 2, up(point.low) - up(point.high), "spread", spread))
        dot = Value(point.whole, f"{point.name}: {point.values[-1].says}", says.href)
        drawn.append(_bar(x - DOT / 2, up(point.was) - DOT / 2, DOT, DOT, "calm", dot))
        ticks.append(Tick(round(x, 1), bottom + 38, str(point.whole), "count"))
    rows = [(point.name, point.values) for point in points]
    return Plot(
        key, title, help, (), head, rows, drawn, ticks,
        lines=(8, bottom), width=LEFT + 48 + side, height=SQUARE + 44,
        diagonal=(across(0), bottom, across(1), 8),
    )  # fmt: skip


def _bar(x: float, y: float, width: float, height: float, shade: str, value: Value) -> Bar:
    return Bar(round(x, 1), round(y, 1), round(width, 1), round(height, 1), shade, value.says, value.href)


def _round_up(number: int) -> int:
    """The next number that is easily read: 1, 2, 5, 10, 20, 50 ..."""
    size = 1
    while True:
        for step in (1, 2, 5):
            if number <= step * size:
                return step * size
        size *= 10
