"""How an approval stands, in the words of those who are asked to decide, and in their language."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from heard.portal.link import in_language
from heard.portal.reader import Reader, language_for, spoken
from heard.record.models.approval import Approver


def state(approver: Approver, reader: Reader) -> str:
    """The first line, in words: what is theirs to do, what they did, or how it ended."""
    approval = approver.approval
    if approver.decision and approver.decided_at:
        when = reader.plain(approver.decided_at)
        return {
            "agreed": _("You agreed, %(when)s. Thank you."),
            "declined": _("You said no, %(when)s. Thank you for saying why."),
            "handed": _("You handed this to somebody else, %(when)s."),
        }[approver.decision] % {"when": when}
    if approval.outcome == "declined":
        return _("It is decided already: somebody said no. Nothing is left for you to do.")
    if approval.outcome == "withdrawn":
        return _("It is not asked any more. Nothing is left for you to do.")
    if not approval.is_open(reader.now):
        return _("The time for this is over. Nothing is left for you to do.")
    return _("Your decision is needed by %(time)s.") % {"time": reader.time(approver.answer_by)}


def how_far(one: Approver, reader: Reader) -> str:
    """How one of those who are asked stands, for another of them: who decided when, and never why."""
    if one.decision and one.decided_at:
        words = {"agreed": _("agreed %(when)s"), "declined": _("said no %(when)s")}
        said = words.get(one.decision, _("handed it on %(when)s"))
        return said % {"when": reader.plain(one.decided_at)}
    if one.chase_id is None:
        return _("is asked after that")
    if not one.approval.is_open(reader.now):
        return _("did not decide")
    return _("is asked, by %(time)s") % {"time": reader.time(one.answer_by)}


def reader_of(request: HttpRequest, approver: Approver, at: datetime) -> Reader:
    """Who reads: their zone and language where we know them, else the browser's or the desk's."""
    own, desk = approver.agent or approver.party, approver.approval.ticket.desk
    return Reader((own.zone if own else "") or desk.zone, _language(request, approver), at)


@contextmanager
def speaking(request: HttpRequest, approver: Approver) -> Iterator[None]:
    """In the language of whoever is asked."""
    with in_language(request, _language(request, approver)):
        yield


def _language(request: HttpRequest, approver: Approver) -> str:
    own, desk = approver.agent or approver.party, approver.approval.ticket.desk
    chosen = spoken(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    return chosen or spoken(own.language if own else "") or language_for(request, desk=desk)
