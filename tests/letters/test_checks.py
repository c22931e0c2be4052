"""The doctor's line about the outbox."""

from datetime import timedelta

from cast import Cast, clock
from heard.health import findings
from heard.letters.send import send_due
from heard.record.models.letter import Letter


def state(at) -> tuple[str, str]:
    found = next(finding for finding in findings(at=at) if finding.name == "outbox")
    assert bool(found.mend) == (found.state != "fine")
    return found.state, found.says


def test_the_outbox(cast: Cast, sink):
    cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    assert state(clock("9:10")) == ("fine", "1 waiting")
    assert state(clock("9:18")) == ("red", "1 waiting for more than 15 minutes")
    send_due(clock("9:20"))
    assert state(clock("9:40")) == ("fine", "0 waiting")
    Letter.objects.update(state="failed")
    assert state(clock("9:40")) == ("warn", "1 could not leave in the last day")
    assert state(clock("9:40") + timedelta(days=2)) == ("fine", "0 waiting")
