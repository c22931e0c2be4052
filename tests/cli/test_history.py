"""History comes in from other systems: at its real times, once, and without a word to anybody."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Max
from django.test import TransactionTestCase

from cast import PASSWORD, Cast, assemble, clock
from heard import cli
from heard.channels.history import carry
from heard.clock import now
from heard.numbers import marks
from heard.record import files
from heard.record.access import forecast as forecasts
from heard.record.access import knows
from heard.record.actions import desk, field, note, promise
from heard.record.actions import ticket as tickets
from heard.record.actions import token as tokens
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.arrival import Arrival, AttachedFile
from heard.record.histories import histories
from heard.record.models.alert import Alert
from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.imported import Imported
from heard.record.models.letter import Letter
from heard.record.models.message import Attachment, Message
from heard.record.models.note import Note
from heard.record.models.promise import Promise
from heard.record.models.requester import Requester, RequesterAddress
from heard.record.models.setting import Setting
from heard.record.models.ticket import Ticket
from heard.record.search import find

ASKED = """From MAILER Mon Mar 02 09:00:00 2020
From: Ines Roy <ines@studio.example>
To: support@heard.example
Subject: Plotter without power
Message-ID: <one@studio.example>
Date: Mon, 02 Mar 2020 09:00:00 +0100

Our plotter has no power since Friday.
>From the fuse box all looks fine.

"""
ANSWERED = """From MAILER Mon Mar 02 11:00:00 2020
From: Allie Ames <allie@heard.example>
To: ines@studio.example
Subject: Re: Plotter without power
Message-ID: <two@heard.example>
In-Reply-To: <one@studio.example>
Date: Mon, 02 Mar 2020 11:30:00 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

The lever behind the plotter was down.
--x
Content-Type: application/pdf; name="lever.pdf"
Content-Disposition: attachment; filename="lever.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--x--

"""
THANKS = """From MAILER Mon Mar 02 12:00:00 2020
From: Ines Roy <ines@studio.example>
Subject: Re: Plotter without power
Message-ID: <three@studio.example>
References: <one@studio.example> <two@heard.example>
Date: Mon, 02 Mar 2020 12:00:00 +0100

Thanks, it prints.

"""
AWAY = """From MAILER Tue Mar 03 08:00:00 2020
From: Ines Roy <ines@studio.example>
Subject: Out of office
Message-ID: <away@studio.example>
Auto-Submitted: auto-replied
Date: Tue, 03 Mar 2020 08:00:00 +0100

I am away.

"""
UNANSWERED = """From MAILER Wed Mar 04 08:00:00 2020
From: Omar Haddad <omar@ramp.example>
Subject: Second gate
Message-ID: <gate@ramp.example>
Date: Wed, 04 Mar 2020 08:00:00 +0000

May we have a key for the second gate?

"""
DATELESS = """From MAILER sometime 2020
From: Omar Haddad <omar@ramp.example>
Subject: When
Message-ID: <when@ramp.example>

No date at all.

"""
WHOLE = ASKED + ANSWERED + AWAY + THANKS + ASKED + UNANSWERED + DATELESS


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def bring(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run `heard import` with these words; what it printed as JSON, or its one line of error."""

    def run(*words: str) -> Any:
        code = cli.main(["import", *words, "--desk", "support@heard.example", "--json"])
        said = capsys.readouterr()
        return json.loads(said.out) if code == 0 else f"{code} {said.err}"

    return run


