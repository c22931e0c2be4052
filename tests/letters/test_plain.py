"""The text part is the HTML part's words: blocks, lines, links, and a person's own blanks."""

import pytest

from heard.letters.plain import words_of

PAGE = "<html><head><title>{}</title><style>p {{ color: red }}</style></head><body>{}</body></html>"


def text(body: str) -> str:
    return words_of(PAGE.format("t", body)).text


@pytest.mark.parametrize(
    "body, expected",
    [
        ("<p>One\n  line</p>\n<p>two</p>", "One line\n\ntwo\n"),
        ("<p>by <strong>2:00 pm</strong>, with</p>", "by 2:00 pm, with\n"),
        ("<p>You: <em>it stops.</em> So</p>", "You: *it stops.* So\n"),
        ("<p>a<br>\n  b</p>", "a\nb\n"),
        ("<p> </p><p></p>", "\n"),
        ("<ul><li>one <kbd>r</kbd></li><li>two</li></ul>", "- one r\n\n- two\n"),
        ("<p>O&#x27;Brien &lt;b&gt; &amp; co</p>", "O'Brien <b> & co\n"),
        ('<p>see <a href="u">here</a></p><p><a href="u">again</a></p>', "see here: u\n\nagain\n"),
        ('<p><a href="u">yes</a> <a href="u">no</a></p>', "yes / no: u\n"),
        ('<p><a href="u">yes</a> <a href="v">no</a></p>', "yes: u no: v\n"),
        ('<p><a href="u">a</a><br>b</p>', "a: u\nb\n"),
    ],
)
def test_blocks_and_links(body, expected):
    assert text(body) == expected


@pytest.mark.parametrize(
    "body, expected",
    [
        ("  indented<br>    more<br><br>  last", "  indented\n    more\n\n  last\n"),
        ('at <a href="https://a.example">https://a.example</a>, see', "at https://a.example, see\n"),
        ("- a dash<br>*", "- a dash\n*\n"),
    ],
)
def test_a_persons_own_words_stay_as_written(body, expected):
    assert text(f'<div class="said">{body}</div>') == expected


def test_the_subject_is_the_title_on_one_line():
    assert words_of(PAGE.format("A\n &lt;b&gt; &amp; c", "<p>x</p>")).subject == "A <b> & c"
