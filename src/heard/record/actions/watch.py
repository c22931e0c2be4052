"""Verbs on the watch of a desk: taken, handed over with what is hot, put down."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from heard.hours.languages import Sentence
from heard.promise import calls, lasts_until, missed_since
from heard.record import events
from heard.record.actions import alert
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.agent import Agent
from heard.record.models.alert import Alert
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket
from heard.record.models.watch import Watch
from heard.record.watch import minding_of, who_should

SOON = timedelta(hours=1)
MOST_HOT = 20
WORDS_LIMIT = 2000


@transaction.atomic
def take(desk: Desk, *, by: Agent, at: datetime) -> Watch:
    """Take the watch: whoever had it is relieved, and an offer is taken up. Taken already: it stays as it is.

    Raises:
        Refused: the desk is not theirs.
    """
    _check_member(desk, by)
    standing = _locked(desk, at=at)
    if standing and standing.agent_id == by.pk:
        return standing
    if standing:
        _end(standing, at=at)
    watch = Watch.objects.create(
        desk=desk, agent=by, taken_at=at, lasts_until=lasts_until(rules_of(desk), at)
    )
    events.add("watch.taken", by=by, at=at, desk=desk, watch=watch.pk, relieved=_agent(standing))
    return watch


@transaction.atomic
def hand_over(desk: Desk, *, to: Agent, words: str = "", by: Agent, at: datetime) -> Watch:
    """Ask a colleague to take the watch over, with what is hot: it stays with who has it until they take it.

    Args:
        words: what the next one should know.

    Raises:
        Refused: they do not have the watch, or `to` does not answer on this desk or is they themselves.
    """
    watch = _own(desk, by, at=at)
    if to.pk == by.pk:
        raise Refused("to", "You have the watch already. Choose a colleague.", field="to")
    _check_member(desk, to, field="to")
    watch.offered_to, watch.offered_at, watch.words = to, at, words.strip()[:WORDS_LIMIT]
    watch.hot = [ticket.pk for ticket in hot(desk, at=at)]
    watch.save(update_fields=["offered_to", "offered_at", "words", "hot"])
    events.add("watch.offered", by=by, at=at, desk=desk, watch=watch.pk, to=to.pk, hot=len(watch.hot))
    alert.raise_on_desk(desk, to, "watch_offered", at=at)
    return watch


@transaction.atomic
def keep(desk: Desk, *, by: Agent, at: datetime) -> None:
    """Take an offer back, or say no to one: who has the watch keeps it.

    Raises:
        Refused: nothing is offered by them or to them.
    """
    watch = _locked(desk, at=at)
    if watch is None or watch.offered_to_id is None or by.pk not in (watch.agent_id, watch.offered_to_id):
        raise Refused("offer", "Nothing is offered here.")
    said_no = by.pk == watch.offered_to_id
    _offer_nobody(watch)
    events.add("watch.kept", by=by, at=at, desk=desk, watch=watch.pk)
    if said_no:
        alert.raise_on_desk(desk, watch.agent, "watch_declined", at=at)


@transaction.atomic
def put_down(desk: Desk, *, by: Agent, at: datetime) -> None:
    """End one's own watch without a successor: from now on nobody has it.

    Raises:
        Refused: they do not have it.
    """
    watch = _own(desk, by, at=at)
    _end(watch, at=at)
    events.add("watch.put_down", by=by, at=at, desk=desk, watch=watch.pk)


def leave_all(agent: Agent, *, by: Actor, at: datetime) -> None:
    """Whoever goes away or is disabled minds no desk any more, and is asked to take none over."""
    for desk in Desk.objects.filter(memberships__agent=agent):
        leave(desk, agent, by=by, at=at)


def leave(desk: Desk, agent: Agent, *, by: Actor, at: datetime) -> None:
    """Somebody minds a desk no more, and is asked to take it over no more."""
    watch = _locked(desk, at=at)
    if watch and watch.agent_id == agent.pk:
        _end(watch, at=at)
        events.add("watch.put_down", by=by, at=at, desk=desk, watch=watch.pk)
    elif watch and watch.offered_to_id == agent.pk:
        _offer_nobody(watch)


@transaction.atomic
def call(desk: Desk, *, at: datetime) -> list[Agent]:
    """Tell who should have an untaken watch, then the lead: each once for each gap, however many processes look.

    Nobody in the rota, or whoever it names is away: then it is the lead's at once (method.md, Defaults: no rota).
    """
    Desk.objects.select_for_update(of=("self",)).get(pk=desk.pk)
    minding, rules = minding_of(desk, at), rules_of(desk)
    since = missed_since(rules, minding, at)
    if since is None:
        return []
    told = set(Alert.objects.filter(desk=desk, kind="untaken", at=since).values_list("agent_id", flat=True))
    fresh = [agent for agent in _called(desk, calls(rules, minding, at), at=at) if agent.pk not in told]
    for agent in fresh:
        alert.raise_on_desk(desk, agent, "untaken", at=at, due_at=since)
    return fresh


def _called(desk: Desk, whom: Sequence[str], *, at: datetime) -> list[Agent]:
    should = who_should(desk, at)
    found: dict[int, Agent] = {}
    for who in whom:
        people = [should] if who == "watch" and should else alert.leads_of(desk, at=at)
        found |= {agent.pk: agent for agent in people}
    return list(found.values())


def hot(desk: Desk, *, at: datetime) -> list[Ticket]:
    """What the next one should know of: what is late, owed within the hour, unreached or opened by nobody, the first
    first."""
    mine = Ticket.objects.filter(desk=desk, resolved_at=None, sample=desk.sample)
    return list(mine.filter(owed_at__lte=at + SOON).order_by("owed_at", "id")[:MOST_HOT])


def _own(desk: Desk, by: Agent, *, at: datetime) -> Watch:
    watch = _locked(desk, at=at)
    if watch is None or watch.agent_id != by.pk:
        raise Refused("watch", "You do not have the watch of this desk. Take it first.")
    return watch


def _locked(desk: Desk, *, at: datetime) -> Watch | None:
    """The running watch, with its desk locked: two who take it at once come one after the other. One whose time is
    over ends as of that time."""
    Desk.objects.select_for_update(of=("self",)).get(pk=desk.pk)
    watch = Watch.objects.select_related("agent").filter(desk=desk, ended_at=None).first()
    if watch and watch.lasts_until <= at:
        _end(watch, at=at)
        return None
    return watch


def _end(watch: Watch, *, at: datetime) -> None:
    watch.ended_at = max(min(at, watch.lasts_until), watch.taken_at)
    watch.save(update_fields=["ended_at"])


def _offer_nobody(watch: Watch) -> None:
    watch.offered_to, watch.offered_at = None, None
    watch.save(update_fields=["offered_to", "offered_at"])


def _agent(watch: Watch | None) -> int | None:
    return watch.agent_id if watch else None


def _check_member(desk: Desk, agent: Agent, field: str = "") -> None:
    if not agent.is_active or not desk.memberships.filter(agent=agent).exists():
        raise Refused(
            "no_member", Sentence("%(agent)s does not answer on this desk.", agent=agent), field=field
        )
