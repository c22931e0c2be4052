"""The addresses of the requesters' pages."""

from django.urls import path

from heard.portal import (
    attachment,
    cadence,
    call,
    embed,
    front,
    help,
    link,
    nudge,
    opinion,
    problem,
    request,
    requester,
    resolution,
    restatement,
    sooner,
    talk,
    upload,
)

ONE = "request/<str:public_id>/"

urlpatterns = [
    path("", front.home, name="home"),
    path("d/<slug:slug>/", front.front, name="front"),
    path("d/<slug:slug>/call/", call.ask, name="front-call"),
    path("d/<slug:slug>/files/", upload.for_desk, name="front-files"),
    path("d/<slug:slug>/sent/", front.sent, name="front-sent"),
    path("d/<slug:slug>/like/", problem.like, name="front-like"),
    path("d/<slug:slug>/problems/<str:public_id>/", problem.show, name="front-problem"),
    path("d/<slug:slug>/problems/<str:public_id>/counted/", problem.counted, name="front-counted"),
    path("d/<slug:slug>/problems/<str:public_id>/carry/", problem.carry, name="front-carry"),
    path("d/<slug:slug>/guides/", help.listed, name="front-guides"),
    path("d/<slug:slug>/guides/<str:public_id>/", help.show, name="front-guide"),
    path("d/<slug:slug>/guides/<str:public_id>/pictures/<str:picture>/", help.picture, name="front-picture"),
    path("embed/<slug:slug>.js", embed.script, name="embed-script"),
    path("embed/<slug:slug>/", embed.embedded, name="embed"),
    path("embed/<slug:slug>/files/", embed.files, name="embed-files"),
    path("language/", requester.language, name="language"),
    path("r/<str:token>/", link.link, name="page-link"),
    path(ONE, request.show, name="request"),
    path(f"{ONE}message/", request.reply, name="request-message"),
    path(f"{ONE}files/", upload.for_request, name="request-files"),
    path(f"{ONE}restatement/", restatement.answer, name="request-restatement"),
    path(f"{ONE}resolution/", resolution.answer, name="request-resolution"),
    path(f"{ONE}opinion/", opinion.say, name="request-opinion"),
    path(f"{ONE}nudge/", nudge.ask, name="request-nudge"),
    path(f"{ONE}talk/here/", talk.here, name="request-here"),
    path(f"{ONE}talk/left/", talk.left, name="request-left"),
    path(f"{ONE}sooner/", sooner.ask, name="request-sooner"),
    path(f"{ONE}cadence/end/", cadence.end, name="request-cadence-end"),
    path(f"{ONE}again/", problem.again, name="request-again"),
    path(f"{ONE}file/<str:file>/", attachment.download, name="request-file"),
    path(f"{ONE}you/", requester.you, name="you"),
    path(f"{ONE}browser/", requester.browser, name="request-browser"),
    path(f"{ONE}others/", link.sign_out_others, name="request-others"),
    path(f"{ONE}leave/", link.leave, name="request-leave"),
]
"""The requesters' pages."""
