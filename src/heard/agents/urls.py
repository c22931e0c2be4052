"""The addresses of the agents' desk, below /desk/."""

from django.urls import path

from heard.agents import (
    agent,
    attachment,
    chase,
    delivery,
    desk,
    draft,
    intake,
    letter,
    move,
    note,
    participant,
    requester,
    restatement,
    sample,
    ticket,
    today,
    token,
)

app_name = "agents"

LISTS = {
    "today": "",
    "unheard": "unheard/",
    "mine": "mine/",
    "open": "open/",
    "resolved": "resolved/",
    "search": "search/",
}

TICKET = [
    ("", ticket.ticket, "ticket"),
    ("news/", ticket.news, "ticket-news"),
    ("opened/", ticket.opened, "opened"),
    ("stand/", ticket.stand, "stand"),
    ("give/", ticket.give, "give"),
    ("members/", ticket.members, "members"),
    ("impact/", ticket.set_impact, "impact"),
    ("release/", ticket.release, "release"),
    ("desks/", move.choose, "move-desks"),
    ("move/", move.to_desk, "move"),
    ("people/", participant.listed, "people"),
    ("participants/", participant.add, "participants"),
    ("participants/<int:participant>/drop/", participant.drop, "participant-drop"),
    ("confirm/", restatement.confirm, "confirm"),
    ("draft/", draft.keep, "draft"),
    ("files/", draft.attach, "attach"),
    ("send/", draft.send, "send"),
    ("undo/", draft.undo, "undo"),
    ("drop/", draft.drop, "drop"),
    ("renew/", draft.renew, "renew"),
    ("note/", note.write, "note"),
    ("chases/", chase.start, "chase"),
    ("chases/<int:chase>/ping/", chase.ping, "ping"),
    ("chases/<int:chase>/answer/", chase.answer, "chase-answer"),
]

PERSON = [
    ("", requester.person, "person"),
    ("merge/", requester.merge, "person-merge"),
    ("part/", requester.part, "person-part"),
    ("split/", requester.split, "person-split"),
    ("address/", requester.address, "person-address"),
    ("share/", requester.share, "person-share"),
]

DESK = [
    ("", desk.desk, "desk"),
    ("basics/", desk.basics, "desk-basics"),
    ("hours/", desk.hours, "desk-hours"),
    ("preview/", desk.preview, "desk-preview"),
    ("day/", desk.day, "desk-day"),
    ("targets/", desk.targets, "desk-targets"),
    ("address/", desk.address, "desk-address"),
    ("member/", desk.member, "desk-member"),
]

urlpatterns = [
    *[path(where, today.listed, {"name": name}, name=name) for name, where in LISTS.items()],
    path("news/", today.news, name="news"),
    path("pipe/", today.pipe_light, name="pipe"),
    path("zones/", agent.zones, name="zones"),
    *[path(f"tickets/<str:public_id>/{where}", view, name=name) for where, view, name in TICKET],
    path("messages/<str:public_id>/text/", attachment.text, name="message-text"),
    path("messages/<str:public_id>/html/", attachment.html, name="message-html"),
    path("messages/<str:public_id>/accept/", attachment.accept, name="accept"),
    path("messages/<str:public_id>/requester/", move.to_requester, name="message-requester"),
    *[path(f"people/<str:public_id>/{where}", view, name=name) for where, view, name in PERSON],
    path("notes/<str:public_id>/text/", note.text, name="note-text"),
    path("letters/", letter.listed, name="letters"),
    path("letters/<str:public_id>/", letter.letter, name="letter"),
    path("unreachable/<str:public_id>/lift/", letter.lift, name="lift"),
    path("delivery/", delivery.delivery_page, name="delivery"),
    path("letters/<str:public_id>/html/", letter.html, name="letter-html"),
    path("intake/", intake.listed, name="intake"),
    path("intake/<str:public_id>/", intake.arrival, name="arrival"),
    path("intake/<str:public_id>/ticket/", intake.make_ticket, name="make-ticket"),
    path("intake/<str:public_id>/raw/", intake.raw, name="raw"),
    path("sample/remove/", sample.remove, name="sample-remove"),
    path("desks/", desk.listed, name="desks"),
    *[path(f"desks/<str:public_id>/{where}", view, name=name) for where, view, name in DESK],
    path("agents/", agent.listed, name="agents"),
    path("agents/<str:public_id>/", agent.agent, name="agent"),
    path("agents/<str:public_id>/reset/", agent.reset, name="agent-reset"),
    path("agents/<str:public_id>/disable/", agent.disable, name="agent-disable"),
    path("me/", agent.me, name="me"),
    path("me/away/", agent.away, name="away"),
    path("tokens/", token.listed, name="tokens"),
    path("tokens/<str:public_id>/revoke/", token.revoke, name="token-revoke"),
    path("files/<str:public_id>/", attachment.attachment, name="attachment"),
]
