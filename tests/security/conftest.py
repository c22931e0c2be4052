"""Everybody who could knock, and one of everything that could be asked for."""

import re
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from cast import Cast, assemble
from heard.clock import now
from heard.record import files, links
from heard.record.actions import (
    agent,
    approval,
    broadcast,
    canned,
    chase,
    cover,
    desk,
    exchange,
    guide,
    macro,
    macro_steps,
    mailbox,
    model,
    note,
    party,
    phone,
    problem,
    promise,
    requester,
    rota,
    ticket,
    token,
    tracker,
    view,
)
from heard.record.actions import draft as drafts
from heard.record.actions import field as fields
from heard.record.actions.approval import Named, Step
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.arrival import Arrival, AttachedFile
from heard.record.models.agent import Agent
from heard.record.models.broadcast import Broadcast
from heard.record.models.handover import Handover
from heard.record.models.intake import Intake
from heard.record.models.mailbox import Mailbox
from heard.record.models.message import Attachment
from heard.record.models.model import ModelDraft
from heard.record.models.note import Note, NoteFile
from heard.record.models.party import Party
from heard.record.models.problem import Problem
from heard.record.models.requester import Organization, Participant
from heard.record.models.rota import Cover, Turn
from heard.record.models.ticket import Ticket
from heard.record.models.token import Token
from heard.record.models.unreachable import Unreachable
from heard.site.model_server import ModelServer

ALWAYS = [[(0, 1440)]] * 7
SECRET = "xylophone-canary-7731"

# In the order of the columns of matrix.txt.
ACTORS = ("nobody", "agent", "mallory", "lead", "admin", "zelda", "yusuf", "robot")

# What is sent where an empty form would not reach the question of who asks. Everything else gets no body.
BODIES: dict[str, dict[str, Any]] = {
    f"/api/v1/{path}": {"data": body, "content_type": "application/json"}
    for path, body in {
        "tickets": {"requester": {"address": "nora@example.com"}, "text": "Hello"},
        "views": {"name": "Late", "query": "is:late"},
        "views/ID": {"name": "Too late"},
        "tickets/ID/assign": {"owner": None},
        "tickets/ID/handover": {"summary": "Waits."},
        "tickets/ID/impact": {"impact": "blocked"},
        "me/alerts": {"routes": {"ping": ["mail"]}},
        "tickets/ID/cadence": {"rhythm": "friday", "last_day": "2030-01-01", "agreed": "Zelda"},
        "tickets/ID/tags": {"tag": "billing"},
        "tickets/ID/tags/drop": {"tag": "billing"},
        "tickets/ID/macro": {"macro": "0" * 32},
        "tickets/ID/triage": {"stops": True},
        "tickets/ID/resolve": {"resolution": "withdrawn"},
        "tickets/ID/reply": {"text": "Done.", "next": {"resolves": True}},
        "tickets/ID/spoke": {"text": "Done.", "next": {"resolves": True}},
        "guides": {"desk": "0" * 32, "language": "en", "title": "Drones", "text": "Wait."},
        "guides/ID/words": {"language": "en", "title": "Drones", "text": "Wait longer.", "after": 1},
        "problems": {"title": "Drones", "ticket": "0" * 32},
        "problems/ID/tickets": {"ticket": "0" * 32},
        "problems/ID/state": {"state": "known"},
        "problems/ID/broadcast": {"texts": {"en": "The map."}, "due_at": "2030-01-01T12:00:00Z"},
        "tickets/ID/note": {"text": "Done."},
        "tickets/ID/restate": {"restating": "It comes back.", "next": {"stands": True}},
        "tickets/ID/renew": {"text": "Nothing yet.", "due_at": "2030-01-01T12:00:00Z"},
        "tickets/ID/move": {"desk": "0" * 32},
        "tickets/ID/merge": {"into": "0" * 32},
        "intake/ID/ticket": {},
        "messages/ID/forward": {"said": "Is this yours?"},
        "messages/ID/split": {"subject": "The printer"},
        "tickets/ID/requester": {"requester": {"address": "nora@example.com"}},
        "tickets/ID/participants": {"address": "nora@example.com"},
        "tickets/ID/chases": {"asked": "Tiles?", "party": "Somebody"},
        "desks/ID/watch/hand-over": {"to": "0" * 32},
        "desks/ID/overload": {"title": "Many requests at once"},
        "organizations/ID/agreed": {"first_word": 30, "next_word": 240},
        "requesters/ID/organization": {"organization": "Northwind"},
        "tickets/ID/approvals": {
            "asked": "More",
            "policy": "Ten",
            "why": "Zelda",
            "told_as": "her manager",
            "steps": [{"who": [{"address": "nora@example.com"}], "answer_by": "2030-01-02T12:00:00Z"}],
        },
        "approvals/ID/remind": {},
        "approvals/ID/withdraw": {},
        "desks/ID/fields": {"name": "room", "kind": "text", "label": "Room"},
        "desks/ID/fields/ID": {"label": "Serial"},
        "tickets/ID/fields": {"values": {"serial": "A7"}},
        "desks/ID/rota/week": {"week": [[]] * 7},
        "desks/ID/rota/turns": {
            "agent": None,
            "starts_at": "2030-01-01T12:00:00Z",
            "ends_at": "2030-01-01T13:00:00Z",
        },
        "desks/ID/covers": {"starts_at": "2030-01-01T12:00:00Z", "ends_at": "2030-01-01T13:00:00Z"},
        "consults/ID/answer": {"text": "Yes, in May."},
        "trackers": {"kind": "github", "name": "Maps", "web": "https://github.com/globex"},
        "tickets/ID/model": {"kind": "update"},
        "tickets/ID/park": {"text": "Not soon.", "event": "4.2 is out"},
    }.items()
}


