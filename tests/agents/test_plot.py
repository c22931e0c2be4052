"""Plots: only geometry and words."""

from heard.agents.plot import HEIGHT, LEFT, RIGHT, WIDTH, Series, Value, bars, week

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
