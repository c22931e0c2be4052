"""Threads beside the work: whatever troubles one look, the next one is made, until it is told to stop."""

import threading
from datetime import datetime

import pytest
from django.db import OperationalError

from heard.channels import calendar
from heard.followup import forecast, pipe


@pytest.mark.parametrize(
    ("module", "begin", "look"),
    [(pipe, "watching", "look"), (forecast, "learning", "learn_due"), (calendar, "reading", "read_due")],
)
def test_no_trouble_ends_what_looks_again_and_again(monkeypatch, module, begin, look):
    troubles = [OperationalError("away"), ValueError("strange")]
    looked, stop = threading.Event(), threading.Event()

    def troubled(at: datetime) -> None:
        if troubles:
            raise troubles.pop()
        looked.set()

    for name in ("FIRST_LOOK_SECONDS", "LOOK_SECONDS"):
        monkeypatch.setattr(module, name, 0.001, raising=False)
    monkeypatch.setattr(module, look, troubled)
    thread = getattr(module, begin)(stop)
    assert looked.wait(10)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
