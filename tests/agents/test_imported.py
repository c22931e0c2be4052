"""The page where the columns of a CSV file are named, with its first tickets as they would come in."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import PASSWORD, Cast, assemble, clock
from heard import cli
from heard.record.access.setting import columns_of
from heard.record.actions import field
from heard.record.models.field import values_of
from heard.record.models.ticket import Ticket

LINES = """Nr;Betreff;Kontakt;Angelegt;Text
7;Tor klemmt;omar@ramp.example;03.05.2021 08:00;Es klemmt.
8;Licht;;04.05.2021 08:00;Kein Licht.
"""
SAID = {"ticket": "Nr", "address": "Kontakt", "opened": "Angelegt", "text": "Text", "subject": "Betreff"}
DATES = "%d.%m.%Y %H:%M"


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def carla(cast: Cast) -> Client:
    browser = Client()
    assert browser.login(username=cast.carla.email, password=PASSWORD)
    return browser


def where(cast: Cast) -> str:
    return f"/desk/desks/{cast.desk.public_id}/history/"


def test_a_file_is_shown_with_its_columns_and_what_is_missing(carla: Client, cast: Cast) -> None:
    file = SimpleUploadedFile("old.csv", LINES.encode())
    shown = carla.post(where(cast), {"file": file}).content.decode()
    assert '<option value="Kontakt">Kontakt</option>' in shown
    assert '<option value="Betreff" selected>Betreff</option>' in shown
    assert "Say which column is each of those with a star" in shown and "Keep this" not in shown
    assert "Es klemmt." in shown, "the lines stay in the form"


def test_the_first_tickets_are_shown_and_the_mapping_is_kept_for_the_command(
    carla: Client, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {"lines": LINES, "dates": DATES, **SAID}
    shown = carla.post(where(cast), said).content.decode()
    assert "omar@ramp.example" in shown and "Keep this" in shown
    assert "Left out: it names no mail address of a requester" in shown
    assert columns_of(cast.desk) == {} and not Ticket.objects.exists()
    assert carla.post(where(cast), {**said, "keep": "1"}).status_code == 302
    kept = columns_of(cast.desk)
    assert kept["address"] == "Kontakt" and kept["dates"] == DATES
    assert "<b>Kontakt</b>" in carla.get(where(cast)).content.decode()

    (tmp_path / "old.csv").write_text(LINES)
    assert cli.main(["import", "csv", str(tmp_path / "old.csv"), "--desk", cast.desk.address, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tickets"]["imported"] == 1
    assert Ticket.objects.get().received_at.isoformat() == "2021-05-03T12:00:00+00:00"


def test_what_is_no_table_is_said_in_the_field(carla: Client, cast: Cast) -> None:
    answer = carla.post(where(cast), {"lines": "hello"})
    assert answer.status_code == 422 and "The first line must name the columns" in answer.content.decode()


def test_nothing_is_kept_that_shows_no_ticket(carla: Client, cast: Cast) -> None:
    carla.post(where(cast), {"lines": LINES, "keep": "1", "ticket": "Nr"})
    assert columns_of(cast.desk) == {}


def test_columns_become_fields_of_the_desk(
    carla: Client, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, label, kind in (("serial", "Seriennummer", "text"), ("weight", "Weight", "number")):
        field.make(cast.desk, name=name, label=label, kind=kind, by=cast.carla, at=clock("9:00"))
    lines = (
        "Nr;Kontakt;Angelegt;Text;seriennummer;kg\n"
        "7;omar@ramp.example;2021-05-03;Es klemmt.;X-1;2,50\n"
        "8;omar@ramp.example;2021-05-04;Dunkel.;X-2;leicht\n"
    )
    said = {"ticket": "Nr", "address": "Kontakt", "opened": "Angelegt", "text": "Text"}
    shown = carla.post(where(cast), {"lines": lines, **said}).content.decode()
    assert '<option value="seriennummer" selected>' in shown and "Seriennummer: X-1" in shown
    said |= {"field.serial": "seriennummer", "field.weight": "kg"}
    assert carla.post(where(cast), {"lines": lines, **said, "keep": "1"}).status_code == 302
    assert "Weight: <b>kg</b>" in carla.get(where(cast)).content.decode()
    file = tmp_path / "old.csv"
    file.write_text(lines)
    for more in (["--dry-run"], []):
        assert cli.main(["import", "csv", str(file), "--desk", cast.desk.address, "--json", *more]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["values_left_out"] == {"weight": 1} and told["tickets"]["imported"] == 2
    first, second = Ticket.objects.order_by("received_at")
    assert values_of([first.pk, second.pk]) == {
        first.pk: {"serial": "X-1", "weight": "2.5"},
        second.pk: {"serial": "X-2"},
    }
    wrong = ["import", "csv", str(file), "--desk", cast.desk.address, "--column", "field.colour=kg"]
    assert cli.main(wrong) != 0 and "field.serial, field.weight" in capsys.readouterr().err
