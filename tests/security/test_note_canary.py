"""A secret written in a note is looked for in every byte that anybody but an agent of the desk can get."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from heard.clock import now
from heard.followup import tick
from heard.letters import send
from heard.record.actions import chase, guide, promise
from heard.record.actions.message import Word
from heard.record.models.guide import Guide
from heard.record.models.help import Help
from heard.record.models.letter import Letter
from heard.record.models.party import Party
from letters.sink import Sink, listening
from security.canary import OUTSIDERS, WAITED, set_out
from security.conftest import ACTORS, SECRET, Stage

TWINS = ("agent", "lead")


@pytest.fixture(autouse=True)
def _canaries(stage: Stage) -> None:
    set_out(stage)


def asked(stage: Stage) -> list[str]:
    """What only somebody who looks for it asks for; test_walk.py asks for all the rest."""
    places = ("/api/v1/tickets", "/desk/search/", "/api/v1/guides", "/desk/guides/", "/d/support/guides/")
    found = [f"{path}?q={word}" for path in places for word in (SECRET[:9], SECRET[:4], "vendor")]
    return found + [f"{place_of_the_inside(stage, 'front')}{rest}" for rest in ("", "pictures/0/")]


def place_of_the_inside(stage: Stage, side: str) -> str:
    """The address of the internal guide, on the requesters' side or on the desk's."""
    inside = Help.objects.get(published_at=None).public_id
    return f"/d/{stage.cast.desk.slug}/guides/{inside}/" if side == "front" else f"/desk/guides/{inside}/"


def bytes_of(stage: Stage, actor: str, method: str, path: str) -> bytes:
    answer = stage.ask(actor, method, path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body + repr(sorted(answer.headers.items())).encode()


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_it_is_in_no_answer_to_anybody_who_looks_for_it(stage: Stage, actor: str) -> None:
    assert not [
        path for path in asked(stage) if SECRET.encode() in bytes_of(stage, actor, "GET", path).lower()
    ]


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_the_search_does_not_even_tell_that_it_is_somewhere(stage: Stage, actor: str) -> None:
    for path in ("/api/v1/tickets", "/desk/search/"):
        answer = stage.ask(actor, "GET", f"{path}?q={SECRET}")
        assert stage.drones.public_id not in answer.content.decode()


@pytest.mark.parametrize("actor", TWINS)
def test_the_canary_is_seen_by_those_it_was_written_for(stage: Stage, actor: str) -> None:
    """The same look finds it where it belongs: on the desk's pages."""
    page = f"/desk/tickets/{stage.drones.public_id}/"
    assert SECRET.encode() in bytes_of(stage, actor, "GET", page)
    assert stage.drones.public_id.encode() in bytes_of(stage, actor, "GET", f"/desk/search/?q={SECRET}")
    for place in (place_of_the_inside(stage, "desk"), "/desk/guides/?q=vendor", f"{page}help/?q=vendor"):
        assert SECRET.encode() in bytes_of(stage, actor, "GET", place), place


def test_a_file_of_a_note_is_for_the_agents_of_its_desk(stage: Stage) -> None:
    """By its address, by its name in a query, and by the id of an attachment: nobody else gets as much as a hint."""
    key = stage.known["note-files"]
    assert f"{SECRET} inside".encode() in bytes_of(stage, "agent", "GET", f"/desk/note-files/{key}/")
    name = f"file:{SECRET}"
    assert stage.drones.public_id.encode() in bytes_of(stage, "agent", "GET", f"/desk/search/?q={name}")
    places = [
        f"/api/v1/attachments/{key}",
        f"/desk/files/{key}/",
        f"/request/{stage.drones.public_id}/files/{key}/",
    ]
    for actor in ACTORS:
        for place in places:
            assert stage.ask(actor, "GET", place).status_code in (302, 401, 404), (actor, place)
        found = bytes_of(stage, actor, "GET", f"/api/v1/tickets?q={name}")
        assert stage.drones.public_id.encode() not in found, actor


