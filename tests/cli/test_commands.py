"""Commands that work on the database, run in this process on the tests' own."""

import io
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

from cast import PASSWORD, Cast, assemble, clock
from heard import cli
from heard.cli import tick
from heard.clock import now
from heard.record import files
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.promise import Promise
from heard.record.models.token import Token
from heard.site.addresses import Secret, server


class Ran:
    """A command that was run: its exit code, and what it said where."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def heard(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run `heard` with these words and this standard input."""

    def run(*words: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        try:
            code = cli.main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


class TestInit:
    """The first admin and desk."""

    WORDS = ("init", "--admin", "carla.diaz@example.com", "--password-stdin")

    @pytest.mark.django_db
    def test_makes_what_it_prints(self, heard: Any) -> None:
        done = heard(*self.WORDS, "--json", "--zone", "Europe/Berlin", stdin=f"{PASSWORD}\n".encode())
        assert done.code == 0, done.err
        desk, admin = Desk.objects.get(), Agent.objects.get()
        assert (admin.email, admin.name, admin.role) == ("carla.diaz@example.com", "Carla Diaz", "admin")
        assert admin.check_password(PASSWORD)
        assert (desk.name, desk.zone) == ("Support", "Europe/Berlin")
        assert desk.addresses.get().address == "support@127.0.0.1" == done.json["address"]
        assert PASSWORD not in done.out

    @pytest.mark.django_db
    def test_takes_the_address_of_the_desk(self, heard: Any) -> None:
        heard(*self.WORDS, "--desk-address", "Help@Example.com", stdin=PASSWORD.encode())
        assert Desk.objects.get().addresses.get().address == "help@example.com"

    @pytest.mark.parametrize(
        ("words", "stdin", "says"),
        [
            (WORDS, b"", "no password"),
            (WORDS, b"short\n", "too short"),
            (WORDS[:-1], b"", "--password-stdin"),
            ((*WORDS, "--zone", "Mars/Olympus"), PASSWORD.encode(), "Mars/Olympus"),
            ((*WORDS, "--language", "xx"), PASSWORD.encode(), "en, de"),
            ((*WORDS, "--desk-address", "nobody"), PASSWORD.encode(), "no mail address"),
            (("init", "--admin", "carla", "--password-stdin"), PASSWORD.encode(), "no mail address"),
        ],
    )
    @pytest.mark.django_db
    def test_refuses_in_one_line_and_makes_nothing(
        self, heard: Any, words: tuple[str, ...], stdin: bytes, says: str
    ) -> None:
        done = heard(*words, stdin=stdin)
        assert (done.code, done.err.count("\n")) == (2, 1) and says in done.err, done.err
        assert not Agent.objects.exists() and not Desk.objects.exists()

    def test_a_second_time_is_refused(self, heard: Any, cast: Cast) -> None:
        done = heard(*self.WORDS, stdin=PASSWORD.encode())
        assert (done.code, "already" in done.err) == (2, True)

    @pytest.mark.django_db
    def test_without_an_admin_it_sees_to_the_tables_alone(self, heard: Any) -> None:
        done = heard("init")
        assert (done.code, done.out) == (0, "tables: up to date\n")
        assert not Agent.objects.exists()

    @pytest.mark.django_db
    def test_tables_that_stand_amid_folded_steps_are_left_alone(self, heard: Any) -> None:
        steps = MigrationRecorder(connection).migration_qs.filter(app="record").order_by("name")
        steps.filter(pk=steps.last().pk).update(name="0041_canned")
        done = heard("init")
        assert done.code == 2 and "0041_canned" in done.err and "CHANGELOG.md" in done.err


class TestAgentReset:
    """A way in for whoever is locked out."""

    def test_prints_a_new_password_that_opens(self, heard: Any, cast: Cast) -> None:
        done = heard("agent", "reset", cast.allie.email.upper(), "--json")
        cast.allie.refresh_from_db()
        assert done.code == 0 and cast.allie.check_password(done.json["password"])

    def test_sets_the_password_from_standard_input_and_does_not_print_it(
        self, heard: Any, cast: Cast
    ) -> None:
        done = heard("agent", "reset", cast.allie.email, "--password-stdin", stdin=b"nine grey herons wade\n")
        cast.allie.refresh_from_db()
        assert done.code == 0 and cast.allie.check_password("nine grey herons wade")
        assert "herons" not in done.out

    def test_ends_sessions_and_second_factors(self, heard: Any, cast: Cast) -> None:
        from allauth.mfa.models import Authenticator

        browser = Client()
        browser.force_login(cast.allie)
        assert browser.get("/accounts/password/change/").status_code == 200
        Authenticator.objects.create(user=cast.allie, type="totp", data={"secret": "x"})
        heard("agent", "reset", cast.allie.email)
        assert browser.get("/accounts/password/change/").status_code == 302
        assert not Authenticator.objects.filter(user=cast.allie).exists()

    def test_knows_nobody_else(self, heard: Any, cast: Cast) -> None:
        done = heard("agent", "reset", "nobody@example.com")
        assert (done.code, done.err.count("\n")) == (2, 1)


class TestToken:
    """A token is shown once and opens the API."""

    def opened(self, secret: str) -> dict[str, Any]:
        return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).json()

    def test_of_an_agent(self, heard: Any, cast: Cast) -> None:
        done = heard("token", "create", "--agent", cast.allie.email, "--scope", "read")
        assert done.code == 0
        shown = self.opened(done.out.strip())
        assert (shown["agent"]["id"], shown["scope"]) == (cast.allie.public_id, "read")
        assert not Token.objects.filter(digest=done.out.strip()).exists()

    def test_of_a_robot(self, heard: Any, cast: Cast) -> None:
        done = heard("token", "create", "--robot", "Deployer", "--json")
        assert self.opened(done.json["token"])["robot"] == "Deployer"

    @pytest.mark.parametrize(
        "words",
        [
            (),
            ("--agent", "allie@heard.example", "--robot", "Deployer"),
            ("--agent", "nobody@example.com"),
            ("--robot", " "),
            ("--robot", "Deployer", "--scope", "all"),
        ],
    )
    def test_is_for_one(self, heard: Any, cast: Cast, words: tuple[str, ...]) -> None:
        assert heard("token", "create", *words).code == 2
        assert not Token.objects.exists()


