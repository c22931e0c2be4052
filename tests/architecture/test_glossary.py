"""One word, one file name, in every layer; and the words we do not use (docs/glossary.md)."""

import re

import pytest

from architecture.house import ROOT, SRC, coded, files, names_given, short, table, words_of

TEXT = (ROOT / "docs" / "glossary.md").read_text()
WORDS = [row for name in re.findall(r"^## (.+)$", TEXT, flags=re.M)[:-2] for row in table(TEXT, name)]
PLUMBING = {coded(row[0])[0] for row in table(TEXT, "Plumbing")}
REFUSED = {row[0].lower(): coded(row[2]) for row in table(TEXT, "Words we do not use")}
LAYERS = ("record/models", "record/actions", "record/access", "promise", "agents", "portal", "api")


def file_words() -> set[str]:
    """The file names that the glossary knows."""
    return {name for row in WORDS for name in coded(row[1])}


def test_every_word_has_one_entry_and_a_meaning():
    words = [row[0] for row in WORDS]
    assert len(words) > 40
    assert len(words) == len(set(words))
    for word, _, meaning in WORDS:
        assert len(meaning) > 30 and meaning.endswith("."), f"{word} needs a meaning, as a sentence"


def test_no_file_name_belongs_to_two_words():
    names = [name for row in WORDS for name in coded(row[1])] + sorted(PLUMBING)
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("layer", LAYERS)
def test_a_file_bears_a_word_of_the_glossary(layer):
    known = file_words() | PLUMBING | {"__init__"}
    strangers = [
        short(path) for path in (SRC / layer).glob("*.py") if path.stem.lstrip("_") not in known | {"init__"}
    ]
    assert not strangers, f"not in docs/glossary.md: {strangers}"


@pytest.mark.parametrize("layer", ["agents", "portal"])
def test_a_page_bears_a_word_of_the_glossary(layer):
    known = file_words() | {"parts", layer}
    folders = {
        path.relative_to(SRC / layer / "templates").parts[:-1]
        for path in files(".html", under=SRC / layer / "templates")
    }
    strangers = {"/".join(folder) for folder in folders if not set(folder) <= known}
    assert not strangers, f"not in docs/glossary.md: {strangers}"


@pytest.mark.parametrize("word", sorted(REFUSED))
def test_a_refused_word_names_nothing(word):
    allowed = [SRC / place for place in REFUSED[word]]
    found = []
    for path in files(".py"):
        if any(path.is_relative_to(place) for place in allowed):
            continue
        found += [
            f"{short(path)}:{line} {name}" for name, line in names_given(path) if word in words_of(name)
        ]
    found += [short(path) for path in files(".py", ".html", ".js", ".css") if word in words_of(path.stem)]
    assert not found, f'docs/glossary.md does not use "{word}"'


@pytest.mark.parametrize("word", sorted(REFUSED))
def test_a_refused_word_is_shown_to_nobody(word):
    for path in files(".html", ".txt"):
        shown = visible(path.read_text())
        assert not re.search(rf"\b{word}s?\b", shown, flags=re.I), f"{short(path)} shows {word}"


def test_requesters_read_of_their_request_not_of_a_ticket():
    for path in files(".html", ".txt", under=SRC / "portal"):
        assert not re.search(r"\btickets?\b", visible(path.read_text()), flags=re.I), short(path)


def visible(template: str) -> str:
    """What people can read of a template: no tags, no variables, no comments."""
    without = re.sub(
        r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<(script|style)\b.*?</\1>", " ", template, flags=re.S
    )
    return re.sub(r"<[^>]*>", " ", without)


def test_in_the_browser_nothing_of_ours_is_named_promise():
    for path in files(".js"):
        assert not re.search(r"\b(class|const|let|var|function)\s+Promise\b", path.read_text()), short(path)


def test_no_verb_shadows_the_update_of_a_query():
    for path in files(".py", under=SRC / "record" / "actions"):
        assert "update" not in {name for name, _ in names_given(path)}, short(path)
