"""The ticket page: what it shows, who may see it, the short acts, and how it stays small."""

import re
from datetime import timedelta

import pytest

from agents.conftest import seen, url
from heard.followup import tick
from heard.record.actions import chase, nudge, restatement, ticket
from heard.record.arrival import Arrival, AttachedFile
from heard.record.models.letter import Letter
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db

ACTS = [
    "opened",
    "stand",
    "give",
    "impact",
    "release",
    "confirm",
    "draft",
    "files",
    "send",
    "undo",
    "drop",
    "acknowledge",
    "renew",
]
ACTS += ["note", "chases"]


def fresh(found: Ticket) -> Ticket:
    return Ticket.objects.select_related("promise", "owner").get(pk=found.pk)


def state(found: Ticket) -> dict[str, object]:
    """Everything a twin must keep."""
    return Ticket.objects.filter(pk=found.pk).values().get()


# --- what it shows -----------------------------------------------------------------------------------------


def test_the_promise_stands_on_top_in_both_zones(stage, allie):
    found = stage.asks(stage.zelda, "They come back with the package")
    stage.answers(found, "I look at it", due=45)
    page = seen(allie.get(url(found)))
    assert "You told Zelda: by" in page and "in New York" in page
    assert re.search(r"in 4[345] min", page)
    assert "here</p>" in page and "They come back with the package" in page


def test_others_read_who_told_it(stage, bob):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look at it")
    assert "Allie told Zelda: by" in seen(bob.get(url(found)))


def test_letters_that_left_without_anybody_pressing_are_counted(stage, allie):
    """The acknowledgement of the mail is one; an agent's own words are none."""
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look at it", due=120)
    every = Letter.objects.filter(ticket=found)
    assert every.filter(automatic=True).count() == 1 and every.filter(automatic=False).count() == 1
    assert "automatic: 1" in seen(allie.get(url(found)))


@pytest.mark.parametrize(
    ("ago", "words"),
    [(5, "The desk told Zelda: a person writes by"), (90, "Zelda was told that somebody writes by")],
)
def test_the_desks_own_promises_are_not_a_persons(stage, allie, ago, words):
    found = stage.asks(stage.zelda, "They come back", ago=ago)
    tick.tick(stage.now)
    assert words in seen(allie.get(url(found)))


