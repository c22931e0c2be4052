"""The doctor's line about the outbox."""

from datetime import timedelta

from cast import Cast, clock
from heard.health import findings
from heard.letters.alerts import deliver_one
from heard.letters.send import send_due
from heard.record.actions import outbox, unreachable
from heard.record.actions.alert import raise_for
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


def test_a_list_that_is_held_for_an_hour_is_not_stuck(cast: Cast, sink):
    for minute in ("9:02", "9:03"):
        cast.writes(cast.zelda, "They come back", at=clock(minute))
    send_due(clock("9:03"))
    assert state(clock("10:02")) == ("fine", "1 waiting") and outbox.alarm_late(at=clock("10:02")) == 0
    sink.rcpt = ["451 4.3.0 later"]
    send_due(clock("10:03"))
    assert state(clock("10:03"))[0] == "red" and outbox.alarm_late(at=clock("10:03")) == 1


def test_agents_whom_no_alert_reaches(cast: Cast, sink):
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    raise_for(request, cast.allie, "warn", at=clock("9:10"))
    deliver_one(clock("9:10"))
    send_due(clock("9:10"))
    letter = Letter.objects.get(kind="alert")
    assert outbox.returned(letter, says="5.1.1", at=clock("9:20"), is_address=True)
    assert state(clock("9:30")) == ("warn", "1 to agents came back in the last day")
    assert not unreachable.is_marked(letter.to_address), "an agent is told of the next thing all the same"
