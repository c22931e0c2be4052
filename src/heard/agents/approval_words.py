"""How an approval stands, in agents' words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.record.models.approval import Approval, Approver

if TYPE_CHECKING:
    from heard.agents.owed import Reader

NEWS = {
    "approved": gettext_lazy("approved; tell %(name)s"),
    "declined": gettext_lazy("declined; tell %(name)s"),
    "expired": gettext_lazy("nobody decided; tell %(name)s"),
}
"""What a list says of an end that the requester does not know of yet."""


def standing(approval: Approval, reader: Reader) -> str:
    """How it stands: who is to decide by when, or how it ended."""
    if approval.ended_at:
        words = {
            "approved": _("approved %(time)s"),
            "declined": _("declined %(time)s"),
            "expired": _("nobody decided; ended %(time)s"),
            "withdrawn": _("withdrawn %(time)s"),
        }
        return words[approval.outcome] % {"time": reader.short(approval.ended_at)}
    if not approval.is_open(reader.now):
        return _("nobody decided in time")
    waiting = [one for one in approval.approvers.all() if one.step == approval.step and not one.decision]
    said = {"names": ", ".join(one.name for one in waiting), "time": reader.short(approval.decide_by)}
    if approval.decide_by <= reader.now:
        return _("%(names)s did not decide by %(time)s") % said
    return _("%(names)s to decide by %(time)s") % said


def seat(one: Approver, approval: Approval, reader: Reader) -> str:
    """How one of those who are asked stands."""
    if one.decision and one.decided_at:
        words = {
            "agreed": _("agreed %(time)s"),
            "declined": _("said no %(time)s"),
            "handed": _("handed it on %(time)s"),
        }
        return words[one.decision] % {"time": reader.short(one.decided_at)}
    if one.cannot:
        return _("does not work here any more; name somebody else")
    if one.chase is None:
        return _("is asked after step %(step)s") % {"step": one.step - 1}
    if not approval.is_open(reader.now):
        return _("did not decide")
    said = {"span": reader.span(one.chase.silent_since), "time": reader.short(one.answer_by)}
    return _("silent %(span)s, by %(time)s") % said


def is_news(approval: Approval, told_at: datetime | None) -> bool:
    """Whether it ended since the requester last had a word (at `told_at`, UTC)."""
    if approval.outcome not in NEWS or approval.ended_at is None:
        return False
    return told_at is None or approval.ended_at > told_at