def test_a_draft_from_notes_is_seen_by_who_asked_for_it_alone(stage: Stage) -> None:
    """Its twin: the outsiders above look at the same places. What only notes say is named over it."""
    place = f"/desk/tickets/{stage.drones.public_id}/model/{stage.known['<draft>']}/"
    shown = bytes_of(stage, "agent", "GET", f"/desk/tickets/{stage.drones.public_id}/")
    assert b"Only notes say:" in shown and f"We ask the vendor about {SECRET}".encode() in shown
    assert SECRET.encode() not in bytes_of(stage, "lead", "GET", place)


def test_an_internal_guide_would_be_seen_once_it_is_public(stage: Stage) -> None:
    """The twin: the same look finds it in what anybody gets, when an agent really publishes it."""
    inside = Guide.objects.get(help__published_at=None)
    place = place_of_the_inside(stage, "front")
    guide.publish(inside, shown=True, by=stage.cast.allie, at=now())
    for method, path in (
        ("GET", place),
        ("GET", "/d/support/guides/?q=vendor"),
        ("POST", "/d/support/like/"),
    ):
        assert SECRET.encode() in bytes_of(stage, "nobody", method, path), path


def test_the_actors_are_all_looked_at() -> None:
    assert set(OUTSIDERS) | set(TWINS) | {"admin"} == set(ACTORS)


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server of our own."""
    with listening() as server:
        yield server


def test_it_is_in_no_letter_to_anybody_but_agents(stage: Stage, sink: Sink, settings) -> None:
    """The whole life of a ticket as mail: receipt, reply, a missed time, the word after it, solved."""
    settings.HEARD_SMTP_URL = sink.url()
    drones, allie = stage.drones, stage.cast.allie
    late = drones.promise.due_at
    at = now()
    send.send_due(at)
    tick.tick(late)
    send.send_due(late)
    later = late + timedelta(minutes=5)
    promise.say(
        drones,
        Word(text="Here I am.", way="next", due_at=later.replace(second=0) + timedelta(hours=1)),
        by=allie,
        at=later,
    )
    promise.say(drones, Word(text="Done.", way="solves"), by=allie, at=later + timedelta(minutes=1))
    send.send_due(later + timedelta(minutes=2))
    to_zelda = [
        mail for mail, (_, to) in zip(sink.mails, sink.envelopes, strict=True) if "zelda" in to[0].lower()
    ]
    kinds = Letter.objects.filter(ticket=drones, state="sent").values_list("kind", flat=True)
    assert {"receipt", "reply", "missed"} <= set(kinds) and len(to_zelda) >= 4
    for mail in to_zelda:
        assert SECRET.encode() not in whole(mail), mail


def whole(mail: bytes) -> bytes:
    """The mail as it travels, and each part of it decoded."""
    parts = [
        part.get_payload(decode=True) or b""
        for part in message_from_bytes(mail, policy=policy.default).walk()
    ]
    return mail.lower() + b"\n".join(parts).lower()


def test_a_note_in_an_attachment_of_a_mail_would_be_seen(stage: Stage, sink: Sink, settings) -> None:
    """The twin: the same look finds a secret that an agent really writes to the requester."""
    settings.HEARD_SMTP_URL = sink.url()
    promise.say(stage.drones, Word(text=f"By mistake: {SECRET}", way="solves"), by=stage.cast.allie, at=now())
    send.send_due(now())
    assert any(SECRET.encode() in whole(mail) for mail in sink.mails)


def test_a_chase_is_seen_by_the_agents_of_its_desk(stage: Stage) -> None:
    """The twin: the same look finds it where it belongs."""
    assert WAITED.encode() in bytes_of(stage, "agent", "GET", f"/desk/tickets/{stage.drones.public_id}/")


def test_no_letter_to_a_requester_has_a_byte_of_a_chase(stage: Stage, sink: Sink, settings) -> None:
    settings.HEARD_SMTP_URL = sink.url()
    tina = Party.objects.get(name="Tina")
    chase.start(stage.drones, contact=tina, asked=WAITED, sends=True, by=stage.cast.allie, at=now())
    send.send_due(now())
    tick.tick(stage.drones.promise.due_at)
    send.send_due(stage.drones.promise.due_at)
    to_zelda = [mail for mail in sink.parsed() if "zelda" in str(mail["To"])]
    assert to_zelda and not [mail for mail in to_zelda if WAITED in mail.as_string().lower()]
    assert any("tina@" in str(mail["To"]) for mail in sink.parsed())
