"""Hints over whole sentences, English and German: what is hinted at, what it becomes, and what is left alone."""

from pathlib import Path

import pytest

from heard.wording import About, hints

EN = About(told="2:00 pm today")
DE = About(language="de", told="heute um 14:00 Uhr")


def taken(text: str, about: About) -> tuple[str, str]:
    """The kind of the first hint, and the text when its wording is taken; "", "" where there is none."""
    found = hints(text, about)
    if not found:
        return "", ""
    hint = found[0]
    if hint.old:
        assert hint.old in text
        return hint.kind, text.replace(hint.old, hint.new, 1) if hint.new else ""
    return hint.kind, f"{text} {hint.new}"


@pytest.mark.parametrize(
    ("text", "kind", "better"),
    [
        ("I'll get back to you soon.", "vague", "I'll get back to you by 2:00 pm today."),
        ("You will hear from us shortly.", "vague", "You will hear from us by 2:00 pm today."),
        ("We will look at it as soon as possible.", "vague", "We will look at it by 2:00 pm today."),
        ("This will be fixed by 3pm.", "fix", "You'll hear from me by 3pm, with a fix or a better time."),
        ("I'll fix it by tomorrow noon.", "fix", "You'll hear from me by tomorrow noon, with a fix or a better time."),
        ("It will work again on Friday.", "fix", "You'll hear from me by 2:00 pm today, with a fix or a better time."),
        ("You should have told us earlier.", "blame", "Let's put it right from here."),
        ("You forgot to attach the log.", "blame", "I don't have the log."),
        ("As I already said, the disk is full.", "blame", "The disk is full."),
        ("The disk is obviously full.", "blame", "The disk is full."),
        ("I think it was user error.", "blame", "I think one setting was different from what we expect."),
        (
            "I have passed your request on to the map team today.",
            "owner",
            "I have passed your request on to the map team today. I stay the one who writes to you.",
        ),
        (
            "That is on the backlog of the map team, so you know.",
            "never",
            "That is on the backlog of the map team, so you know. "
            "I can't say when, or whether, this will change; please don't plan on it.",
        ),
        ("The cause was a regression of the last week.", "jargon",
         "The cause was a fault in something that worked before of the last week."),
        ("Your data was in the cache all the time.", "jargon", "Your data was in the stored copy all the time."),
    ],
)  # fmt: skip
def test_what_could_be_said_better(text, kind, better):
    assert taken(text, EN) == (kind, better)


@pytest.mark.parametrize(
    ("text", "kind", "better"),
    [
        ("Ich melde mich bald.", "vague", "Ich melde mich bis heute um 14:00 Uhr."),
        ("Sie hören in Kürze von uns.", "vague", "Sie hören bis heute um 14:00 Uhr von uns."),
        (
            "Das wird bis morgen 12 Uhr behoben.",
            "fix",
            "Sie hören bis morgen 12 Uhr von mir, mit einer Lösung oder einer besseren Zeit.",
        ),
        (
            "Wir beheben das.",
            "fix",
            "Sie hören bis heute um 14:00 Uhr von mir, mit einer Lösung oder einer besseren Zeit.",
        ),
        ("Sie hätten das früher sagen sollen.", "blame", "Wir bringen es von hier an in Ordnung."),
        ("Wie schon gesagt, die Platte ist voll.", "blame", "Die Platte ist voll."),
        ("Die Platte ist offensichtlich voll.", "blame", "Die Platte ist voll."),
        (
            "Ich habe Ihre Anfrage heute an das Kartenteam weitergegeben.",
            "owner",
            "Ich habe Ihre Anfrage heute an das Kartenteam weitergegeben. Ich bleibe die Person, die Ihnen schreibt.",
        ),
        (
            "Das steht auf der Wunschliste unserer Leute vom Kartenteam.",
            "never",
            "Das steht auf der Wunschliste unserer Leute vom Kartenteam. "
            "Ich kann nicht sagen, wann und ob sich das ändert; bitte planen Sie nicht damit.",
        ),
        ("Ich konnte es hier reproduzieren.", "jargon", "Ich konnte es hier nachstellen."),
    ],
)
def test_german_beside_it(text, kind, better):
    assert taken(text, DE) == (kind, better)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "You'll hear from me by 2pm, with a fix or a better time.",
        "I'll get back to you as soon as I know, by 2pm at the latest.",
        "I need it sooner, you wrote.",
        "I can't say whether it will be fixed.",
        "Will it be fixed by 3pm, you ask?",
        "> This will be fixed soon.\n\nThat was wrong of us.",
        "“You should have told us” is not what I meant.",
        "I've passed it on to Bob. You'll hear from Bob by 2pm.",
        "It is on the road map; I can't say when, or whether, it comes.",
        "The file ticket.csv is on its way.",
        "You should see a green light now.",
    ],
)
def test_what_is_well_said_is_left_alone(text):
    assert hints(text, EN) == []


