"""The rows of a seeded desk: what the verbs would have left behind, ticket by ticket."""

import json
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.core.management.color import no_style
from django.db import connection

from benchmarks import corpus
from benchmarks.seed import DAY, DESKS, EMAIL, HOUR, PASSWORD, Plan
from benchmarks.table import Table, instant, many
from heard.record.actions import agent, desk
from heard.record.actor import HEARD
from heard.record.models.due import DoneMoment, DueWork
from heard.record.models.event import Event
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.requester import Participant, Requester, RequesterAddress
from heard.record.models.search import SearchRow
from heard.record.models.ticket import Ticket

ZONE = "Europe/Berlin"
RESOLVED, OPEN, MISSED, UNHEARD = "resolved", "open", "missed", "unheard"


class Rows:
    """Makes rows in memory and writes them table by table, in an order that every key and law accepts."""

    def __init__(self, plan: Plan, at: datetime, dice: Random) -> None:
        self.plan, self.at, self.dice = plan, at, dice
        self.counts: dict[str, int] = {}
        self.opened: list[tuple[Any, ...]] = []
        self.fts: list[tuple[int, str]] = []
        id_and = "id", "public_id"
        self.requesters = Table(Requester, *id_and, "name", "created_at")
        self.addresses = Table(RequesterAddress, "id", "requester_id", "address")
        times = "received_at", "opened_at", "opened_by_id", "owner_id", "acknowledged_at", "last_word_at"
        self.tickets = Table(
            Ticket, *id_and, "desk_id", "requester_id", "subject", *times, "resolved_at", "resolution",
            "resolved_by_id", "owed_at", "owed_reason", "last_n", "preview",
        )  # fmt: skip
        self.participants = Table(Participant, "id", "ticket_id", "requester_id", "since")
        self.messages = Table(
            Message, *id_and, "ticket_id", "n", "kind", "by_person", "agent_id", "requester_id", "said_at",
            "subject", "text", "way", "door", "header_id", "read_at", "read_by_id", "settled_at", "settled",
        )  # fmt: skip
        self.promises = Table(
            Promise, *id_and, "ticket_id", "kind", "agent_id", "made_at", "due_at", "told_at", "words", "zone",
            "calendar_version", "misses", "outcome", "ended_at", "ended_by_id",
        )  # fmt: skip
        self.events = Table(
            Event, *id_and, "seq", "kind", "at", "ticket_id", "n", "desk_id", "agent_id", "requester_id", "robot",
            "data",
        )  # fmt: skip
        self.letters = Table(
            Letter, *id_and, "kind", "ticket_id", "promise_id", "told_due_at", "message_id", "requester_id",
            "to_address", "from_address", "language", "zone", "automatic", "header_id", "facts", "queued_at",
            "not_before", "state", "sent_at", "attempts",
        )  # fmt: skip
        self.intakes = Table(
            Intake, *id_and, "door", "digest", "size", "envelope_to", "received_at", "state", "from_address",
            "subject", "header_id", "desk_id", "ticket_id", "message_id", "settled_at",
        )  # fmt: skip
        self.search = Table(SearchRow, "id", "ticket_id", "n", "text")
        self.due = Table(DueWork, "id", "ticket_id", "look_again_at")
        self.done = Table(DoneMoment, "id", "ticket_id", "key", "at", "done_at")

    def people(self) -> None:
        """Desks, agents and requesters; one agent answers everywhere."""
        before = self.at - 60 * DAY
        made = [
            desk.make(
                name=f"Desk {n}",
                address="support@helpdesk.example" if n == 1 else f"desk{n}@helpdesk.example",
                zone=ZONE,
                language="en",
                by=HEARD,
                at=before,
            )
            for n in range(1, DESKS + 1)
        ]
        allie = agent.make(
            name="Allie Ames", email=EMAIL, password=PASSWORD, role="lead", zone=ZONE, language="en",
            by=HEARD, at=before,
        )  # fmt: skip
        for each in made:
            desk.add_member(each, agent=allie, by=HEARD, at=before)
        self.desks = [(each.pk, each.addresses.get().address) for each in made]
        self.version, self.agent = made[0].schedule.version, allie.pk
        self.counts["event"] = Event.objects.count()
        for n in range(corpus.REQUESTERS):
            self.requesters.add(n + 1, self.hex(), f"User {n:04d}", instant(before))
            self.addresses.add(n + 1, n + 1, corpus.address(n))
        self.write()

    def ticket(self, i: int) -> None:
        """The `i`th ticket with all that belongs to it."""
        Told(self, i).tell()

    def write(self) -> None:
        """Write what waits, each table after those it refers to; a ticket opens once its promise is there."""
        for table in (self.requesters, self.addresses, self.tickets, self.participants, self.messages):
            table.write()
        self.promises.write()
        many(
            "UPDATE record_ticket SET promise_id = id, resolved_at = NULL, resolution = '' WHERE id = ?",
            self.opened,
        )
        for table in (self.events, self.letters, self.intakes, self.search, self.due, self.done):
            table.write()
        if connection.vendor == "sqlite":
            many("INSERT INTO record_searchrow_fts (rowid, text) VALUES (?, ?)", self.fts)
        self.opened, self.fts = [], []

    def finish(self) -> None:
        """Rows written from now on by others get ids of their own; the planner knows what there is."""
        models = [table.model for table in vars(self).values() if isinstance(table, Table)]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
            cursor.execute("ANALYZE")

    def next(self, name: str) -> int:
        """The next id of a table."""
        self.counts[name] = self.counts.get(name, 0) + 1
        return self.counts[name]

    def hex(self, bits: int = 128) -> str:
        """Random, the same on every run."""
        return f"{self.dice.getrandbits(bits):0{bits // 4}x}"


