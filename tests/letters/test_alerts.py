"""Alerts leave: one letter for all that waits for one person, never twice, and the second routes once."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from threading import enumerate as threads

import pytest
from django.db import connection

from architecture.house import SRC
from cast import Cast, assemble, clock
from heard.letters.alert_words import KINDS
from heard.letters.alerts import deliver_one
from heard.letters.render import compose
from heard.letters.send import send_due
from heard.promise.alert import ASIDE
from heard.promise.moments import Moment
from heard.record import links
from heard.record.actions import agent as agents
from heard.record.actions import approval, chase, draft, note, nudge, promise, ticket
from heard.record.actions.alert import raise_alert, raise_for
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.models.agent import Agent
from heard.record.models.alert import Alert
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket
from heard.site.addresses import Secret
from letters.sink import free_port

ENGLISH = (
    "Answer this mail, and it goes to Zelda Marsh as yours. A line of its own says when: back by 2pm, or solved.",
    "Heard tells you because you can act now.",
)
GERMAN = (
    "Antworten Sie auf diese E-Mail, und sie geht als Ihre an Zelda Marsh. Eine Zeile für sich sagt, wann: "
    "zurück bis 14 Uhr, oder erledigt.",
    "Diese Nachricht kommt zu Ihnen, weil Sie jetzt handeln können.",
)


@pytest.fixture
def bell(settings) -> Iterator[list[dict]]:
    """A second route on a loopback port: what it was rung with."""
    rung: list[dict] = []

    class Bell(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            rung.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Bell)
    serving = Thread(target=server.serve_forever)
    serving.start()
    settings.HEARD_ALERT_URLS = (Secret(f"json://127.0.0.1:{server.server_port}/"),)
    yield rung
    server.shutdown()
    serving.join()
    server.server_close()


def rung_out() -> None:
    """Wait until every route has answered."""
    for thread in threads():
        if thread.name == "alert":
            thread.join(20)


def owned(cast: Cast) -> Ticket:
    """Zelda's request, answered by Allie with 2 pm."""
    request = cast.writes(cast.zelda, "They come back", at=clock("9:02"))
    word = Word(text="You say: it returns.", way="next", due_at=clock("14:00"), restating="it returns.")
    promise.say(request, word, by=cast.allie, at=clock("9:20"))
    return Ticket.objects.get(pk=request.pk)


def worded(cast: Cast, kind: str, language: str, *, at: str = "13:12") -> tuple[str, list[str]]:
    """Subject and paragraphs of the one letter that the waiting alerts make, the ticket's address as LINK."""
    assert deliver_one(clock(at))
    letter = Letter.objects.filter(kind="alert").last()
    letter.language = language
    composed = compose(letter)
    text = re.sub(r"http://127\.0\.0\.1:8000/desk/\S+", "LINK", composed.text)
    return composed.subject, text.strip().split("\n\n")


