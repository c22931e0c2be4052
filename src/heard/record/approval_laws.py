"""The laws of approvals: what was asked stays so, each decides once and in time, and the end is what they decided."""

from heard.record.law import Law, changed

ASKED = ["id", "asked", "policy", "why", "for_whom", "excerpt", "asked_at", "ends_at"]
SEAT = ["id", "approval_id", "step", "party_id", "agent_id", "address"]
_NOT_ALL_AGREED = (
    "NEW.outcome = 'approved' AND EXISTS (SELECT 1 FROM record_approver s WHERE s.approval_id = NEW.id"
    " AND s.decision NOT IN ('agreed', 'handed')) OR NEW.outcome = 'declined' AND NOT EXISTS"
    " (SELECT 1 FROM record_approver s WHERE s.approval_id = NEW.id AND s.decision = 'declined')"
)
_AFTER_THE_END = (
    "EXISTS (SELECT 1 FROM record_approval a WHERE a.id = NEW.approval_id"
    " AND (a.outcome <> '' OR a.ends_at <= NEW.decided_at))"
)
_REAL_APPROVAL = (
    "NOT EXISTS (SELECT 1 FROM record_ticket t JOIN record_approval a ON a.ticket_id = t.id"
    " WHERE t.sample AND a.id = OLD.{})"
)

APPROVAL_LAWS = [
    *(
        Law(f"approval_{name}", on, f"record_{table}", refuse, says)
        for name, on, table, refuse, says in (
            ("asked_is_fixed", "UPDATE", "approval", changed(ASKED), "what was asked stays so"),
            (
                "end_is_final",
                "UPDATE",
                "approval",
                f"OLD.outcome <> '' AND ({changed(['outcome', 'ended_at', 'ended_by_id'])})",
                "the end of an approval is written once",
            ),
            ("born_open", "INSERT", "approval", "NEW.outcome <> ''", "nothing is decided before it is asked"),
            (
                "by_all",
                "UPDATE",
                "approval",
                _NOT_ALL_AGREED,
                "an approval is what those who are asked decided",
            ),
            (
                "never_deleted",
                "DELETE",
                "approval",
                _REAL_APPROVAL.format("id"),
                "approvals are never deleted",
            ),
            ("seat_is_fixed", "UPDATE", "approver", changed(SEAT), "who decides stays so"),
            (
                "decided_once",
                "UPDATE",
                "approver",
                f"OLD.decision <> '' AND ({changed(['decision', 'decided_at', 'reason'])})",
                "each decides once",
            ),
            (
                "decided_before_the_end",
                "UPDATE",
                "approver",
                f"NEW.decision <> OLD.decision AND {_AFTER_THE_END}",
                "nobody decides after the end",
            ),
            ("named_before_the_end", "INSERT", "approver", _AFTER_THE_END, "nobody is asked after the end"),
            (
                "seat_never_deleted",
                "DELETE",
                "approver",
                _REAL_APPROVAL.format("approval_id"),
                "approvals are never deleted",
            ),
        )
    ),
]
