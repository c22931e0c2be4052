"""Every address of the house, part by part."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.contrib.staticfiles.views import serve
from django.urls import include, path, re_path

from heard.agents import feed
from heard.site import errors, firstrun, health, hook, metrics

# Agents and their addresses are made and changed on the desk's pages, with an event; not by the agent alone.
CLOSED = ("signup", "email", "confirm-email", "password/set")

handler400 = "heard.site.errors.unreadable"

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health/pipe", health.pipe, name="health-pipe"),
    path("metrics", metrics.metrics, name="metrics"),
    path("setup", firstrun.setup, name="setup"),
    path("hooks/<slug:provider>/", hook.take, name="hook"),
    path("hooks/trackers/<str:public_id>/", hook.tracker, name="tracker-hook"),
    path("hooks/calls/<str:public_id>/", hook.call, name="call-hook"),
    *[path(f"accounts/{closed}/", errors.not_here) for closed in CLOSED],
    path("accounts/", include("allauth.urls")),
    path("feed/<str:token>/", feed.feed, name="calendar-feed"),
    path("desk/", include("heard.agents.urls")),
    path("api/v1/", include("heard.api.urls")),
    path("", include("heard.deciding.urls")),
    path("", include("heard.portal.urls")),
]

# Without a collection of hashed names (a checkout, the tests) nobody else hands out the static files.
if not staticfiles_storage.is_collected:
    urlpatterns.insert(0, re_path(r"^static/(?P<path>.*)$", serve, {"insecure": True}))