WORDS = [
    (
        "rise_watch",
        "Zelda Marsh wrote at 9:02 am today, and nobody has opened it",
        "Press Enter on it: from then on Zelda Marsh sees that a person has it.",
        "Zelda Marsh hat heute um 9:02 Uhr geschrieben, und niemand hat es geöffnet",
        "Mit Enter öffnen: Dann sieht Zelda Marsh, dass ein Mensch es hat.",
    ),
    (
        "rise_lead",
        "Zelda Marsh wrote at 9:02 am today, and still nobody has opened it",
        "It has risen to you as lead. A person's word is promised by 2:00 pm today. Press Enter to open it, or a"
        " to give it to somebody.",
        "Zelda Marsh hat heute um 9:02 Uhr geschrieben, und noch immer hat es niemand geöffnet",
        "Deshalb kommt es jetzt zur Leitung. Das Wort eines Menschen ist bis heute um 14:00 Uhr zugesagt. Mit"
        " Enter öffnen, mit a jemandem geben.",
    ),
    (
        "warn",
        "Zelda Marsh expects a word by 2:00 pm today",
        'Press r to answer, or w to say "no news yet" with the next time.',
        "Zelda Marsh erwartet bis heute um 14:00 Uhr eine Nachricht",
        "Mit r antworten, oder mit w „noch nichts Neues“ und die nächste Zeit schreiben.",
    ),
    (
        "hand_up",
        "Allie Ames is away, and Zelda Marsh expects a word by 2:00 pm today",
        "Press i to take it.",
        "Allie Ames ist nicht da, und Zelda Marsh erwartet bis heute um 14:00 Uhr eine Nachricht",
        "Mit i übernehmen.",
    ),
    (
        "lapse",
        "Zelda Marsh was to hear by 1:11 pm today and did not",
        "Zelda Marsh is now promised a word by 2:00 pm today. Press r to write now.",
        "Zelda Marsh sollte bis heute um 13:11 Uhr von uns hören, und das ist nicht geschehen",
        "Zugesagt ist jetzt: bis heute um 14:00 Uhr. Mit r gleich schreiben.",
    ),
    (
        "lapse_again",
        "Zelda Marsh is still without the promised word, and it needs a lead",
        "The next time is 2:00 pm today. Press i to take it, or r to write now.",
        "Zelda Marsh wartet noch immer auf das zugesagte Wort, und es braucht die Leitung",
        "Die nächste Zeit ist heute um 14:00 Uhr. Mit i übernehmen, mit r gleich schreiben.",
    ),
    (
        "reading_warn",
        "Zelda Marsh wrote back at 9:31 am today and has no answer yet",
        'Press y for "read, my time stands", or r to answer.',
        "Zelda Marsh hat heute um 9:31 Uhr zurückgeschrieben und noch keine Antwort",
        "Mit y „gelesen, meine Zeit gilt“ sagen, oder mit r antworten.",
    ),
    (
        "reading_late",
        "Zelda Marsh wrote back at 9:31 am today and has waited too long for it to be read",
        'Press y for "read, my time stands", or r to answer.',
        "Zelda Marsh hat heute um 9:31 Uhr zurückgeschrieben und wartet schon zu lange darauf, dass es jemand"
        " liest",
        "Mit y „gelesen, meine Zeit gilt“ sagen, oder mit r antworten.",
    ),
    (
        "answer_warn",
        "Zelda Marsh asked at 9:32 am today and is owed an answer",
        "Press r to answer.",
        "Zelda Marsh hat heute um 9:32 Uhr nachgefragt und noch keine Antwort",
        "Mit r antworten.",
    ),
    (
        "answer_late",
        "Zelda Marsh asked at 9:32 am today, and the answer is late",
        "Press r to answer.",
        "Zelda Marsh hat heute um 9:32 Uhr nachgefragt, und die Antwort ist überfällig",
        "Mit r antworten.",
    ),
    (
        "ping",
        "the map vendor owes us an answer, and Zelda Marsh waits for it",
        "Press u to ask again.",
        "the map vendor schuldet uns eine Antwort, und Zelda Marsh wartet darauf",
        "Mit u noch einmal fragen.",
    ),
    (
        "correction",
        "Zelda Marsh says: not quite",
        "The restatement was corrected, which may save hours of wrong work. Press r to answer.",
        "Zelda Marsh sagt: nicht ganz",
        "Wir hatten es falsch verstanden; das zu wissen erspart Stunden. Mit r antworten.",
    ),
    (
        "nudge",
        "Zelda Marsh asks: where is my answer?",
        "Press r to write now.",
        "Zelda Marsh fragt: Wo bleibt meine Antwort?",
        "Mit r gleich schreiben.",
    ),
    (
        "sooner",
        "Zelda Marsh needs to hear by 12:15 pm today",
        "Until you answer, 2:00 pm today stands. b says yes, d what can be had by then, o asks a lead to decide.",
        "Zelda Marsh braucht bis heute um 12:15 Uhr eine Nachricht",
        "Bis zur Antwort gilt weiter: heute um 14:00 Uhr. Mit b zusagen, mit d schreiben, was bis dahin möglich"
        " ist, mit o die Leitung entscheiden lassen.",
    ),
    (
        "escalated",
        "Your word is needed: Zelda Marsh needs to hear by 12:15 pm today, and Allie Ames asks you to decide",
        "Until somebody answers, 2:00 pm today stands. Press r to say yes, or what can be had by then.",
        "Ihre Entscheidung: Zelda Marsh braucht bis heute um 12:15 Uhr eine Nachricht, und Allie Ames bittet Sie"
        " zu entscheiden",
        "Bis zur Antwort gilt weiter: heute um 14:00 Uhr. Mit r zusagen, oder schreiben, was bis dahin möglich"
        " ist.",
    ),
    (
        "talk_silent",
        "Zelda Marsh has been waiting live for three minutes",
        "Press r to answer.",
        "Zelda Marsh wartet live auf Ihr Wort, seit drei Minuten",
        "Mit r antworten.",
    ),
    (
        "talk_left",
        "Zelda Marsh has left the live conversation",
        "Press p and say when you write next.",
        "Zelda Marsh hat das Gespräch verlassen",
        "Mit p sagen, wann Sie wieder schreiben.",
    ),
    (
        "unsent",
        "A letter to Zelda Marsh did not leave",
        "The text is kept, and the reason stands beside it. Press Enter to open it.",
        "Ein Brief an Zelda Marsh ist nicht abgegangen",
        "Der Text ist aufgehoben, der Grund steht daneben. Mit Enter öffnen.",
    ),
    (
        "unreached",
        "A letter to Zelda Marsh came back: it never arrived",
        "What it was to keep counts as not kept. Press Enter to open it; ring, or add another address.",
        "Ein Brief an Zelda Marsh kam zurück: er ist nie angekommen",
        "Was er halten sollte, gilt als nicht gehalten. Mit Enter öffnen; anrufen oder eine andere Adresse"
        " eintragen.",
    ),
    (
        "no_route",
        "There is no way to reach Zelda Marsh by mail",
        "Letters to this address come back, so none is sent there. Ring, or ask somebody for another address;"
        " a call that reaches Zelda Marsh keeps the promise.",
        "Zelda Marsh ist per Mail nicht zu erreichen",
        "Briefe an diese Adresse kommen zurück, deshalb geht keiner mehr dorthin. Anrufen oder nach einer"
        " anderen Adresse fragen; ein Anruf, der Zelda Marsh erreicht, hält die Zusage.",
    ),
    (
        "check_in_missed",
        "Nobody looked in on Zelda Marsh by 1:11 pm today",
        "Zelda Marsh owes us an answer and was told nothing of this. The check-in is drafted in the Round: press g o.",
        "Bei Zelda Marsh hat bis heute um 13:11 Uhr niemand nachgefragt",
        "Zelda Marsh schuldet uns eine Antwort und weiß hiervon nichts. Die Nachfrage liegt im Rundgang bereit: g o"
        " drücken.",
    ),
    (
        "cadence_ended",
        "Zelda Marsh wants to hear at the usual pace again",
        "What you agreed on is over, and 2:00 pm today stands. From the next word on the desk's own pace counts; press"
        " r to write now.",
        "Zelda Marsh möchte wieder im üblichen Takt von uns hören",
        "Was vereinbart war, ist zu Ende; heute um 14:00 Uhr gilt weiter. Ab dem nächsten Wort gilt wieder der Takt des"
        " Desks; mit r schreiben Sie jetzt.",
    ),
    (
        "not_closed",
        "Zelda Marsh was told that this closes, and it could not",
        "A message is unread, or the notice never arrived. Press Enter to open it.",
        "Zelda Marsh wurde gesagt, dass dies geschlossen wird, und das ging nicht",
        "Eine Nachricht ist ungelesen, oder die Ankündigung kam nie an. Mit Enter öffnen.",
    ),
    (
        "handover",
        "You are asked to take over what Zelda Marsh waits for",
        "Press Enter to read how it stands, then take it or say no. Until then it stays where it is.",
        "Sie werden gebeten zu übernehmen, worauf Zelda Marsh wartet",
        "Mit Enter lesen, wie es steht; dann übernehmen oder absagen. Bis dahin bleibt es, wo es ist.",
    ),
    (
        "handed_over",
        "What Zelda Marsh waits for has been taken over",
        "The promise is in the name of Allie Ames now.",
        "Worauf Zelda Marsh wartet, ist übernommen",
        "Die Zusage steht jetzt im Namen von Allie Ames.",
    ),
    (
        "declined",
        "What you wanted to hand over stays with you: Zelda Marsh",
        "It could not be taken over. Press h to ask somebody else.",
        "Was Sie übergeben wollten, bleibt bei Ihnen: Zelda Marsh",
        "Es konnte nicht übernommen werden. Mit h jemand anderen fragen.",
    ),
    (
        "offer",
        "Zelda Marsh waits for a word, and nobody who promised it is there",
        "It is due 2:00 pm today. Press Enter to take it over.",
        "Zelda Marsh wartet auf eine Nachricht, und wer sie zugesagt hat, ist nicht da",
        "Sie ist heute um 14:00 Uhr fällig. Mit Enter übernehmen.",
    ),
    (
        "stuck",
        "A letter to Zelda Marsh should have left 15 minutes ago and has not",
        "It is tried until it leaves, and need not be written again. If it is urgent, ring.",
        "Ein Brief an Zelda Marsh sollte vor 15 Minuten abgehen und ist noch hier",
        "Er wird so lange versucht, bis er abgeht, und muss nicht neu geschrieben werden. Wenn es eilt:"
        " anrufen.",
    ),
    (
        "stuck_ping",
        "What we ask the map vendor should have left 15 minutes ago and has not",
        "It is tried until it leaves, and need not be asked again. If it is urgent, ring.",
        "Was wir the map vendor fragen, sollte vor 15 Minuten abgehen und ist noch hier",
        "Es wird so lange versucht, bis es abgeht, und muss nicht neu gefragt werden. Wenn es eilt: anrufen.",
    ),
    (
        "loop",
        "the map vendor answered, and Zelda Marsh does not know yet",
        "It stands on the chase, and the update is drafted. Press Enter to open it.",
        "the map vendor hat geantwortet, und Zelda Marsh weiß es noch nicht",
        "Es steht bei der Nachfrage, und die Nachricht ist entworfen. Enter öffnet sie.",
    ),
    (
        "unasked",
        "A ping to the map vendor did not get through",
        "Nobody was asked. Press Enter to open it; ring, or give another address.",
        "Eine Nachfrage bei the map vendor kam nicht an",
        "Es wurde niemand gefragt. Enter öffnet die Anfrage; rufen Sie an, oder geben Sie eine andere Adresse an.",
    ),
    (
        "undecided",
        "Nobody decided by 1:11 pm today: 500 GB",
        "Zelda Marsh waits for it. Press Enter to open it; ring, or name somebody else.",
        "Bis heute um 13:11 Uhr hat niemand entschieden: 500 GB",
        "Zelda Marsh wartet darauf. Enter öffnet die Anfrage; rufen Sie an, oder benennen Sie jemand anderen.",
    ),
    (
        "decided",
        "No decision, and Zelda Marsh does not know yet: 500 GB",
        "The update is drafted. Press Enter to open it, and tell Zelda Marsh.",
        "Keine Entscheidung, und Zelda Marsh weiß es noch nicht: 500 GB",
        "Die Nachricht ist vorbereitet. Enter öffnet die Anfrage; sagen Sie es Zelda Marsh.",
    ),
    (
        "not_decided",
        "the map vendor wrote about a decision: 500 GB",
        "A mail decides nothing. Press Enter to read it, and answer if it is a question.",
        "the map vendor hat zu einer Entscheidung geschrieben: 500 GB",
        "Eine Mail entscheidet nichts. Enter öffnet die Anfrage; antworten Sie, falls es eine Frage ist.",
    ),
    (
        "cannot_decide",
        "Somebody who is to decide does not work here any more: 500 GB",
        "Nobody else can agree in their place until you name somebody. Press Enter to open it.",
        "Jemand, der entscheiden soll, arbeitet nicht mehr hier: 500 GB",
        "Niemand kann an dieser Stelle zustimmen, bis Sie jemanden benennen. Enter öffnet die Anfrage.",
    ),
]