@pytest.fixture
def mbox(tmp_path: Path) -> str:
    (tmp_path / "old.mbox").write_text(WHOLE)
    return str(tmp_path / "old.mbox")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class TestMbox:
    """Mails of years, by threads."""

    def test_all_that_is_in_the_file_is_accounted_for(self, bring: Any, cast: Cast, mbox: str) -> None:
        said = bring("mbox", mbox)
        assert said["tickets"] == {
            "in_file": 4,
            "imported": 2,
            "already_here": 0,
            "skipped": {"somebody is away": 1, "it bears no date that can be": 1},
        }
        assert said["messages"] == {
            "in_file": 7,
            "imported": 4,
            "already_here": 0,
            "skipped": {
                "somebody is away": 1,
                "it bears no date that can be": 1,
                "the same mail stands in the file twice": 1,
            },
        }
        assert (said["people"], said["attachments"]) == (2, 1)
        assert (Ticket.objects.count(), Message.objects.count(), Attachment.objects.count()) == (2, 4, 1)

    def test_a_dry_run_says_the_same_and_makes_nothing(self, bring: Any, cast: Cast, mbox: str) -> None:
        before = Requester.objects.count()
        planned = bring("mbox", mbox, "--dry-run")
        assert not Ticket.objects.exists() and not Imported.objects.exists()
        assert Requester.objects.count() == before
        assert planned == bring("mbox", mbox)

    def test_what_was_said_stands_at_its_time_by_whom_it_was(self, bring: Any, cast: Cast, mbox: str) -> None:
        bring("mbox", mbox)
        own = Ticket.objects.get(subject="Plotter without power")
        assert (own.received_at, own.resolved_at) == (at("2020-03-02T08:00"), at("2020-03-02T11:00"))
        assert (own.resolution, own.resolved_by, own.owner) == ("solved", cast.allie, cast.allie)
        assert (own.opened_at, own.acknowledged_at) == (at("2020-03-02T10:30"),) * 2
        said = list(own.messages.order_by("n"))
        assert [(one.kind, one.by_person, one.author, one.said_at) for one in said] == [
            ("inbound", True, "Ines Roy", at("2020-03-02T08:00")),
            ("outbound", True, "Allie Ames", at("2020-03-02T10:30")),
            ("inbound", True, "Ines Roy", at("2020-03-02T11:00")),
        ]
        assert "\nFrom the fuse box" in said[0].text
        assert said[1].attachments.get().name == "lever.pdf"
        assert all(one.settled_at for one in said if one.kind == "inbound")
        gate = Ticket.objects.get(subject="Second gate")
        assert (gate.resolution, gate.resolved_by, gate.is_open) == ("withdrawn", None, False)

    def test_it_makes_no_letter_promise_or_alert_and_counts_in_no_number(
        self, bring: Any, cast: Cast, mbox: str
    ) -> None:
        bring("mbox", mbox)
        assert not Letter.objects.exists() and not Promise.objects.exists() and not Alert.objects.exists()
        ids = list(Ticket.objects.values_list("id", flat=True))
        assert [marks(history) for _, history in histories(ids)] == [[], []]
        twin = cast.writes(cast.zelda, "Counts.", at=now())
        assert [marks(history) for _, history in histories([twin.pk])] != [[]]

    def test_it_is_there_for_search_who_knows_and_the_forecast(
        self, bring: Any, cast: Cast, mbox: str
    ) -> None:
        bring("mbox", mbox)
        own = Ticket.objects.get(subject="Plotter without power")
        assert {hit.ticket for hit in find([("lever", False)], notes=False)} == {own.pk}
        text = "Our plotter has no power since this morning, the fuse box looks fine."
        fresh = cast.writes(cast.zelda, text, at=now(), subject="Plotter without power")
        (who,) = knows.who(cast.bob, fresh, at=now())
        assert (who.agent, who.solved) == (cast.allie, 1)
        (step,) = [one for one in forecasts.past(cast.desk, at=at("2020-05-01T00:00")) if one.ended]
        assert (step.ticket, step.ended - step.began) == (own.pk, 2.5 * 3600)
        assert forecasts.finished(cast.desk) == 1

    def test_a_second_time_brings_nothing(self, bring: Any, cast: Cast, mbox: str) -> None:
        first = bring("mbox", mbox)
        counts = {
            model: model.objects.count() for model in (Ticket, Message, Attachment, RequesterAddress, Event)
        }
        again = bring("mbox", mbox)
        assert {model: model.objects.count() for model in counts} == counts
        assert again["tickets"]["already_here"] == first["tickets"]["imported"] == 2
        assert again["messages"]["already_here"] == first["messages"]["imported"] == 4
        assert (again["tickets"]["skipped"], again["people"]) == (first["tickets"]["skipped"], 0)

    def test_a_later_file_adds_what_is_new_to_its_thread(
        self, bring: Any, cast: Cast, tmp_path: Path
    ) -> None:
        early, late = tmp_path / "early", tmp_path / "late"
        early.write_text(ASKED)
        late.write_text(ANSWERED + THANKS)
        bring("mbox", str(early))
        said = bring("mbox", str(late))
        assert (said["tickets"]["already_here"], said["messages"]["imported"]) == (1, 2)
        assert Ticket.objects.get().messages.count() == 3 == len(Imported.objects.get().keys)

    def test_mail_that_came_to_the_desk_itself_is_here(self, bring: Any, cast: Cast, mbox: str) -> None:
        arrival = Arrival(
            door="smtp", from_address="omar@ramp.example", message_id="gate@ramp.example", text="Key?"
        )
        tickets.receive(arrival, desk=cast.desk, requester=cast.zelda, at=now())
        said = bring("mbox", mbox)
        assert (said["tickets"]["imported"], said["tickets"]["already_here"]) == (1, 1)

    def test_open_ones_wait_unheard_with_a_first_word_from_now(
        self, bring: Any, cast: Cast, mbox: str
    ) -> None:
        began = now()
        bring("mbox", mbox, "--open")
        gate = Ticket.objects.get(resolved_at=None)
        assert gate.subject == "Second gate"
        assert gate.opened_at is None and gate.received_at >= began - timedelta(seconds=1)
        assert (gate.standing.kind, gate.standing.told_at) == ("first", None)
        assert gate.standing.due_at > began
        assert gate.messages.get().said_at == at("2020-03-04T08:00")
        assert not Letter.objects.exists() and not Alert.objects.exists()

    def test_who_is_no_agent_here_keeps_the_name(self, bring: Any, cast: Cast, mbox: str) -> None:
        cast.allie.email = "other@heard.example"
        cast.allie.save()
        bring("mbox", mbox, "--ours", "@heard.example")
        said = Message.objects.get(kind="outbound")
        assert (said.by_person, said.agent, said.author) == (False, None, "Allie Ames")

    def test_an_imported_ticket_goes_on_when_its_requester_writes(
        self, bring: Any, cast: Cast, mbox: str
    ) -> None:
        bring("mbox", mbox)
        own = Ticket.objects.get(subject="Plotter without power")
        tickets.reopen(own, by=own.requester, at=now())
        (_, history), *_ = histories([own.pk])
        assert {mark.measure for mark in marks(history)} == {"wait"}, (
            "the wait that began here, and nothing before"
        )
        own.refresh_from_db()
        assert own.is_open and own.standing.due_at > now()

    def test_what_is_no_mbox_is_refused_in_one_line(self, bring: Any, cast: Cast, tmp_path: Path) -> None:
        (tmp_path / "no").write_text("hello\n")
        assert bring("mbox", str(tmp_path / "no")).startswith("2 heard: no is no mbox")
        assert "there is no file" in bring("mbox", str(tmp_path / "gone"))


