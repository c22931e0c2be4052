"""Law 4 on paper: no letter shows a time that is not in the ledger, in its reader's zone and language."""

import re
from datetime import datetime

import pytest

from cast import NEW_YORK, Cast, clock
from heard.hours.languages import LANGUAGES
from heard.hours.said import PARTS_OF_DAY, said, said_clock
from heard.hours.said import clock as wall
from heard.letters.alerts import deliver_one
from heard.letters.render import compose
from heard.letters.telling import language_of
from heard.record.actions import (
    agent,
    approval,
    chase,
    desk,
    handover,
    merge,
    move,
    nudge,
    party,
    promise,
    proof,
    requester,
    split,
    ticket,
)
from heard.record.actions.alert import raise_alert
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.facts import rules_of
from heard.record.models.letter import Letter
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket

CLOCKS = {
    "en": r"\b\d{1,2}:\d\d [ap]m\b",
    "de": r"\b\d{1,2}:\d\d\b",
    "fr": r"\b\d{1,2} h(?: \d\d)?\b",
    "es": r"\b\d{1,2}:\d\d\b",
    "ar": rf"\b\d{{1,2}}:\d\d (?:{'|'.join(part for _, part in PARTS_OF_DAY['ar'])})",
}
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe")


def strangers(letter: Letter, text: str, language: str) -> set[str]:
    """The clock times in a text that no instant of the ledger shows on the reader's wall."""
    known = {wall(at, zone=letter.zone, language=language) for at in ledger(letter)}
    if language == "ar":
        clocks = (said_clock(at, zone=letter.zone, language=language) for at in ledger(letter))
        known = {clock.removeprefix("الساعة ") for clock in clocks}
    return set(re.findall(CLOCKS[language], re.sub(r"https?://\S+", "", text))) - known


def ledger(letter: Letter) -> set[datetime]:
    """The instants a letter may show: promised, arrived, asked for; and when the desk opens."""
    asked = [entry["number"] - 1000 for entry in letter.facts.get("alerts", [])]
    instants = set()
    for one in Ticket.objects.filter(pk__in=[letter.ticket_id] if letter.ticket_id else asked):
        promises = one.promises.exclude(due_at=None).values_list("due_at", flat=True)
        wishes = one.owed_answers.exclude(wanted_at=None).values_list("wanted_at", flat=True)
        wrote = one.messages.filter(kind="inbound").values_list("said_at", flat=True)
        opens = rules_of(one.desk).calendar.opens_after(letter.queued_at)
        instants |= set(one.approvals.values_list("decide_by", flat=True))
        instants |= {*promises, *wishes, *wrote, *one.owed_answers.values_list("asked_at", flat=True), opens}
    return instants


def told(letter: Letter, language: str) -> str:
    """The promised time in words, from the ledger alone."""
    now = datetime.fromisoformat(letter.facts["said_at"])
    return said(letter.promise.due_at, zone=letter.zone, language=language, now=now)


def story(cast: Cast, zone: str) -> list[Letter]:
    """Everything that writes letters: by day and by night, kept, renewed, missed twice, asked for sooner."""
    requester.change(cast.zelda, zone=zone, by=cast.zelda, at=clock("8:30"))
    agent.change(
        cast.carla,
        name="Carla Diaz",
        role="lead",
        zone="Europe/Berlin",
        language="en",
        by=HEARD,
        at=clock("8:30"),
    )
    cast.writes(cast.yusuf, "At night", at=clock("22:10"))
    hana, _ = requester.meet("hana@tama.example", name="Hana Sato", at=clock("8:30"))
    late = [[(720, 1080)]] * 5 + [[], []]
    desk.set_hours(cast.quiet, week=late, zone=NEW_YORK, country="", region="", by=HEARD, at=clock("8:30"))
    move.to_desk(cast.writes(hana, "Moved", at=clock("9:01")), desk=cast.quiet, by=HEARD, at=clock("9:10"))
    cast.writes(hana, "Soon after", at=clock("9:05"))
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    say(request, "Hello", "next", "14:00", by=cast.allie, at=clock("9:20"))
    nudge.sooner(request, wanted_at=clock("12:15"), reason="a call", by=cast.zelda, at=clock("9:30"))
    say(request, "Not by then", "next", "15:30", by=cast.allie, at=clock("9:40"))
    say(request, "No news", "renew", "16:30", by=cast.allie, at=clock("15:00"))
    ticket.add_reply(
        request,
        Arrival(door="smtp", from_address=cast.zelda.address, text="Still here"),
        requester=cast.zelda,
        at=clock("15:05"),
    )
    say(request, "It stands", "stands", None, by=cast.bob, at=clock("15:10"))
    nudge.nudge(request, by=cast.zelda, at=clock("16:45"))
    nudge.nudge(request, by=cast.zelda, at=clock("17:55"))
    request.refresh_from_db()
    for kind in ("warn", "rise_lead", "reading_late", "answer_warn"):
        raise_alert(request, kind, at=clock("17:56"), due_at=clock("17:56"))
    while deliver_one(clock("17:57")):
        pass
    say(request, "Done", "solves", None, by=cast.bob, at=clock("10:00", day=1))
    _followed_through(cast)
    proof.ask(cast.zelda.address, language="en", at=clock("8:40"))
    proof.answer_one(at=clock("8:40"))
    return list(Letter.objects.order_by("id"))