@pytest.mark.parametrize("kind, english, key, german, taste", WORDS, ids=[row[0] for row in WORDS])
def test_what_an_alert_says(cast, kind, english, key, german, taste):
    request = owned(cast)
    again = Arrival(door="smtp", from_address=cast.zelda.address, text="Well?")
    ticket.add_reply(request, again, requester=cast.zelda, at=clock("9:31"))
    nudge.sooner(request, wanted_at=clock("12:15"), reason="", by=cast.zelda, at=clock("9:32"))
    chase.start(request, party="the map vendor", asked="why", by=cast.allie, at=clock("9:33"))
    approval.ask(
        request,
        asked="500 GB",
        policy="250",
        why="Films.",
        told_as="her manager",
        steps=[approval.Step([approval.Named("", "nora@northwind.example")], clock("16:00"))],
        by=cast.allie,
        at=clock("9:34"),
    )
    Alert.objects.all().delete()
    raise_for(request, cast.allie, kind, at=clock("13:11"))
    end = "" if english.endswith("?") else "."
    for language, why, what, (answer, quiet) in (
        ("en", english, key, ENGLISH),
        ("de", german, taste, GERMAN),
    ):
        Alert.objects.update(delivered_at=None)
        subject, paragraphs = worded(cast, kind, language)
        assert subject == f"{why} (#{request.number})"
        assert paragraphs == [why + end, what, f"#{request.number} Drones return: LINK", answer, quiet]


