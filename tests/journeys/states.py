"""Run as a program beside a running Heard: one request in every state it can be in, as if the last hours had been so.

Prints JSON: state -> [id of the ticket, secret of the requester's link].
"""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "heard.site.settings"
django.setup()

from django.db import transaction  # noqa: E402  (needs the settings)

from heard.clock import now  # noqa: E402
from heard.record import links  # noqa: E402
from heard.record.actions import (  # noqa: E402
    approval,
    chase,
    guide,
    note,
    nudge,
    party,
    problem,
    promise,
    reading,
    requester,
    restatement,
    ticket,
)
from heard.record.actions.approval import Named, Step  # noqa: E402
from heard.record.actions.message import Word  # noqa: E402
from heard.record.actions.settle import settled  # noqa: E402
from heard.record.arrival import Arrival, AttachedFile  # noqa: E402
from heard.record.models.agent import Agent  # noqa: E402
from heard.record.models.desk import Desk  # noqa: E402
from heard.record.models.requester import Participant  # noqa: E402
from heard.record.models.ticket import Ticket  # noqa: E402

NOW = now()
TEXT = (
    "Hello,\n\nsince the update of Monday every drone turns around over the river and brings its package back. "
    "We deliver by hand meanwhile.\n\nThank you"
)
RESTATED = "So every drone turns around over the river, since Monday's update."
PHOTO = AttachedFile("river.png", "image/png", b"not much of a picture")
STATES: dict[str, Callable[[], Ticket]] = {}


def state(make: Callable[[], Ticket]) -> Callable[[], Ticket]:
    """One more state, called like its function."""
    STATES[make.__name__] = make
    return make


def ago(minutes: int) -> datetime:
    """So many minutes before now."""
    return NOW - timedelta(minutes=minutes)


def whole(minutes: int) -> datetime:
    """So many minutes ahead, as a whole minute."""
    return ago(-minutes).replace(second=0, microsecond=0)


def who(name: str) -> Agent:
    """An agent by the first name."""
    return Agent.objects.get(name__startswith=name)


def arrival(name: str, text: str = TEXT) -> Arrival:
    """A mail of somebody called like the state."""
    address = f"{name}@northwind.example"
    return Arrival(
        door="smtp",
        from_address=address,
        from_name=f"{name.replace('_', ' ').title()} Zorn",
        subject=f"Drones return ({name.replace('_', ' ')})",
        text=text,
        attachments=(PHOTO,),
    )


def received(name: str, minutes: int = 90) -> Ticket:
    """A mail became a ticket."""
    mail, at = arrival(name), ago(minutes)
    person, _ = requester.meet(mail.from_address, name=mail.from_name, at=at)
    return ticket.receive(mail, desk=Desk.objects.get(sample=False), requester=person, at=at)


def taken(name: str, *, due: int = -120, at: int = 60, restating: str = RESTATED) -> Ticket:
    """Allie restated and promised a word; `due` and `at` are minutes ago."""
    made = received(name)
    ticket.open(made, by=who("Allie"), at=ago(80))
    word = Word(
        text=f"Hi, thank you for the photo.\n\n{RESTATED} I am reading the gateway log.",
        way="next",
        due_at=ago(due).replace(second=0),
        restating=restating,
    )
    promise.say(made, word, by=who("Allie"), at=ago(at))
    return Ticket.objects.get(pk=made.pk)


def wrote(made: Ticket, text: str, *, at: int) -> Ticket:
    """The requester answered."""
    ticket.add_reply(made, arrival("reply", text), requester=made.requester, at=ago(at))
    return Ticket.objects.get(pk=made.pk)


def solved(name: str) -> Ticket:
    """Allie says that it is done."""
    made = taken(name)
    word = Word(text="The update had the wrong region; it is mended.", way="solves")
    promise.say(made, word, by=who("Allie"), at=ago(20))
    return Ticket.objects.get(pk=made.pk)


@state
def unopened() -> Ticket:
    return received("unopened", 12)


@state
def opened() -> Ticket:
    made = received("opened", 25)
    ticket.open(made, by=who("Bob"), at=ago(20))
    return made


@state
def promised() -> Ticket:
    made = taken("promised")
    note.write(made, text="The map vendor has had this before.", by=who("Bob"), at=ago(40))
    mira = party.make(
        name="Mira Maps", address="mira@globex.example", organization="Globex", by=who("Allie"), at=ago(35)
    )
    asked = chase.start(
        made,
        party="Map vendor, ticket 88231",
        contact=mira,
        asked="When do the new tiles come?",
        sends=True,
        by=who("Allie"),
        at=ago(35),
    )
    chase.hear(asked, text="Which tiles?", address="desk@globex.example", counts=False, at=ago(30))
    ticket.set_impact(made, impact="blocked", by=who("Allie"), at=ago(30))
    return made