@dataclass
class Stage:
    """The cast, a ticket of Zelda's with everything on it, and what stands for each parameter of an address."""

    cast: Cast
    ada: Agent
    drones: Ticket
    others: Ticket
    known: dict[str, str]
    browsers: dict[str, Client]
    secrets: dict[str, str]

    def ask(self, actor: str, method: str, path: str, **more: Any) -> HttpResponse:
        """One request by one of the actors; whatever it changes is taken back."""
        cache.clear()
        headers = {**more.pop("headers", {})}
        if path.startswith(("/api/", "/metrics")) and actor in self.secrets:
            headers["Authorization"] = f"Bearer {self.secrets[actor]}"
        if method == "POST":
            more = {**self.body(path), **more}
        undo = transaction.savepoint_create()
        jar = self.browsers[actor].cookies.copy()
        try:
            return getattr(self.browsers[actor], method.lower())(path, headers=headers, **more)
        finally:
            self.browsers[actor].cookies = jar
            transaction.savepoint_rollback(undo)

    def body(self, path: str) -> dict[str, Any]:
        """What is posted there."""
        place = re.sub("[0-9a-f]{32}", "ID", path)
        if place == "/request/ID/restatement/":
            said = self.drones.restatements.get().message.public_id
            return {"data": {"about": said, "answer": "yes"}}
        if place in ("/desk/tickets/ID/files/", "/desk/tickets/ID/note/files/"):
            return {"data": {"files": SimpleUploadedFile("a.txt", b"hello")}}
        if place == "/desk/guides/ID/act/":
            return {"data": {"does": "right"}}
        if place == "/d/support/guides/ID/":
            return {"data": {"helped": "yes"}}
        if place == "/d/support/like/":
            return {"data": {"happened": f"Ask the vendor about {SECRET}: the drones come back."}}
        if place == "/desk/people/ID/phones/drop/":
            return {"data": {"number": "4711"}}
        if place == "/desk/mailboxes/canary/":
            return {"data": {"desk": self.cast.desk.public_id, "on": "no"}}
        if place.startswith("/api/v1/chases/ID/"):
            bodies = {"give": {"agent": self.cast.bob.public_id}, "wait": {"until": "2027-01-04T14:00:00Z"}}
            body = bodies.get(place.rpartition("/")[2], {})
            return {"data": body, "content_type": "application/json"}
        if place == "/api/v1/files":
            return {"data": {"file": SimpleUploadedFile("a.txt", b"hello")}}
        if place.startswith("/api/v1/parties"):
            return {"data": {"name": "Nora"}, "content_type": "application/json"}
        if place == f"/desk/tickets/ID/chases/{self.known['<chase>']}/give/":
            return {"data": {"agent": self.cast.bob.public_id}}
        if place == "/approval/ID/decide/" or place == "/desk/approvals/ID/decide/":
            return {"data": {"answer": "yes"}}
        if place == "/desk/approvals/ID/give/":
            return {"data": {"agent": self.cast.bob.public_id}}
        if place == "/desk/tickets/ID/knows/ask/":
            return {"data": {"colleague": self.cast.bob.public_id, "asked": "Seen this?"}}
        return BODIES.get(place, {})