FOLLOWED = {
    "mention": ("Allie mentions you: @Bob, look!", "Allie erwähnt Sie: @Bob, look!"),
    "follow_note": (
        "Allie wrote a note on what you follow: @Bob, look!",
        "Allie hat eine Notiz geschrieben, wo Sie folgen: @Bob, look!",
    ),
    "follow_wrote": (
        "Zelda Marsh wrote on what you follow",
        "Zelda Marsh hat geschrieben; Sie folgen der Anfrage",
    ),
    "follow_missed": (
        "Zelda Marsh was to hear by 1:11 pm today and did not, on what you follow",
        "Zelda Marsh sollte bis heute um 13:11 Uhr von uns hören und hat nichts gehört; Sie folgen der Anfrage",
    ),
    "follow_solved": (
        "What you follow is resolved: Zelda Marsh",
        "Die Anfrage von Zelda Marsh, der Sie folgen, ist gelöst",
    ),
    "follow_handed": (
        "Allie Ames has what you follow now: Zelda Marsh",
        "Allie Ames hat jetzt die Anfrage von Zelda Marsh, der Sie folgen",
    ),
}


@pytest.mark.parametrize("kind", FOLLOWED)
def test_what_those_hear_who_follow(cast, kind):
    request = owned(cast)
    note.write(request, text="@Bob, look!", by=cast.allie, at=clock("13:11"))
    Alert.objects.all().delete()
    raise_for(request, cast.bob, kind, at=clock("13:11"))
    for language, why, because in zip(
        ("en", "de"), FOLLOWED[kind], ("because you follow", "dieser Anfrage folgen"), strict=True
    ):
        Alert.objects.update(delivered_at=None)
        subject, paragraphs = worded(cast, kind, language)
        assert subject == f"{why} (#{request.number})" and because in paragraphs[-1]
        assert (len(paragraphs) == 4) is (kind in ("mention", "follow_note")), (
            "nobody answers from under a note"
        )


