"""What got better and what slips: a week beside the four before, named only where chance would hardly make it.

Each share is compared by Newcombe's interval of a difference (`share.py`). Seven are compared at once, so each interval
holds with 1 - 0.05/7 (O. J. Dunn, Multiple comparisons among means, J. Am. Stat. Assoc. 56 (1961) 52-64): the chance of
naming anything in a week in which nothing changed is at most 5 %.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from heard.numbers.share import FEWEST, Change, Share, change

Z_OF_SEVEN = 2.69
"""The normal quantile of an interval of 1 - 0.05/7."""
MOST = 3


@dataclass(frozen=True, slots=True)
class Watched:
    """A share that is compared: these of those, by measure; with `within`, only what took at most so many minutes."""

    name: str
    measures: tuple[str, ...]
    whole: tuple[str, ...]
    more_is_better: bool = True
    within: int | None = None

    def share(self, counted: Mapping[str, Mapping[int | None, int]]) -> Share:
        """The share in a time."""
        return Share(
            sum(_count(counted.get(one, {}), self.within) for one in self.measures),
            sum(_count(counted.get(one, {}), None) for one in self.whole),
        )


ENDED = ("kept", "renewed", "lapsed", "refuted")
WATCHED = (
    Watched("honoured", ("kept", "renewed"), ENDED),
    Watched("opened", ("opened",), ("opened",), within=15),
    Watched("acknowledged", ("acknowledged",), ("acknowledged",), within=60),
    Watched("first_contact", ("first_contact",), ("acknowledged",)),
    Watched("too_early", ("too_early",), ("solved",), more_is_better=False),
    Watched("confirmed", ("confirmed",), ("restated",)),
    Watched("informed", ("informed",), ("informed", "partly", "asked")),
)


@dataclass(frozen=True, slots=True)
class Week:
    """At most three each, the largest difference first; `few` are those of which there were too few to say."""

    better: list[tuple[Watched, Change]]
    worse: list[tuple[Watched, Change]]
    few: list[Watched]


def compare(
    now: Mapping[str, Mapping[int | None, int]], before: Mapping[str, Mapping[int | None, int]]
) -> Week:
    """A week beside the time before; each is measure -> minutes -> how often."""
    found = [(one, change(one.share(before), one.share(now), z=Z_OF_SEVEN)) for one in WATCHED]
    found.sort(key=lambda pair: -abs(pair[1].difference))
    known = [(one, both) for one, both in found if both.is_known]
    better = [(one, both) for one, both in known if (both.difference > 0) == one.more_is_better]
    worse = [pair for pair in known if pair not in better]
    few = [one for one, both in found if min(both.now.whole, both.before.whole) < FEWEST]
    return Week(better[:MOST], worse[:MOST], few)


def _count(minutes: Mapping[int | None, int], within: int | None) -> int:
    """How often; what is not over took longer than anything."""
    if within is None:
        return sum(minutes.values())
    return sum(count for took, count in minutes.items() if took is not None and took <= within)
