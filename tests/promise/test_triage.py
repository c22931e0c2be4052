"""Triage as a table: what the answers speak for, and which of them mean a conversation first."""

import pytest

from heard.promise.triage import Answers, suggested, talk_first


@pytest.mark.parametrize(
    ("only_way", "stops", "impact"),
    [
        (True, True, "blocked"),
        (False, True, "degraded"),
        (True, False, "degraded"),
        (False, False, ""),
        (None, True, None),
        (True, None, None),
        (None, None, None),
    ],
)
def test_what_the_answers_speak_for(only_way: bool | None, stops: bool | None, impact: str | None) -> None:
    for is_fault in (None, False, True):
        assert suggested(Answers(only_way, is_fault, None, stops)) == impact


def test_each_no_means_talk_first() -> None:
    assert talk_first(Answers()) == ()
    assert talk_first(Answers(True, True, True, True)) == ()
    assert talk_first(Answers(False, None, True, False)) == ("only_way", "stops")
    assert talk_first(Answers(None, False, False, None)) == ("is_fault", "first_hand")