@pytest.mark.parametrize(
    "text",
    [
        "Sie hören bis 14 Uhr von mir, mit einer Lösung oder einer besseren Zeit.",
        "Ich kann nicht sagen, ob es behoben wird.",
        "> Das wird bald behoben.\n\nDas war falsch von uns.",
        "Ich habe es an Bob weitergegeben. Sie hören bis 14 Uhr von Bob.",
        "Sie sollten jetzt ein grünes Licht sehen.",
    ],
)
def test_german_that_is_well_said_is_left_alone(text):
    assert hints(text, DE) == []


def test_without_a_time_only_the_writer_knows_when():
    (hint,) = hints("I'll get back to you soon.", About())
    assert (hint.kind, hint.old, hint.new) == ("vague", "soon", "")


def test_a_first_reply_names_what_it_is_about():
    about = About(subject="Drones come back", theirs="They return with the package.", is_first=True)
    text = "Hi Zelda, thank you for your message, we are looking at it now."
    assert taken(text, about) == ("issue", f"{text} This is about Drones come back.")
    assert not hints("Hi Zelda, I see that two drones came back this morning.", about)
    assert not hints("On it.", about)


def test_what_the_problem_knows_is_told():
    about = About(workaround="set the drop point by hand", watch="https://desk.example/known/12")
    text = "Two of ours look at the map files at this very moment."
    kinds = {hint.kind: hint.new for hint in hints(text, about)}
    assert kinds == {
        "workaround": "Until then: set the drop point by hand",
        "watch": "You can see how it goes here: https://desk.example/known/12",
    }
    told = f"{text} Until then: set the drop point by hand. See https://desk.example/known/12"
    assert not hints(told, about)


def test_a_word_that_they_use_themselves_is_no_jargon_to_them():
    text = "Your data was in the cache all the time."
    assert hints(text, About()) and not hints(text, About(theirs="Is my Cache full?"))


@pytest.mark.parametrize(
    "text", ["a " * 5000, "Sie hätten " * 2000, "you should have " * 2000, "wird bis ist " * 2000]
)
def test_whatever_is_written_is_judged(text):
    assert isinstance(hints(text, EN), list)


def test_a_language_without_words_gets_no_hint():
    assert hints("We will look at it as soon as possible.", About(language="fr", told="à 14 h")) == []


TABLE = Path(__file__).parent / "hints.tsv"


@pytest.mark.parametrize("language", ["en", "de"])
def test_sentences_of_other_hands_are_judged_right(language):
    """160 sentences, 90 that calm nobody and 70 that only look so, each with its kind, or "-"."""
    about = EN if language == "en" else DE
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    wrong = []
    for _, kind, text in (line for line in lines if line[0] == language):
        kinds = {hint.kind for hint in hints(text.replace("\\n", "\n"), about)}
        if kind not in kinds if kind != "-" else kinds:
            wrong.append((kind, kinds, text))
    assert not [case for case in wrong if case[0] == "-"] and len(wrong) <= 2, wrong