class TestDoctor:
    """Every check with its state."""

    def test_is_fine(self, heard: Any, cast: Cast) -> None:
        done = heard("doctor", "--json")
        checks = {check["name"]: check for check in done.json["checks"]}
        assert done.code == 0, checks
        assert {"database", "tables", "disk", "clock", "address", "follow-up", "outbox", "mail in"} <= set(
            checks
        )
        assert all(check["mend"] for check in checks.values() if check["state"] != "fine")

    def test_is_red_when_the_follow_up_sleeps(self, heard: Any, cast: Cast) -> None:
        cast.writes(cast.zelda, "It comes back.", at=now() - timedelta(days=9))
        done = heard("doctor")
        assert done.code == 1
        assert any(line.startswith("red   follow-up") and "To do:" in line for line in done.out.splitlines())

    @pytest.mark.django_db(transaction=True)
    def test_is_red_when_a_law_is_gone(self, heard: Any) -> None:
        from heard.record import laws

        laws.lift()
        try:
            done = heard("doctor", "--json")
            (tables,) = [check for check in done.json["checks"] if check["name"] == "tables"]
            assert (done.code, tables["state"]) == (1, "red") and "promise_end_is_final" in tables["says"]
        finally:
            laws.lay_down()


class TestTick:
    """Time passes by hand."""

    def test_what_is_due_lapses_is_repaired_and_told(self, heard: Any, cast: Cast) -> None:
        ticket = cast.writes(cast.zelda, "It comes back.", at=clock("9:00"))
        due = ticket.promise.due_at
        before = heard("tick", "--at", (due - timedelta(seconds=1)).isoformat()).json
        assert "lapse" not in before["moments"]
        assert before["letters"] == {"queued": len(Letter.objects.filter(kind="alert")), "sent": 2}
        done = heard("tick", "--at", due.isoformat())
        assert done.code == 0 and done.json["moments"]["lapse"] == 1 and done.json["stumbled"] == 0
        assert done.json["at"] == due.isoformat()
        assert Promise.objects.get(ticket=ticket, kind="first").outcome == "lapsed"
        assert Letter.objects.get(kind="missed").state == "kept"
        assert heard("tick", "--at", due.isoformat()).json["moments"] == {}

    def test_now_is_the_default(self, heard: Any, cast: Cast) -> None:
        assert heard("tick").json["moments"] == {}

    @pytest.mark.parametrize("text", ["soonish", "2026-11-23T14:00:00", "2026-11-23", ""])
    def test_an_instant_has_its_offset(self, heard: Any, cast: Cast, text: str) -> None:
        assert heard("tick", "--at", text).code == 2

    OUTSIDE = server("HEARD_SMTP_URL", "smtp://mail.example.com:25", ("smtp",), "")
    INSIDE = server("HEARD_SMTP_URL", "smtp://127.0.0.1:1", ("smtp",), "")

    @pytest.mark.parametrize(
        ("settings", "wrong"),
        [
            ({"HEARD_SMTP_URL": OUTSIDE}, "HEARD_SMTP_URL"),
            ({"HEARD_SMTP_URL": INSIDE}, ""),
            ({"HEARD_SMTP_URL": None, "HEARD_ALERT_URLS": (Secret("json://127.0.0.1:9/x"),)}, ""),
            (
                {"HEARD_ALERT_URLS": (Secret("json://localhost:9"), Secret("slack://a/b/c"))},
                "HEARD_ALERT_URLS",
            ),
            ({"HEARD_ALERT_URLS": (Secret("mailto://u:p@example.com"),)}, "HEARD_ALERT_URLS"),
            ({"HEARD_ALERT_URLS": (Secret("json://127.0.0.1.example.com/"),)}, "HEARD_ALERT_URLS"),
        ],
    )
    def test_another_time_than_now_stays_on_this_machine(
        self, heard: Any, cast: Cast, settings: dict[str, Any], wrong: str
    ) -> None:
        with override_settings(**settings):
            assert tick.what_leaves() == wrong
            if wrong:
                done = heard("tick", "--at", "2030-01-01T12:00:00Z")
                assert (done.code, wrong in done.err, done.err.count("\n")) == (2, True, 1)
                assert heard("tick", "--at", now().isoformat()).code == 0
                assert heard("tick", "--at", "2020-01-01T12:00:00Z", "--really").code == 0


