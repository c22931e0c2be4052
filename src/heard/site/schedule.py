"""All that happens by itself, in one list. If it is not here, it does not happen without a person.

Each entry names the function that does it and the process it runs in. `tests/site/test_schedule.py` checks
that
every function exists; docs/operating.md is written from this list.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Task:
    """One thing that happens by itself: who does it, in which process, when, and what it is good for."""

    run: str
    process: Literal["worker", "door", "web"]
    when: str
    does: str


TASKS = [
    Task(
        "heard.followup.tick.tick",
        "worker",
        "when a ticket's next look is due, within a second",
        "settles what is due: warns, hands up, lets a promise lapse and opens the repair; ends an approval on its"
        " last day; asks a party again where desk and chase let pings leave without a person",
    ),
    Task(
        "heard.followup.overload.look",
        "worker",
        "before each settling",
        "begins the overload of a desk where more than 10 first words are about to be missed together, tells the lead"
        " once in place of single warnings, and ends it when the backlog is down",
    ),
    Task(
        "heard.letters.alerts.deliver_one",
        "worker",
        "after each settling",
        "tells the one person who can act, by mail and by the alert routes",
    ),
    Task(
        "heard.record.actions.outbox.alarm_late",
        "worker",
        "after each settling",
        "tells the owner of a letter that should have left 15 minutes ago",
    ),
    Task(
        "heard.followup.broadcast.carry",
        "worker",
        "while a word to everybody is on its way, for about a second at a time",
        "tells the voices of a problem what a person pressed for them, a few tickets in one transaction",
    ),
    Task(
        "heard.record.actions.proof.answer_one",
        "worker",
        "after each settling",
        "writes the link to all their requests to whoever asked for it, where the mail address is one we know",
    ),
    Task(
        "heard.followup.sweep.sweep",
        "worker",
        "a minute after the start, then every hour",
        "forgets files that were put to a form and came no further, and links to all requests, of more than a day ago",
    ),
    Task("heard.record.sealer.seal", "worker", "after each settling", "numbers the events without gaps"),
    Task(
        "heard.followup.mark.count",
        "worker",
        "after each settling, for about a second at a time",
        "counts what happened for the numbers, from the log; judges predictions whose time has passed; walks a desk"
        " again whose opening hours changed",
    ),
    Task(
        "heard.letters.send.send_due",
        "worker",
        "when a letter is due, 15 seconds after send was pressed",
        "renders a queued letter once and sends those bytes, again and again until they are taken; posts comments to"
        " trackers",
    ),
    Task(
        "heard.api.once.forget",
        "web",
        "at one in a hundred POSTs with an Idempotency-Key",
        "forgets keys used more than a week ago",
    ),
    Task(
        "heard.channels.mail.imap.fetch",
        "door",
        "when the mailbox says that mail came, and every two minutes; every 15 seconds where it cannot say so",
        "takes every mail that a mailbox has and our own table has not; moves it where that is set",
    ),
    Task(
        "heard.channels.mail.count.if_due",
        "door",
        "once a night, for each mailbox",
        "counts the mailbox against our own table; what we never saw turns the light red",
    ),
    Task(
        "heard.followup.canary.send_due",
        "worker",
        "every 15 minutes in which no mail came to a desk; the mail door does it as well",
        "sends a mail to the desk's own address, which must come back within 10 minutes",
    ),
    Task(
        "heard.record.actions.canary.forget",
        "worker",
        "every 20 seconds; the mail door does it as well",
        "forgets canaries of more than a week ago, with their letters and arrivals",
    ),
    Task(
        "heard.followup.watch.call_due",
        "worker",
        "every 20 seconds; the mail door does it as well",
        "tells who should have a watch that nobody took after 10 working minutes, later the lead; once for each gap",
    ),
    Task(
        "heard.followup.weekly.send_due",
        "worker",
        "when a desk opens for the first time in a week; the mail door does it as well",
        "writes to the leads of the desk, as they chose, what got better last week and what slips; once to each",
    ),
    Task(
        "heard.channels.calendar.read_due",
        "door",
        "every hour for each subscribed calendar; after trouble every 15 minutes",
        "reads a desk's rota from its calendar; what it said last holds until then",
    ),
    Task(
        "heard.followup.pipe.look",
        "worker",
        "every 20 seconds; the mail door does it as well",
        "calls a person by the alert routes when something is red for two minutes, once, and when it is fine again",
    ),
    Task(
        "heard.followup.forecast.learn_due",
        "worker",
        "every 10 minutes, for each desk that did not in the last 6 hours and kept 30 promises",
        "learns from the desk's own past how long tickets wait for news",
    ),
    Task(
        "heard.followup.model.draft_due",
        "worker",
        "twice a second, where HEARD_MODEL_URL is set",
        "asks the model for the drafts that agents pressed for",
    ),
    Task(
        "heard.followup.model.forget",
        "worker",
        "every 10 minutes, where HEARD_MODEL_URL is set",
        "forgets what the model drafted more than a day ago",
    ),
    Task(
        "heard.channels.mail.place.place",
        "door",
        "as soon as a mail is taken; what was left over, every 5 seconds",
        "makes a mail that was read a ticket or a reply, files it, or quarantines it with the reason",
    ),
    Task(
        "heard.site.live._watch", "web", "20 times a second, or on PostgreSQL's word", "wakes the open pages"
    ),
]
