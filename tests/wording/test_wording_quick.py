"""The quick line, as agents type it: who, what, and how it goes on."""

import pytest

from heard.wording.quick import Quick, read_line

LINES = [
    (
        "Zelda: printer jam, solved by restart",
        Quick("Zelda", "printer jam", "solves", noted="Solved by restart."),
    ),
    ("Zelda: printer jam, solved", Quick("Zelda", "printer jam", "solves", noted="Printer jam.")),
    (
        "Yusuf label printer blank, back by 11",
        Quick("Yusuf", "label printer blank", "next", "write", "11", "Label printer blank."),
    ),
    (
        "+1 602 555 0117: drone hums, ring by tomorrow noon",
        Quick("+1 602 555 0117", "drone hums", "next", "ring", "tomorrow noon", "Drone hums."),
    ),
    (
        "Zelda Marsh: disk, full, come by 2pm",
        Quick("Zelda Marsh", "disk, full", "next", "come", "2pm", "Disk, full."),
    ),
    ("Zelda: a jam, I'll call back by 3", Quick("Zelda", "a jam", "next", "ring", "3", "A jam.")),
    (
        "Zelda: Drucker klemmt, gelöst durch Neustart",
        Quick("Zelda", "Drucker klemmt", "solves", noted="Gelöst durch Neustart."),
    ),
    (
        "Zelda: Drucker klemmt, rufe an bis 15 Uhr",
        Quick("Zelda", "Drucker klemmt", "next", "ring", "15 Uhr", "Drucker klemmt."),
    ),
    (
        "Zelda: it is not solved, she says",
        Quick("Zelda", "it is not solved, she says", noted="It is not solved, she says."),
    ),
    ("Zelda", Quick("Zelda", "")),
    ("", Quick("", "")),
]


@pytest.mark.parametrize(("line", "read"), LINES)
def test_a_line_says_who_what_and_how_it_goes_on(line, read):
    assert read_line(line) == read
