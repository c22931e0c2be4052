"""Whether mail comes in: doors stand, mailboxes are looked into, canaries come back, nothing waits to be read.

For the doctor, /health/pipe, the light of the desk and the alarm.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count

from heard.channels.mail import breaker
from heard.channels.mail.listener import name_of as listener_name
from heard.channels.mail.mailbox import configured, name_of
from heard.channels.mail.remedies import in_sentences
from heard.followup.canary import BACK_WITHIN, real_mail
from heard.health import Finding, check
from heard.hours.languages import Sentence
from heard.record.access import door as doors
from heard.record.actions import canary as canaries
from heard.record.models.canary import Canary
from heard.record.models.desk import Desk
from heard.record.models.door import Door
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter

SILENT = timedelta(minutes=5)  # a mailbox not looked into for longer is failing
WAITING = timedelta(minutes=2)  # a mail that waits longer to be placed is stuck


@check("mailboxes")
def mailboxes(at: datetime) -> Iterator[Finding]:
    """Each mailbox: when it was last looked into, and whether the last count agreed."""
    known = doors.by_name()
    for box in configured():
        yield _fetched(known.get(name_of(box)), Sentence("mailbox %(name)s", name=name_of(box)), at)


def _fetched(door: Door | None, name: str, at: datetime) -> Finding:
    if door is None or door.well_at is None or at - door.well_at > SILENT:
        says = Sentence("never yet")
        if door and door.well_at:
            says = Sentence("not since %(time)s UTC", time=f"{door.well_at:%d %B %H:%M}")
        if door and door.trouble:
            says = Sentence("%(when)s: %(trouble)s", when=says, trouble=in_sentences(door.trouble))
        return Finding(
            name,
            "red",
            says,
            in_sentences(door.mend if door else "") or Sentence("see that `heard door` runs"),
        )
    if door.trouble:
        return Finding(name, "warn", in_sentences(door.trouble), in_sentences(door.mend))
    if door.missing:
        says = Sentence(
            "%(missing)s of %(counted)s mails were not known at the count of %(time)s",
            missing=door.missing,
            counted=door.counted,
            time=f"{door.counted_at:%d %B %H:%M}",
        )
        return Finding(
            name, "red", says, "look at them in the mailbox; somebody may have moved them before we came"
        )
    return Finding(name, "fine", Sentence("looked into at %(time)s UTC", time=f"{door.well_at:%H:%M:%S}"))


@check("mail in")
def mail_in(at: datetime) -> Iterator[Finding]:
    """Whether a mail that was taken waits to be read."""
    waiting = Intake.objects.filter(state=Intake.State.RECEIVED)
    stuck = waiting.filter(received_at__lt=at - WAITING).count()
    if stuck:
        says = Sentence("%(stuck)s mails wait to be read", stuck=stuck)
        yield Finding("mail in", "red", says, "see that `heard door` runs, and its log")
    else:
        yield Finding("mail in", "fine", "nothing waits")


@check("breaker")
def broken(at: datetime) -> Iterator[Finding]:
    """Who wrote more in the last hour than a person does, so that their mail was filed."""
    filed = Intake.objects.filter(received_at__gt=at - breaker.SPAN, reason=breaker.BROKEN)
    if not filed.exists():
        yield Finding("breaker", "fine", "nobody writes faster than a person")
        return
    senders = filed.values("from_address").annotate(mails=Count("id")).order_by("-mails")[:3]
    who = ", ".join(f"{one['from_address']} ({one['mails']})" for one in senders)
    says = Sentence("mails filed in an hour: %(who)s", who=who)
    mend = Sentence("look at them on the Intake page; if it is no loop, make tickets of them")
    yield Finding("breaker", "red", says, mend)


@check("mail door")
def mail_door(at: datetime) -> Iterator[Finding]:
    """Whether the mail door that ran once still runs: it listens, fetches, and places what came."""
    name = listener_name(settings.HEARD_DOOR_LISTEN)
    door = doors.by_name().get(name)
    if door and door.well_at and at - door.well_at > SILENT:
        says = Sentence("no sign of life since %(time)s UTC", time=f"{door.well_at:%d %B %H:%M}")
        yield Finding("mail door", "red", says, "start `heard door` (or `heard up`), and see its log")
    elif door:
        yield Finding("mail door", "fine", Sentence("listens on %(name)s", name=name))


@check("canary")
def canary(at: datetime) -> Iterator[Finding]:
    """Each desk: whether its last canary came back. One that is still within its time decides nothing."""
    for desk in canaries.desks() if settings.HEARD_SMTP_URL else []:
        sent = Canary.objects.filter(desk=desk).select_related("letter").order_by("-id")[:10]
        decided = next((one for one in sent if _is_decided(one, at)), None)
        name = Sentence("canary of %(address)s", address=desk.address)
        if decided is None:
            yield Finding(name, "fine", "leaves when no mail came for 15 minutes")
        else:
            yield _flown(decided, desk, name)


def _is_decided(canary: Canary, at: datetime) -> bool:
    """It came back, cannot leave, or is overdue."""
    letter = canary.letter
    if canary.back_at or letter.state in (Letter.State.FAILED, Letter.State.RETURNED):
        return True
    return letter.sent_at is not None and at - letter.sent_at > BACK_WITHIN


def _flown(canary: Canary, desk: Desk, name: str) -> Finding:
    letter = canary.letter
    if canary.back_at:
        took = int((canary.back_at - (letter.sent_at or canary.sent_off_at)).total_seconds())
        return Finding(
            name,
            "fine",
            Sentence(
                "back at %(time)s UTC after %(took)s s", time=f"{canary.back_at:%H:%M}", took=max(took, 0)
            ),
        )
    if letter.state == Letter.State.RETURNED:
        mend = Sentence("see that %(address)s exists at your mail server", address=desk.address)
        return Finding(name, "red", Sentence("was sent back: %(trouble)s", trouble=letter.trouble), mend)
    if letter.sent_at is None:
        return Finding(
            name,
            "red",
            Sentence("could not leave: %(trouble)s", trouble=letter.trouble),
            "see HEARD_SMTP_URL and the Letters page",
        )
    says = Sentence("left at %(time)s UTC and did not come back", time=f"{letter.sent_at:%d %B %H:%M}")
    if real_mail(desk, since=letter.sent_at):
        return Finding(
            name,
            "warn",
            Sentence("%(says)s, though other mail came since", says=says),
            "look for it in a spam folder",
        )
    mend = Sentence(
        "see that mail to %(address)s is forwarded to Heard, and the doors on the Intake page",
        address=desk.address,
    )
    return Finding(name, "red", says, mend)


@check("second route")
def second_route(at: datetime) -> Iterator[Finding]:
    """Whether anybody can be told when mail itself is broken."""
    if settings.HEARD_ALERT_URLS:
        yield Finding("second route", "fine", Sentence("%(count)s set", count=len(settings.HEARD_ALERT_URLS)))
    elif not settings.HEARD_IS_LOCAL:
        says = Sentence("when mail breaks, nobody can be told")
        yield Finding(
            "second route", "warn", says, "set HEARD_ALERT_URLS to a chat, a push service or a pager"
        )


@check("webhooks")
def webhooks(at: datetime) -> Iterator[Finding]:
    """Each provider that hands us mail: whether it last came with a mail, or with something we had to refuse."""
    known = doors.by_name()
    for provider in settings.HEARD_WEBHOOKS:
        door = known.get(f"webhook {provider}")
        if door and door.trouble:
            yield Finding(f"webhook {provider}", "warn", in_sentences(door.trouble), in_sentences(door.mend))
        else:
            last = Sentence("no mail yet")
            if door and door.mail_at:
                last = Sentence("last mail at %(time)s UTC", time=f"{door.mail_at:%d %B %H:%M}")
            yield Finding(f"webhook {provider}", "fine", last)
