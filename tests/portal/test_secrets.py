"""What must never happen: a note on a requester's page, a GET that changes something, somebody else's words."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import get_resolver, reverse

from heard.portal import urls
from heard.record import files
from heard.record.actions import chase, draft, guide, note, problem, ticket
from heard.record.models.follow import Follow
from heard.record.models.help import Help
from heard.record.models.problem import Problem
from heard.record.models.ticket import Ticket
from portal_story import Story, a_file, page_of

pytestmark = pytest.mark.django_db
SECRET = "xyzzy-the-vendor-blames-Zelda"
ASIDE = {
    "requests-leave",
    "front-files",
    "embed",
    "embed-files",
    "embed-script",
    "language",
    "front-like",
    "front-carry",
}
"""What acts, or only answers what was typed, beside the addresses of a request."""


def a_full_life(story: Story) -> Ticket:
    """A request with everything an agent may write that is not for its requester."""
    asked = story.asks("Mine.")
    note.write(asked, text=SECRET, by=story.cast.allie, at=story.at)
    story.now("9:20")
    story.says(
        asked, "You say: only the red ones.", due="12:00", restating="only the red ones.", files=(a_file(),)
    )
    draft.keep(asked, by=story.cast.bob, at=story.at, text=SECRET, way="next", typed=SECRET)
    chase.start(asked, party=SECRET, asked=SECRET, by=story.cast.allie, at=story.at)
    story.replies(asked, SECRET, by=story.cast.yusuf, verified=False, files=[a_file(f"{SECRET}.png")])
    note.write(asked, text=f"Again: {SECRET} @Carla", by=story.cast.bob, at=story.at)
    fault = problem.make(asked, title="Drones return", by=story.cast.allie, at=story.at)
    problem.publish(fault, shown=True, by=story.cast.allie, at=story.at)
    guides(story, fault)
    asked.refresh_from_db()
    return asked


def guides(story: Story, fault: Problem) -> None:
    """Two that work around the fault: a public one with a picture, and one that is for agents alone."""
    who, at = story.cast.allie, story.at
    inside = guide.make(story.cast.desk, language="en", title=SECRET, text=f"Drones: {SECRET}", by=who, at=at)
    shown = guide.make(story.cast.desk, language="en", title="Drones", text="Drones wait.", by=who, at=at)
    kept = shown.help.pictures.create(digest=files.keep(b"map"), size=3, added_at=at, added_by=who)
    text = f"Drones wait. ![The map](picture:{kept.public_id})"
    guide.write(shown, language="en", title="Drones return", text=text, seen=1, by=who, at=at)
    guide.publish(shown, shown=True, by=who, at=at)
    for each in (inside, shown):
        guide.about(each, problem=fault, by=who, at=at)


def every_page(story: Story, asked: Ticket) -> Iterator[tuple[str, Client]]:
    """Every address a requester can GET, with a browser that may."""
    browser, stranger = story.browser(asked), Client()
    file = asked.messages.filter(verified=True, attachments__isnull=False)[0].attachments.get()
    desk = asked.desk.slug
    for address in (
        "/",
        f"/d/{desk}/",
        f"/d/{desk}/sent/",
        f"/d/{desk}/call/",
        "/d/none/",
        "/r/none/",
        "/request/none/",
        "/requests/",
        "/requests/ask/",
        "/requests/sent/",
        "/requests/open/none/",
    ):
        yield address, stranger
    for rest in ("", "counted/"):
        yield f"/d/{desk}/problems/{asked.problem.public_id}/{rest}", stranger
    for help in Help.objects.order_by("id"):
        picture = next((one.public_id for one in help.pictures.all()), "none")
        for rest in ("", f"pictures/{picture}/"):
            yield f"/d/{desk}/guides/{help.public_id}/{rest}", browser
    for rest in ("", "?q=drones", f"?q={SECRET[:5]}"):
        yield f"/d/{desk}/guides/{rest}", stranger
    yield f"/r/{story.token(asked)}/", stranger
    for rest in ("", "you/", "you/?done=others", f"file/{file.public_id}/"):
        yield page_of(asked, rest), browser
        yield page_of(asked, rest), stranger


def rows() -> dict[str, list[tuple]]:
    """Everything in the database."""
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=repr)
        for model in apps.get_models()
        if issubclass(model, models.Model)
    }


def bytes_of(response) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body + repr(sorted(response.headers.items())).encode()


def moments(story: Story, asked: Ticket) -> Iterator[None]:
    """The request through its states, each of which has a page of its own."""
    yield
    browser = story.browser(asked)
    browser.post(page_of(asked, "sooner/"), {"when": "11:00", "reason": "a call"})
    yield
    story.now("12:00")
    yield
    story.time_passes(asked)
    browser.post(page_of(asked, "nudge/"))
    yield
    story.now("12:20")
    story.says(asked, "Done.")
    yield
    browser.post(page_of(asked, "resolution/"), {"answer": "no", "text": "Not yet."})
    yield
    ticket.release(asked, resolution="withdrawn", by=story.cast.allie, at=story.at)
    yield


def test_a_note_is_in_no_byte_of_any_page_in_any_state(story):
    asked = a_full_life(story)
    found = []
    for _ in moments(story, asked):
        for address, browser in every_page(story, asked):
            if SECRET.encode() in bytes_of(browser.get(address)):
                found.append(address)
    assert not found


def test_who_follows_and_who_was_mentioned_is_on_no_page(story):
    asked = a_full_life(story)
    name = story.cast.carla.first_name.encode()
    assert Follow.objects.get(ticket=asked).agent == story.cast.carla
    assert not [
        address for address, browser in every_page(story, asked) if name in bytes_of(browser.get(address))
    ]


def test_a_note_is_in_no_answer_to_a_form(story):
    asked = a_full_life(story)
    browser = story.browser(asked)
    forms = {"message/": {"text": ""}, "sooner/": {"when": "soonish"}, "nudge/": {}, "you/": {"zone": "Mars"}}
    for rest, given in forms.items():
        answer = browser.post(page_of(asked, rest), given)
        assert answer.status_code in (409, 422)
        assert SECRET.encode() not in bytes_of(answer)


def test_a_note_is_in_no_answer_to_what_somebody_types(story):
    asked = a_full_life(story)
    desk = asked.desk.slug
    typed = {"happened": "The drones return, the drones return", "email": "nora@harbour.example"}
    for rest in ("like/", f"problems/{asked.problem.public_id}/carry/"):
        answer = Client().post(f"/d/{desk}/{rest}", typed)
        assert b"Drones return" in bytes_of(answer), rest
        assert SECRET.encode() not in bytes_of(answer), rest


def test_the_canary_would_be_seen(story):
    """The same look finds the secret when it stands in a message."""
    asked = a_full_life(story)
    story.says(asked, f"By mistake: {SECRET}", due="12:30")
    assert SECRET.encode() in bytes_of(story.browser(asked).get(page_of(asked)))


@pytest.mark.once
def test_no_get_and_no_head_changes_anything(story):
    asked = a_full_life(story)
    for _ in moments(story, asked):
        pages = list(every_page(story, asked))
        before = rows()
        for address, browser in pages:
            held = {name: cookie.value for name, cookie in browser.cookies.items() if name != "csrf"}
            bytes_of(browser.get(address))
            bytes_of(browser.head(address))
            assert {name: c.value for name, c in browser.cookies.items() if name != "csrf"} == held, address
        assert rows() == before


def test_what_acts_answers_no_get(story):
    asked = a_full_life(story)
    browser = story.browser(asked)
    acts = [
        p.name
        for p in urls.urlpatterns
        if p.name and p.name.startswith("request-") and p.name != "request-file"
    ]
    assert len(acts) == 14
    for name in acts:
        where = reverse(name, args=[asked.public_id])
        assert browser.get(where).status_code == 405, name
    desk = asked.desk.slug
    for where in (
        "/language/",
        "/requests/leave/",
        f"/d/{desk}/like/",
        f"/d/{desk}/problems/{asked.problem.public_id}/carry/",
    ):
        assert browser.get(where).status_code == 405, where


def test_every_address_of_the_portal_is_looked_at(story):
    """A new page without a place in `every_page` fails here."""
    asked = a_full_life(story)
    looked = {
        get_resolver().resolve(address.partition("?")[0]).url_name for address, _ in every_page(story, asked)
    }
    pages = {pattern.name for pattern in urls.urlpatterns}
    acts = {name for name in pages if name.startswith("request-") and name != "request-file"}
    assert looked == pages - acts - ASIDE


def test_every_page_has_the_strict_policy(story):
    asked = a_full_life(story)
    for address, browser in every_page(story, asked):
        answer = browser.get(address)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy, address
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_names_of_people_who_only_looked_or_noted_stay_inside(story):
    asked = story.asks()
    note.write(asked, text="Looks hard.", by=story.cast.bob, at=story.at)
    story.now("9:20")
    story.says(asked, due="12:00")
    page = story.browser(asked).get(page_of(asked)).content.decode()
    assert "Bob" not in page and "Carla" not in page and "Ames" not in page
    assert "Allie" in page


def test_numbers_open_nothing(story):
    asked = story.asks()
    browser = story.browser(asked)
    for guess in (asked.number, asked.pk):
        assert browser.get(f"/request/{guess}/").status_code == 404