def test_a_look_at_what_is_parked(cast):
    request = owned(cast)
    promise.park(request, text="Not soon.", event="version 4.2 is out", by=cast.allie, at=clock("9:40"))
    raise_for(request, cast.allie, "look", at=clock("13:11"))
    subject, paragraphs = worded(cast, "look", "en")
    assert subject == (
        f"Time to look again at what Zelda Marsh was told about: version 4.2 is out (#{request.number})"
    )
    assert paragraphs[1] == "It is parked. Press r to tell Zelda Marsh how it stands."


def test_every_kind_that_is_raised_has_words():
    """What the engine's moments and the verbs raise, read from their source."""
    raised = set(KINDS)
    for source in (SRC / "promise" / "moments.py", *(SRC / "record" / "actions").glob("*.py")):
        text = source.read_text()
        raised |= set(re.findall(r'raise_alert\(\w+, "(\w+)"', text))
        raised |= set(re.findall(r'raise_for\(\w+, [\w.]+, "(\w+)"', text))
        raised |= set(re.findall(r'yield Moment\(\w+, "(\w+)"', text))
    assert len(raised) == len(WORDS) + 1 + len(ASIDE)
    assert raised == {row[0] for row in WORDS} | {"look", *ASIDE}


def test_a_kind_without_words_still_reaches_somebody(cast):
    raise_for(owned(cast), cast.allie, "flood", at=clock("13:11"))
    subject, paragraphs = worded(cast, "flood", "en")
    assert subject.startswith("Zelda Marsh needs somebody to look (#")
    assert paragraphs[1] == "Press Enter to open it."


