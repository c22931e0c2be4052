"""The numbers in words and percentages: what each is called, and how a share of few is said."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.numbers import Change, Share, change, interval, median
from heard.record.access.measure import Sums

NAMES = {
    "kept": gettext_lazy("kept"),
    "renewed": gettext_lazy("renewed"),
    "lapsed": gettext_lazy("lapsed"),
    "refuted": gettext_lazy("never arrived"),
    "released": gettext_lazy("released"),
    "repaired": gettext_lazy("repaired"),
    "wait": gettext_lazy("asked to wait"),
    "sooner": gettext_lazy("needed it sooner"),
    "had_to_ask": gettext_lazy("had to ask us"),
    "opened": gettext_lazy("requests that came"),
    "acknowledged": gettext_lazy("first word from a person"),
    "first_contact": gettext_lazy("solved at first contact"),
    "solved": gettext_lazy("called solved"),
    "too_early": gettext_lazy("called solved too early"),
    "restated": gettext_lazy("restated"),
    "confirmed": gettext_lazy("confirmed"),
    "corrected": gettext_lazy("corrected"),
    "silence": gettext_lazy("stretches without a word"),
    "chase": gettext_lazy("asked somebody else"),
    "report": gettext_lazy("reports of a problem"),
    "informed": gettext_lazy("kept informed"),
    "partly": gettext_lazy("partly informed"),
    "asked": gettext_lazy("said: I had to ask"),
    "foretold": gettext_lazy("news foretold by a time"),
    "came": gettext_lazy("news came as foretold"),
}
ENDED = ("kept", "renewed", "lapsed", "refuted")
SAID = ("informed", "partly", "asked")


@dataclass(frozen=True, slots=True)
class Line:
    """One number of the summary: what it is, how much, of how many, and what opens its tickets."""

    name: str
    count: int
    measures: tuple[str, ...]
    share: str = ""
    more: str = ""


def counts(sums: Sums) -> dict[str, Counter[int | None]]:
    """Each measure with its minutes, over all days."""
    found: dict[str, Counter[int | None]] = {}
    for (_day, measure), minutes in sums.items():
        found.setdefault(measure, Counter()).update(minutes)
    return found


def share_words(share: Share) -> str:
    """ "83 % of 12 (55 to 95 %)": the interval only where the counts are small."""
    if share.value is None:
        return ""
    said = _("%(percent)s %% of %(whole)s") % {"percent": round(share.value * 100), "whole": share.whole}
    if not share.is_of_few:
        return said
    low, high = (round(end * 100) for end in interval(share.count, share.whole))
    return said + " " + _("(%(low)s to %(high)s %%)") % {"low": low, "high": high}


def minutes_words(minutes: int | None) -> str:
    """ "25 min", "3 h 5 min", "2 d 4 h"; what is not over is "not yet"."""
    if minutes is None:
        return _("not yet")
    if minutes < 120:
        return _("%(count)s min") % {"count": minutes}
    if minutes < 48 * 60:
        return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(days)s d %(hours)s h") % {"days": minutes // 1440, "hours": minutes % 1440 // 60}


def said_words(count: int) -> str:
    """ "7 of 10": how a likelihood is said beside a time."""
    return _("%(count)s of 10") % {"count": count}


def change_words(found: Change) -> str:
    """ "up from 70 %", where the counts say that something changed; else ""."""
    if not found.is_known:
        return ""
    words = _("up from %(percent)s %%") if found.difference > 0 else _("down from %(percent)s %%")
    return words % {"percent": round((found.before.value or 0) * 100)}


def summary(sums: Sums, before: Sums, silent_now: str) -> list[Line]:
    """All numbers of a time, in the order of docs/numbers.md; shares beside those of as long a time before."""
    found, past = counts(sums), counts(before)

    def share(names: Iterable[str], whole: Iterable[str], of: dict[str, Counter[int | None]]) -> Share:
        count, every = (sum(of[name].total() for name in some if name in of) for some in (names, whole))
        return Share(count, every)

    def line(name: str, *names: str, of: Sequence[str] = (), more: str = "") -> Line:
        now = share(names, of, found)
        changed = change_words(change(share(names, of, past), now)) if of else ""
        return Line(name, now.count, names, share_words(now) if of else "", more or changed)

    def middle(name: str) -> str:
        return _("median %(time)s") % {"time": minutes_words(median(found[name]))} if name in found else ""

    def said(name: str) -> str:
        percents = {percent: count for percent, count in found.get(name, {}).items() if percent is not None}
        if not percents:
            return ""
        mean = sum(percent * count for percent, count in percents.items()) / sum(percents.values())
        return _("said: %(percent)s %%") % {"percent": round(mean)}

    longest = max((one for one in found.get("silence", ()) if one is not None), default=None)
    told = [] if longest is None else [_("longest %(time)s") % {"time": minutes_words(longest)}]
    told += [silent_now] if silent_now else []
    return [
        line(_("Promises honoured"), "kept", "renewed", of=ENDED),
        line(_("of these, kept"), "kept", of=ENDED),
        line(_("of these, renewed"), "renewed", of=ENDED),
        line(_("Lapsed"), "lapsed", of=ENDED),
        line(_("Never arrived"), "refuted", of=ENDED),
        line(_("Repaired after a lapse"), "repaired"),
        line(_("Released"), "released"),
        line(_("People were asked to wait"), "wait", more=middle("wait")),
        line(_("People who had to ask us"), "had_to_ask"),
        line(_("“I need it sooner”"), "sooner"),
        line(_("Requests that came, until opened"), "opened", more=middle("opened")),
        line(_("Until a person’s first word"), "acknowledged", more=middle("acknowledged")),
        line(_("Solved at first contact"), "first_contact", of=("acknowledged",)),
        line(_("Called solved"), "solved"),
        line(_("Called solved too early"), "too_early", of=("solved",)),
        line(_("Restatements confirmed"), "confirmed", of=("restated",)),
        line(_("Restatements corrected"), "corrected", of=("restated",)),
        line(_("Silences that ended"), "silence", more=" · ".join(told)),
        line(_("Others asked, until they answered"), "chase", more=middle("chase")),
        line(_("“You kept me informed”"), "informed", of=SAID),
        line(_("“Partly informed”"), "partly", of=SAID),
        line(_("“I had to ask”"), "asked", of=SAID),
        line(_("News came by the time foretold"), "came", of=("foretold",), more=said("foretold")),
    ]
