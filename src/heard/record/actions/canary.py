"""Verbs on a canary: sent off, come back, forgotten; and which desks keep none."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import events, files, rows
from heard.record.actions import intake as intakes
from heard.record.actor import Actor
from heard.record.arrival import Arrival
from heard.record.ids import new_public_id
from heard.record.models.canary import Canary
from heard.record.models.desk import Desk
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.mailbox import Mailbox, MailboxMail
from heard.record.models.setting import Setting

MARK = "canary."
KEPT = timedelta(days=7)  # how long a canary can be looked at
AT_ONCE = 500
CAME_BACK = Sentence("the canary came back")
_OFF = "desks without a canary"


@transaction.atomic
def send_off(
    *,
    from_address: str,
    to_address: str,
    write: Callable[[str], bytes],
    at: datetime,
    desk: Desk | None = None,
    mailbox: Mailbox | None = None,
) -> Canary:
    """Queue a canary, a letter like any other: to a desk's own address, or to that of a mailbox to be proved.

    Args:
        write: the mail as bytes, for a Message-ID.
    """
    public_id = new_public_id()
    header_id = f"{MARK}{public_id}@{from_address.partition('@')[2]}"
    letter = Letter(
        public_id=public_id,
        kind=Letter.Kind.CANARY,
        to_address=to_address,
        from_address=from_address,
        language="en",
        zone="UTC",
        automatic=True,
        header_id=header_id,
        facts={"said_at": at.isoformat()},
        queued_at=at,
        not_before=at,
        subject="Canary",
        body=files.keep(write(header_id)),
    )
    return Canary.objects.create(desk=desk, mailbox=mailbox, letter=rows.insert(letter), sent_off_at=at)


def came_back(intake: Intake, arrival: Arrival, *, at: datetime) -> bool:
    """Whether an arrival is a canary of ours; it is filed, and the first return is its time.

    Its Message-ID is 128 random bits that nobody but the mail servers on its way has seen.
    """
    if not arrival.message_id.startswith(MARK):
        return False
    sent = Canary.objects.select_for_update(of=("self",)).filter(letter__header_id=arrival.message_id)
    canary = sent.first()
    if canary is None:
        return False
    if canary.back_at is None:
        canary.intake = intake
        if _by_the_right_door(canary, intake):
            canary.back_at = max(intake.received_at, canary.sent_off_at)
        canary.save(update_fields=["back_at", "intake"])
        if canary.mailbox and canary.back_at:
            Mailbox.objects.filter(pk=canary.mailbox.pk).update(proved_at=canary.back_at)
    intakes.settle(
        intake, state=Intake.State.FILED, reason=CAME_BACK, at=at, arrival=arrival, desk=canary.desk
    )
    return True


def _by_the_right_door(canary: Canary, intake: Intake) -> bool:
    """One that proves a mailbox must come by that mailbox; a desk's own may come by any door."""
    if canary.mailbox is None:
        return True
    return MailboxMail.objects.filter(intake=intake, mailbox=canary.mailbox.name).exists()


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Delete canaries of more than a week ago with their letters and arrivals, some hundred at a time; how many.

    An arrival that a mailbox's own table names stays: that table says what was fetched.
    """
    old = Canary.objects.order_by("id")[:AT_ONCE]
    found = [one for one in old.select_related("letter") if one.sent_off_at < at - KEPT]
    came = {one.intake_id for one in found if one.intake_id}
    came -= set(MailboxMail.objects.filter(intake__in=came).values_list("intake_id", flat=True))
    Letter.objects.filter(pk__in=[one.letter_id for one in found]).delete()
    Intake.objects.filter(pk__in=came).delete()
    return len(found)


@transaction.atomic
def switch(desk: Desk, *, on: bool, by: Actor, at: datetime) -> None:
    """Let a desk keep a canary, or none: its address may lead nowhere on purpose."""
    row, _ = Setting.objects.select_for_update().get_or_create(name=_OFF, defaults={"value": []})
    row.value = sorted({*row.value, desk.pk} - ({desk.pk} if on else set()))
    row.save()
    events.add("canary.switched", by=by, at=at, desk=desk, on=on)


def desks() -> list[Desk]:
    """The desks that keep a canary: all real ones, but for those where it was switched off."""
    row = Setting.objects.filter(name=_OFF).first()
    return list(Desk.objects.filter(sample=False).exclude(pk__in=row.value if row else []).order_by("id"))