def test_alerts_in_the_agents_own_zone_and_language(cast):
    agents.change(
        cast.allie,
        name="Allie Ames",
        role="agent",
        zone="Europe/Berlin",
        language="de",
        by=HEARD,
        at=clock("8:30"),
    )
    request = owned(cast)
    Agent.objects.get(pk=cast.allie.pk)
    raise_for(request, Agent.objects.get(pk=cast.allie.pk), "warn", at=clock("13:11"))
    assert deliver_one(clock("13:12"))
    composed = compose(Letter.objects.get(kind="alert"))
    assert composed.subject.startswith("Zelda Marsh erwartet bis heute um 20:00 Uhr eine Nachricht")


def test_several_alerts_are_one_letter(cast):
    request, other = owned(cast), cast.writes(cast.yusuf, "Mine too", at=clock("10:00"))
    raise_for(request, cast.allie, "warn", at=clock("13:11"))
    raise_for(other, cast.allie, "nudge", at=clock("13:11"))
    subject, paragraphs = worded(cast, "", "en")
    assert subject == "2 things need you"
    assert paragraphs == [
        "These fell due together, so they come in one letter.",
        'Zelda Marsh expects a word by 2:00 pm today. Press r to answer, or w to say "no news yet" with the next'
        f" time.\n#{request.number} Drones return: LINK".replace("Zelda", "- Zelda", 1),
        f"- Yusuf Aydin asks: where is my answer? Press r to write now.\n#{other.number} Drones return: LINK",
        "Heard tells you because you can act now.",
    ]
    assert not deliver_one(clock("13:13"))
    letter = Letter.objects.get(kind="alert")
    assert set(Alert.objects.values_list("letter", "delivered_at")) == {(letter.pk, clock("13:12"))}


def test_after_a_stop_there_is_one_digest_that_says_so(cast):
    request, other = owned(cast), cast.writes(cast.yusuf, "Mine too", at=clock("10:00"))
    raise_for(request, cast.allie, "warn", at=clock("16:00"), due_at=clock("13:11"))
    raise_for(other, cast.allie, "rise_watch", at=clock("16:00"), due_at=clock("10:15"))
    subject, english = worded(cast, "", "en", at="16:00")
    assert english[0] == (
        "Heard had stopped for a while. Everything that fell due meanwhile is in this one letter."
    )
    Alert.objects.update(delivered_at=None)
    betreff, german = worded(cast, "", "de", at="16:00")
    assert betreff == "2 Dinge warten auf Sie"
    assert german[0] == (
        "Heard stand eine Weile still. Was inzwischen fällig wurde, steht in diesem einen Brief."
    )


def test_each_person_gets_their_own(cast, sink):
    request = owned(cast)
    raise_for(request, cast.allie, "warn", at=clock("13:11"))
    raise_for(request, cast.carla, "lapse_again", at=clock("13:11"))
    assert deliver_one(clock("13:12")) and deliver_one(clock("13:12")) and not deliver_one(clock("13:12"))
    Letter.objects.exclude(kind="alert").delete()
    assert send_due(clock("13:12")) == 2
    mails = sink.parsed()
    assert [str(mail["To"]) for mail in mails] == [
        "Allie Ames <allie@heard.example>",
        "Carla Diaz <carla@heard.example>",
    ]
    for mail in mails:
        assert str(mail["From"]) == "Support <support@heard.example>"
        assert mail["Auto-Submitted"] == "auto-generated"
    keys = [links.read_agent_address(parseaddr(str(mail["Reply-To"]))[1]) for mail in mails]
    assert keys == [(request.pk, cast.allie.pk), (request.pk, cast.carla.pk)]


