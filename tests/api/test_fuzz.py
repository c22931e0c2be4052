"""Everything that the API's own description allows, and much that it does not: never a fault of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.conftest import Stage, set_stage
from heard.record import files
from heard.record.actions import approval, chase, guide, organization, party, problem, view
from heard.record.models.intake import Intake
from heard.site.wsgi import application

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
# Values at the edges of what the description allows are asked on the database that refuses more; random ones on both.
schema.config.phases.coverage.enabled = connection.vendor == "postgresql"


@pytest.fixture
def lasting(db: None) -> Iterator[None]:
    """Like Django's own test client: the end of a request does not end the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known(lasting: None) -> dict[str, Any]:
    """A stage, and an id of everything that has one: the description cannot know them."""
    stage = set_stage()
    raw = files.keep(b"From: z@northwind.example\r\n\r\nHello")
    intake = Intake.objects.create(
        door="smtp", digest=raw, size=34, received_at=stage.at, desk=stage.cast.desk, state="filed"
    )
    fault = problem.make(stage.drones, title="They come back", by=stage.cast.allie, at=stage.at)
    vendor = party.make(name="Map vendor", address="maps@vendor.example", by=stage.cast.allie, at=stage.at)
    asked = chase.start(stage.drones, contact=vendor, asked="When?", by=stage.cast.allie, at=stage.at)
    asking = approval.ask(
        stage.drones,
        asked="500 GB",
        policy="250",
        why="Films.",
        told_as="your manager",
        steps=[approval.Step([approval.Named("", "nora@northwind.example")], stage.later(5))],
        by=stage.cast.allie,
        at=stage.at,
    )
    placed = organization.place(stage.cast.zelda, name="Northwind", by=stage.cast.allie, at=stage.at)
    late = view.save(name="Late", query="is:late", by=stage.cast.allie, at=stage.at)
    written = guide.make(
        stage.cast.desk, language="en", title="Drones", text="Set it.", by=stage.cast.allie, at=stage.at
    )
    return {
        "stage": stage,
        "guides": written.help.public_id,
        "organizations": placed.organization.public_id,
        "views": late.public_id,
        "consults": "0" * 32,
        "model": "0" * 32,
        "covers": "0" * 32,
        "trackers": "0" * 32,
        "approvals": asking.public_id,
        "problems": fault.public_id,
        "parties": vendor.public_id,
        "chases": asked.public_id,
        "tickets": stage.drones.public_id,
        "desks": stage.cast.desk.public_id,
        "requesters": stage.cast.zelda.public_id,
        "letters": stage.drones.letters.get(kind="receipt").public_id,
        "intake": intake.public_id,
        "messages": stage.drones.messages.get().public_id,
        "attachments": "0" * 32,
        "unreachable": "0" * 32,
        "handovers": "0" * 32,
    }


@schema.parametrize()
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_its_word(case: schemathesis.Case, known: dict[str, Any]) -> None:
    stage: Stage = known["stage"]
    asker = stage.robot if len(str(case.body)) % 4 == 0 else stage.allie
    noun = case.path.split("/")[3]
    if "public_id" in case.path_parameters and len(str(case.query)) % 5:
        case.path_parameters["public_id"] = known[noun]
    # The transport under the test does not unpack.
    headers = {"Authorization": f"Bearer {asker.secret}", "Accept-Encoding": "identity"}
    # A description cannot say which desk is whose or which hour is past: what it allows may be refused.
    case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])
