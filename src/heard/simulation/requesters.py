"""Those who ask: they write at all hours, send twice, thank, are away, change their minds, and press every button."""

from datetime import timedelta

from heard.record import links
from heard.record.actions import nudge, restatement, ticket
from heard.record.models.letter import Letter
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket
from heard.record.question import Question
from heard.simulation.mails import arrive, message_id, report, written
from heard.simulation.stage import DAY, HOUR, MINUTE, Stage

PEOPLE = 80
SUBJECTS = ("It broke", "Drones return", "Where is my parcel", "Invoice", "Cannot sign in", "Re: hello", "")
ASKS = (
    "It comes back every time.",
    "Please help, we cannot work.",
    "How do I do this?",
    "?",
    "It is red.\n\nWhy?",
)
MORE = (
    "One more thing: it also happens at night.",
    "Any news?",
    "I attach nothing, sorry.",
    "It works on Tuesdays.",
)
THANKS = ("Thanks!", "Thank you very much", "Danke", "thx")
AWAY = "Auto-Submitted: auto-replied\r\nX-Autoreply: yes"


def morning(stage: Stage) -> None:
    """The day's requests are spread over the day, most of them over its working hours."""
    for _ in range(stage.tickets_per_day):
        hour = stage.dice.gauss(5, 3) if stage.lucky(0.85) else stage.dice.uniform(-7, 17)
        when = stage.at + timedelta(seconds=int(min(max(hour, 0), 23.5) * 3600))
        stage.plan(when, "a request comes", lambda: ask(stage))
    stage.plan(stage.at + DAY, "a new day of requests", lambda: morning(stage))


def ask(stage: Stage) -> None:
    """Somebody writes for the first time about something; now and then twice, or a machine does."""
    number = stage.number()
    sender = f"person{stage.dice.randrange(PEOPLE)}@host{stage.dice.randrange(12)}.example"
    text = f"{stage.dice.choice(ASKS)} ({number})"
    if machine := stage.lucky(0.04):
        text = "I am out of the office."
    raw = written(
        sender,
        text=text,
        number=number,
        at=stage.at,
        subject=stage.dice.choice(SUBJECTS),
        automatic=AWAY if machine else "",
    )
    person = "" if machine else message_id(number)
    if stage.lucky(0.06):  # the send button was pressed twice
        stage.later(1, "the same mail again", lambda: arrive(stage, raw, sender=sender, person=person))
    arrive(stage, raw, sender=sender, person=person)


def got(stage: Stage, letter: Letter) -> None:
    """A letter reached somebody's mailbox: they do something about it, later, or nothing at all."""
    if letter.requester_id is None or letter.ticket_id is None:
        return
    chance, soon = stage.dice.random(), stage.dice.choice((3, 20, 90, 600, 2000))
    acts = {
        Letter.Kind.RECEIPT: ((0.02, bounce), (0.03, delay), (0.08, away), (0.12, more), (0.14, sooner)),
        Letter.Kind.MISSED: ((0.02, away), (0.35, ask_where), (0.45, more), (0.50, sooner)),
        Letter.Kind.REPLY: (
            (0.01, bounce),
            (0.05, away),
            (0.15, thank),
            (0.30, more),
            (0.36, sooner),
            (0.52, confirm),
            (0.58, not_yet),
            (0.64, agree),
            (0.66, ask_where),
        ),
    }.get(Letter.Kind(letter.kind), ())
    act = next((one for upto, one in acts if chance < upto), None)
    if act in (bounce, delay, away):
        soon = 1
    if act:
        stage.later(soon, f"requester: {act.__name__} #{letter.ticket_id}", lambda: act(stage, letter))


def _mail(stage: Stage, letter: Letter, text: str, *, automatic: str = "") -> None:
    """An answer as mail programs send it: to the signed address, or only with the letter's Message-ID."""
    number = stage.number()
    assert letter.ticket_id and letter.requester_id
    to = letter.from_address
    if stage.lucky(0.8):
        to = links.reply_address(letter.from_address, letter.ticket_id, letter.requester_id)
    raw = written(
        letter.to_address,
        text=text,
        number=number,
        at=stage.at,
        to=to,
        subject="Re: your request",
        answers=letter.header_id,
        automatic=automatic,
    )
    person = "" if automatic else message_id(number)
    arrive(stage, raw, sender=letter.to_address, to=to, person=person)
    if stage.lucky(0.04):
        stage.later(2, "the same answer again", lambda: arrive(stage, raw, sender=letter.to_address, to=to))


def more(stage: Stage, letter: Letter) -> None:
    """More about it; or a plain yes or no to whatever was asked."""
    text = stage.dice.choice((*MORE, "Yes, that's it", "No, not quite: it is the other one."))
    _mail(stage, letter, f"{text}\n")


def thank(stage: Stage, letter: Letter) -> None:
    """Thanks, which need no answer."""
    _mail(stage, letter, stage.dice.choice(THANKS))


def away(stage: Stage, letter: Letter) -> None:
    """Their mail program says that they are on holiday."""
    _mail(stage, letter, "I am out of the office until Monday.", automatic=AWAY)


def bounce(stage: Stage, letter: Letter) -> None:
    """It could not be delivered; one report in three is a forgery, which proves nothing."""
    _report(stage, letter, "failed", forged=stage.lucky(0.33))


def delay(stage: Stage, letter: Letter) -> None:
    """A mail server on the way still tries."""
    _report(stage, letter, "delayed", forged=False)


def _report(stage: Stage, letter: Letter, action: str, *, forged: bool) -> None:
    to = letter.from_address if forged else links.return_path(letter.from_address, letter.pk)
    stage.counts["forged reports" if forged else "reports"] += 1
    arrive(stage, report(to, letter.to_address, number=stage.number(), action=action), sender="", to=to)


def sooner(stage: Stage, letter: Letter) -> None:
    """I need it sooner; sometimes than yesterday, sometimes later than promised."""
    own, person = _of(letter)
    wanted = stage.at + stage.dice.choice((-HOUR, 20 * MINUTE, HOUR, 3 * HOUR, 30 * DAY))
    nudge.sooner(own, wanted_at=wanted, reason="The plane leaves.", by=person, at=stage.at)


def ask_where(stage: Stage, letter: Letter) -> None:
    """Where is my answer? Asked twice by the impatient."""
    own, person = _of(letter)
    if stage.lucky(0.3):
        stage.later(10, f"requester: ask_where #{own.pk}", lambda: ask_where(stage, letter))
    nudge.nudge(own, by=person, at=stage.at)


def confirm(stage: Stage, letter: Letter) -> None:
    """Yes, that's it; or not quite."""
    own, person = _of(letter)
    waiting = Restatement.objects.filter(ticket=own).order_by("-id").first()
    if waiting and stage.lucky(0.6):
        restatement.confirm(waiting, by=person, at=stage.at)
    elif waiting:
        restatement.correct(
            waiting, correction=stage.dice.choice(("", "It is the left one.")), by=person, at=stage.at
        )


def not_yet(stage: Stage, letter: Letter) -> None:
    """It does not work yet."""
    own, person = _of(letter)
    ticket.reopen(own, by=person, at=stage.at)


def agree(stage: Stage, letter: Letter) -> None:
    """Yes, it works."""
    own, person = _of(letter)
    ticket.agree(own, by=person, at=stage.at)


_TICKET = Question(lambda pk: Ticket.objects.select_related("desk", "requester").filter(pk=pk))


def _of(letter: Letter) -> tuple[Ticket, "object"]:
    own = _TICKET.all(letter.ticket_id)[0]
    return own, letter.requester or own.requester
