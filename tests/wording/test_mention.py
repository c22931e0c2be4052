"""Who is meant by @name: the cases that people type, and those that only look like it."""

import pytest

from heard.wording.mention import Person, Unclear, mentioned

pytestmark = pytest.mark.once
PEOPLE = [
    Person(1, "Ada Ames", "ada@heard.example"),
    Person(2, "Bob Bauer", "b.bauer@heard.example"),
    Person(3, "Bob Boot", "boot@heard.example"),
    Person(4, "Jürgen Groß", "jg@heard.example"),
    Person(5, "Anne-Marie O'Neil", "am@heard.example"),
    Person(6, "Ada Byron", "byron@heard.example", here=False),
    Person(7, "Mallory Moss", "mallory@heard.example", here=False),
    Person(8, "Twin", "one@heard.example"),
    Person(9, "Twin", "two@heard.example"),
]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@Ada could you look?", [1]),
        ("@ada, @Bob Bauer: see above", [1, 2]),
        ("ask @bob   boot", None),
        ("ask @bob boot.", [3]),
        ("(@Jürgen Groß)", [4]),
        ("@jürgen GROß und @JÜRGEN", [4]),
        ("@Ada's drones, @ada again", [1]),
        ("@b.bauer and @boot@heard.example", [2, 3]),
        ("@Anne-Marie knows. @Ada.", [5, 1]),
        ("@Mallory is elsewhere", [7]),
        ("@Ada Byron is elsewhere", [6]),
        ("write to zelda@ada.example, or @ 5, or @5pm, or a/@ada", []),
        ("`@Override` and\n> @nobody wrote\n```\n@x\n```", []),
        ("@one@heard.example", [8]),
        ("no one", []),
    ],
)
def test_who_is_meant(text: str, ids: list[int] | None) -> None:
    if ids is None:
        with pytest.raises(Unclear):
            mentioned(text, PEOPLE)
    else:
        assert [one.id for one in mentioned(text, PEOPLE)] == ids


@pytest.mark.parametrize(
    ("text", "written", "offers", "several"),
    [
        ("@Bob?", "@Bob", ("Bob Bauer", "Bob Boot"), True),
        ("@Bbo Bauer?", "@Bbo", ("Bob Bauer", "Bob Boot"), False),
        ("@Jurgen", "@Jurgen", ("Jürgen Groß",), False),
        ("@An please", "@An", ("Anne-Marie O'Neil",), False),
        ("@Xerxes", "@Xerxes", (), False),
        ("@Twin", "@Twin", ("one@heard.example", "two@heard.example"), True),
    ],
)
def test_what_is_not_clear_is_said_with_what_would_do(text, written, offers, several) -> None:
    with pytest.raises(Unclear) as unclear:
        mentioned(text, PEOPLE)
    assert (unclear.value.written, unclear.value.offers, unclear.value.several) == (written, offers, several)