class Told:
    """One ticket while its rows are made."""

    def __init__(self, rows: Rows, i: int) -> None:
        self.rows, self.i, self.n = rows, i, 0
        self.story = corpus.story(i)
        self.desk, self.mail = rows.desks[i % DESKS]
        self.person = self.story.requester + 1
        self.came = rows.at - 2 * HOUR - timedelta(seconds=int(self.story.age.total_seconds()))
        plan = rows.plan
        self.state = RESOLVED if i % plan.open_every else OPEN
        if self.state == OPEN and i % (10 * plan.open_every) == 0:
            self.state = UNHEARD
        if plan.missed_every and i % plan.missed_every == plan.missed_every // 2:
            self.state = MISSED
        soon = plan.due_every and i % plan.due_every == 0
        soon_in = (
            timedelta(seconds=int(plan.due_in + plan.due_apart * (i // plan.due_every - 1))) if soon else HOUR
        )
        self.due_at = rows.at + (soon_in if soon else 2 * DAY + rows.dice.randrange(8 * 24 * 60) * HOUR / 60)

    def tell(self) -> None:
        """Received, then answered unless nobody opened it yet."""
        rows, story, came = self.rows, self.story, self.came
        first_due = self.due_at if self.state == UNHEARD else came + 2 * HOUR
        heard = self.state != UNHEARD
        asked = self.message("inbound", came, story.text, settled=came + HOUR if heard else None)
        self.event("ticket.received", came, shown=True, requester=self.person, due=first_due)
        self.event("message.received", came, requester=self.person, message=asked)
        self.arrived(asked)
        if heard:
            self.answered(first_due)
        else:
            self.message("inbound", came + HOUR / 2, story.reply)
            first = self.promise("first", came, first_due)
            self.letter("receipt", came, first, first_due)
        self.row()
        rows.participants.add(rows.next("participant"), self.i, self.person, instant(came))

    def answered(self, first_due: datetime) -> None:
        """Opened, answered by a person, and solved; or open with the next word promised; or that one missed."""
        at = self.came + HOUR
        self.event("ticket.opened", at - HOUR / 2, shown=True, agent=self.rows.agent)
        solved = self.state == RESOLVED
        said = self.message("outbound", at, self.story.reply, way="solves" if solved else "next")
        first = self.promise("first", self.came, first_due, outcome="kept", ended_at=at, ended_by=said)
        self.letter("receipt", self.came, first, first_due)
        self.event("promise.kept", at, shown=True, agent=self.rows.agent, promise=first, due=first_due)
        if solved:
            self.event("ticket.resolved", at, shown=True, agent=self.rows.agent, message=said)
            self.letter("reply", at, None, None, said)
            return
        missed_at = at + HOUR
        due_at = missed_at if self.state == MISSED else self.due_at
        outcome, ended_at = ("lapsed", missed_at) if self.state == MISSED else (None, None)
        promised = self.promise("word", at, due_at, outcome=outcome, ended_at=ended_at)
        self.event("promise.made", at, agent=self.rows.agent, promise=promised, due=due_at)
        self.letter("reply", at, promised, due_at, said)
        if self.state == MISSED:
            self.event("promise.lapsed", missed_at, shown=True, promise=promised, due=missed_at)
            self.promise("repair", missed_at, self.due_at, misses=1)

    def row(self) -> None:
        """The ticket's own row, born resolved; and when the follow-up looks again."""
        rows, at, story = self.rows, self.came + HOUR, self.story
        heard, resolved = self.state != UNHEARD, self.state == RESOLVED
        rows.tickets.add(
            self.i, rows.hex(), self.desk, self.person, story.subject, instant(self.came),
            instant(at - HOUR / 2) if heard else None, rows.agent if heard else None, rows.agent if heard else None,
            instant(at) if heard else None, instant(at) if heard else None, instant(at), "solved",
            rows.agent if resolved else None, None if resolved else instant(self.due_at),
            "" if resolved else "promise" if heard else "first", self.n,
            (story.reply if heard else story.text)[:200],
        )  # fmt: skip
        if resolved:
            return
        rows.opened.append((self.i,))
        rows.due.add(rows.next("due"), self.i, instant(self.due_at))
        if not heard:
            for key in ("rise_watch:ticket", "rise_lead:ticket"):
                rows.done.add(rows.next("done"), self.i, key, instant(at), instant(at))

    def message(
        self, kind: str, at: datetime, text: str, *, settled: datetime | None = None, way: str = ""
    ) -> int:
        """A message with its search row; its id."""
        rows, theirs = self.rows, kind == "inbound"
        text = "" if rows.plan.bare else text
        pk, first = rows.next("message"), self.n == 0
        self.n += 1
        rows.messages.add(
            pk, rows.hex(), self.i, self.n, kind, True, None if theirs else rows.agent,
            self.person if theirs else None, instant(at), self.story.subject if theirs else "", text, way,
            "smtp" if theirs else "", self.story.header_id if first else "",
            settled and instant(settled), rows.agent if settled else None, settled and instant(settled),
            "answered" if settled else "",
        )  # fmt: skip
        if rows.plan.bare:
            return pk
        if first:
            who = f"User {self.story.requester:04d}", corpus.address(self.story.requester)
            text = "\n".join((self.story.subject, *who, text))
        rows.search.add(pk, self.i, self.n, text)
        rows.fts.append((pk, text))
        return pk

    def promise(self, kind: str, at: datetime, due_at: datetime, *, misses: int = 0, **end: Any) -> int:
        """A promise, ended or open; its id."""
        rows, pk = self.rows, self.rows.next("promise")
        ended_at = end.get("ended_at")
        rows.promises.add(
            pk, rows.hex(), self.i, kind, rows.agent if kind == "word" else None, instant(at), instant(due_at),
            instant(at), f"{due_at:%d %B, %H:%M}", ZONE, rows.version, misses, end.get("outcome"),
            ended_at and instant(ended_at), end.get("ended_by"),
        )  # fmt: skip
        return pk

    def event(
        self,
        kind: str,
        at: datetime,
        *,
        shown: bool = False,
        agent: int | None = None,
        requester: int | None = None,
        **data: Any,
    ) -> None:
        """An event, sealed; shown ones take a place on the timeline."""
        self.n += shown
        pk = self.rows.next("event")
        told = {
            key: value.isoformat() if isinstance(value, datetime) else value for key, value in data.items()
        }
        self.rows.events.add(
            pk, self.rows.hex(), pk, kind, instant(at), self.i, self.n if shown else None, self.desk, agent,
            requester, "" if agent or requester else HEARD.name, json.dumps(told),
        )  # fmt: skip

    def letter(
        self,
        kind: str,
        at: datetime,
        promise: int | None,
        due_at: datetime | None,
        message: int | None = None,
    ) -> None:
        """A letter that left."""
        if self.rows.plan.bare:
            return
        rows, mark = self.rows, self.rows.hex()
        facts = {
            "said_at": at.isoformat(),
            "link": f"/r/{mark}/",
            "open": True,
            "references": [],
            "in_reply_to": "",
        }
        when = instant(at)
        rows.letters.add(
            rows.next("letter"), mark, kind, self.i, promise, due_at and instant(due_at), message, self.person,
            corpus.address(self.story.requester), self.mail, "en", ZONE, message is None,
            f"{mark}@helpdesk.example", json.dumps(facts), when, when, "sent", when, 1,
        )  # fmt: skip
        if message is None:
            return
        self.event("letter.sent", at, letter=rows.counts["letter"])

    def arrived(self, message: int) -> None:
        """The record of the arrival at the door."""
        if self.rows.plan.bare:
            return
        rows, when = self.rows, instant(self.came)
        rows.intakes.add(
            rows.next("intake"), rows.hex(), "smtp", rows.hex(256), 2000, json.dumps([self.mail]), when, "ticket",
            corpus.address(self.story.requester), self.story.subject, self.story.header_id, self.desk, self.i,
            message, when,
        )  # fmt: skip
        self.event("intake.settled", self.came, state="ticket")
