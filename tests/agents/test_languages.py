"""The agents' side in the agent's own language: who reads which, that no page keeps English words, and that nothing
is said on a page, in a refusal or in an event that could not be said in German."""

import ast
import re
from datetime import datetime
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from imapclient.exceptions import LoginError

import catalogue
from agents.conftest import seen, url
from heard import health
from heard.agents import intake, pages
from heard.agents.urls import urlpatterns
from heard.agents.way import Writer
from heard.channels.mail.remedies import (
    NOT_FETCHED,
    NOT_MOVED,
    FolderTrouble,
    MailTrouble,
    in_sentences,
    remedy,
)
from heard.clock import now
from heard.followup import tick
from heard.hours.languages import Sentence, in_words, recognized
from heard.record.actions import tag
from heard.record.errors import Refused
from heard.record.inside import NotAllowed

pytestmark = pytest.mark.django_db

PAGES = sorted({path for path in catalogue.AGENTS.sources() if path.suffix == ".html"})
SHOWN = ("title", "placeholder", "aria-label", "alt", "label")
SAME = {"Heard", "CSV", "CSV:"}
"""What is called the same in every language."""
WORD = re.compile(r"[^\W\d_]{2,}")
TRANSLATED = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)


class Words(HTMLParser):
    """What a page shows: its text and what its attributes say, but for code, keys and frames of the look."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.skipped = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipped += tag in ("kbd", "code", "script", "style", "pre")
        self.found += [
            value for name, value in attrs if value and (name in SHOWN or name.startswith("data-says"))
        ]

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag in ("kbd", "code", "script", "style", "pre")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.found.append(" ".join(data.split()))


# --- all that is said can be said in German ---------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_page_says_a_word_outside_a_translated_sentence(path):
    text = re.sub(r"{% block pane %}\w+{% endblock %}", "", path.read_text())
    text = re.sub(r"{% block body_attributes %}.*?{% endblock %}", "", text, flags=re.DOTALL)
    bare = [words.strip("· …") for words in Words(TRANSLATED.sub("", text)).found]
    assert not [words for words in bare if WORD.search(words) and words not in SAME]


def test_the_scanner_finds_a_bare_word():
    page = '<p title="Bare">{% translate "Kept" %} naked <kbd>Enter</kbd></p>{# not this #}'
    assert [words for words in Words(TRANSLATED.sub("", page)).found if WORD.search(words)] == [
        "Bare",
        "naked",
    ]


def unsayable(code: str) -> list[str]:
    """Refusals whose sentence no translation can know: put together where it was refused."""
    found = []
    for call in ast.walk(ast.parse(code)):
        name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        for place in catalogue.LATER.get(name, ()):
            if place < len(call.args) and isinstance(call.args[place], ast.JoinedStr | ast.BinOp):
                found.append(ast.unparse(call.args[place]))
    return found


def test_a_refusal_can_be_said_in_german():
    for place in ("record", "query", "promise", "wording"):
        for path in sorted((catalogue.HEARD / place).rglob("*.py")):
            assert not unsayable(path.read_text()), path
    assert unsayable('raise Refused("taken", f"{name} has it.")') == ["f'{name} has it.'"]


def test_a_sentence_is_english_until_somebody_reads_it():
    german = {
        "%(who)s has it%(more)s.": "Es liegt bei %(who)s%(more)s.",
        " already": " schon",
        "Kept": "Gehalten",
    }
    said = Sentence("%(who)s has it%(more)s.", who="Allie", more=Sentence(" already"))
    assert said == "Allie has it already."
    assert in_words(said, german.__getitem__) == "Es liegt bei Allie schon."
    assert in_words("Kept", german.__getitem__) == "Gehalten"
    assert in_words("", german.__getitem__) == ""


# --- who reads which language -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "browser", "language", "title"),
    [("de", "en", "de", "Heute"), ("en", "de", "en", "Today"), ("fr", "de", "en", "Today")],
)
def test_the_desk_speaks_the_agents_own_language(stage, allie, own, browser, language, title):
    stage.allie.language = own
    stage.allie.save()
    answer = allie.get("/desk/", headers={"Accept-Language": browser})
    assert f'<html lang="{language}"' in seen(answer) and f"<h2>{title}</h2>" in seen(answer)
    assert answer.headers["Content-Language"] == language


@pytest.mark.parametrize(("browser", "word"), [("de-CH", "Anmelden"), ("fr", "Sign in"), ("en", "Sign in")])
def test_the_sign_in_speaks_the_browsers_language(stage, browser, word):
    page = seen(Client(HTTP_ACCEPT_LANGUAGE=browser).get("/accounts/login/"))
    assert word in page


def test_two_agents_read_one_ticket_in_two_languages(stage, allie, bob):
    stage.allie.language = "de"
    stage.allie.save()
    found = stage.asks(stage.zelda, "They come back", ago=5)
    stage.answers(found, "I look at it", due=45, ago=2, by=stage.bob)
    german, english = seen(allie.get(url(found))), seen(bob.get(url(found)))
    assert "Von Bob zugesagt an Zelda: bis" in german and "told Zelda" not in german
    assert "You told Zelda: by" in english and "zugesagt" not in english


# --- pages without English --------------------------------------------------------------------------------


def english() -> set[str]:
    """Sentences of three words or more that German says otherwise, as far as they hold no place and no mark-up."""
    done = catalogue.said(catalogue.translated("de", catalogue.AGENTS))
    plain = {
        one: forms for one, forms in done.items() if len(one.split()) > 2 and not re.search(r"[%{<&'\"]", one)
    }
    return {one for one, forms in plain.items() if one not in forms}


def test_a_german_desk_has_no_english_left(stage, carla):
    stage.carla.language, stage.carla.role = "de", "admin"
    stage.carla.save()
    answered = stage.asks(stage.zelda, "Sie kommen zurück", subject="Drohnen")
    stage.answers(answered, "Ich sehe nach.", due=45, restating="Ich sehe nach.")
    stage.replies(answered, stage.zelda, "Und jetzt?")
    late = stage.asks(stage.yusuf, "Der Drucker klemmt", ago=90, subject="Drucker")
    solved = stage.asks(stage.yusuf, "Noch etwas", ago=60, subject="Noch etwas")
    stage.answers(solved, "Fertig.", due=None, by=stage.bob)
    tick.tick(stage.now)
    own = (
        f"desks/{stage.desk.public_id}/",
        f"agents/{stage.bob.public_id}/",
        f"people/{stage.zelda.public_id}/",
    )
    paths = ["/desk/" + str(one.pattern) for one in urlpatterns if "<" not in str(one.pattern)]
    paths += [url(answered), url(late), url(solved), *(f"/desk/{path}" for path in own)]
    paths += ["/desk/search/?q=owmer:me", f"/desk/watch/{stage.desk.public_id}/rota/", "/accounts/2fa/"]
    sentences, looked = english(), 0
    for path in paths:
        answer = carla.get(path)
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            looked += 1
            words = set(Words(seen(answer)).found)
            assert not sentences & words, path
    assert looked > 40


def test_what_was_refused_is_said_in_german(stage, carla):
    stage.carla.language = "de"
    stage.carla.save()
    found = stage.asks(stage.zelda, "Sie kommen zurück")
    stage.answers(found, "Ich sehe nach.")
    answer = carla.post(url(found, "tags"), {"tag": "none"}, follow=True)
    assert "Eine Suche versteht unter none etwas anderes. Wählen Sie ein anderes Wort." in seen(answer)
    with pytest.raises(Refused, match="A search means something else by none"):
        tag.add(found, name="none", by=stage.carla, at=stage.now)


@pytest.mark.parametrize(
    ("minutes", "typed"),
    [
        (0, r"\d\d?:\d\d"),
        (24 * 60, r"morgen \d\d?:\d\d"),
        (3 * 24 * 60, r"(mo|di|mi|do|fr|sa|so) \d\d?:\d\d"),
    ],
)
def test_an_offered_time_is_typed_as_a_german_would(stage, minutes, typed):
    found = stage.asks(stage.zelda, "Sie kommen zurück")
    writer = Writer(found, stage.carla, "de", stage.now)
    assert re.fullmatch(typed, writer.typed(stage.minutes(minutes)))


@pytest.mark.parametrize("pattern", intake.NAMING)
def test_a_reason_that_names_somebody_is_said_in_german_though_it_was_kept_in_english(pattern):
    kept = str(Sentence(pattern, name="Ana (50 %)", party="Ana (50 %)"))
    with translation.override("de"):
        said = in_words(recognized(kept, intake.NAMING), gettext)
    assert "Ana (50 %)" in said and said != kept
    assert recognized("something else", intake.NAMING) == "something else"


@pytest.mark.parametrize(
    "trouble",
    [
        LoginError("no"),
        NotAllowed("inside"),
        TimeoutError(),
        ConnectionRefusedError(),
        OSError("broken pipe (50 %)"),
        FolderTrouble(Sentence(NOT_MOVED.pattern, folder="Done", said="no such folder")),
        MailTrouble(Sentence(NOT_FETCHED.pattern, count=3, said="too large")),
    ],
    ids=repr,
)
def test_what_a_mailbox_kept_of_its_trouble_is_said_in_german(trouble):
    kept = [str(each) for each in remedy(trouble, host="mail.example.com")]
    with translation.override("de"):
        said = [in_words(in_sentences(each), gettext) for each in kept]
    assert all(german and german != english for german, english in zip(said, kept, strict=True)), said
    assert ("mail.example.com" in kept[0]) == ("mail.example.com" in said[0])


def test_what_a_server_said_stays_as_it_is():
    with translation.override("de"):
        assert (
            in_words(in_sentences("RuntimeError: 50 % of %(it)s"), gettext) == "RuntimeError: 50 % of %(it)s"
        )
    assert in_sentences("") == ""


def test_a_check_that_could_not_be_made_is_said_in_german_under_the_light(monkeypatch) -> None:
    def broken(_at: datetime) -> list[health.Finding]:
        raise OSError("no disk")

    monkeypatch.setattr(health, "_checks", {"mail door": broken})
    monkeypatch.setattr(pages, "_pipe", None)
    with translation.override("de"):
        assert in_words(pages.pipe(now()).says, gettext) == "ließ sich nicht prüfen: OSError"
