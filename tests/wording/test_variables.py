"""Variables in canned text as tables: what is one, what it becomes, what there is not."""

import pytest

from architecture.house import ROOT, coded, table
from heard.wording.variables import VARIABLES, filled, left_in, unknown

VALUES = {"requester.first": "Zelda", "ticket.number": "1042"}


@pytest.mark.parametrize(
    ("text", "becomes", "left"),
    [
        ("Hi {requester.first},", "Hi Zelda,", []),
        ("{ Requester.First } #{ticket.number}", "Zelda #1042", []),
        (
            "At {requester.organization}: {requester.organization}",
            "At {requester.organization}: {requester.organization}",
            ["{requester.organization}"],
        ),
        ("{}", "{}", []),
        ('{"a": 1}', '{"a": 1}', []),
        ("{0}", "{0}", []),
        ("plain", "plain", []),
    ],
)
def test_what_a_text_becomes(text, becomes, left):
    assert unknown(text) is None
    assert filled(text, VALUES) == becomes and left_in(filled(text, VALUES)) == left


@pytest.mark.parametrize(
    ("text", "written", "near"),
    [
        ("Hi {requestor.first}", "{requestor.first}", "requester.first"),
        ("{agent.nam}", "{agent.nam}", "agent.name"),
        ("{zzz}", "{zzz}", ""),
        ("{requester.first} {name}", "{name}", "desk.name"),
    ],
)
def test_what_there_is_not_is_named_with_the_nearest(text, written, near):
    assert unknown(text) == (written, near)
    assert filled(text, VALUES).endswith(written) and written not in left_in(text)


def test_a_value_is_no_template():
    assert filled("{requester.first}", {"requester.first": "{agent.name}"}) == "{agent.name}"


def test_every_variable_is_documented():
    rows = table((ROOT / "docs" / "tools.md").read_text(), "Canned text")
    assert {coded(row[0])[0]: row[1] for row in rows} == {
        f"{{{name}}}": says for name, says in VARIABLES.items()
    }