def _followed_through(cast: Cast) -> None:
    """Merged, split, handed over; a party and a colleague asked; waited for in vain."""
    omar, _ = requester.meet("omar@cedar.example", name="Omar Haddad", at=clock("8:30"))
    first, second = (cast.writes(omar, text, at=clock("9:06")) for text in ("One thing", "The same thing"))
    merge.merge(second, into=first, by=cast.allie, at=clock("9:08"))
    split.split(first.messages.first(), subject="Another thing", by=cast.allie, at=clock("9:09"))
    say(first, "I look", "next", "14:00", by=cast.allie, at=clock("9:20"))
    given = handover.offer(first, to=cast.bob, tells=True, by=cast.allie, at=clock("9:25"))
    handover.take(given, by=cast.bob, at=clock("9:26"))
    vendor = party.make(name="Map vendor", address="maps@vendor.example", by=cast.bob, at=clock("9:26"))
    chase.start(first, contact=vendor, asked="When?", sends=True, by=cast.bob, at=clock("9:27"))
    chase.start(first, colleague=cast.carla, asked="Do you know?", by=cast.bob, at=clock("9:28"))
    steps = [approval.Step([approval.Named("Nora", "nora@cedar.example")], clock("16:20"))]
    approval.ask(
        first, asked="More", policy="Less", why="Why not?", told_as="your manager", steps=steps,
        by=cast.bob, at=clock("9:29"),
    )  # fmt: skip
    waiting = cast.writes(omar, "Send it", at=clock("9:07"))
    for time, day in (("10:00", 0), ("9:40", 2), ("9:20", 9)):
        word = Word("Which format?", "waits", question="Which format?")
        promise.say(waiting, word, by=cast.allie, at=clock(time, day=day))
    promise.say(waiting, Word("I close it.", "closes"), by=cast.allie, at=clock("10:00", day=15))
    waiting.letters.update(state="sent")
    with settled(waiting, at=clock("18:00", day=22)):
        pass


def say(request: Ticket, text: str, way: str, due: str | None, *, by, at: datetime) -> None:
    word = Word(text=text, way=way, due_at=clock(due) if due else None)
    promise.say(request, word, by=by, at=at)


@pytest.mark.parametrize("zone", ZONES)
def test_no_letter_shows_a_time_that_is_not_in_the_ledger(cast, zone):
    letters = story(cast, zone)
    assert {letter.kind for letter in letters} == set(Letter.Kind.values) - {"canary", "comment", "weekly"}
    shown = 0
    for letter in letters:
        for wanted in LANGUAGES:
            letter.language = wanted
            language = language_of(letter)
            composed = compose(letter)
            assert not strangers(letter, composed.subject + "\n" + composed.text, language)
            shown += len(re.findall(CLOCKS[language], composed.text))
            if letter.promise and letter.promise.kind != "closing":  # of which the day alone is told
                assert letter.told_due_at == letter.promise.due_at
                assert f"<strong>{told(letter, language)}</strong>" in composed.html
                assert told(letter, language) in composed.text
    assert shown > 30


def test_the_words_are_the_ledgers_own_words(cast):
    """What the promise says it told, and what the letter that made it says, are the same words."""
    story(cast, "Europe/Berlin")
    makers = Promise.objects.filter(kind__in=("first", "word"), told_at__isnull=False)
    checked = 0
    for made in makers:
        letter = made.letters.filter(queued_at=made.made_at).exclude(kind="missed").get()
        assert made.words in compose(letter).text
        checked += 1
    assert checked == 12


def test_a_letter_with_another_time_is_found(cast):
    """The check itself checks: a time from anywhere else is a stranger."""
    letter = next(letter for letter in story(cast, "Europe/Berlin") if letter.kind == "missed")
    moved = {**letter.facts, "missed": clock("13:13").isoformat()}
    assert not strangers(letter, compose(letter).text, "en")
    letter.facts = moved
    assert strangers(letter, compose(letter).text, "en") == {"7:13 pm"}


def test_german_letters_bear_no_english_and_the_other_way_round(cast):
    english = re.compile(r"\b(the|you|your|today|tomorrow|by|and|press)\b|\d [ap]m\b", re.I)
    german = re.compile(r"\b(der|die|das|Sie|und|heute|morgen|bis|Uhr|mit)\b")
    for letter in story(cast, "Europe/Berlin"):
        said_by_people = letter.message.text if letter.message else letter.facts.get("text", "\0")
        for language, foreign in (("de", english), ("en", german)):
            letter.language = language
            text = re.sub(r"https?://\S+", "", compose(letter).text).replace(said_by_people, "")
            assert not foreign.search(text.replace("Heard", "")), text
