"""The judge on logs whose right answers are known, and that nothing looks ahead."""

import dataclasses

import numpy as np
import pytest

from forecast.logs import DAY, made
from heard.forecast import evaluate
from heard.forecast.baselines import BASELINES, Aim, finished, kaplan_meier_of
from heard.forecast.evaluation import asked_of, foretold, plain
from heard.forecast.waits import waits_of

KEYS = [
    "cases_train",
    "censored_at_cut",
    "cases_test",
    "promised",
    "coverage",
    "worst_month",
    "median_promise_days",
    "pinball",
    "mae_days",
    "by_month",
    "fit_seconds",
    "predictions_per_second",
    "baselines",
]
MEASURES = ["promised", "coverage", "worst_month", "median_promise_days", "pinball", "mae_days"]


def exponential(i: int, random: np.random.Generator) -> float:
    """Three days on average: eight of ten end within 4.83, half within 2.08."""
    return random.exponential(3)


def test_what_it_says_has_the_names_that_scripts_rely_on():
    found = evaluate(made(400, exponential))
    assert list(found) == KEYS
    assert list(found["baselines"]) == [
        "finished", "kaplan_meier", "rolling_kaplan_meier_120d", "kaplan_meier_by_category",
        "rolling_adaptive_conformal_120d",
    ]  # fmt: skip
    assert all(list(baseline) == MEASURES for baseline in found["baselines"].values())


def test_where_nothing_changes_every_promise_is_as_good_as_it_says():
    found = evaluate(made(2000, exponential))
    assert (found["cases_train"], found["cases_test"]) == (1000, 1000)
    assert found["promised"] == 1
    assert found["coverage"] == pytest.approx(0.8, abs=0.03)
    assert found["median_promise_days"] == pytest.approx(4.83, abs=0.5)
    assert found["pinball"] == pytest.approx(0.966, abs=0.1)
    assert found["mae_days"] == pytest.approx(2.08, abs=0.2)


def test_the_level_is_the_share_that_is_right():
    assert evaluate(made(2000, exponential), level=0.5)["coverage"] == pytest.approx(0.5, abs=0.04)


def test_open_at_the_cut_is_counted():
    assert evaluate(made(400, lambda i, random: 2.05))["censored_at_cut"] == 16


def test_groups_that_differ_are_told_apart():
    def lasts(i, random):
        return random.exponential(9 if i % 2 else 1)

    found = evaluate(made(2000, lasts, group=lambda i: "slow" if i % 2 else "quick"))
    assert found["pinball"] < 0.9 * found["baselines"]["rolling_kaplan_meier_120d"]["pinball"]
    assert found["coverage"] == pytest.approx(0.8, abs=0.04)


def test_a_curve_of_its_own_for_each_category_tells_them_apart_as_well():
    def lasts(i, random):
        return random.exponential(9 if i % 2 else 1)

    found = evaluate(made(2000, lasts, group=lambda i: "slow" if i % 2 else "quick", column="category"))
    baselines = found["baselines"]
    assert baselines["kaplan_meier_by_category"]["pinball"] < 0.9 * baselines["kaplan_meier"]["pinball"]
    assert baselines["kaplan_meier_by_category"]["coverage"] == pytest.approx(0.8, abs=0.04)


def test_an_aim_moves_by_what_became_known_before_and_by_nothing_else():
    aim = Aim(0.8, 0.1)
    aim.tell(due=10, ended=4)
    aim.tell(due=10, ended=20)
    aim.tell(due=12, ended=np.nan)
    aim.tell(due=14, ended=4)
    assert aim.at(10) == 0.8
    assert aim.at(11) == pytest.approx(0.86), "one right, one wrong, when their time had passed"
    assert aim.at(13) == pytest.approx(0.94)
    assert aim.at(15) == pytest.approx(0.92)
    assert Aim(0.8).at(99) == 0.8


def test_where_waits_get_longer_the_adaptive_level_follows():
    def longer(i, random):
        return random.exponential(2 + i / 100)

    baselines = evaluate(made(3000, longer))["baselines"]
    moved, rolling = (
        baselines[name]["coverage"]
        for name in ("rolling_adaptive_conformal_120d", "rolling_kaplan_meier_120d")
    )
    assert rolling < 0.77 and rolling + 0.01 < moved < 0.82


