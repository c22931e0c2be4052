"""The canary: out through the outbox, back through the mail door, no ticket; and what is said when it stays away."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from cast import assemble, clock
from channels.arriving import DESK, arrive, from_zelda
from channels.mails import mail
from channels.running import ask, door, eventually, free_port, kill, listening, set_up
from heard import clock as present
from heard import health
from heard.channels.mail import checks
from heard.channels.mail.pipeline import Pipeline
from heard.followup import canary, pipe
from heard.health import findings
from heard.letters import send
from heard.record import files
from heard.record.actions import canary as canaries
from heard.record.models.alarm import Alarm
from heard.record.models.canary import Canary
from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket
from heard.site.addresses import Secret, Server
from letters.sink import listening as swallowing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def cast():
    """Both desks were made at eight; the quiet one keeps no canary here."""
    one = assemble()
    canaries.switch(one.quiet, on=False, by=one.carla, at=clock("8:00"))
    return one


@pytest.fixture(autouse=True)
def story_time(monkeypatch):
    """The story is set on another day than the database's clock shows, which is no fault of the pipe here."""
    monkeypatch.delitem(health._checks, "clock")


@pytest.fixture
def swallowed(settings):
    """A mail server that takes canaries and never lets them come back."""
    with swallowing() as sink:
        settings.HEARD_SMTP_URL = sink.url()
        yield sink


