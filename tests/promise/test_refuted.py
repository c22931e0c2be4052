"""What a letter that never arrived changes: one row, one case (method.md, Meet or beat)."""

from dataclasses import replace

import pytest

from heard.promise import NeverArrived, Owing, Refutation, owed_at, refutation, repair_of_refuted
from promise.test_engine import RULES, facts, promise, t

NOTHING = Refutation()
ENDED = promise()


@pytest.mark.parametrize(
    ("case", "letter", "expected"),
    [
        ("a receipt", NeverArrived(by_person=False), NOTHING),
        ("a word beside the ledger, open", NeverArrived(True), Refutation(marks=True)),
        ("a word that kept, open", NeverArrived(True, ENDED), Refutation(refutes=True, marks=True)),
        (
            "it was the answer",
            NeverArrived(True, ENDED, is_open=False, solved=True),
            Refutation(refutes=True, marks=True, reopens=True),
        ),
        (
            "the answer came on top of an answer",
            NeverArrived(True, is_open=False, solved=True),
            Refutation(marks=True, reopens=True),
        ),
        ("spam, withdrawn, merged", NeverArrived(True, ENDED, is_open=False), Refutation(refutes=True)),
        (
            "a second bounce of the address, open",
            NeverArrived(True, ENDED, known=True),
            Refutation(refutes=True, marks=True, asks_route=True),
        ),
        (
            "a second bounce of the address, resolved: opens nothing",
            NeverArrived(True, ENDED, is_open=False, solved=True, known=True),
            Refutation(refutes=True, marks=True, asks_route=True),
        ),
        ("they wrote since, open", NeverArrived(True, ENDED, overtaken=True), Refutation(refutes=True)),
        (
            "a call reached them since, resolved",
            NeverArrived(True, ENDED, is_open=False, solved=True, overtaken=True, known=True),
            Refutation(refutes=True),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_changes(case, letter, expected):
    assert refutation(letter) == expected


@pytest.mark.parametrize(
    ("refuted", "at", "expected"),
    [
        (promise("Mon 12:00", made="Mon 11:00"), "Mon 12:10", "Mon 12:40"),  # half of an hour
        (promise("Mon 17:00", made="Mon 9:00"), "Mon 11:30", "Mon 12:30"),  # at most an hour
        (promise("Mon 9:40", made="Mon 9:30"), "Mon 9:50", "Mon 10:05"),  # at least a quarter
        (promise("Mon 12:00", misses=1), "Mon 10:00", "Mon 12:00"),  # itself a repair: two hours
        (promise(None), "Mon 10:00", "Mon 10:15"),  # parked: it had no time
        (None, "Mon 17:50", "Tue 9:05"),  # kept nothing; working minutes
    ],
)
def test_when_it_is_made_good(refuted, at, expected):
    assert repair_of_refuted(RULES, refuted, t(at)) == t(expected)


def test_what_never_arrived_is_owed_before_all_else():
    late = facts(promise("Mon 10:00"), unreached_at=t("Mon 11:00"))
    assert owed_at(late, RULES) == Owing(t("Mon 11:00"), "unreached")
    assert owed_at(replace(late, unreached_at=None), RULES) == Owing(t("Mon 10:00"), "promise")
    assert owed_at(replace(late, promise=None), RULES) is None, "a resolved ticket owes nothing"