@state
def asked_for() -> Ticket:
    """An exception is asked for: of one outside, and then of an agent and another together."""
    made = taken("asked_for", due=-300)
    approval.ask(
        made,
        asked="500 GB for the render share",
        policy="At most 250 GB for a team",
        why="Two films end this week, and renders wait a day without it.",
        excerpt="We film until Friday.",
        told_as="your manager",
        steps=[
            Step([Named("Nora North", "nora@northwind.example")], whole(300)),
            Step([Named("", "carla@heard.example"), Named("Otto Ott", "otto@northwind.example")], whole(360)),
        ],
        by=who("Allie"),
        at=ago(20),
    )
    return made


@state
def confirmed() -> Ticket:
    made = taken("confirmed")
    restatement.confirm(made.restatements.get(), by=made.requester, at=ago(50))
    return wrote(made, "It began on Monday at nine.\n\nThe log says so.", at=10)


@state
def let_stand() -> Ticket:
    made = wrote(taken("let_stand"), "It began on Monday at nine.", at=10)
    reading.stand(made, by=who("Allie"), at=ago(5))
    return made


@state
def corrected() -> Ticket:
    made = taken("corrected")
    asked, words = made.restatements.get(), "No: only over the bridge."
    restatement.correct(asked, correction=words, by=made.requester, at=ago(10))
    return made


@state
def needs_it_sooner() -> Ticket:
    made = taken("needs_it_sooner")
    wanted_at, reason = ago(-60).replace(second=0), "A call with the customer."
    nudge.sooner(made, wanted_at=wanted_at, reason=reason, by=made.requester, at=ago(10))
    return made


@state
def missed() -> Ticket:
    made = taken("missed", due=15)
    with settled(made, at=ago(14)):
        pass
    return made


@state
def nudged() -> Ticket:
    made = taken("nudged", due=25)
    nudge.nudge(made, by=made.requester, at=ago(20))
    return made


@state
def missed_twice() -> Ticket:
    made = taken("missed_twice", due=55)
    for minutes in (54, 1):
        with settled(made, at=ago(minutes)):
            pass
    return made


@state
def taken_over() -> Ticket:
    made = taken("taken_over", due=25)
    word = Word(text="Bob here. You should have heard.", way="next", due_at=ago(-120).replace(second=0))
    promise.say(made, word, by=who("Bob"), at=ago(10))
    return made


@state
def parked() -> Ticket:
    made = taken("parked")
    text = "You found a real fault; I cannot say when it will be mended."
    promise.park(made, text=text, event="version 4.2 is out", by=who("Allie"), at=ago(10))
    return made


@state
def done() -> Ticket:
    return solved("done")


@state
def agreed() -> Ticket:
    made = solved("agreed")
    ticket.agree(made, by=made.requester, at=ago(5))
    return made


@state
def closed() -> Ticket:
    made = received("closed")
    ticket.release(made, resolution="withdrawn", by=who("Bob"), at=ago(10))
    return made


@state
def behind() -> Ticket:
    """One of three behind a problem that stands on the public page."""
    made = taken("behind")
    found = problem.make(made, title="Drones come back with the package", by=who("Allie"), at=ago(50))
    words = {
        "title": found.title,
        "workaround": "Set the drop point by hand.",
        "watch": "Release notes of 4.2",
    }
    problem.word(found, language="en", by=who("Allie"), at=ago(49), **words)
    problem.publish(found, shown=True, by=who("Allie"), at=ago(48))
    text = (
        "It takes two minutes.\n\n## Steps\n\n1. Open the **flight plan**.\n2. Press on the spot, and save."
    )
    words = {"title": "Drones come back: set the drop point", "text": text}
    helps = guide.make(made.desk, language="en", **words, by=who("Allie"), at=ago(60 * 24 * 200))
    guide.publish(helps, shown=True, by=who("Allie"), at=ago(60 * 24 * 200))
    guide.about(helps, problem=found, by=who("Allie"), at=ago(47))
    for name in ("behind_as_well", "behind_too"):
        problem.join(received(name), problem=found, by=who("Bob"), at=ago(40))
    return Ticket.objects.get(pk=made.pk)


def link(made: Ticket) -> str:
    """The secret of the requester's link."""
    participant, _ = Participant.objects.get_or_create(
        ticket=made, requester=made.requester, defaults={"since": NOW}
    )
    return links.page_token(participant)


def made(make: Callable[[], Ticket]) -> list[str]:
    """Make one in one piece: the follow-up that runs beside us must not see it half told."""
    with transaction.atomic():
        one = make()
        return [one.public_id, link(one)]


if __name__ == "__main__":
    print(json.dumps({name: made(make) for name, make in STATES.items()}))
