"""Plots: only geometry and words."""

from heard.agents.plot import DOT, HEIGHT, LEFT, RIGHT, WIDTH, Point, Series, Value, against, bars, week

KEPT, LAPSED = Series("kept", "kept", "calm"), Series("lapsed", "lapsed", "late")


def test_bars_stand_on_each_other_and_on_the_ground() -> None:
    rows = [
        ("23 Nov", [Value(6, "6", "/kept"), Value(2, "2", "/lapsed")]),
        ("24 Nov", [Value(0, "0"), Value(5, "5")]),
    ]
    drawn = bars("promises", "Promises", "", [KEPT, LAPSED], rows).bars
    assert [(bar.shade, bar.href) for bar in drawn] == [("calm", "/kept"), ("late", "/lapsed"), ("late", "")]
    kept, lapsed, other = drawn
    assert kept.y + kept.height == HEIGHT == other.y + other.height and lapsed.y + lapsed.height == kept.y
    assert round(kept.height / lapsed.height, 1) == 3.0 and lapsed.y >= 8
    assert kept.x >= LEFT and other.x + other.width <= WIDTH - RIGHT


def test_nothing_is_an_empty_plot() -> None:
    assert bars("promises", "Promises", "", [KEPT], [("23 Nov", [Value(0, "0")])]).is_empty
    assert bars("promises", "Promises", "", [KEPT], []).is_empty


def test_a_week_shows_the_hours_between_the_first_and_the_last_darker_where_there_is_more() -> None:
    names, hours = [f"day {i}" for i in range(7)], [f"{i}:00" for i in range(24)]
    drawn = week("watch", "Watch", "", {9: Value(8, "8"), 24 + 11: Value(2, "2")}, names, hours)
    assert drawn.head == ["9:00", "10:00", "11:00"] and len(drawn.bars) == 21
    shades = {bar.shade for bar in drawn.bars}
    assert shades == {"heat heat-0", "heat heat-1", "heat heat-4"}
    assert [tick.says for tick in drawn.ticks if "cell" in tick.shade] == ["8", "2"], (
        "the number says it as well"
    )


def test_what_came_as_often_as_was_said_stands_on_the_line_within_its_interval() -> None:
    values = [Value(40, "40", "/foretold"), Value(10, "10")]
    points = [Point("3 of 10", 0.25, 0.25, 0.1, 0.5, 40, values), Point("10 of 10", 1, 0.5, 0, 1, 4, values)]
    drawn = against("forecast", "Said against was", "", ["times", "came"], points)
    spread, dot, _whole, half = drawn.bars
    left, bottom, right, top = drawn.diagonal
    assert (dot.x + DOT / 2 - left) / (right - left) == 0.25 == (bottom - dot.y - DOT / 2) / (bottom - top)
    assert spread.y < dot.y and dot.y + DOT < spread.y + spread.height and spread.x + 1 == dot.x + DOT / 2
    assert half.x + DOT / 2 == right and half.y + DOT / 2 == (bottom + top) / 2
    assert (dot.href, half.href, spread.href) == ("/foretold", "/foretold", "")
    assert [tick.says for tick in drawn.ticks if tick.shade == "count"] == ["40", "4"]
    assert against("forecast", "", "", ["times"], []).is_empty
