"""Restatements: the request in the agent's words."""

from django.http import HttpRequest
from ninja import Router

from heard.api.errors import Unable
from heard.api.message import WAYS, Next, Reply, as_word
from heard.api.said import Said, said
from heard.api.schemas import Strict, Text
from heard.api.token import WRITE, agent_of
from heard.clock import now
from heard.record.access import ticket as tickets
from heard.record.actions import promise

router = Router(tags=["restatements"])


class Restate(Strict):
    """The sentence that says the request back. `text` is the whole message around it, if there is more."""

    restating: Text
    text: Text = ""
    next: Next


@router.post("/tickets/{id:public_id}/restate", auth=WRITE, response=Said)
def restate(request: HttpRequest, public_id: str, word: Restate) -> Said:
    """Say the request back, so that nobody works on the wrong thing; the requester confirms or corrects it."""
    agent, at = agent_of(request), now()
    if word.next.resolves:
        raise Unable(422, "way", f"A restatement asks: say when you write next. {WAYS}", "next")
    if not word.restating.strip():
        raise Unable(422, "no_text", "Say the request in your own words.", "restating")
    whole = Reply(text=word.text or word.restating, next=word.next, restating=word.restating)
    return said(agent, promise.say(tickets.get(agent, public_id), as_word(whole), by=agent, at=at), at)