def test_the_restatement_stands_with_its_confirmation(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(
        found, "You say: it stops all deliveries. I look at it", restating="it stops all deliveries"
    )
    assert "Restated, not confirmed yet:" in seen(allie.get(url(found)))
    restatement.confirm(Restatement.objects.get(), by=stage.zelda, at=stage.now)
    page = seen(allie.get(url(found)))
    assert "Restated, Zelda said yes:" in page and "<q>it stops all deliveries</q>" in page


def test_a_correction_stands_beside_the_first_version(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "You say: it stops all", restating="it stops all")
    restatement.correct(Restatement.objects.get(), correction="only at gate 4", by=stage.zelda, at=stage.now)
    page = seen(allie.get(url(found)))
    assert "<s>it stops all</s> <q>only at gate 4</q>" in page
    assert "Zelda said “not quite”: “only at gate 4”" in page


def test_what_the_requester_asks_and_whom_we_wait_for_stand_on_top(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look at it", due=120)
    nudge.sooner(
        found, wanted_at=stage.minutes(60), reason="a call with the client", by=stage.zelda, at=stage.now
    )
    chase.start(found, party="Map vendor", asked="tiles", by=stage.allie, at=stage.now)
    page = seen(allie.get(url(found)))
    assert "Zelda needs it by" in page and "“a call with the client”" in page
    assert "Map vendor: asked once, next time" in page


def test_messages_notes_and_events_stand_in_order(stage, allie):
    found = stage.asks(stage.zelda, "FIRST words")
    ticket.open(found, by=stage.bob, at=stage.minutes(-28))
    allie.post(url(found, "note"), {"note": "SECOND words"})
    stage.answers(found, "THIRD words", ago=0)
    page = seen(allie.get(url(found)))
    places = [
        page.index(words) for words in ("FIRST words", "Bob Bauer opened it", "SECOND words", "THIRD words")
    ]
    assert places == sorted(places)
    assert "Zelda never sees this" in page


def test_only_what_was_newly_written_is_shown_first(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.replies(found, stage.zelda, "Yes.\n\n> OLD QUOTE", reply="Yes.")
    page = seen(allie.get(url(found)))
    assert "OLD QUOTE" not in page and "Show the whole mail" in page
    folded = re.search(r'data-unfold href="(/desk/messages/\w+/text/\?whole=1)"', page)[1]
    assert "OLD QUOTE" in seen(allie.get(folded))


def test_old_messages_fold_to_a_line_and_open_when_asked(stage, allie, mallory):
    found = stage.asks(stage.zelda, "The first words " + "and more " * 60 + "THE END")
    for n in range(4):
        stage.answers(found, f"Answer {n}", ago=20 - n)
    page = seen(allie.get(url(found)))
    assert "THE END" not in page and "The first words" in page
    folded = re.search(r'data-text="(/desk/messages/\w+/text/)"', page)[1]
    assert "THE END" in seen(allie.get(folded))
    assert mallory.get(folded).status_code == 404
    assert "THE END" in seen(allie.get(url(found), {"whole": "1"}))


def test_what_nobody_read_never_folds(stage, allie):
    found = stage.asks(stage.zelda, "The first words " + "and more " * 60 + "THE END")
    for n in range(4):
        stage.replies(found, stage.zelda, f"And {n}", ago=10 - n)
    assert "THE END" in seen(allie.get(url(found)))


def test_a_sender_who_is_not_proven_is_marked_and_can_be_accepted(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "Solved", ago=10, due=None)
    arrival = Arrival(door="smtp", from_address="zelda@home.example", text="It is back")
    said = ticket.add_reply(found, arrival, requester=stage.zelda, at=stage.minutes(-5), verified=False)
    assert not fresh(found).is_open
    assert "nothing proves it is from them" in seen(allie.get(url(found)))
    allie.post(f"/desk/messages/{said.public_id}/accept/")
    assert fresh(found).is_open and "nothing proves it is from them" not in seen(allie.get(url(found)))


def test_history_shows_visible_desks_only(stage, allie, mallory):
    found = stage.asks(stage.zelda, "They come back")
    other = ticket.receive(
        Arrival(door="smtp", from_address=stage.zelda.address, subject="A QUIET MATTER", text="Psst"),
        desk=stage.quiet,
        requester=stage.zelda,
        at=stage.now,
    )
    assert "A QUIET MATTER" not in seen(allie.get(url(found)))
    page = seen(mallory.get(url(other)))
    assert "A QUIET MATTER" in page and "Drones return" not in page


def test_german_words_of_events_have_no_holes(stage, allie):
    """Every event that a page shows has its sentence filled."""
    found = stage.asks(stage.zelda, "They come back", ago=500)
    stage.answers(found, "I look", ago=490, due=-400)
    ticket.give(found, owner=stage.bob, by=stage.allie, at=stage.minutes(-300))
    ticket.give(found, owner=None, by=stage.bob, at=stage.minutes(-290))
    ticket.set_impact(found, impact="blocked", by=stage.carla, at=stage.minutes(-280))
    stage.answers(found, "Done", ago=100, due=None)
    ticket.agree(found, by=stage.zelda, at=stage.minutes(-90))
    ticket.reopen(found, by=stage.zelda, at=stage.minutes(-80))
    page = seen(allie.get(url(found)))
    for words in (
        "Received; the first word is due",
        "Bob Bauer has it now, given by you",
        "Bob Bauer took the owner off",
        "Carla Diaz set the impact to blocked",
        "You resolved it",
        "Zelda Marsh says it works",
        "Missed:",
    ):
        assert words in page, words
    assert (
        "{"
        not in re.sub(r"<script.*?</script>|hx-headers[^>]*", "", page, flags=re.S)
        .split('id="timeline"')[1]
        .split("</section>")[0]
    )


# --- whose it is -------------------------------------------------------------------------------------------


def test_absent_and_forbidden_look_the_same(stage, mallory):
    found = stage.asks(stage.zelda, "They come back")
    there, nowhere = mallory.get(url(found)), mallory.get("/desk/tickets/0123456789abcdef0123456789abcdef/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


@pytest.mark.parametrize("act", ACTS)
def test_mallory_can_do_nothing(stage, mallory, act):
    found = stage.asks(stage.zelda, "They come back")
    before = state(found)
    assert (
        mallory.post(url(found, act), {"note": "x", "text": "x", "way": "solves", "owner": ""}).status_code
        == 404
    )
    assert mallory.patch("post", url(found, act)).status_code == 404
    assert state(found) == before


@pytest.mark.parametrize(
    "act", ["opened", "stand", "give", "impact", "release", "send", "undo", "note", "acknowledge", "renew"]
)
def test_a_get_changes_nothing(stage, allie, act):
    found = stage.asks(stage.zelda, "They come back")
    before = state(found)
    assert allie.get(url(found, act)).status_code == 405
    allie.get(url(found))
    allie.patch("get", url(found))
    assert state(found) == before


# --- the short acts ----------------------------------------------------------------------------------------


def test_heard_is_a_post_and_its_twin_stays_unheard(stage, allie):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    answer = allie.patch("post", url(found, "opened"))
    assert "You opened it" in seen(allie.get(url(found)))
    assert f'hx-target="#t{found.pk}"' in seen(answer) and fresh(found).opened_by == stage.allie
    assert fresh(twin).opened_at is None


def test_without_a_script_a_button_says_i_have_read_it(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    assert "I have read it" in seen(allie.get(url(found)))
    answer = allie.post(url(found, "opened"))
    assert answer.status_code == 302 and answer.url == url(found)
    assert "I have read it" not in seen(allie.get(url(found)))


def test_read_and_my_time_stands(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look at it", due=90)
    assert "Read, my time stands" not in seen(allie.get(url(found)))
    said = stage.replies(found, stage.zelda, "And it rains")
    due_at = fresh(found).promise.due_at
    assert "Read, my time stands" in seen(allie.get(url(found)))
    allie.patch("post", url(found, "stand"))
    said.refresh_from_db()
    assert said.settled == "stands" and fresh(found).promise.due_at == due_at


def test_stands_is_refused_where_no_time_of_a_person_stands(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    answer = allie.patch("post", url(found, "stand"))
    assert answer.status_code == 422 and "This needs an answer" in seen(answer)
    answer = allie.post(
        url(found, "stand"), headers={"Referer": "http://testserver" + url(found)}, follow=True
    )
    assert "This needs an answer" in seen(answer) and answer.redirect_chain == [(url(found), 302)]


def test_give_take_and_free(stage, allie):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    allie.patch("post", url(found, "give"), {"owner": stage.allie.public_id})
    assert fresh(found).owner == stage.allie
    page = seen(allie.get(url(found, "members")))
    assert "Bob Bauer" in page and "Mallory" not in page
    allie.patch("post", url(found, "give"), {"owner": stage.bob.public_id})
    assert fresh(found).owner == stage.bob and "Bob has it" in seen(allie.get(url(found)))
    allie.patch("post", url(found, "give"), {"owner": ""})
    assert fresh(found).owner is None and fresh(twin).owner is None


def test_nobody_from_elsewhere_can_be_given_a_ticket(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    assert allie.patch("post", url(found, "give"), {"owner": stage.mallory.public_id}).status_code == 404
    assert fresh(found).owner is None


def test_impact_is_agreed_and_nonsense_refused(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    allie.patch("post", url(found, "impact"), {"impact": "blocked"})
    assert fresh(found).impact == "blocked"
    answer = allie.patch("post", url(found, "impact"), {"impact": "terrible"})
    assert answer.status_code == 422 and fresh(found).impact == "blocked"


def test_closing_without_a_word_releases_the_promise(stage, allie):
    found = stage.asks(stage.zelda, "BUY NOW")
    allie.patch("post", url(found, "release"), {"resolution": "spam"})
    assert fresh(found).resolution == "spam" and not found.promises.filter(outcome=None).exists()
    assert allie.patch("post", url(found, "release"), {"resolution": "spam"}).status_code == 422


def test_i_read_the_answer_as_yes(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    assert allie.patch("post", url(found, "confirm")).status_code == 422
    stage.answers(found, "You say: it stops", restating="it stops")
    allie.patch("post", url(found, "confirm"))
    assert Restatement.objects.get().read_by == stage.allie
    assert "Restated, Allie read it as yes:" in seen(allie.get(url(found)))


# --- open pages --------------------------------------------------------------------------------------------


def stamps(page: str) -> dict[str, str]:
    """What an open ticket page tells when it asks for news."""
    return {
        "stamp": re.search(r'data-stamp="([^"]*)"', page)[1],
        "leaving": re.search(r'data-leaving="(\d)"', page)[1],
        "shown_n": str(max(int(n) for n in re.findall(r'data-n="(\d+)"', page))),
    }


def test_a_new_mail_comes_without_a_reload_and_leaves_the_composer_alone(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    page = seen(allie.get(url(found)))
    assert allie.patch("get", url(found, "news"), stamps(page), at="div").status_code == 204
    stage.replies(found, stage.zelda, "FOUR MORE did the same", ago=0)
    told = seen(allie.patch("get", url(found, "news"), stamps(page), at="div"))
    assert "FOUR MORE" in told and "They come back" not in told
    assert 'hx-target="#items" hx-swap="beforeend"' in told
    assert 'hx-target="#write"' not in told and "<textarea" not in told.split('hx-target="#context"')[0]


def test_a_clock_moves_on_without_a_change(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    page = seen(allie.get(url(found)))
    told = allie.patch("get", url(found, "news"), {**stamps(page), "tick": "1"}, at="div")
    assert 'hx-target="#pinned"' in seen(told)


def test_who_else_is_writing_is_visible(stage, allie, bob):
    found = stage.asks(stage.zelda, "They come back")
    page = seen(allie.get(url(found)))
    bob.patch("post", url(found, "draft"), {"text": "I begin", "seen_n": "9"})
    told = seen(allie.patch("get", url(found, "news"), stamps(page), at="div"))
    assert "Bob is writing here." in told and "I begin" not in told
    assert "is writing here" not in seen(bob.get(url(found)))


def test_beside_an_open_list_only_the_tickets_panes_come(stage, allie):
    found = stage.asks(stage.zelda, "They come back", subject="Drones <b>return</b>")
    part = seen(allie.patch("get", url(found)))
    assert "<html" not in part and 'hx-target="#context"' in part
    assert "<title>Drones &lt;b&gt;return&lt;/b&gt; · Heard</title>" in part


@pytest.fixture
def long_story(stage) -> Ticket:
    """A ticket with 50 messages."""
    found = stage.asks(stage.zelda, "The first words", ago=3000)
    for n in range(25):
        stage.answers(
            found, f"Step {n}: what I tried. " * 20, ago=2900 - 100 * n, due=2 - 2800 + 100 * n + 95
        )
        stage.replies(found, stage.zelda, f"Answer {n}: what happened. " * 20, ago=2850 - 100 * n)
    return found


def test_a_long_ticket_asks_at_most_12_questions_and_weighs_little(
    stage, allie, long_story, django_assert_max_num_queries
):
    allie.get(url(long_story))
    with django_assert_max_num_queries(12):
        page = allie.get(url(long_story))
    with django_assert_max_num_queries(12):
        part = allie.patch("get", url(long_story))
    assert len(part.content) < 25_000 and len(page.content) < 32_000
    assert seen(page).count('data-n="') >= 20


def test_what_was_before_comes_when_asked(stage, allie, long_story):
    page = seen(allie.get(url(long_story)))
    assert "The first words" not in page
    for _ in range(3):
        if "The first words" in page:
            break
        before = re.search(r'href="\?before=(\d+)"', page)[1]
        page = seen(allie.patch("get", url(long_story), {"before": before}, at="p#older"))
    assert "The first words" in page


def test_the_page_of_a_list_carries_its_name(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    page = seen(allie.get(url(found), {"in": "unheard"}))
    assert 'hx-get="/desk/unheard/"' in page and '<a href="/desk/unheard/" aria-current="page"' in page


def test_a_resolved_ticket_says_what_is_believed(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "Done", due=None)
    assert "Solved, we believe; Zelda has not said so yet" in seen(allie.get(url(found)))
    ticket.agree(found, by=stage.zelda, at=stage.now)
    assert "Zelda says it works" in seen(allie.get(url(found)))


def test_a_file_is_offered_with_its_message(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.replies(found, stage.zelda, "See", attachments=(AttachedFile("log.csv", "text/csv", b"a,b"),))
    assert "log.csv" in seen(allie.get(url(found)))


def test_a_late_promise_is_late_before_any_worker_came_by(stage, allie):
    found = stage.asks(stage.zelda, "They come back", ago=100)
    stage.answers(found, "I look", ago=90, due=-5)
    assert found.promises.filter(outcome=None, due_at__lt=stage.now + timedelta(minutes=1)).exists()
    page = seen(allie.get(url(found)))
    assert 'class="promise late"' in page and re.search(r"[56] min ago", page)