@pytest.fixture
def bell(settings):
    """A second route that notes what it was rung for; `bell.deaf` makes it refuse."""
    rung = []

    class Bell(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not server.deaf:
                rung.append(body)
            self.send_response(500 if server.deaf else 200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Bell)
    server.deaf, server.rung = False, rung
    serving = Thread(target=server.serve_forever)
    serving.start()
    settings.HEARD_ALERT_URLS = (Secret(f"json://127.0.0.1:{server.server_port}/"),)
    yield server
    server.shutdown()
    serving.join()
    server.server_close()


def said(at) -> tuple[str, str]:
    """How the canary stands."""
    (finding,) = checks.canary(at)
    assert finding.name == f"canary of {DESK}"
    return finding.state, finding.says


def test_it_goes_out_and_comes_back_and_is_no_ticket(settings):
    at = clock("9:00")
    with Pipeline() as pipeline, listening(pipeline) as port:
        settings.HEARD_SMTP_URL = Server("smtp", "127.0.0.1", port)
        assert canary.send_due(at) == 1
        assert send.send_due(at) == 1
        eventually(lambda: Canary.objects.filter(back_at__isnull=False).exists())
    arrival = Intake.objects.get()
    assert (arrival.state, arrival.reason, arrival.desk.name) == ("filed", "the canary came back", "Support")
    assert not Ticket.objects.exists()
    assert Letter.objects.count() == 1  # nobody was answered
    assert said(at + timedelta(hours=1))[0] == "fine"


def test_it_is_sent_every_15_minutes_when_no_real_mail_came(swallowed):
    assert canary.send_due(clock("8:14")) == 0  # the desk was made a moment ago
    assert canary.send_due(clock("8:15")) == 1
    send.send_due(clock("8:15"))
    assert canary.send_due(clock("8:29")) == 0
    assert canary.send_due(clock("8:30")) == 1
    send.send_due(clock("8:30"))
    arrive(from_zelda("Subject: real"), at=clock("8:40"))
    assert canary.send_due(clock("8:54")) == 0
    assert canary.send_due(clock("8:55")) == 1


def test_its_own_return_is_no_real_mail(swallowed):
    canary.send_due(clock("8:15"))
    send.send_due(clock("8:15"))
    assert arrive(swallowed.mails[0], at=clock("8:16")).reason == "the canary came back"
    assert canary.send_due(clock("8:30")) == 1


def test_while_one_waits_in_the_outbox_no_other_is_sent(settings):
    settings.HEARD_SMTP_URL = Server("smtp", "127.0.0.1", free_port())
    assert canary.send_due(clock("8:15")) == 1
    send.send_due(clock("8:15"))
    assert canary.send_due(clock("9:15")) == 0


def test_without_a_way_out_and_for_samples_there_is_none(settings, swallowed):
    Desk.objects.update(sample=True)
    assert canary.send_due(clock("9:00")) == 0
    Desk.objects.update(sample=False)
    settings.HEARD_SMTP_URL = None
    assert canary.send_due(clock("9:00")) == 0
    assert list(checks.canary(clock("12:00"))) == []


def test_a_silent_one_is_red_and_one_within_its_time_is_not(swallowed):
    assert said(clock("8:10")) == ("fine", "leaves when no mail came for 15 minutes")
    canary.send_due(clock("8:15"))
    send.send_due(clock("8:15"))
    assert said(clock("8:25"))[0] == "fine"
    state, says = said(clock("8:26"))
    assert state == "red" and "did not come back" in says
    canary.send_due(clock("8:30"))
    send.send_due(clock("8:30"))
    assert said(clock("8:31"))[0] == "red"  # the next one has not decided anything yet
    arrive(swallowed.mails[1], at=clock("8:32"))
    assert said(clock("8:33"))[0] == "fine"


def test_when_only_the_canary_got_lost_that_is_a_lesser_matter(swallowed):
    canary.send_due(clock("8:15"))
    send.send_due(clock("8:15"))
    arrive(from_zelda("Subject: real"), at=clock("8:20"))
    assert said(clock("8:40"))[0] == "warn"


def test_one_that_the_mail_server_refuses_is_red(swallowed):
    swallowed.rcpt.append("554 5.6.0 content refused")
    canary.send_due(clock("8:15"))
    send.send_due(clock("8:15"))
    state, says = said(clock("8:16"))
    assert state == "red" and "content refused" in says
    assert canary.send_due(clock("8:30")) == 1
    send.send_due(clock("8:30"))
    assert len(swallowed.mails) == 1, "the next one tries again"


def test_whoever_forges_one_gets_a_mail_and_no_proof(swallowed):
    canary.send_due(clock("8:15"))
    send.send_due(clock("8:15"))
    row = arrive(mail("Message-ID: <canary.1234@heard.example>", "Subject: Canary"), at=clock("8:16"))
    assert row.state == "ticket" and not Canary.objects.exclude(back_at=None).exists()


def test_a_canary_that_stays_away_calls_a_person_once_and_says_when_it_is_over(swallowed, bell):
    pipe.look(clock("8:15"))
    send.send_due(clock("8:15"))
    pipe.look(clock("8:26"))
    assert bell.rung == []  # two minutes' grace
    for time in ("8:28", "8:29", "9:00"):
        pipe.look(clock(time))
    (rung,) = bell.rung
    assert f"canary of {DESK}" in rung["title"] and "did not come back" in rung["message"]
    assert "forwarded to Heard" in rung["message"] and "/desk/intake/" in rung["message"]
    send.send_due(clock("9:00"))
    arrive(swallowed.mails[-1], at=clock("9:01"))
    pipe.look(clock("9:02"))
    pipe.look(clock("9:03"))
    assert [one["title"].split(":")[1].strip() for one in bell.rung[1:]] == ["fine again"]
    kinds = Event.objects.filter(kind__startswith="pipe.").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["pipe.broke", "pipe.mended"]


def test_a_route_that_does_not_take_it_is_rung_again(swallowed, bell):
    pipe.look(clock("8:15"))
    send.send_due(clock("8:15"))
    bell.deaf = True
    pipe.look(clock("8:26"))
    pipe.look(clock("8:28"))
    assert Alarm.objects.get().told_at is None
    bell.deaf = False
    pipe.look(clock("8:28"))
    assert bell.rung == []  # not at once
    pipe.look(clock("8:29"))
    assert len(bell.rung) == 1 and Alarm.objects.get().told_at


def test_a_stuck_outbox_calls_a_person_too(settings, bell):
    settings.HEARD_SMTP_URL = Server("smtp", "127.0.0.1", free_port())
    pipe.look(clock("8:15"))
    send.send_due(clock("8:15"))
    for time in ("8:31", "8:33"):
        pipe.look(clock(time))
    assert "outbox" in bell.rung[0]["title"]


def test_it_feeds_the_light_the_doctor_and_the_health_page(swallowed, client):
    Desk.objects.update(created_at=present.now() - timedelta(days=1))
    at = present.now() - timedelta(minutes=11)
    canary.send_due(at)
    send.send_due(at)
    red = [one.name for one in findings(at=present.now()) if one.state == "red"]
    assert f"canary of {DESK}" in red
    answer = client.get("/health/pipe")
    assert answer.status_code == 503
    assert any(line["name"] == f"canary of {DESK}" for line in answer.json()["checks"])


@pytest.mark.once
def test_worker_and_door_prove_the_pipe_by_themselves(fresh_installation):
    """Real processes: the worker sends the canary off, its mail server is our own door, the door takes it back."""
    set_up(fresh_installation)
    port = free_port()
    own = {**fresh_installation, "HEARD_SMTP_URL": f"smtp://127.0.0.1:{port}"}
    old = "__import__('heard.record.models.desk', fromlist=['Desk']).Desk.objects.update(created_at='{}')"
    ask(own, old.format("2020-01-01T00:00:00+00:00"))
    with door(own, port):
        worker = subprocess.Popen(
            [sys.executable, "-m", "heard.cli", "worker"], env={**os.environ, **own}, start_new_session=True
        )
        try:
            came = "list(Intake.objects.values_list('state', 'reason'))"
            eventually(lambda: ask(own, came) == [["filed", "the canary came back"]], patience=90)
        finally:
            kill(worker)


def test_canaries_are_forgotten_after_a_week_and_people_never(cast, swallowed):
    real = arrive(from_zelda("Subject: Real"), at=clock("9:02"))
    canary.send_due(clock("9:40"))
    (flown,) = Canary.objects.all()
    back = arrive(files.read(flown.letter.body), at=clock("9:41"), sender="")
    assert back.reason == canaries.CAME_BACK
    assert canaries.forget(at=clock("9:41") + timedelta(days=6)) == 0
    assert canaries.forget(at=clock("9:41") + timedelta(days=8)) == 1
    assert not Canary.objects.exists() and not Letter.objects.filter(kind="canary").exists()
    assert list(Intake.objects.all()) == [real]
    late = arrive(files.read(back.digest), at=clock("9:50"), sender="")
    assert late.state == "filed", "one that comes back after all makes no ticket"
