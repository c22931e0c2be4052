"""Those who answer: late, away without a word, in a hurry, and not always good with times."""

from datetime import datetime, timedelta
from random import Random

from heard.record.actions import agent as agents
from heard.record.actions import cadence, chase, desk, draft, promise, reading, ticket
from heard.record.actions.message import Word
from heard.record.actor import HEARD, Robot
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket
from heard.record.question import Question
from heard.simulation.stage import DAY, HOUR, Stage

SHORT, LONG = 30 * 60, 700 * 60  # working seconds ahead that people promise
VENDORS = ("Map vendor", "Carrier", "Bob upstairs")


_AGENT = Question(lambda pk: Agent.objects.filter(pk=pk))


def begin(stage: Stage) -> None:
    """Everybody's first day."""
    for one in stage.agents:
        stage.later(30, f"{one.first_name} comes in", lambda one=one: turn(stage, one.pk))
    stage.later(60 * 20, "somebody changes the calendar", lambda: change_hours(stage))
    stage.later(60 * 12, "somebody goes away", lambda: absence(stage))
    stage.later(60 * 60, "somebody leaves for good", lambda: leave(stage))
    stage.later(200, "a program writes", lambda: robot(stage))
    stage.plan(stage.at + 3 * HOUR, "a rhythm is agreed", lambda: rhythm(stage, Random(stage.seed)))


def pace(stage: Stage) -> float:
    """Minutes until one agent does the next thing. Some weeks there is more to do than they manage."""
    return min(60 * 8 * len(stage.agents) / (stage.tickets_per_day * stage.zeal), 90)


def turn(stage: Stage, agent_id: int) -> None:
    """One agent does one thing, if they are there, and comes back to it after a while."""
    stage.later(pace(stage), f"agent {agent_id} does something", lambda: turn(stage, agent_id))
    one = _AGENT.all(agent_id)[0]
    sleeps = len(stage.week[0]) == 1 and not 7 <= stage.local(stage.at).hour < 20
    away = not one.is_active or (one.away_until is not None and one.away_until > stage.at)
    if not (sleeps or away) and (own := _chosen(stage)):
        _act(stage, own, one)


_EVERY = Ticket.objects.select_related("desk", "requester", "promise")
_OWED = Question(lambda desk: _EVERY.filter(desk=desk, resolved_at=None).order_by("owed_at", "id")[:3])
_RESOLVED = Question(
    lambda desk, since: _EVERY.filter(desk=desk, resolved_at__gt=since).order_by("-resolved_at")[:1]
)


def _chosen(stage: Stage) -> Ticket | None:
    """Mostly what is owed first; sometimes one that is resolved."""
    if stage.lucky(0.04):
        return _RESOLVED.first(stage.desk.pk, stage.at - 3 * DAY)
    owed = _OWED.all(stage.desk.pk)[stage.dice.choice((0, 0, 0, 1, 2)) :]
    return owed[0] if owed else None


def _act(stage: Stage, own: Ticket, one: Agent) -> None:
    chance = stage.dice.random()
    if own.opened_at is None or chance < 0.05:
        ticket.open(own, by=one, at=stage.at)
    if chance < 0.05:
        return
    if chance < 0.12:
        reading.stand(own, by=one, at=stage.at)
    elif chance < 0.17:
        _chase(stage, own, one)
    elif chance < 0.19:
        ticket.set_impact(own, impact=stage.dice.choice(("", "degraded", "blocked")), by=one, at=stage.at)
    elif chance < 0.22:
        ticket.give(own, owner=stage.dice.choice([*stage.agents, None]), by=one, at=stage.at)
    elif chance < 0.235:
        ticket.release(
            own, resolution=stage.dice.choice(("spam", "withdrawn", "solved")), by=one, at=stage.at
        )
    elif chance < 0.40:
        _press(stage, own, one)
    else:
        word = _word(stage, own)
        stage.words[word.text] = one.pk
        promise.say(own, word, by=one, at=stage.at)


def _word(stage: Stage, own: Ticket) -> Word:
    """What one writes: mostly sensible."""
    chance = stage.dice.random()
    text = f"Words of {stage.number()}. You mean the red one?"
    if chance < 0.30:
        return Word(text=text, way="solves")
    if chance < 0.42:
        return Word(text=text, way="stands")
    if chance < 0.44:
        return Word(text=text, way="parks", event=stage.dice.choice(("the release ships", "")))
    if own.promise and own.promise.step:  # waiting for them: look in, in the end say when it closes
        way = "closes" if own.promise.step > 2 and stage.lucky(0.7) else "waits"
        return Word(text=text, way=way)
    if chance < 0.48:
        return Word(text=text, way="waits", question=stage.dice.choice(("The red one?", "Which format?", "")))
    way = "renew" if own.promise and own.promise.kind == "word" and stage.lucky(0.5) else "next"
    restating = "You mean the red one?" if stage.lucky(0.25) else ""
    due_at, agreed = _due(stage)
    return Word(text=text, way=way, due_at=due_at, restating=restating, agreed=agreed)