@pytest.fixture
def stage(db: None, settings: Any) -> Stage:
    """Everybody in place; the requesters' browsers have opened their links."""
    at = now()
    settings.HEARD_MODEL = ModelServer("http", "127.0.0.1", 9, "/v1", "small")
    cast = assemble(at - timedelta(days=2))
    ada = agent.make(
        name="Ada Abel", email="ada@heard.example", password="four wild geese at noon", role="admin",
        zone="UTC", language="en", by=HEARD, at=at,
    )  # fmt: skip
    for each in (cast.desk, cast.quiet):
        desk.set_hours(each, week=ALWAYS, zone="UTC", country="", region="", by=HEARD, at=at)
    drones = story(cast, at)
    others = cast.writes(cast.yusuf, "The label printer is blank.", at=at - timedelta(minutes=50))
    people = {"agent": cast.allie, "mallory": cast.mallory, "lead": cast.carla, "admin": ada}
    browsers = {actor: Client(raise_request_exception=False) for actor in ACTORS}
    for actor, person in people.items():
        browsers[actor].force_login(person)
    browsers["zelda"].post(f"/r/{link(drones)}/")
    browsers["yusuf"].post(f"/r/{link(others)}/")
    examples = known(cast, drones, ada)
    browsers["yusuf"].post(f"/a/{examples['<secret>']}/")
    secrets = {
        actor: token.make(agent=person, scope="admin", by=HEARD, at=at)[1] for actor, person in people.items()
    }
    secrets["robot"] = token.make(robot="Deployer", scope="admin", by=HEARD, at=at)[1]
    return Stage(cast, ada, drones, others, examples, browsers, secrets)


def _mailbox(cast: Cast) -> Mailbox:
    """A mailbox of the desk, at a server that refuses every connection."""
    return mailbox.add(
        scheme="imap", host="127.0.0.1", port=1, login="desk", desk=cast.desk, by=HEARD, at=now()
    )


def _turn(cast: Cast) -> Turn:
    """Bob has the watch for an hour of tomorrow."""
    at = now()
    starts_at, ends_at = at + timedelta(hours=24), at + timedelta(hours=25)
    return rota.add_turn(cast.desk, agent=cast.bob, starts_at=starts_at, ends_at=ends_at, by=HEARD, at=at)


def _on_its_way(cast: Cast, drones: Ticket) -> str:
    """Allie has a picture with what she writes."""
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    kept = {
        "id": "picture",
        "name": "a.png",
        "type": "image/png",
        "digest": files.keep(out.getvalue()),
        "size": 9,
    }
    note.attach(drones, by=cast.allie, at=now(), file=kept, most=10)
    return drafts.attach(drones, by=cast.allie, at=now(), file=kept, most=10).files[0]["digest"]


def _cover(cast: Cast) -> Cover:
    """Allie asks everybody for her next stretch of the watch."""
    at = now()
    rota.set_week(cast.desk, week=[[(cast.allie, 0, 1440)]] * 7, by=HEARD, at=at)
    return cover.ask(cast.desk, span=(at, at + timedelta(hours=1)), by=cast.allie, at=at)


def link(of: Ticket) -> str:
    """The secret of the requester's page link."""
    return links.page_token(Participant.objects.get(ticket=of, requester=of.requester))


