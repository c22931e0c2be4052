"""Two months of the sample desk: requests in believable hours, most times kept, some renewed, a few missed."""

from datetime import datetime, timedelta

from heard.cli import sample_texts
from heard.cli.sample_stage import Stage
from heard.record.actions import promise, reading, restatement, ticket
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket

DAYS = 60
WEEKDAY, WEEKEND = (1, 1, 2), (0, 0, 1)


def tell(stage: Stage) -> None:
    """Every request of the last two months, from its mail to its yes."""
    for days in range(DAYS, 1, -1):
        day = stage.now - timedelta(days=days)
        for _ in range(stage.chance.choice(WEEKEND if day.weekday() >= 5 else WEEKDAY)):
            _request(stage, day)


def _request(stage: Stage, day: datetime) -> None:
    chance = stage.chance
    opening = stage.calendar.opens_after(day - timedelta(hours=10))
    at = opening + timedelta(minutes=int(chance.triangular(0, 600, 120)))
    subject, asked, restated, solved = chance.choice(sample_texts.CASES)
    who = chance.choice(list(stage.people))
    request = stage.writes(who, subject, f"Hello,\n\n{asked}\n\n{stage.people[who].called}", at)
    agent = chance.choice(list(stage.agents))
    first = at + timedelta(minutes=int(chance.triangular(4, 75, 18)))
    if chance.random() < 0.3:
        stage.says(agent, request, f"Hi {stage.people[who].called},\n\n{solved}", first, way="solves")
        _agrees(stage, request, first)
        return
    text = f"Hi {stage.people[who].called},\n\nI want to be sure I work on the right thing: {restated}"
    due_at = stage.calendar.add(first, 60 * chance.choice((60, 90, 120, 180, 240)))
    stage.says(agent, request, text, first, way="next", due_at=due_at, restating=restated)
    answered_at = first + timedelta(minutes=chance.randint(2, 20))
    restatement.confirm(Restatement.objects.get(ticket=request), by=request.requester, at=answered_at)
    _carry_on(stage, request, agent, due_at, solved)


def _carry_on(stage: Stage, request: Ticket, agent: str, due_at: datetime, solved: str) -> None:
    """Renewed now and then, missed seldom, solved in the end."""
    chance, by = stage.chance, stage.agents[agent]
    if chance.random() < 0.35:
        at = due_at - timedelta(minutes=chance.randint(3, 25))
        due_at = stage.calendar.business_days(at, 1)
        text = "No news yet. I asked a colleague who knows this part, and I'll look at the answer tomorrow."
        promise.renew(request, text=text, due_at=due_at, by=by, at=at)
    if chance.random() < 0.3:
        stage.adds(request, "By the way, a colleague sees the same thing.", due_at - timedelta(minutes=50))
        reading.stand(request, by=by, at=due_at - timedelta(minutes=40))
    missed = chance.random() < 0.08
    at = due_at + timedelta(minutes=9) if missed else due_at - timedelta(minutes=chance.randint(4, 40))
    stage.says(agent, request, solved, at, way="solves")
    _agrees(stage, request, at)


def _agrees(stage: Stage, request: Ticket, at: datetime) -> None:
    if stage.chance.random() < 0.7:
        minutes = stage.chance.randint(5, 240)
        ticket.agree(request, by=request.requester, at=at + timedelta(minutes=minutes))
