"""Triage on the ticket's page and in the API: asked, kept as a row, shown with the agreed impact beside both sides'."""

import pytest

from agents.conftest import seen, url
from heard.record.actions import ticket
from heard.record.models.event import Event
from heard.record.models.ticket import Ticket
from heard.record.models.triage import Triage

pytestmark = pytest.mark.django_db


def test_answers_are_kept_with_who_and_when_and_agree_on_nothing(stage, allie):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    due_at = found.promise.due_at
    values = {"only_way": "no", "stops": "yes", "theirs": "blocked", "ours": "normal"}
    assert allie.patch("post", url(found, "triage"), values).status_code == 200
    kept = Triage.objects.get()
    assert (kept.ticket, kept.agent, kept.only_way, kept.is_fault, kept.stops) == (
        found,
        stage.allie,
        False,
        None,
        True,
    )
    assert (kept.theirs, kept.ours) == ("blocked", "")
    now = Ticket.objects.get(pk=found.pk)
    assert now.impact == "" and now.promise.due_at == due_at
    assert Event.objects.get(kind="ticket.triaged").ticket == found and not twin.triages.exists()


def test_the_form_shows_what_was_answered_and_what_it_speaks_for(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    empty = seen(allie.get(url(found, "triage")))
    assert " checked" not in empty and "speak for" not in empty and "Agreed: normal." in empty
    ticket.set_impact(found, impact="degraded", by=stage.allie, at=stage.now)
    allie.post(url(found, "triage"), {"only_way": "no", "stops": "yes", "theirs": "blocked"})
    told = seen(allie.get(url(found, "triage")))
    assert told.count("talk first") == 1 and told.count(" checked") == 2
    assert '<option value="blocked" selected>' in told
    assert "Agreed: degraded." in told and "The answers speak for: degraded." in told


def test_the_last_answers_hold_and_the_first_stay_written(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    for stops in ("yes", "no"):
        allie.post(url(found, "triage"), {"only_way": "yes", "stops": stops})
    assert Triage.objects.count() == 2
    assert "The answers speak for: degraded." in seen(allie.get(url(found, "triage")))


def test_an_unknown_impact_is_refused_and_nothing_kept(stage, allie, mallory):
    found = stage.asks(stage.zelda, "They come back")
    assert allie.patch("post", url(found, "triage"), {"theirs": "huge"}).status_code == 422
    assert mallory.post(url(found, "triage"), {"stops": "yes"}).status_code == 404
    assert not Triage.objects.exists()