def story(cast: Cast, at: Any) -> Ticket:
    """Zelda's ticket: restated, promised, noted, chased, answered, with files on both sides."""
    drones = cast.writes(cast.zelda, "They come back with the package.", at=at - timedelta(hours=1))
    page = AttachedFile("map.html", "text/html", b"<script>alert(1)</script>")
    word = Word(
        text="So every drone turns around over the river. I look now.",
        way="next",
        due_at=at.replace(second=0) + timedelta(hours=3),
        restating="every drone turns around over the river.",
        files=(page,),
    )
    promise.say(drones, word, by=cast.allie, at=at - timedelta(minutes=40))
    inside = f"{SECRET} inside".encode()
    file = {"name": f"{SECRET}.txt", "type": "text/plain", "digest": files.keep(inside), "size": len(inside)}
    note.write(
        drones,
        text=f"Ask the vendor about {SECRET}.",
        by=cast.bob,
        at=at - timedelta(minutes=30),
        kept=[file],
    )
    mira = party.make(name="Mira Maps", address="mira@globex.example", by=cast.allie, at=at)
    asked = chase.start(
        drones, contact=mira, asked="New tiles", sends=True, by=cast.allie, at=at - timedelta(minutes=25)
    )
    chase.hear(asked, text="Who asks?", address="nobody@globex.example", counts=False, at=at)
    reply = Arrival(
        door="smtp",
        from_address=cast.zelda.address,
        text="Even at night.",
        html="<p>Even at <script>alert(1)</script>night.</p>",
        attachments=(page,),
    )
    passed_on = {"original": {"name": "Mina", "address": "mina@northwind.example"}}
    ticket.add_reply(drones, reply, requester=cast.zelda, at=at - timedelta(minutes=20), named=passed_on)
    requester.change(cast.zelda, zone="Europe/Berlin", language="en", by=cast.zelda, at=at)
    return Ticket.objects.get(pk=drones.pk)


def drafted(cast: Cast, drones: Ticket) -> ModelDraft:
    """An update that the model drafted for Allie from the notes: it says what only notes say."""
    at = now()
    model.allow(cast.desk, host="127.0.0.1", an_hour=1000, by=cast.carla, at=at)
    found = model.ask(Ticket.objects.get(pk=drones.pk), kind="update", by=cast.allie, at=at)
    model.answer(found, text=f"We ask the vendor about {SECRET}.", from_notes=[SECRET], at=at)
    return found


def fault(cast: Cast, drones: Ticket) -> tuple[Problem, Broadcast]:
    """The public problem behind Zelda's ticket, and a word to everybody that was stopped before it left."""
    at = now()
    made = problem.make(drones, title="Drones come back", by=cast.allie, at=at)
    problem.publish(made, shown=True, by=cast.allie, at=at)
    due_at = at.replace(second=0) + timedelta(hours=5)
    told = broadcast.press(made, texts={"en": "The map."}, due_at=due_at, by=cast.allie, at=at)
    broadcast.stop(told, by=cast.allie, at=at)
    return made, told


def written(cast: Cast) -> tuple[str, str]:
    """A public guide with a picture, its id and that of the picture; and an internal one that holds the secret in
    title, text, an older version and a language of its own, about what Zelda asks."""
    at, by = now(), cast.allie
    found = guide.make(cast.desk, language="en", title="Drones come back", text="Wait.", by=by, at=at)
    help = found.help
    drawn = help.pictures.create(digest=files.keep(b"\x89PNG"), size=4, added_at=at, added_by=by)
    text = f"Wait. ![The map](picture:{drawn.public_id})"
    guide.write(found, language="en", title="Drones come back", text=text, seen=1, by=by, at=at)
    guide.publish(found, shown=True, by=by, at=at)
    words = {"title": f"Ask the vendor about {SECRET}", "text": f"The drones come back: {SECRET}"}
    inside = guide.make(cast.desk, language="en", **words, by=by, at=at)
    guide.publish(inside, shown=True, by=by, at=at)
    guide.publish(inside, shown=False, by=by, at=at)
    guide.write(inside, language="de", **words, seen=0, by=by, at=at)
    return help.public_id, drawn.public_id