def _due(stage: Stage) -> tuple[datetime | None, str]:
    """The next word's time, and who agreed to it; one in ten is silly."""
    if stage.lucky(0.1):
        silly = (None, stage.at - HOUR, stage.at, stage.at + 400 * DAY, stage.at + timedelta(seconds=61))
        return stage.dice.choice(silly), ""
    ahead = stage.dice.randint(SHORT, LONG)
    due_at = stage.open_now.add(stage.at, ahead).replace(second=0)
    return (due_at + 9 * DAY, "by phone") if stage.lucky(0.04) else (due_at, "")


def _press(stage: Stage, own: Ticket, one: Agent) -> None:
    """Written as a draft, pressed, sometimes taken back."""
    word = _word(stage, own)
    draft.keep(
        own, by=one, at=stage.at, text=word.text, way=word.way, due_at=word.due_at, restating=word.restating,
        agreed=word.agreed, event=word.event,
    )  # fmt: skip
    stage.words[word.text] = one.pk
    draft.press(own, by=one, at=stage.at, despite=stage.lucky(0.7))
    if stage.lucky(0.2):
        stage.plan(
            stage.at + timedelta(seconds=stage.dice.choice((3, 10, 20))),
            f"agent {one.pk} takes it back #{own.pk}",
            lambda: _undo(stage, own, one),
        )


def _undo(stage: Stage, own: Ticket, one: Agent) -> None:
    draft.undo(own, by=one, at=stage.at)


def _chase(stage: Stage, own: Ticket, one: Agent) -> None:
    """Somebody else is asked, asked again, and mostly stays silent."""
    running = Chase.objects.select_related("ticket").filter(ticket=own, answered_at=None).first()
    if running is None:
        chase.start(own, party=stage.dice.choice(VENDORS), asked="When?", by=one, at=stage.at)
    elif stage.lucky(0.2):
        chase.answer(running, text="Tomorrow.", by=one, at=stage.at)
    else:
        chase.ping(running, by=one, at=stage.at)


def robot(stage: Stage) -> None:
    """A program says something on a ticket; it may, and it keeps nothing."""
    own = Ticket.objects.select_related("desk").filter(resolved_at=None).order_by("owed_at").first()
    stage.later(300, "a program writes", lambda: robot(stage))
    if own:
        way = stage.dice.choice(("stands", "stands", "solves"))
        promise.say(own, Word(text=f"Beep {stage.number()}", way=way), by=Robot("Beeper"), at=stage.at)


def rhythm(stage: Stage, dice: Random) -> None:
    """Another rhythm of words is agreed on a ticket, or one that runs is ended; one in five is silly. Its dice are its
    own, so that what else happens does not hang on it."""
    stage.plan(stage.at + 3 * HOUR, "a rhythm is agreed", lambda: rhythm(stage, dice))
    own = Ticket.objects.select_related("desk", "requester").filter(resolved_at=None).order_by("-id").first()
    if own is None:
        return
    if own.cadences.filter(ended_at=None).exists():
        cadence.end(own, by=dice.choice((own.requester, stage.agents[0])), at=stage.at)
        return
    last_day = stage.local(stage.at + dice.choice((2, 10, 40)) * DAY).date()
    often = dice.choice(("1", "3", "10", "friday", "weekly"))
    cadence.agree(own, rhythm=often, last_day=last_day, agreed="by phone", by=stage.agents[0], at=stage.at)


def absence(stage: Stage) -> None:
    """Somebody is away for a while and says so, or comes back early."""
    one = stage.dice.choice(stage.agents)
    until = stage.at + stage.dice.choice((3 * HOUR, DAY, 3 * DAY)) if stage.lucky(0.8) else None
    stage.later(60 * 12, "somebody goes away", lambda: absence(stage))
    agents.go_away(one, until=until, by=one, at=stage.at)


def leave(stage: Stage) -> None:
    """Somebody's access ends while they owe words; the first one stays."""
    if len(stage.agents) > 3:
        agents.disable(stage.agents[-1], by=HEARD, at=stage.at)
        stage.agents.pop()


def change_hours(stage: Stage) -> None:
    """A holiday is added after times were promised on it; or one is taken back; or the week changes."""
    stage.later(60 * 40, "somebody changes the calendar", lambda: change_hours(stage))
    here = Desk.objects.get(pk=stage.desk.pk)
    day = stage.local(stage.at + stage.dice.choice((0, 1, 1, 2, 3)) * DAY).date()
    if stage.own_days and stage.lucky(0.3):
        gone = stage.dice.choice(sorted(stage.own_days))
        desk.drop_day(here, day=gone, by=HEARD, at=stage.at)
        del stage.own_days[gone]
    else:
        times = stage.dice.choice(([], [], [(600, 720)], [(60, 200), (700, 1440)]))
        desk.set_day(here, day=day, times=times, label="Holiday", by=HEARD, at=stage.at)
        stage.own_days[day] = times
    stage.reckon()