TICKETS = """Nr;Betreff;Email;Kunde;Angelegt;Zu;Status;Text;Loesung;Agent
7;Tor klemmt;omar@ramp.example;Omar Haddad;2021-05-03 08:00;2021-05-03 10:00;closed;Es klemmt.;Ok.;bob@heard.example
8;Licht;omar@ramp.example;Omar Haddad;2021-05-04 08:00;;open;Kein Licht.;;
9;Ohne;;;2021-05-04 08:00;;open;Niemand.;;
10;Wann;omar@ramp.example;;gestern;;open;Wann war das?;;
"""
GERMAN = {
    "ticket": "Nr",
    "subject": "Betreff",
    "address": "Email",
    "name": "Kunde",
    "opened": "Angelegt",
    "resolved": "Zu",
    "state": "Status",
    "text": "Text",
    "answer": "Loesung",
    "owner": "Agent",
}


class TestCsv:
    """Rows with a mapping."""

    @pytest.fixture
    def file(self, tmp_path: Path) -> str:
        (tmp_path / "old.csv").write_text(TICKETS, encoding="utf-8-sig")
        return str(tmp_path / "old.csv")

    @pytest.fixture
    def mapping(self, tmp_path: Path) -> str:
        (tmp_path / "map.json").write_text(json.dumps(GERMAN))
        return str(tmp_path / "map.json")

    def test_a_row_is_a_ticket(self, bring: Any, cast: Cast, file: str, mapping: str) -> None:
        said = bring("csv", file, "--mapping", mapping, "--zone", "Europe/Berlin")
        assert said["tickets"] == {
            "in_file": 4,
            "imported": 2,
            "already_here": 0,
            "skipped": {
                "it names no mail address of a requester": 1,
                "its time cannot be read; ISO 8601 is understood, and what --dates says": 1,
            },
        }
        gate = Ticket.objects.get(subject="Tor klemmt")
        assert (gate.received_at, gate.resolved_at) == (at("2021-05-03T06:00"), at("2021-05-03T08:00"))
        assert (gate.requester.name, gate.owner) == ("Omar Haddad", cast.bob)
        assert [(one.kind, one.author, one.text) for one in gate.messages.order_by("n")] == [
            ("inbound", "Omar Haddad", "Es klemmt."),
            ("outbound", "Bob Bauer", "Ok."),
        ]
        assert {hit.ticket for hit in find([("7", False)], notes=False)} == {gate.pk}

    def test_again_and_open(self, bring: Any, cast: Cast, file: str, mapping: str) -> None:
        bring("csv", file, "--mapping", mapping, "--open")
        assert Ticket.objects.get(resolved_at=None).subject == "Licht"
        again = bring("csv", file, "--mapping", mapping, "--open")
        assert (again["tickets"]["already_here"], again["messages"]["already_here"]) == (2, 3)
        assert Ticket.objects.count() == 2

    def test_rows_of_one_ticket_are_its_messages(self, bring: Any, cast: Cast, tmp_path: Path) -> None:
        rows = """id,subject,email,created_at,said,author,text
A-1,Gate,omar@ramp.example,2021-05-03T08:00:00Z,2021-05-03T08:00:00Z,omar@ramp.example,It sticks.
A-1,Gate,omar@ramp.example,2021-05-03T08:00:00Z,2021-05-03T09:00:00Z,bob@heard.example,"Oiled,
now."
A-1,Gate,omar@ramp.example,2021-05-03T08:00:00Z,2021-05-03T09:00:00Z,bob@heard.example,"Oiled,
now."
"""
        (tmp_path / "m.csv").write_text(rows)
        said = bring("csv", str(tmp_path / "m.csv"))
        assert (said["tickets"]["imported"], said["messages"]["imported"]) == (1, 2)
        assert said["messages"]["skipped"] == {carry.TWICE: 1}
        assert list(Ticket.objects.get().messages.order_by("n").values_list("kind", "text")) == [
            ("inbound", "It sticks."),
            ("outbound", "Oiled,\nnow."),
        ]

    def test_the_mapping_of_the_desks_page_serves(self, bring: Any, cast: Cast, file: str) -> None:
        Setting.objects.create(name=f"columns {cast.desk.public_id}", value=GERMAN)
        assert bring("csv", file)["tickets"]["imported"] == 2

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            ((), "Say which column is 'ticket'; the file has: Nr, Betreff"),
            (("--column", "tikket=Nr"), "There is no field 'tikket'"),
            (("--column", "ticket=Number"), "The file has no column 'Number'"),
            (("--column", "ticket"), "write it as FIELD=NAME"),
            (("--zone", "Mars/Olympus"), "no time zone"),
        ],
    )
    def test_a_wrong_mapping_is_said(self, bring: Any, cast: Cast, file: str, words: Any, says: str) -> None:
        assert says in bring("csv", file, *words)
        assert not Ticket.objects.exists()