def known(cast: Cast, drones: Ticket, ada: Agent) -> dict[str, str]:
    """An example of every noun by the word that stands before its id, and of every other parameter."""
    inbound = drones.messages.filter(kind="inbound").last()
    file = Attachment.objects.filter(message=inbound).get()
    raw = files.keep(b"From: zelda@northwind.example\r\n\r\nHello\r\n")
    arrived = Intake.objects.create(
        door="smtp", digest=raw, size=40, received_at=drones.received_at, desk=drones.desk, state="filed"
    )
    unreachable = Unreachable.objects.create(
        address="gone@northwind.example", letter=drones.letters.first(), marked_at=drones.received_at
    )
    behind, told = fault(cast, drones)
    offered = Handover.objects.create(ticket=drones, giver=cast.bob, offered_at=drones.received_at)
    allies, _ = token.make(agent=cast.allie, scope="read", by=HEARD, at=drones.received_at)
    phone.add(cast.zelda, number="4711", by=HEARD, at=drones.received_at)
    switch, _ = exchange.add(name="Switch", desk=cast.desk, by=HEARD, at=drones.received_at)
    tracked, _ = tracker.add(
        kind="github", name="Tiles", web="https://github.com/northwind", by=HEARD, at=drones.received_at
    )
    consult = chase.start(drones, colleague=ada, asked="Seen this?", by=cast.allie, at=drones.received_at)
    asking = approval.ask(
        drones,
        asked="More tiles",
        policy="Ten",
        why="Zelda needs them.",
        told_as="her manager",
        steps=[Step([Named("", cast.yusuf.address), Named("", ada.email)], now() + timedelta(days=1))],
        by=cast.allie,
        at=now(),
    )
    seat = asking.approvers.get(agent=None)
    public_guide, picture = written(cast)
    draft = drafted(cast, drones)
    step = macro_steps.Step("tag", "billing")
    kept = macro.save(name="Bill", steps=[step], desk=cast.desk, by=cast.allie, at=drones.received_at)
    return {
        "approvals": asking.public_id,
        "<approval>": asking.public_id,
        "approval": seat.public_id,
        "<seat>": seat.public_id,
        "<proof>": "none",
        "<secret>": links.approval_token(seat.pk),
        "tickets": drones.public_id,
        "request": drones.public_id,
        "messages": inbound.public_id,
        "notes": Note.objects.get(ticket=drones).public_id,
        "files": file.public_id,
        "note-files": NoteFile.objects.get().public_id,
        "attachments": file.public_id,
        "letters": drones.letters.filter(kind="reply").first().public_id,
        "intake": arrived.public_id,
        "unreachable": unreachable.public_id,
        "handovers": offered.public_id,
        "desks": cast.desk.public_id,
        "watch": cast.desk.public_id,
        "covers": _cover(cast).public_id,
        "<field>": fields.make(
            cast.desk, name="serial", kind="text", label="Serial", by=HEARD, at=drones.received_at
        ).public_id,
        "<turn>": str(_turn(cast).pk),
        "calendars": rota.add_calendar(cast.desk, name="rota.ics", by=HEARD, at=drones.received_at).public_id,
        "agents": cast.bob.public_id,
        "mailboxes": _mailbox(cast).public_id,
        "requesters": cast.zelda.public_id,
        "people": cast.zelda.public_id,
        "tokens": Token.objects.get(pk=allies.pk).public_id,
        "problems": behind.public_id,
        "guides": public_guide,
        "<picture>": picture,
        "<language>": "en",
        "<n>": "1",
        "<broadcast>": told.public_id,
        "<chase>": str(drones.chases.first().pk),
        "<word>": drones.chases.first().words.get(kind="answer").public_id,
        "chases": drones.chases.first().public_id,
        "consults": consult.public_id,
        "parties": Party.objects.get(name="Mira Maps").public_id,
        "organizations": Organization.objects.get_or_create(name="Northwind")[0].public_id,
        "trackers": tracked.public_id,
        "canned": canned.save(
            name="Hello", texts={"en": "Hello"}, desk=cast.desk, by=cast.allie, at=drones.received_at
        ).public_id,
        "macros": kept.public_id,
        "<macro>": kept.public_id,
        "exchanges": switch.public_id,
        "calls": switch.public_id,
        "views": view.save(
            name="Late", query="is:late", desk=cast.desk, by=cast.allie, at=drones.received_at
        ).public_id,
        "model": draft.public_id,
        "<draft>": draft.public_id,
        "<ticket>": drones.public_id,
        "<participant>": str(drones.participants.get().pk),
        "<requester>": cast.zelda.public_id,
        "<file>": file.public_id,
        "<digest>": _on_its_way(cast, drones),
        "<name>": "map.html",
        "<slug>": cast.desk.slug,
        "<token>": link(drones),
        "<path>": "look/heard.svg",
        "<rest>": "nowhere",
        "<provider>": "mailgun",
        "<uidb36>": "1",
        "<key>": "abc",
        "<pk>": "1",
    }


def outcome(response: HttpResponse) -> str:
    """What became of a request, in one letter; see matrix.txt."""
    if response.status_code == 401 or response.headers.get("Location", "").startswith(
        "/accounts/login/?next"
    ):
        return ">"
    letters = {403: "x", 404: "-", 405: "m"}
    if response.status_code in letters:
        return letters[response.status_code]
    # 503 is what the health pages say when a check is red.
    return "+" if response.status_code < 500 or response.status_code == 503 else "!"
