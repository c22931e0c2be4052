"""The shapes of many mail programs in many languages; and what persons write that looks like them."""

import pytest

from channels.shapes import ATTRIBUTIONS, FOOTERS, HEADERS, A
from heard.channels.mail.quotes import split

REPLY = "The big one."
OLD = "Is it the big one?\nOr the small one?"
QUOTED = "\n".join(f"> {line}" for line in OLD.split("\n"))


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_above_quote_marks(attribution):
    assert split(f"{REPLY}\n\n{attribution}\n\n{QUOTED}\n").reply == REPLY
    assert split(f"{REPLY}\n{attribution}\n{QUOTED}").reply == REPLY
    assert split(f"{attribution}\n{QUOTED}\n\n{REPLY}\n").reply == REPLY


@pytest.mark.parametrize("attribution", [line for line in ATTRIBUTIONS if A in line])
def test_wrapped_before_the_address(attribution):
    assert split(f"{REPLY}\n\n{attribution.replace('<', '<\n', 1)}\n{QUOTED}").reply == REPLY


@pytest.mark.parametrize("labels", HEADERS)
@pytest.mark.parametrize("style", ["{}: {}", "*{}:* {}", "{}:{}"])
def test_header_lines(labels, style):
    said = ("Allie Ång <allie@example.com>", "2026-11-02 10:00", "Zelda", "Re: Printer")
    block = "\n".join(style.format(*pair) for pair in zip(labels.split("|"), said, strict=True))
    assert split(f"{REPLY}\n\n{block}\n\n{OLD}").reply == REPLY
    assert split(f"{REPLY}\n\n{'_' * 32}\n{block}\n\n{OLD}").reply == REPLY


@pytest.mark.parametrize("footer", FOOTERS)
def test_what_a_phone_adds(footer):
    assert split(f"{REPLY}\n\n{footer}").reply == REPLY
    assert split(f"{REPLY}\n\n{footer}\n\n{ATTRIBUTIONS[0]}\n{QUOTED}").signature == footer


WRITTEN = [
    "The log of the server at 10:00 on 2 Nov 2026 says:",
    "Hi Bob, at 10:00 on 2 Nov 2026 your server bob@example.com wrote:",
    "Die große. Am 02.11.2026 um 10:00 schrieb Allie <allie@example.com>:",
    "I got this from allie@example.com:",
    "My answer to your question:",
    "I use Outlook for Android",
    "It was sent to you on 2 November 2026 at 10:00",
]


@pytest.mark.parametrize("line", WRITTEN)
def test_a_line_that_a_person_wrote_above_a_quote_stays(line):
    assert line in split(f"Hello,\n{line}\n\n> error 17").reply
    assert split(f"Hello,\n\n{line}\n\nerror 17\nIt goes on.").reply.endswith("It goes on.")