def test_a_group_that_says_nothing_costs_nothing():
    found = evaluate(made(2000, exponential, group=lambda i: str(i * 7919 % 11)))
    assert found["pinball"] < 1.03 * found["baselines"]["rolling_kaplan_meier_120d"]["pinball"]


def test_only_what_has_ended_promises_too_early():
    def slower(i, random):
        return random.exponential(40)

    found = evaluate(made(1200, slower, until=150))
    assert found["baselines"]["finished"]["coverage"] < 0.75
    assert found["baselines"]["kaplan_meier"]["coverage"] > found["baselines"]["finished"]["coverage"] + 0.05


def test_where_a_third_never_ends_nothing_is_promised():
    def lasts(i, random):
        return np.inf if i % 3 == 0 else random.exponential(2)

    found = evaluate(made(1500, lasts, until=200))
    assert found["promised"] < 0.02
    assert found["baselines"]["finished"]["promised"] == 1
    assert found["baselines"]["finished"]["coverage"] < 0.6


def test_with_few_finished_nothing_is_promised():
    found = evaluate(made(50, exponential), cut=0.4)
    assert found["promised"] < 1
    waits = waits_of(made(200, lambda i, random: 1.0))
    assert finished(waits, waits.began[37]) is None
    assert kaplan_meier_of(waits, waits.began[39]) is not None


def test_renewed_there_is_a_promise_at_every_event_before_the_end():
    log = made(200, exponential)
    assert len(asked_of(log, cut=0.5, renewed=True).places) == 100
    assert evaluate(log, renewed=True)["cases_test"] == 100


def test_a_promise_is_judged_only_if_its_time_came():
    found = evaluate(made(400, lambda i, random: 10.0, until=50))
    judged = sum(month["promises"] for month in found["by_month"])
    assert judged == pytest.approx(120, abs=3), "those opened ten days before the last event, or earlier"
    assert found["coverage"] == 1


def cut_off(log, at):
    """The log as it would be if other things had happened from an instant on."""
    random = np.random.default_rng(99)
    later = log.at >= at
    ended = np.where(
        log.ended < at, log.ended, np.where(random.random(len(log.ended)) < 0.5, at + 9 * DAY, np.nan)
    )
    features = {
        name: np.where(later, random.integers(0, 9, len(codes)), codes)
        for name, codes in log.features.items()
    }
    moved = np.where(later, log.at + random.random(len(log.at)) * DAY / 100, log.at)
    return dataclasses.replace(log, ended=ended, features=features, at=moved, until=log.until + 99 * DAY)


@pytest.mark.parametrize("renewed", [False, True])
@pytest.mark.parametrize("share", [0.55, 0.8])
def test_another_future_moves_no_past_prediction(renewed, share):
    log = made(600, exponential, group=lambda i: str(i % 4))
    at = float(log.opened[int(600 * share)])
    other = cut_off(log, at)
    asked, again = asked_of(log, cut=0.5, renewed=renewed), asked_of(other, cut=0.5, renewed=renewed)
    said, then = foretold(log, asked, 0.8)[0], foretold(other, again, 0.8)[0]
    past = int((asked.waits.began[asked.places] < at).sum())
    assert past > 10
    assert said.promised[:past].tolist() == then.promised[:past].tolist()
    assert said.middle[:past].tolist() == then.middle[:past].tolist()
    assert said.promised[past:].tolist() != then.promised[past:].tolist()
    for how in BASELINES.values():
        said, then = (plain(waits_of(one), each, how, 0.8) for one, each in ((log, asked), (other, again)))
        assert said.promised[:past].tolist() == then.promised[:past].tolist()


@pytest.mark.parametrize(("level", "cut"), [(0, 0.5), (1, 0.5), (0.8, 0), (0.8, 1)])
def test_levels_and_cuts_lie_between(level, cut):
    with pytest.raises(ValueError, match="between"):
        evaluate(made(100, exponential), level=level, cut=cut)