class TestReceive:
    """A mail server's pipe."""

    RAW = b"From: zelda@northwind.example\r\nTo: support@heard.example\r\nSubject: Hi\r\n\r\nHello\r\n"

    @pytest.mark.django_db(transaction=True)
    def test_a_mail_is_durable_and_placed(self, heard: Any) -> None:
        assemble()
        done = heard("receive", "--desk", "support@heard.example", stdin=self.RAW)
        assert (done.code, done.out) == (0, "")
        row = Intake.objects.get()
        assert files.read(row.digest) == self.RAW
        assert (row.door, row.state, row.ticket.subject) == ("pipe", "ticket", "Hi")

    @pytest.mark.django_db(transaction=True)
    def test_one_that_cannot_be_kept_is_tried_again(self, heard: Any, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("not a folder")
        with override_settings(HEARD_FILES_URL=tmp_path / "file"):
            assert heard("receive", stdin=self.RAW).code == 75
        assert not Intake.objects.exists()


class TestParse:
    """Raw mails to JSON."""

    def test_one_line_each_in_the_order_given(self, heard: Any, tmp_path: Path) -> None:
        paths = [tmp_path / "a.eml", tmp_path / "b.eml"]
        paths[0].write_bytes(TestReceive.RAW)
        paths[1].write_bytes(b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\n\xff\r\n")
        done = heard("parse", *map(str, paths))
        first, second = [json.loads(line) for line in done.out.splitlines()]
        assert (first["file"], first["from"], first["subject"]) == (
            str(paths[0]),
            "zelda@northwind.example",
            "Hi",
        )
        assert second["subject"] == "Gr\u00fc\u00dfe"
        wanted = (
            "file from from_name to cc reply_to subject date message_id in_reply_to references text reply"
        )
        wanted += " signature html attachments machine bounce problems"
        assert set(first) == set(wanted.split())

    def test_a_file_that_is_not_there(self, heard: Any, tmp_path: Path) -> None:
        done = heard("parse", str(tmp_path / "none.eml"))
        assert (done.code, done.err.count("\n")) == (2, 1) and "none.eml" in done.err


@pytest.mark.parametrize("words", [(), ("fly",), ("token",), ("tick", "--at")])
def test_wrong_use_is_said(heard: Any, words: tuple[str, ...]) -> None:
    done = heard(*words)
    assert done.code == 2 and done.err.startswith("usage: heard")


class TestForecast:
    """The judge of the forecast, from the command line."""

    @pytest.fixture
    def log(self, tmp_path: Path) -> Path:
        """Sixty tickets, one an hour, each solved after two."""
        rows = ["case_id,event,timestamp"]
        for i in range(60):
            day, hour = divmod(i, 22)
            for event, at in (("opened", hour), ("solved", hour + 2)):
                rows.append(f"{i},{event},2026-03-{day + 1:02}T{at:02}:00Z")
        path = tmp_path / "log.csv"
        path.write_text("\n".join(rows))
        return path

    def test_it_prints_what_it_found(self, heard: Any, log: Path) -> None:
        said = heard("forecast", "evaluate", "--log", str(log), "--target", "solved", "--cut", "0.8").json
        assert (said["cases_train"], said["cases_test"], said["coverage"]) == (48, 12, 1)
        assert said["median_promise_days"] == pytest.approx(2 / 24, abs=0.001)

    def test_a_target_that_is_not_there(self, heard: Any, log: Path) -> None:
        said = heard("forecast", "evaluate", "--log", str(log), "--target", "Solved")
        assert said.code == 2
        assert "there are: opened, solved" in said.err

    def test_a_file_that_is_not_there(self, heard: Any, tmp_path: Path) -> None:
        said = heard("forecast", "evaluate", "--log", str(tmp_path / "none.csv"))
        assert (said.code, said.err.count("\n")) == (2, 1)
        assert "none.csv" in said.err

    @pytest.mark.parametrize("level", ["0", "1", "80", "often"])
    def test_a_level_that_is_none(self, heard: Any, log: Path, level: str) -> None:
        said = heard("forecast", "evaluate", "--log", str(log), "--level", level)
        assert said.code == 2
        assert "between 0 and 1" in said.err
