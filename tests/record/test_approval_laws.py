"""The laws of approvals against raw SQL, on whichever database the tests run. Each refusal has a twin that passes."""

import pytest
from django.db import DatabaseError, connection, transaction

from cast import Cast, assemble, clock
from heard.record.actions import approval
from heard.record.actions.approval import Named, Step
from heard.record.models.approval import Approval, Approver

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
NORA, OTTO = "nora@northwind.example", "otto@northwind.example"
AT = clock("11:00")


@pytest.fixture
def asking() -> Approval:
    """Nora and Otto must agree together, until five."""
    cast: Cast = assemble()
    ticket = cast.writes(cast.zelda, "More disk.", at=clock("9:02"))
    steps = [Step([Named("", NORA), Named("", OTTO)], clock("16:00"))]
    return approval.ask(
        ticket, asked="500 GB", policy="250", why="Films.", told_as="your manager", steps=steps,
        ends_at=clock("17:00"), by=cast.allie, at=clock("10:00"),
    )  # fmt: skip


def run(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql: str, *values: object) -> None:
    with pytest.raises(DatabaseError):
        run(sql, *values)


DECIDE = "UPDATE record_approver SET decision = %s, decided_at = %s WHERE address = %s"
END = "UPDATE record_approval SET outcome = %s, ended_at = %s"


def test_each_decides_once(asking: Approval) -> None:
    run(DECIDE, "agreed", AT, NORA)
    for again in ("declined", "", "handed"):
        refused(DECIDE, again, None if again == "" else AT, NORA)
    refused("UPDATE record_approver SET reason = 'Not I.' WHERE address = %s", NORA)
    run("UPDATE record_approver SET days = 3 WHERE address = %s", NORA)  # the twin: nothing of the decision
    refused("UPDATE record_approver SET decided_at = NULL WHERE address = %s", NORA)


def test_a_decision_has_its_instant_and_no_instant_stands_alone(asking: Approval) -> None:
    refused("UPDATE record_approver SET decision = 'agreed' WHERE address = %s", NORA)
    refused("UPDATE record_approver SET decided_at = %s WHERE address = %s", AT, NORA)
    refused("UPDATE record_approval SET outcome = 'withdrawn'")


@pytest.mark.parametrize("ended", [True, False])
def test_nobody_decides_or_is_named_after_the_end(asking: Approval, ended: bool) -> None:
    if ended:
        run(END, "withdrawn", AT)
    late = AT if ended else clock("17:00")
    refused(DECIDE, "agreed", late, NORA)
    if ended:
        with pytest.raises(DatabaseError), transaction.atomic():
            Approver.objects.create(
                approval=asking, step=1, name="Pia", address="pia@x.example", answer_by=clock("16:00")
            )
    else:
        run(DECIDE, "agreed", clock("16:59"), NORA)


def test_approved_is_what_all_agreed_to(asking: Approval) -> None:
    refused(END, "approved", AT)
    refused(END, "declined", AT)
    run(DECIDE, "agreed", AT, NORA)
    refused(END, "approved", AT)
    run(DECIDE, "agreed", AT, OTTO)
    refused(END, "declined", AT)
    run(END, "approved", AT)
    refused(END, "withdrawn", AT)
    refused(END, "", None)


def test_declined_is_what_one_said(asking: Approval) -> None:
    run(DECIDE, "declined", AT, OTTO)
    refused(END, "approved", AT)
    run(END, "declined", AT)


def test_what_was_asked_and_of_whom_stays_so(asking: Approval) -> None:
    for column, value in (
        ("asked", "900 GB"),
        ("policy", "none"),
        ("why", "Because."),
        ("ends_at", clock("18:00")),
    ):
        refused(f"UPDATE record_approval SET {column} = %s", value)
    for column, value in (("address", "eve@x.example"), ("step", 2)):
        refused(f"UPDATE record_approver SET {column} = %s WHERE address = %s", value, NORA)
    with pytest.raises(DatabaseError), transaction.atomic():
        Approver.objects.create(approval=asking, step=1, name="N", address=NORA, answer_by=clock("16:00"))
    run("UPDATE record_approval SET told_as = 'the head of IT'")  # the twin: what may change


def test_none_is_ever_deleted_or_born_decided(asking: Approval) -> None:
    refused("DELETE FROM record_approver WHERE address = %s", NORA)
    refused("DELETE FROM record_approval")
    with pytest.raises(DatabaseError), transaction.atomic():
        Approval.objects.create(
            ticket=asking.ticket, agent=asking.agent, asked="x", policy="x", why="x", for_whom="x", told_as="x",
            asked_at=AT, decide_by=AT, outcome="approved", ended_at=AT,
        )  # fmt: skip
    assert Approval.objects.get() == asking
