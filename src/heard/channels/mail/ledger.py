"""The ledger of one mailbox at one UIDVALIDITY: which of its mails we have taken."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from heard.channels.mail.place import FOUND_OLD
from heard.record.models.intake import Intake
from heard.record.models.mailbox import MailboxMail

CHUNK = 500  # numbers in one question
CLAIM = timedelta(minutes=5)  # to move a mail; whoever takes longer is taken for dead


@dataclass(frozen=True, slots=True)
class Ledger:
    """Its row of a mail is committed together with the arrival, or not at all."""

    mailbox: str
    validity: int

    def newest(self) -> int:
        """The highest number we have taken; 0 when none."""
        return int(self._rows().aggregate(newest=Max("uid"))["newest"] or 0)

    def known(self, uids: Iterable[int]) -> set[int]:
        """Those of the numbers that we have taken."""
        ordered, found = sorted(uids), set[int]()
        for start in range(0, len(ordered), CHUNK):
            some = ordered[start : start + CHUNK]
            between = self._rows().filter(uid__gte=some[0], uid__lte=some[-1])
            found.update(between.values_list("uid", flat=True))
        return found.intersection(ordered)

    def ours(self, uids: Iterable[int]) -> set[int]:
        """Those that we have taken and that came since we first looked: what lay there before stays where it is."""
        lay_there = self._rows().filter(intake__reason__startswith=FOUND_OLD).values_list("uid", flat=True)
        return self.known(uids).difference(lay_there)

    def claim(self, uids: Iterable[int], *, at: datetime) -> list[int]:
        """Those that nobody else has in hand to move: two that move the same mail leave two copies of it."""
        free = Q(moving_at=None) | Q(moving_at__lt=at - CLAIM)
        return [uid for uid in uids if self._rows().filter(free, uid=uid).update(moving_at=at)]

    def has(self, uid: int) -> bool:
        """Whether we have taken this one."""
        return self._rows().filter(uid=uid).exists()

    def row(self, uid: int) -> MailboxMail:
        """A row for a mail, not written yet."""
        return MailboxMail(mailbox=self.mailbox, uidvalidity=self.validity, uid=uid)

    def recognise(self, uid: int, raw: bytes) -> bool:
        """A mail that we took under a former numbering is written down under its new number, and is not taken again.

        The server numbered anew, or the mailbox was rebuilt; the very same bytes are the same mail.
        """
        before = MailboxMail.objects.filter(mailbox=self.mailbox).exclude(uidvalidity=self.validity)
        same = before.filter(intake__digest=hashlib.sha256(raw).hexdigest()).order_by("id").first()
        if same is None:
            return False
        row = self.row(uid)
        row.intake = Intake(pk=same.intake_id)
        row.save(force_insert=True)
        return True

    def _rows(self) -> QuerySet[MailboxMail]:
        return MailboxMail.objects.filter(mailbox=self.mailbox, uidvalidity=self.validity)