ZENDESK = {
    "id": 35436,
    "subject": "Help, my printer is on fire",
    "status": "solved",
    "created_at": "2019-07-20T22:55:29Z",
    "updated_at": "2019-07-22T10:38:52Z",
    "requester": {"id": 20978392, "name": "Omar Haddad", "email": "omar@ramp.example", "role": "end-user"},
    "assignee": {"id": 235323, "name": "Bob Bauer", "email": "bob@heard.example", "role": "agent"},
    "organization": {"id": 509974, "name": "Ramp Ltd"},
    "comments": [
        {"id": 1, "author_id": 20978392, "body": "It burns.", "public": True, "created_at": "2019-07-20T22:55:29Z"},
        {"id": 2, "author_id": 235323, "body": "He means the *red* one.", "public": False,
         "created_at": "2019-07-21T08:00:00Z"},
        {"id": 3, "author_id": 235323, "body": "Water helps.", "html_body": "<p>Water helps.</p>", "public": True,
         "created_at": "2019-07-21T09:00:00Z"},
    ],
}  # fmt: skip
ZAMMAD = {
    "id": 19,
    "number": "22019",
    "title": "No paper",
    "state": "closed",
    "customer": "omar@ramp.example",
    "owner": "bob@heard.example",
    "organization": "Ramp Ltd",
    "created_at": "2021-10-30T15:24:34.197Z",
    "close_at": "2021-10-30T17:00:00.000Z",
    "articles": [
        {"id": 32, "sender": "Customer", "from": "Omar Haddad <omar@ramp.example>", "internal": False,
         "content_type": "text/plain", "body": "There is no paper.", "created_at": "2021-10-30T15:24:34.197Z",
         "attachments": [{"filename": "tray.txt", "preferences": {"Content-Type": "text/plain"}, "data": "aGk="}]},
        {"id": 33, "sender": "Agent", "from": "Bob Bauer via Support <support@heard.example>", "internal": False,
         "created_by": "bob@heard.example", "content_type": "text/html", "body": "<b>Filled</b> it.",
         "created_at": "2021-10-30T16:00:00.000Z"},
        {"id": 34, "sender": "Agent", "from": "Bob Bauer", "created_by": "bob@heard.example", "internal": True,
         "content_type": "text/plain", "body": "Order more.", "created_at": "2021-10-30T16:30:00.000Z"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "ticket"), [("zendesk", ZENDESK), ("zammad", ZAMMAD)])
class TestJson:
    """Exports of other desks."""

    def test_messages_notes_and_ends_come_along(
        self, bring: Any, cast: Cast, tmp_path: Path, kind: str, ticket: Any
    ) -> None:
        (tmp_path / "one.json").write_text(json.dumps(ticket) + "\n")
        said = bring(kind, str(tmp_path / "one.json"))
        assert said["tickets"] == {"in_file": 1, "imported": 1, "already_here": 0, "skipped": {}}
        assert said["messages"]["imported"] == 3
        own = Ticket.objects.get()
        assert (own.resolution, own.owner, str(own.requester.organization)) == (
            "solved",
            cast.bob,
            "Ramp Ltd",
        )
        assert [one.kind for one in own.messages.order_by("n")] == ["inbound", "outbound"]
        assert own.received_at == own.messages.earliest("n").said_at
        note = Note.objects.get(ticket=own)
        assert (note.agent, note.n in own.messages.values_list("n", flat=True)) == (cast.bob, False)
        assert own.last_n == own.events.aggregate(last=Max("n"))["last"]
        assert bring(kind, str(tmp_path / "one.json"))["messages"]["already_here"] == 3
        assert Message.objects.count() == 2 and Note.objects.count() == 1

    def test_open_states_come_in_closed_unless_asked(
        self, bring: Any, cast: Cast, tmp_path: Path, kind: str, ticket: Any
    ) -> None:
        name = {"zendesk": "status", "zammad": "state"}[kind]
        (tmp_path / "one.json").write_text(json.dumps([{**ticket, name: "open"}], indent=2))
        bring(kind, str(tmp_path / "one.json"))
        assert not Ticket.objects.filter(resolved_at=None).exists()
        bring(kind, str(tmp_path / "one.json"), "--open", "--origin", "other")
        assert Ticket.objects.get(resolved_at=None).standing.kind == "first"

    def test_tickets_without_what_was_said_are_refused(
        self, bring: Any, cast: Cast, tmp_path: Path, kind: str, ticket: Any
    ) -> None:
        told = {"zendesk": "comments", "zammad": "articles"}[kind]
        (tmp_path / "one.json").write_text(
            json.dumps({name: ticket[name] for name in ticket if name != told})
        )
        assert f"without “{told}”" in bring(kind, str(tmp_path / "one.json"))


class TestZendeskAttachments:
    """Bytes that the export only names, read from a folder."""

    @pytest.fixture
    def export(self, tmp_path: Path) -> Path:
        first, *others = ZENDESK["comments"]  # type: ignore[misc]
        timeless = {
            "id": 9,
            "author_id": 235323,
            "body": "?",
            "attachments": [{"id": 14, "file_name": "late.txt"}],
        }
        attached = [
            {"id": 11, "file_name": "log.txt", "content_type": "text/plain", "size": 2,
             "content_url": "https://ramp.example/attachments/token/x/?name=log.txt"},
            {"id": 12, "file_name": "smoke.png", "content_type": "image/png", "size": 3},
            {"id": 13, "file_name": "../../outside.txt", "content_type": "text/plain", "size": 4},
        ]  # fmt: skip
        ticket = {**ZENDESK, "comments": [{**first, "attachments": attached}, *others, timeless]}
        folder = tmp_path / "deep" / "export"
        folder.mkdir(parents=True)
        (tmp_path / "outside.txt").write_text("1234")
        (folder / "13-outside.txt").symlink_to(tmp_path / "outside.txt")
        (folder / "smoke.png").write_text("another one")
        (folder / "tickets.json").write_text(json.dumps(ticket))
        return folder

    def test_those_found_come_in_and_the_others_are_named(self, bring: Any, cast: Cast, export: Path) -> None:
        (export / "11").mkdir()
        (export / "11" / "log.txt").write_text("hi")
        file = str(export / "tickets.json")
        there = {"in_file": 4, "imported": 1, "already_here": 0, "skipped": 1,
                 "missing": ["35436: smoke.png", "35436: outside.txt"]}  # fmt: skip
        assert bring("zendesk", file, "--dry-run")["attachments_named"] == there
        assert not Message.objects.exists()
        said = bring("zendesk", file)
        assert (said["attachments_named"], said["attachments"]) == (there, 1)
        kept = Message.objects.earliest("n").attachments.get()
        assert (kept.name, kept.type, kept.size) == ("log.txt", "text/plain", 2)
        assert bring("zendesk", file)["attachments_named"] == {
            "in_file": 4, "imported": 0, "already_here": 1, "skipped": 1, "missing": there["missing"],
        }  # fmt: skip

    def test_a_folder_of_its_own(
        self, bring: Any, cast: Cast, export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "files").mkdir()
        (tmp_path / "files" / "12-smoke.png").write_text("abc")
        (tmp_path / "files" / "log.txt").write_text("hi")
        file, files = str(export / "tickets.json"), str(tmp_path / "files")
        assert bring("zendesk", file, "--files", files, "--dry-run")["attachments_named"]["imported"] == 2
        cli.main(
            ["import", "zendesk", file, "--files", files, "--dry-run", "--desk", "support@heard.example"]
        )
        told = capsys.readouterr().out
        assert (
            "attachments named: 4 in the file = 2 to import + 0 already here + 1 skipped + 1 missing" in told
        )
        assert "  missing of ticket 35436: outside.txt" in told
        assert "there is no folder" in bring("zendesk", file, "--files", str(tmp_path / "none"))


def test_killed_it_goes_on_and_brings_nothing_twice(
    fresh_installation: dict[str, str], tmp_path: Path
) -> None:
    environment = {**os.environ, **fresh_installation}
    heard = [sys.executable, "-m", "heard.cli"]
    words = [
        "init",
        "--admin",
        "carla@heard.example",
        "--password-stdin",
        "--desk-address",
        "support@heard.example",
    ]
    subprocess.run(
        [*heard, *words], env=environment, input=PASSWORD.encode(), check=True, stdout=subprocess.DEVNULL
    )
    whole = 400
    text = UNANSWERED.replace("<gate@", "<gate{0}@").replace("omar@", "omar{0}@")
    (tmp_path / "old.mbox").write_text("".join(text.format(number) for number in range(whole)))
    command = [*heard, "import", "mbox", str(tmp_path / "old.mbox"), "--json"]

    killed = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert killed.stderr is not None
    for line in killed.stderr:
        if int(line.split()[0]) >= 10:
            break
    killed.kill()
    killed.communicate()

    again = json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
    assert again["tickets"]["already_here"] >= whole // 10 and again["tickets"]["imported"] > 0
    for what in ("tickets", "messages"):
        assert again[what]["already_here"] + again[what]["imported"] == whole
    third = json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
    assert third["tickets"] == {"in_file": whole, "imported": 0, "already_here": whole, "skipped": {}}
    assert (third["people"], third["attachments"]) == (0, 0)


@pytest.fixture
def exported(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """A desk with a story, taken out: the name of the export (a folder or a zip), and what it counted."""

    def run(name: str) -> tuple[Path, dict[str, int]]:
        assert cli.main(["export", str(tmp_path / name), "--json"]) == 0
        return tmp_path / name, json.loads(capsys.readouterr().out)

    return run


def tell(cast: Cast) -> Ticket:
    """Zelda asks, Allie restates and promises, misses, writes a note, and solves it."""
    own = cast.writes(cast.zelda, "The drone comes back.", at=clock("9:02"))
    tickets.open(own, by=cast.allie, at=clock("9:03"))
    said = "Your drone comes back with the package."
    file = AttachedFile("plan.txt", "text/plain", b"north first")
    word = Word(text=said, way="next", due_at=clock("10:00"), restating=said, files=(file,))
    promise.say(own, word, by=cast.allie, at=clock("9:10"))
    for name, kind in (("serial", "text"), ("gone", "number")):
        field.make(own.desk, name=name, kind=kind, label=name, by=cast.carla, at=clock("9:15"))
    field.put(own, values={"serial": "A7", "gone": "3.5"}, by=cast.allie, at=clock("9:16"))
    field.drop(own.desk.fields.get(name="gone"), by=cast.carla, at=clock("9:17"))
    map_file = {"name": "old-map.txt", "type": "text/plain", "digest": files.keep(b"old map"), "size": 7}
    note.write(own, text="The map is old.", by=cast.bob, at=clock("9:20"), kept=[map_file])
    promise.say(own, Word(text="The map is new now.", way="solves"), by=cast.allie, at=clock("10:20"))
    return Ticket.objects.get(pk=own.pk)


def content(own: Ticket) -> dict[str, Any]:
    """What a ticket is, without ids."""
    ends = ("ticket.imported",)
    return {
        "ticket": (own.subject, own.requester.name, own.requester.address),
        "times": (own.received_at, own.opened_at, own.resolved_at),
        "end": (own.resolution, own.resolved_by and own.resolved_by.email, own.owner and own.owner.email),
        "messages": [
            (one.kind, one.by_person, one.author, one.said_at, one.text, one.reply, one.html,
             [(file.name, file.type, file.size, file.digest) for file in one.attachments.order_by("id")])
            for one in own.messages.order_by("n")
        ],
        "fields": [
            (one.field.name, one.field.kind, one.field.dropped_at is None, one.value)
            for one in own.field_values.order_by("field__name")
        ],
        "notes": [
            (one.agent and one.agent.email, one.written_at, one.text,
             [(file.name, file.type, file.size, file.digest) for file in one.notefile_set.all()])
            for one in Note.objects.filter(ticket=own)
        ],
        "events": sorted(
            (one.kind, one.at, one.agent and one.agent.email, one.requester and one.requester.name, one.data.get("due"))
            for one in own.events.exclude(n=None).exclude(kind__in=ends)
        ),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["whole.zip", "whole"])
@pytest.mark.django_db(transaction=True)
def test_what_goes_out_comes_in_the_same(
    exported: Any, cast: Cast, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    own = tell(cast)
    open_one = cast.writes(cast.yusuf, "Blank labels.", at=clock("11:00"), subject="Printer")
    cast.yusuf.zone = "Europe/Athens"
    cast.yusuf.save()
    before, people = content(own), Requester.objects.count()
    said = [(one.author, one.said_at, one.text) for one in open_one.messages.all()]
    path, counts = exported(name)
    assert (counts["tickets"], counts["messages"], counts["notes"], counts["files"]) == (2, 4, 1, 2)

    TransactionTestCase._fixture_teardown(None)  # a fresh installation in the same database
    assert not Ticket.objects.exists() and not Requester.objects.exists()
    for again in (False, True):
        assert cli.main(["import", "heard", str(path), "--json", "--desk", "support@heard.example"]) == 0
        come = json.loads(capsys.readouterr().out)
        assert come["tickets"]["already_here" if again else "imported"] == 2
        assert come["messages"]["already_here" if again else "imported"] == 5
    assert content(Ticket.objects.get(subject="Drones return")) == before
    assert Requester.objects.count() == people
    assert RequesterAddress.objects.get(address=cast.yusuf.address).requester.zone == "Europe/Athens"
    here = Ticket.objects.get(subject="Printer")
    assert [(one.author, one.said_at, one.text) for one in here.messages.all()] == said
    assert (here.resolution, here.is_open) == ("withdrawn", False)
    assert not Letter.objects.exists() and not Promise.objects.exists() and not Alert.objects.exists()


def test_no_secret_goes_out(exported: Any, cast: Cast) -> None:
    tell(cast)
    _, secret = tokens.make(agent=cast.allie, scope="write", by=HEARD, at=clock("9:00"))
    desk.set_pager(cast.desk, url="pover://pager-secret@key", by=HEARD, at=clock("9:00"))
    path, counts = exported("whole")
    text = b"".join(one.read_bytes() for one in path.rglob("*") if one.is_file()).decode()
    assert counts["agents"] == 4 and cast.allie.email in text
    pager = Desk.objects.get(pk=cast.desk.pk).pager
    for hidden in (
        secret,
        "argon2",
        cast.allie.password,
        "pager-secret",
        pager,
        "link_version",
        "feed_version",
    ):
        assert hidden not in text


def test_an_export_goes_nowhere_where_something_is(exported: Any, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "here.zip").write_text("mine")
    assert cli.main(["export", str(tmp_path / "here.zip")]) == 2
    assert cli.main(["export", str(tmp_path / "no" / "where.zip")]) == 2
    assert (tmp_path / "here.zip").read_text() == "mine"