def test_nobody_is_interrupted_for_what_is_over(cast):
    request = owned(cast)
    raise_for(request, cast.allie, "warn", at=clock("13:11"))
    promise.say(request, Word(text="Done", way="solves"), by=cast.allie, at=clock("13:11"))
    assert deliver_one(clock("13:12"))
    assert not Letter.objects.filter(kind="alert").exists()
    assert Alert.objects.get().delivered_at == clock("13:12")


def test_alerts_of_samples_stay_on_the_letters_page(cast, sink, bell):
    request, other = owned(cast), cast.writes(cast.yusuf, "Mine too", at=clock("10:00"))
    send_due(clock("10:00"))
    before = len(sink.mails)
    Ticket.objects.filter(pk=other.pk).update(sample=True)
    raise_for(other, cast.allie, "nudge", at=clock("13:10"))
    raise_for(request, cast.allie, "lapse", at=clock("13:11"))
    assert deliver_one(clock("13:12")) and deliver_one(clock("13:12")) and not deliver_one(clock("13:12"))
    send_due(clock("13:12"))
    rung_out()
    kept, sent = Letter.objects.filter(kind="alert").order_by("id")
    assert (kept.state, kept.sample, sent.state, sent.sample) == ("kept", True, "sent", False)
    assert len(sink.mails) == before + 1 and len(bell) == 1


def test_second_routes_are_rung_once(cast, bell):
    request = owned(cast)
    raise_for(request, cast.allie, "lapse", at=clock("13:11"))
    raise_for(request, cast.allie, "lapse_again", at=clock("13:11"))
    assert deliver_one(clock("13:12")) and not deliver_one(clock("13:13"))
    rung_out()
    assert [ring["title"] for ring in bell] == ["2 things need you"]
    assert f"/desk/tickets/{request.public_id}/" in bell[0]["message"]


def test_a_second_route_that_fails_blocks_no_mail(cast, sink, settings, caplog):
    settings.HEARD_ALERT_URLS = (Secret(f"json://127.0.0.1:{free_port()}/"), Secret("nonsense"))
    raise_for(owned(cast), cast.allie, "lapse", at=clock("13:11"))
    assert deliver_one(clock("13:12"))
    rung_out()
    assert send_due(clock("13:12")) == 3
    assert "an alert route did not take" in caplog.text


def test_a_draft_that_could_not_be_said_tells_its_writer(cast):
    request = owned(cast)
    draft.keep(request, by=cast.bob, at=clock("9:30"), text="Mine", way="next", due_at=clock("11:00"))
    raise_for(request, cast.bob, "unsent", at=clock("9:31"))
    promise.say(request, Word(text="Done", way="solves"), by=cast.allie, at=clock("9:40"))
    assert deliver_one(clock("9:41"))
    letter = Letter.objects.get(kind="alert")
    assert letter.agent == cast.bob and compose(letter).subject.startswith("A letter to Zelda Marsh did not")


def test_a_moment_of_the_engine_becomes_the_letter_of_its_kind(cast):
    request = owned(cast)
    moment = Moment(clock("13:00"), "warn", "promise.1")
    raise_alert(request, moment.kind, at=clock("13:00") + timedelta(seconds=1), due_at=moment.at)
    assert deliver_one(clock("13:01"))
    assert not Letter.objects.get(kind="alert").facts["after_stop"]


@pytest.mark.django_db(transaction=True)
def test_many_workers_tell_nobody_twice(settings):
    cast = assemble()
    for n in range(6):
        request = cast.writes((cast.zelda, cast.yusuf)[n % 2], "Again", at=clock("9:02"))
        for person in (cast.allie, cast.bob, cast.carla):
            raise_for(request, person, "warn", at=clock("9:10"))

    def work() -> None:
        try:
            while deliver_one(clock("9:11")):
                pass
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    told = [(letter.agent_id, len(letter.facts["alerts"])) for letter in Letter.objects.filter(kind="alert")]
    assert sorted(told) == sorted((person.pk, 6) for person in (cast.allie, cast.bob, cast.carla))
    assert not Alert.objects.filter(delivered_at=None).exists()
